"""Rules against blocks: which fire where, and what they add up to."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import LABELS, ZONES, Kind, PageKind, Zone
from cleaner.packs import Matches, Packs
from cleaner.reading.page import Form
from cleaner.segmenting.blocks import Blocks, Frames, Metadata

ARTICLE, CHROME, WIDGET, COMMENT = range(4)


def packs(folder: Path, *rules: dict[str, Any], **head: Any) -> Packs:
    """One pack of rules; ids r0, r1 ... and examples are filled in."""
    filled = [
        {"id": f"demo.r{number}", "weight": 2, "hits": ["x"], "misses": ["x"], "zone": "chrome"} | rule
        for number, rule in enumerate(rules)
    ]
    for rule in filled:
        for key in [key for key, value in rule.items() if value is None]:
            del rule[key]
    file = folder / f"{len(list(folder.iterdir()))}.yaml"
    file.write_text(yaml.safe_dump({"pack": "demo", "about": "x", "rules": filled, **head}), encoding="utf-8")
    return Packs.load([file])


def page(*texts: str, frames: list[tuple[int, str, str, int, int]] | None = None, **columns: list[Any]) -> Blocks:
    """Blocks of texts; frames are (parent, tag, class, first, last), by default one around all."""
    count = len(texts)
    rows = frames or [(-1, "body", "", 0, count)]
    inner = [max(n for n, row in enumerate(rows) if row[3] <= block < row[4]) for block in range(count)]
    defaults: dict[str, list[Any]] = {"marker": [""], "level": [0], "link_chars": [0], "links": [0], "gap": [0]}
    return Blocks(
        Form.HTML,
        text=list(texts),
        frame=inner,
        frames=Frames(
            parent=[row[0] for row in rows],
            tag=[row[1] for row in rows],
            attrs=[(row[2], "", "", "") if row[2] else None for row in rows],
            first=[row[3] for row in rows],
            last=[row[4] for row in rows],
        ),
        **{name: value * count for name, value in defaults.items() if name not in columns},
        **columns,
    )


def fired(found: Packs, blocks: Blocks, **options: Any) -> list[list[int]]:
    matches = found.match(blocks, **options)
    return [matches.of(block) for block in range(len(blocks))]


def test_line_rules_add_up(tmp_path: Path) -> None:
    found = packs(
        tmp_path,
        {"line": r"^\d+ replies$", "zone": "comment/head", "weight": 3},
        {"line": "replies", "zone": "comment", "weight": 0.5},
        {"line": "^20", "zone": "article/body", "weight": -1},
    )
    matches = found.match(page("20 Replies", "replies", "else"))
    assert sorted(map(tuple, matches.spans.tolist())) == [(0, 0, 1), (1, 0, 1), (1, 1, 2), (2, 0, 1)]
    assert matches.line[:, COMMENT].tolist() == [3.5, 0.5, 0]
    assert matches.line[:, ARTICLE].tolist() == [-1, 0, 0]
    assert matches.kind[0, LABELS.index((Zone.COMMENT, Kind.HEAD))] == 3
    assert matches.kind.shape == (3, len(LABELS))
    assert matches.kind[1].tolist() == [0] * len(LABELS)
    assert not matches.frame.any()


def test_an_empty_page_and_no_rules(tmp_path: Path) -> None:
    matches = packs(tmp_path, {"line": "x"}).match(page())
    assert (matches.line.shape, matches.region.shape, matches.spans.shape) == ((0, 4), (0, 4), (0, 3))
    file = tmp_path / "bare.yaml"
    file.write_text("pack: bare\nabout: No rules.\n")
    assert Packs.load([file]).match(page("x")).spans.shape == (0, 3)


def test_length_limits(tmp_path: Path) -> None:
    found = packs(tmp_path, {"line": "^a"}, {"line": "^a", "max": 3}, {"line": "^a", "min": 3, "max": 500})
    assert fired(found, page("aa", "a" * 120, "a" * 121, "a" * 501)) == [[0, 1], [0, 2], [2], []]


def test_conditions(tmp_path: Path) -> None:
    asked = [
        {"marker": "number"}, {"marker": "bullet"}, {"marker": "none"}, {"place": "top"}, {"place": "bottom"},
        {"links": "all"}, {"links": "some"}, {"links": "none"}, {"heading": True}, {"heading": False},
        {"form": "html"}, {"form": "text"},
    ]  # fmt: skip
    found = packs(tmp_path, *[{"line": "^a"} | condition for condition in asked])
    blocks = page(*["a" * 10] * 4, marker=["3.", "•", "", ""], level=[0, 2, 0, 0], link_chars=[0, 5, 9, 0])
    assert fired(found, blocks) == [[0, 3, 7, 9, 10], [1, 6, 8, 10], [2, 5, 6, 9, 10], [2, 4, 7, 9, 10]]


def test_a_rule_that_follows_another(tmp_path: Path) -> None:
    found = packs(
        tmp_path,
        {"line": "^head$"},
        {"line": "^next$", "follows": "demo.r0"},
        {"line": "^next$", "follows": "demo.r1"},
    )
    assert fired(found, page("next", "head", "next", "next", "head", "else", "next")) == [
        [], [0], [1], [2], [0], [], [],
    ]  # fmt: skip


def test_attr_rules_count_for_all_blocks_inside_and_once_when_nested(tmp_path: Path) -> None:
    found = packs(tmp_path, {"attr": r"\brelated\b", "zone": "widget/related"}, {"tag": ["nav", "aside"]})
    rows = [
        (-1, "body", "", 0, 5),
        (0, "aside", "relatedPosts", 1, 3),
        (1, "div", "related", 1, 2),
        (0, "div", "unrelated", 3, 4),
        (0, "nav", "", 4, 4),
    ]
    matches = found.match(page("aaaaa", "a", "a", "aaaaa", "aaaaa", frames=rows))
    assert sorted(map(tuple, matches.spans.tolist())) == [(0, 1, 3), (1, 1, 3)]
    assert matches.frame[:, WIDGET].tolist() == [0, 2, 2, 0, 0]
    assert matches.frame[:, CHROME].tolist() == [0, 2, 2, 0, 0]
    assert not matches.line.any()


def test_rules_on_most_of_the_page_are_ignored_unless_for_the_article(tmp_path: Path) -> None:
    found = packs(
        tmp_path,
        {"attr": "wide", "zone": "chrome"},
        {"attr": "wide", "zone": "article"},
        {"attr": "wide", "zone": "widget", "share": 0.9},
        {"attr": "wide", "zone": None, "page": "forum"},
    )
    rows = [(-1, "body", "", 0, 3), (0, "div", "wide", 0, 2), (1, "div", "wide", 0, 1)]
    matches = found.match(page("a" * 40, "a" * 40, "a" * 20, frames=rows))
    assert sorted(map(tuple, matches.spans.tolist())) == [(0, 0, 1), (1, 0, 2), (2, 0, 2), (3, 0, 2)]


def test_html_and_body_count_for_the_kind_of_page_only(tmp_path: Path) -> None:
    found = packs(tmp_path, {"attr": "single", "zone": "article"}, {"attr": "single", "zone": None, "page": "article"})
    matches = found.match(page("a", frames=[(-1, "html", "", 0, 1), (0, "body", "single-post", 0, 1)]))
    assert matches.page == {PageKind.ARTICLE: 2.0}
    assert not matches.frame.any()


def test_conditions_of_frame_rules_choose_among_blocks(tmp_path: Path) -> None:
    found = packs(tmp_path, {"attr": "box", "max": 3}, {"tag": "section", "links": "all"})
    rows = [(-1, "body", "", 0, 6), (0, "section", "box", 0, 5)]
    blocks = page("aa", "aa", "aaaa", "aa", "aaaaa", "a" * 50, frames=rows, link_chars=[0, 2, 4, 0, 0, 0])
    assert sorted(map(tuple, found.match(blocks).spans.tolist())) == [(0, 0, 2), (0, 3, 4), (1, 1, 3)]


def test_select_rules(tmp_path: Path) -> None:
    found = packs(tmp_path, {"select": "div.x > p"}, host=["example.com"])
    blocks = page("aa", "bb", "cc", "dd", frames=[(-1, "body", "", 0, 4), (0, "p", "", 0, 1), (0, "p", "", 2, 3)])
    asked: list[str] = []

    def select(selector: str) -> list[int]:
        asked.append(selector)
        return [2, 1]

    blocks.select = select
    assert fired(found, blocks) == [[], [], [], []]
    assert asked == []
    assert fired(found, blocks, host="news.example.com") == [[0], [], [0], []]
    assert asked == ["div.x > p"]


@pytest.mark.parametrize(
    ("host", "counts"),
    [
        ("example.com", True),
        ("www.Example.com:8080", True),
        ("a.b.example.com", True),
        ("notexample.com", False),
        ("example.com.evil.org", False),
        (None, False),
    ],
)
def test_packs_for_hosts(tmp_path: Path, host: str | None, counts: bool) -> None:
    found = packs(tmp_path, {"line": "^a"}, host=["example.org", "example.com"])
    assert fired(found, page("a"), host=host) == [[0] if counts else []]


@pytest.mark.parametrize(
    ("lang", "language", "counts"),
    [
        (["de"], "de", True),
        (["de"], "de-AT", True),
        (["de"], "en", False),
        (["de"], None, True),
        (["en"], "de", True),
        (["de", "nl"], "nl", True),
        ([], "fr", True),
    ],
)
def test_packs_for_languages(tmp_path: Path, lang: list[str], language: str | None, counts: bool) -> None:
    found = packs(tmp_path, {"line": "^a"}, {"tag": "nav"}, lang=lang)
    rows = [(-1, "body", "", 0, 2), (0, "nav", "", 0, 1)]
    assert fired(found, page("a", "b", frames=rows), language=language)[0] == ([0, 1] if counts else [])


def test_packs_with_when(tmp_path: Path) -> None:
    found = packs(tmp_path, {"line": "^a"}, when={"meta": ["^generator=wordpress", "^lang=en"]})
    blocks = page("a")
    for properties, counts in (
        ([], False),
        ([("generator", "WordPress 6")], False),
        ([("generator", "WordPress 6"), ("lang", "en-GB")], True),
        ([("x", "generator=wordpress"), ("lang", "en")], False),
    ):
        blocks.metadata = Metadata(properties)
        assert fired(found, blocks) == [[0] if counts else []]


def test_votes_for_the_kind_of_page_count_each_rule_once(tmp_path: Path) -> None:
    found = packs(
        tmp_path,
        {"line": "^post", "zone": None, "page": "forum", "weight": 1.5},
        {"meta": "^og:type=forum", "zone": None, "page": "forum", "weight": 1},
        {"line": "^price", "zone": None, "page": "product"},
    )
    blocks = page("post one", "post two")
    blocks.metadata = Metadata([("og:type", "forum"), ("og:type", "forum")])
    matches = found.match(blocks)
    assert matches.page == {PageKind.FORUM: 2.5}
    assert (1, 0, 0) in map(tuple, matches.spans.tolist())
    assert not matches.line.any()


def fade(count: int) -> list[float]:
    return [math.exp(-step / 12) for step in range(count)]


OPEN = {"line": "^open$", "zone": "comment/head", "opens": "comment"}


def test_a_region_fades_to_the_end(tmp_path: Path) -> None:
    region = packs(tmp_path, OPEN).match(page("a", "open", "a", "a", "a")).region
    assert region[:, COMMENT] == pytest.approx([0, 0, *fade(3)])
    assert not np.delete(region, COMMENT, axis=1).any()


@pytest.mark.parametrize(
    ("closer", "ends"),
    [({"closes": "comment"}, True), ({"closes": "any"}, True), ({"closes": "widget"}, False), ({}, False)],
)
def test_what_closes_a_region(tmp_path: Path, closer: dict[str, str], ends: bool) -> None:
    region = packs(tmp_path, OPEN, {"line": "^close$"} | closer).match(page("open", "a", "close", "a")).region
    assert region[:, COMMENT] == pytest.approx([0, 1, 0, 0] if ends else [0, *fade(3)])


def test_a_region_of_another_zone_ends_the_first_and_one_of_the_same_starts_afresh(tmp_path: Path) -> None:
    found = packs(tmp_path, OPEN, {"line": "^more$", "zone": "widget", "opens": "widget"})
    region = found.match(page("open", "a", "open", "a", "more", "a")).region
    assert region[:, COMMENT] == pytest.approx([0, *fade(2), 1, 0, 0])
    assert region[:, WIDGET] == pytest.approx([0, 0, 0, 0, 0, 1])


def test_the_strongest_opener_of_a_block_counts(tmp_path: Path) -> None:
    found = packs(tmp_path, OPEN | {"weight": 5}, OPEN | {"zone": "widget", "opens": "widget"})
    region = found.match(page("open", "a")).region
    assert region[1].tolist() == [0, 0, 0, 1]


def test_a_region_ends_with_the_element_around_its_opener(tmp_path: Path) -> None:
    rows = [
        (-1, "body", "", 0, 6),
        (0, "section", "", 1, 4),
        (1, "header", "", 1, 2),
        (2, "h2", "", 1, 2),
    ]
    region = packs(tmp_path, OPEN).match(page("a", "open", "a", "a", "a", "a", frames=rows)).region
    assert region[:, COMMENT] == pytest.approx([0, 0, *fade(2), 0, 0])


def test_many_openers_take_little_time(tmp_path: Path) -> None:
    count = 20_000
    region = packs(tmp_path, OPEN).match(page(*["open"] * count)).region
    assert region[:, COMMENT].tolist() == [0] + [1] * (count - 1)


@given(
    st.integers(1, 60).flatmap(
        lambda size: st.tuples(
            st.just(size),
            st.lists(st.tuples(st.integers(0, 5), st.integers(0, size), st.integers(0, size)), max_size=30),
        )
    )
)
def test_which_rules_fired_on_a_block(sized: tuple[int, list[tuple[int, int, int]]]) -> None:
    size, rows = sized
    spans = np.array([(rule, *sorted(ends)) for rule, *ends in rows], np.intp).reshape(-1, 3)
    nothing = np.zeros((size, 4))
    matches = Matches(spans, nothing, nothing, nothing, nothing, {})
    for block in range(size):
        assert matches.of(block) == sorted({rule for rule, first, last in spans.tolist() if first <= block < last})


def test_named_groups_can_be_read(tmp_path: Path) -> None:
    found = packs(
        tmp_path, {"line": r"^(?P<author>.+?) says(?: at (?P<time>.+))?:$", "zone": "comment/author"}, {"tag": "p"}
    )
    assert found.parts(0, "Zoë says:") == {"author": "Zoë"}
    assert found.parts(0, "Al SAYS at noon:") == {"author": "Al", "time": "noon"}
    assert found.parts(0, "nothing") == {}
    assert found.parts(1, "Al says:") == {}


def test_zones_are_in_the_order_of_the_columns() -> None:
    assert [ZONES[n] for n in (ARTICLE, CHROME, WIDGET, COMMENT)] == ["article", "chrome", "widget", "comment"]
