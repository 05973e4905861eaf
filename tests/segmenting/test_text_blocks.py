"""Flattened pages as blocks."""

from __future__ import annotations

import textwrap
from time import process_time

import pytest

from cleaner.reading import Form, Page
from cleaner.segmenting import Blocks, segment

JOINERS = frozenset({"the", "of", "and", "that"})
SENTENCE = "The council decided on Monday that the old bridge over the river stays closed until spring"


def text(page: str) -> Blocks:
    return segment(Page(page, Form.TEXT), joiners=JOINERS)


def test_a_line_is_a_block() -> None:
    blocks = text("Home\nNews\n\n\nA report.")
    assert blocks.text == ["Home", "News", "A report."]
    assert blocks.lines == [(1, 1), (2, 2), (5, 5)]
    assert blocks.gap == [0, 0, 2]


@pytest.mark.parametrize("page", ["", "\n\n", " \n\t\n"])
def test_pages_without_words(page: str) -> None:
    blocks = text(page)
    assert len(blocks) == 0
    assert blocks.frames.tag == ["body"]


def test_markers_and_indentation() -> None:
    blocks = text("  • one\n    • two\n  1. three\n\t2) four\n– five\n-six")
    assert list(zip(blocks.text, blocks.marker, blocks.depth, blocks.tag, strict=True)) == [
        ("one", "•", 2, "li"),
        ("two", "•", 4, "li"),
        ("three", "1.", 2, "li"),
        ("four", "2)", 4, "li"),
        ("five", "–", 0, "li"),
        ("-six", "", 0, "p"),
    ]


@pytest.mark.parametrize("line", ["-", "•", "1.", "2024. 3", "1984 was a year", "3.5 million"])
def test_what_only_looks_like_a_marker_is_text(line: str) -> None:
    blocks = text(line)
    assert (blocks.text, blocks.marker) == ([line], [""])


def test_paragraphs_of_a_dump_are_frames() -> None:
    blocks = text("a\nb\n\nc\n")
    frames = blocks.frames
    spans = list(zip(frames.tag, frames.parent, frames.first, frames.last, strict=True))
    assert spans == [("body", -1, 0, 3), ("div", 0, 0, 2), ("div", 0, 2, 3)]
    assert [frames.tag[frame] for frame in blocks.frame] == ["div"] * 3


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"{SENTENCE}\nor even longer.", f"{SENTENCE} or even longer."),
        (f"{SENTENCE}\n\nor even longer.", f"{SENTENCE} or even longer."),
        (f"{SENTENCE} of\n\nNext Year.", f"{SENTENCE} of Next Year."),
        (f"{SENTENCE} (\nMonday", f"{SENTENCE} ( Monday"),
        (f"{SENTENCE}\n, he said.", f"{SENTENCE}, he said."),
        ("The speaker was\n.", "The speaker was."),
        (f"• {SENTENCE}\nand no longer.", f"{SENTENCE} and no longer."),
    ],
)
def test_what_was_broken_in_mid_sentence_is_one_block(page: str, expected: str) -> None:
    blocks = text(page)
    assert blocks.text == [expected]
    assert blocks.lines == [(1, page.count("\n") + 1)]


@pytest.mark.parametrize(
    "page",
    [
        f"{SENTENCE}.\nand so on",
        f"{SENTENCE}\nNext one",
        f"{SENTENCE}\n• and so on",
        f"{SENTENCE}\n\n\nand so on",
        "Home\nabout us",
        "Sports\nthe weather\nlocal news\nin pictures",
        "Heading of the report, in short\n\nand so on",
        "• one item of a menu, quite long\n\nand so on",
        "price\t3\nand so on",
        "!\n!",
    ],
)
def test_what_is_no_broken_sentence_stays_apart(page: str) -> None:
    assert len(text(page)) == len(page.split("\n")) - page.count("\n\n") * 1 - page.count("\n\n\n")


def test_one_text_node_a_line_is_mended() -> None:
    blocks = text(
        "The mayor travelled to the town of\nOslo\n, where she met the engineers of\nBridge & Sons\n.\nThen she left."
    )
    assert blocks.text == [
        "The mayor travelled to the town of Oslo, where she met the engineers of Bridge & Sons.",
        "Then she left.",
    ]


@pytest.mark.parametrize("width", [60, 72, 100])
def test_hard_wrapped_text_is_unwrapped(width: int) -> None:
    paragraphs = [" ".join(f"{word}{number}" for word in SENTENCE.split() * 3) + "." for number in range(4)]
    page = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)
    assert text(page).text == paragraphs


def test_a_wrapped_paragraph_ends_where_there_was_room() -> None:
    wrapped = textwrap.fill(" ".join([SENTENCE] * 4), 70)
    assert text(f"{wrapped}\nThe End").text == [" ".join([SENTENCE] * 4), "The End"]


def test_cells_of_a_row() -> None:
    blocks = text("name\tage\t\tplace\nAda\t36\t\tLondon")
    assert blocks.text == ["name | age | place", "Ada | 36 | London"]
    assert blocks.tag == ["tr", "tr"]


def test_white_space_is_folded() -> None:
    assert text("  a \u00a0 b\u2003c  ").text == ["a b c"]


def test_text_pages_have_neither_links_nor_selectors_nor_hidden_blocks() -> None:
    blocks = text("a\nb")
    assert blocks.select is None
    assert (blocks.links, blocks.link_chars, blocks.href, blocks.hidden) == ([0, 0], [0, 0], [None, None], [False] * 2)


def test_long_pages_take_linear_time() -> None:
    assert len(text("word " * 200_000)) == 1
    assert len(text(" " * 200_000 + "x")) == 1
    assert len(text("a\n" * 50_000)) == 50_000
    start = process_time()
    assert len(text(f"{SENTENCE}\n" + f"{SENTENCE.lower()}\n" * 60_000)) == 1  # a paragraph of many lines
    assert process_time() - start < 15
