"""Markup that is nested absurdly deep, or that leaves its elements open."""

from __future__ import annotations

import time

import pytest

from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.segmenting.depth import DEEPEST, SUSPICIOUS, limit_depth

MANY = SUSPICIOUS


def texts(markup: str) -> list[str]:
    return segment(Page(markup, Form.HTML)).text


def test_sane_pages_are_left_alone() -> None:
    page = b"<div><p>word <b>bold</b></p><ul><li>item<li>item</ul></div>" * MANY
    assert limit_depth(page) is page


def test_few_tags_are_left_alone() -> None:
    page = b"<div>" * (SUSPICIOUS - 1) + b"x"
    assert limit_depth(page) is page


@pytest.mark.parametrize(
    "unit",
    [
        "<p>{}",
        "<li>{}",
        "<dd>{}",
        "<p><b>{}",
        "<p><font size={}>{}</p>",
        "<div><b>{}</div>",
        "<div><span>{}</div>",
        "<h2><a href=x>{}</h2>",
        "<div><svg><path d=x /><path/></svg>{}</div>",
        "<div><p><i>{}</div></section>",
        "<section><div>{}</section>",
        "<x-a><p>{}</p></x-a></x-b>",
        "<b><div></b>{}",
        "<p><span><div></span>{}</div>",
    ],
)
def test_elements_left_open_keep_their_paragraphs(unit: str) -> None:
    start = time.perf_counter()
    found = texts("<body>" + "".join(unit.replace("{}", f"w{index}") for index in range(MANY // 2)))
    assert time.perf_counter() - start < 5
    assert [text.split() for text in found] == [[f"w{index}"] for index in range(MANY // 2)]


def test_paragraphs_stay_apart_beyond_the_deepest_level() -> None:
    found = texts("".join(f"<div>w{index}" for index in range(MANY)))
    assert found == [f"w{index}" for index in range(MANY)]


def test_words_stay_whole_beyond_the_deepest_level() -> None:
    assert texts("<i>" * MANY + "foo<b>bar</b>baz") == ["foobarbaz"]


def test_what_comes_after_deep_elements_stands_where_it_stood() -> None:
    blocks = segment(Page("<div>" * MANY + "core" + "</div>" * MANY + "<footer>after</footer>", Form.HTML))
    frames = blocks.frames
    assert frames.tag[frames.parent[frames.tag.index("footer")]] == "body"
    assert frames.tag.count("div") <= DEEPEST


@pytest.mark.parametrize(
    "unseen",
    ["<script>unseen</script>", "<style>unseen</style>", "<template>unseen</template>", "<p hidden>unseen</p>"],
)
def test_what_is_not_shown_is_not_shown_either_deep_down(unseen: str) -> None:
    assert texts("<span>" * MANY + "<div>" * MANY + unseen + "seen") == ["seen"]


@pytest.mark.parametrize(
    "page",
    [
        "<a " * 60_000,
        "<!--" * 60_000,
        "<a b='" * 60_001,
        '<div x="' * 60_001,
        "<canvas>" * MANY + "<div></div>" * MANY,
        "<span>" * MANY + "<div></div>" * MANY,
        "<x-y><div></x-y>" * MANY,
        "<div><table><tr><td></div>" * MANY,
        "</div>" * 60_000,
    ],
)
def test_hostile_markup_passes_within_seconds(page: str) -> None:
    start = time.perf_counter()
    assert texts(page) == []
    assert time.perf_counter() - start < 8


def test_a_quoted_bracket_does_not_end_a_tag() -> None:
    assert texts("<div title='a > b'>" * MANY + "x") == ["x"]
