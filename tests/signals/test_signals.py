"""Signals: a number a block, of moderate size, that says what its name promises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.document import LABELS, ZONES, PageKind
from cleaner.packs import Matches
from cleaner.reading import Form, Page
from cleaner.segmenting import Blocks, segment
from cleaner.signals import View, columns, signal_about, signal_names

STOPWORDS = frozenset("the a of and to in is was that it for on with as at by from this which".split())
PROSE = "The council of the town said on Monday that it was aware of the plan, and that it is in favour of it."
NAMES = signal_names()


def silent(count: int) -> Matches:
    """What rules say that never fire."""
    return Matches(
        spans=np.zeros((0, 3), np.intp),
        line=np.zeros((count, len(ZONES))),
        frame=np.zeros((count, len(ZONES))),
        kind=np.zeros((count, len(LABELS))),
        region=np.zeros((count, len(ZONES))),
        page={},
    )


def view(markup: str, form: Form = Form.HTML, title: str = "", matches: Matches | None = None) -> View:
    blocks: Blocks = segment(Page(markup, form))
    return View(blocks, matches or silent(len(blocks)), STOPWORDS, "en", title)


def signals(markup: str, *names: str, **more: object) -> list[list[float]]:
    """The values of each of the signals `names`, one a block."""
    matrix = columns(view(markup, **more)).T  # type: ignore[arg-type]
    return [[round(value, 4) for value in matrix[:, NAMES.index(name)].tolist()] for name in names]


REPORT = f"<nav><a href=/>Home</a></nav><main><h1>Title</h1><p>{PROSE}</p><p>{PROSE}</p></main><footer>Imprint</footer>"


def test_names_are_unique_and_documented() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for name in NAMES:
        assert len(signal_about(name)) > 20
    with pytest.raises(KeyError):
        signal_about("no-such-signal")


PIECES = st.sampled_from(
    [
        f"<p>{PROSE}</p>",
        "<ul><li><a href=/>Menu</a><li>2</ul>",
        "<h2>Head: more?</h2>",
        "<div hidden>" + "panel " * 100 + "</div>",
        "<table><tr><td>1<td>2</table>",
        "<pre>x = 1</pre>",
        "<div><section>",
        "</section></div>",
        "<p>!!!</p>",
        "<p>北京今天下雨。明天晴。</p>",
        f"<p>{'x' * 5000}</p>",
    ]
)


@settings(max_examples=60)
@given(st.lists(PIECES, min_size=1, max_size=12), st.booleans(), st.sampled_from(["", "Head more", "!"]))
def test_signals_are_finite_and_moderate(pieces: list[str], flat: bool, title: str) -> None:
    page = view("\n".join(pieces), Form.TEXT if flat else Form.HTML, title)
    if not len(page):
        return
    matrix = columns(page).T
    assert matrix.shape == (len(page), len(NAMES))
    assert np.isfinite(matrix).all()
    assert np.abs(matrix).max() <= 3


def test_prose_is_told_from_labels_and_links() -> None:
    (prose,) = signals(REPORT + f"<p><a href=/x>{PROSE}</a></p><p>{'word ' * 30}</p>", "prose")
    assert prose == [0, 0, 1, 1, 0, 0, 0]


def test_without_stop_words_shape_alone_makes_prose() -> None:
    blocks = segment(Page("<p>Vit on nyt tosi hyvä asia, ja niin on tuokin, sanoi hän.", Form.HTML))
    assert View(blocks, silent(1)).prose.tolist() == [1]


def test_link_density() -> None:
    assert signals("<p>four<p><a href=/>four</a><p>four <a href=/>more</a>", "link_density", "all_link") == [
        [0, 1, pytest.approx(4 / 9, abs=1e-3)],
        [0, 1, 0],
    ]


def test_elements() -> None:
    found = signals("<h1>a</h1><h3>b</h3><p>c<ul><li>d</ul><ol><li>e</ol>", "heading", "headline", "tag_p", "tag_li")
    assert found == [[1, 1, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 1]]
    assert signals("<ul><li>d</ul><ol><li>e</ol><p>f", "bullet", "numbered") == [[1, 0, 0], [0, 1, 0]]


def test_hidden_panels() -> None:
    assert signals("<p>a<div hidden>" + "b " * 300 + "</div>", "hidden") == [[0, 1]]


def test_main_container() -> None:
    page = f"<nav>Home</nav><main><h1>Title</h1><div><p>{PROSE}<p>{PROSE}</div><p>{PROSE}</main><footer>Imprint"
    assert signals(page, "in_main", "in_core") == [[0, 1, 1, 1, 1, 0], [0, 0, 1, 1, 0, 0]]
    assert signals(REPORT, "main_share") == [[0.6] * 5]


def test_pages_without_prose_have_no_main_container() -> None:
    assert signals("<p>a<p>b", "in_main", "in_core", "main_share") == [[0, 0]] * 3


def test_containers_hold_what_they_hold() -> None:
    prose, share, reach = signals(REPORT, "prose_of_2", "share_of_2", "reach_of_2")
    chars = 2 * len(PROSE)
    assert prose[2] == pytest.approx(chars / (chars + len("Title")), abs=1e-3)
    assert share == [1, 1, 1, 1, 1]
    assert reach == [1, 0.6, 0.6, 0.6, 1]


def test_place_on_the_page() -> None:
    position, before, ahead, behind = signals(REPORT, "position", "prose_before", "before_prose", "after_prose")
    assert position == [0, 0.2, 0.4, 0.6, 0.8]
    assert before == [0, 0, 0, 0.5, 1]
    assert (ahead, behind) == ([1, 1, 0, 0, 0], [0, 0, 0, 0, 1])


def test_neighbours() -> None:
    found = signals(REPORT, "prose_previous", "prose_next", "heading_previous", "heading_next", "same_next")
    assert found == [[0, 0, 0, 1, 1], [0, 1, 1, 0, 0], [0, 0, 1, 0, 0], [1, 0, 0, 0, 0], [0, 0, 1, 0, 0]]


def test_windows_average_what_is_around() -> None:
    above, below, both = signals(REPORT, "prose_above", "prose_below", "prose_10")
    labels = len("HomeTitleImprint")
    assert both == [pytest.approx(2 * len(PROSE) / (2 * len(PROSE) + labels), abs=1e-3)] * 5
    assert (above[:2], below[-2:]) == ([0, 0], [0, 0])
    assert above[4] == pytest.approx(1 - len("HomeTitle") / (2 * len(PROSE) + len("HomeTitle")), abs=1e-3)


def test_runs_of_alike_blocks() -> None:
    (run,) = signals("<p>a<ul><li>b<li>c<li>d</ul>", "run")
    assert run[0] < run[1] == run[2] == run[3]


def test_blank_lines() -> None:
    assert signals("a\nb\n\n\nc", "gap", "gap_next", form=Form.TEXT) == [[0, 0, 0.5], [0, 0.5, 0]]


def test_repetition() -> None:
    (repeated,) = signals("<p>More<p>More<p>More<p>once", "repeated")
    assert repeated[0] == repeated[2] > repeated[3] == 0


def test_title_overlap() -> None:
    overlap, title = signals(
        "<h1>The old bridge closes</h1><p>closes<p>nothing", "title_overlap", "is_title", title="The old bridge closes"
    )
    assert overlap[0] == 1 > overlap[1] > overlap[2] == 0
    assert title == [1, 0, 0]
    assert signals("<h1>a</h1>", "title_overlap", title="") == [[0]]


def test_what_rules_say_becomes_columns() -> None:
    matches = silent(2)
    matches.line[1, ZONES.index("comment")] = 3
    matches.frame[0, ZONES.index("chrome")] = -1.5
    matches.region[0, ZONES.index("widget")] = 1
    matches.kind[1, LABELS.index(("comment", "author"))] = 60
    matches.page[PageKind.FORUM] = 4
    found = signals(
        "<p>a<p>b",
        "line_comment",
        "frame_chrome",
        "region_widget",
        "rule_comment_author",
        "page_forum",
        "page_article",
        matches=matches,
    )
    assert found == [[0, 1], [-0.5, 0], [1, 0], [0, 2], [round(np.tanh(1), 4)] * 2, [0, 0]]


def test_words_of_the_description() -> None:
    head = "<meta name=description content='The old bridge closes on Monday'>"
    (told,) = signals(f"{head}<p>The bridge closes soon<p>closes now<p>nothing of the kind", "in_description")
    assert told == [0.75, 0, 0.25]  # two words are too few to tell
