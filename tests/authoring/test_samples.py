"""Loading samples, and checking them against cleaners that are right, wrong or forgetful."""

from __future__ import annotations

import pytest

from cleaner.authoring.samples import FLOOR, check_sample, load_samples, summarise
from cleaner.document import Block, Comment, Document, Kind, PageKind, Zone
from cleaner.errors import SampleError

PAGE = "Home\n\nBridge closed again\n\n  1. The old bridge was closed on Monday.\n\n    Great news!\n"
ZONES = [
    "chrome\tmenu\tHome",
    "article\ttitle\tBridge closed again",
    "article\tbody\t1. The old bridge was closed on Monday.",
    "comment\ttext\tGreat news!",
]
EXPECTED = "\n".join(ZONES) + "\n"
TRUTH = [
    ("chrome", "menu", "Home"),
    ("article", "title", "Bridge closed again"),
    ("article", "body", "1. The old bridge was closed on Monday."),
    ("comment", "text", "Great news!"),
]
WORDS = 14


def blocks(*rows):
    return [Block(i, text, Zone(zone), Kind(kind), 1.0) for i, (zone, kind, text) in enumerate(rows)]


class Fake:
    """A cleaner that has made up its mind, and remembers what it was asked."""

    def __init__(self, document):
        self.document = document
        self.asked = None

    def clean(self, page, *, url=None, kind="auto"):
        self.asked = (page, url, kind)
        return self.document


@pytest.fixture
def write(tmp_path):
    """Write a sample; a file given as None is left out."""

    def write(name="bridge", page=PAGE, zones=EXPECTED, settings=None, page_name="page.txt"):
        folder = tmp_path / name
        folder.mkdir()
        for file, text in ((page_name, page), ("expected.zones", zones), ("sample.yaml", settings)):
            if text is not None:
                (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return write


def load(folder):
    (sample,) = load_samples(folder)
    return sample


def check(folder, *rows, **document):
    return check_sample(load(folder), Fake(Document(blocks(*rows), **document)))


def changed(index, row):
    return [row if i == index else old for i, old in enumerate(TRUTH)]


def test_a_right_division_passes_without_differences(write):
    result = check(write(), *TRUTH)
    assert result.passed
    assert (result.comparison.accuracy, result.comparison.kind_accuracy, result.comparison.coverage) == (1, 1, 1)
    assert result.comparison.words == WORDS
    assert result.comparison.differences == []
    assert len(result.lines()) == 1


def test_words_in_a_wrong_zone_are_told_with_their_line(write):
    result = check(write(), *changed(3, ("widget", "ad", "Great news!")))
    (difference,) = result.comparison.differences
    assert (difference.expected, difference.found, difference.text, difference.words, difference.line) == (
        "comment/text",
        "widget/ad",
        "Great news",
        2,
        4,
    )
    assert result.comparison.accuracy == (WORDS - 2) / WORDS
    assert result.comparison.zones[Zone.COMMENT].recall == 0
    assert result.comparison.zones[Zone.WIDGET].precision == 0
    assert not result.passed
    assert "FAIL" in result.lines()[0]
    assert "widget/ad" in result.lines()[1]


def test_a_wrong_kind_in_the_right_zone_does_not_fail(write):
    result = check(write(), *changed(1, ("article", "deck", "Bridge closed again")))
    assert result.passed
    assert result.comparison.kind_accuracy == (WORDS - 3) / WORDS
    assert result.comparison.differences == []


def test_missing_words_fail_whatever_the_floor(write):
    result = check(write(settings="floor: 0"), *TRUTH[:3])
    assert not result.passed
    assert result.comparison.coverage == 1 - 2 / WORDS
    (difference,) = result.comparison.differences
    assert (difference.found, difference.text) == (None, "Great news")


def test_words_that_nobody_expects_are_told(write):
    result = check(write(), *TRUTH, ("chrome", "legal", "Great rights reserved"))
    (difference,) = result.comparison.differences
    assert (difference.expected, difference.found, difference.text) == (None, "chrome/legal", "Great rights reserved")
    assert result.comparison.extra == 3
    assert result.comparison.zones[Zone.CHROME].precision == 0.25


def test_where_the_page_is_cut_does_not_matter(write):
    rows = [
        ("chrome", "menu", "Home"),
        ("article", "body", "Bridge closed again 1. The old"),
        ("article", "body", "bridge was closed on Monday."),
        ("comment", "text", "Great"),
        ("comment", "text", "news!"),
    ]
    assert check(write(), *rows).comparison.accuracy == 1


def test_moved_blocks_are_found_again(write):
    result = check(write(), TRUTH[3], TRUTH[1], TRUTH[2], TRUTH[0])
    assert result.comparison.accuracy == 1
    assert result.comparison.coverage == 1


def test_a_moved_word_that_occurs_twice_is_looked_for_in_its_own_zone_first(write):
    rows = [("chrome", "menu", "News"), ("comment", "text", "News"), ("article", "body", "A bridge fell.")]
    folder = write(page="News\nNews\nA bridge fell.\n", zones="\n".join("\t".join(row) for row in rows))
    assert check(folder, rows[2], rows[1], rows[0]).comparison.accuracy == 1


def test_floor_decides(write):
    wrong = changed(0, ("widget", "ad", "Home"))
    assert not check(write("strict"), *wrong).passed
    assert check(write("lenient", settings="floor: 0.9"), *wrong).passed


def test_numbers_of_html_list_items_may_be_left_out(write):
    folder = write(
        page="<ol><li>One<li>Two</ol>", page_name="page.html", zones="article\tbody\tOne\narticle\tbody\tTwo\n"
    )
    found = blocks(("article", "body", "1. One"), ("article", "body", "2. Two"))
    for block, marker in zip(found, ("1.", "2."), strict=True):
        block.marker = marker
    result = check_sample(load(folder), Fake(Document(found)))
    assert result.comparison.extra == 0
    assert result.passed


def test_targets_of_markdown_links_do_not_count(write):
    folder = write(page="[News](/news/today) and more\n", zones="chrome\tmenu\t[News](/news/today) and more\n")
    assert check(folder, ("chrome", "menu", "News and more")).passed
    assert check(folder, ("chrome", "menu", "[News](/news/today) and more")).comparison.extra == 0


def test_facts_that_differ_are_told_but_do_not_fail(write):
    settings = "facts: {title: bridge CLOSED again, author: Ann Lee, date: 2024-02-03, page_kind: forum, comments: 1}"
    document = Document(blocks(*TRUTH), page_kind=PageKind.ARTICLE)
    document._facts = lambda _: {"title": "Bridge closed again", "author": None, "date": "2024-02-03T10:00:00+01:00"}
    document._comments = lambda _: [Comment("Bo", None, "Great news!")]
    result = check_sample(load(write(settings=settings)), Fake(document))
    assert [(fact.name, fact.expected, fact.found) for fact in result.facts] == [
        ("author", "Ann Lee", None),
        ("page_kind", "forum", "article"),
    ]
    assert result.passed
    assert any("Ann Lee" in line for line in result.lines())


def test_the_cleaner_gets_bytes_url_and_form(write):
    fake = Fake(Document(blocks(*TRUTH)))
    check_sample(load(write(settings="url: https://a.example/b")), fake)
    assert fake.asked == (PAGE.encode(), "https://a.example/b", "text")


def test_summary_counts_every_word_once(write, tmp_path):
    write("a")
    write("b", page="Home\n", zones="chrome\tmenu\tHome\n")
    a, b = load_samples(tmp_path)
    right = check_sample(a, Fake(Document(blocks(*TRUTH))))
    wrong = check_sample(b, Fake(Document(blocks(("article", "body", "Home")))))
    summary = summarise([right, wrong])
    assert (summary.samples, summary.passed, summary.words) == (2, 1, WORDS + 1)
    assert summary.accuracy == WORDS / (WORDS + 1)
    assert summary.zones[Zone.CHROME].recall == 0.5
    assert summary.zones[Zone.ARTICLE].precision == 11 / 12
    assert 0 < summary.macro_f1 < 1
    assert summarise([]).accuracy == 1


def test_samples_are_loaded_by_name_with_their_settings(write, tmp_path):
    write("zebra")
    write("ant", settings="about: An ant.\nurl: https://ant.example/\nfloor: 0.5\nfacts:\n  date: 2024-01-02\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "README.md").write_text("not a sample")
    ant, zebra = load_samples(tmp_path)
    assert (ant.name, ant.about, ant.url, ant.floor, ant.facts) == (
        "ant",
        "An ant.",
        "https://ant.example/",
        0.5,
        {"date": "2024-01-02"},
    )
    assert (zebra.name, zebra.form, zebra.floor, zebra.facts) == ("zebra", "text", FLOOR, {})
    assert [piece.line for piece in zebra.expected] == [1, 2, 3, 4]


def test_comments_and_blank_lines_do_not_count(write):
    sample = load(write(zones="# the frame\n\n" + "\n".join(ZONES)))
    assert [piece.line for piece in sample.expected] == [3, 4, 5, 6]


def test_windows_line_ends_and_byte_order_marks_do_no_harm(write):
    folder = write(page=PAGE.replace("\n", "\r\n"), zones=b"\xef\xbb\xbf" + "\r\n".join(ZONES).encode())
    assert check(folder, *TRUTH).passed


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        ({"zones": "articel\tbody\tHome"}, "expected.zones:1", "articel/body"),
        ({"zones": "\narticle\tmenu\tHome"}, "expected.zones:2", "article/menu"),
        ({"zones": "article\tbody"}, "expected.zones:1", "TAB"),
        ({"zones": "article body Home"}, "expected.zones:1", "TAB"),
        ({"zones": "1-4\tarticle\tbody"}, "expected.zones:1", "unknown zone"),
        ({"zones": "# nothing\n"}, "expected.zones:1", "expects nothing"),
        ({"zones": None}, "expected.zones", "cannot be read"),
        ({"zones": b"chrome\tmenu\tHome\nchrome\tmenu\t\xff\n"}, "expected.zones:2", "UTF-8"),
        ({"zones": "\n".join(ZONES[:3])}, "expected.zones:3", "4 that are not blank"),
        ({"zones": "\n".join([*ZONES, ZONES[0]])}, "expected.zones:5", "has 5 lines"),
        ({"zones": "\n".join([ZONES[0], *ZONES[2:]])}, "expected.zones:2", "page.txt:3"),
        ({"page_name": "page.htm"}, "bridge", "page.html or page.txt"),
        ({"settings": "floor: 1.5"}, "sample.yaml:1", "share from 0 to 1"),
        ({"settings": "floor: high"}, "sample.yaml:1", "share from 0 to 1"),
        ({"settings": "floor: yes"}, "sample.yaml:1", "share from 0 to 1"),
        ({"settings": "about: x\nflor: 1"}, "sample.yaml:2", "unknown key 'flor'"),
        ({"settings": "facts:\n  titel: x"}, "sample.yaml:2", "unknown key 'titel'"),
        ({"settings": "facts: [title]"}, "sample.yaml:1", "keys and values"),
        ({"settings": "facts:\n  page_kind: blog"}, "sample.yaml:2", "unknown page_kind 'blog'"),
        ({"settings": "- a list"}, "sample.yaml:1", "keys and values"),
        ({"settings": "about: [\nurl: x"}, "sample.yaml:2", "YAML"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(write, change, place, reason):
    folder = write(**change)
    if "page_name" in change:
        folder = folder.parent
    with pytest.raises(SampleError) as error:
        load_samples(folder)
    assert place in str(error.value)
    assert reason in str(error.value)


def test_two_pages_in_one_sample_are_refused(write):
    folder = write()
    (folder / "page.html").write_text("<p>Home")
    with pytest.raises(SampleError, match=r"page\.html and page\.txt"):
        load_samples(folder)


def test_no_samples_is_an_error(tmp_path):
    with pytest.raises(SampleError, match="no sample"):
        load_samples(tmp_path)
    with pytest.raises(SampleError, match="no such folder"):
        load_samples(tmp_path / "nowhere")
