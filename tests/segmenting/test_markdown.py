"""The Markdown that flatteners write."""

from __future__ import annotations

import time

import pytest

from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.segmenting.markdown import Inline, is_markdown, plain

LINKS = "[a](/a)\n\n[b](/b)\n\n[c](/c)\n\n"


@pytest.mark.parametrize(
    "page",
    [
        "[Home](/) | [News](/news)\n\nSee [that](https://example.org/x).",
        "# One\n\ntext\n\n## Two\n\ntext\n\n### Three",
        "# One\n\n[a](#top)\n\n[b](mailto:a@example.org)",
    ],
)
def test_links_and_headings_make_markdown(page: str) -> None:
    assert is_markdown(page)


@pytest.mark.parametrize(
    "page",
    ["", "Plain text\nof lines", "a [note] (see below)\n" * 5, "#1 #2 #3\n#4", "f(x)[i](j)\n" * 5, "# One\n\n# Two"],
)
def test_other_dumps_are_no_markdown(page: str) -> None:
    assert not is_markdown(page)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("nothing at all", Inline("nothing at all")),
        ("see [one](/x) now", Inline("see one now", 1, 3, "/x")),
        ("[one](/x), [two](<https://e.org/a> 'title')", Inline("one, two", 2, 6, "/x")),
        ("![a picture](i.png)", Inline("a picture", 1, 9, "i.png")),
        ("[](/x)", Inline("", 1, 0, "/x")),
        ("[wiki](https://e.org/a_(b))", Inline("wiki", 1, 4, "https://e.org/a_(b)")),
        ("[a [b] c](/x)", Inline("a [b] c", 1, 7, "/x")),
        ("[**bold** link](/x)", Inline("bold link", 1, 9, "/x")),
        ("**bold**, *emphasis*, __strong__, _too_, `code`", Inline("bold, emphasis, strong, too, code")),
        ("2 * 3 * 4, 2*3*4, snake_case_name", Inline("2 * 3 * 4, 2*3*4, snake_case_name")),
        (r"\*no emphasis\*, snake\_case, 1\. and \[x\]", Inline("*no emphasis*, snake_case, 1. and [x]")),
        ("[no link] (here)", Inline("[no link] (here)")),
    ],
)
def test_lines_as_a_reader_sees_them(line: str, expected: Inline) -> None:
    assert plain(line) == expected


def test_blocks_of_a_markdown_page() -> None:
    page = f"{LINKS}## A *heading* ##\n\n* [Home](/)\n  1. second\n\n---\n\n![](x.png)\n\nText with [a link](/l)."
    blocks = segment(Page(page, Form.TEXT))
    assert list(zip(blocks.text, blocks.tag, blocks.level, blocks.marker, blocks.link_chars, strict=True))[3:] == [
        ("A heading", "h2", 2, "", 0),
        ("Home", "li", 0, "*", 4),
        ("second", "li", 0, "1.", 0),
        ("Text with a link.", "p", 0, "", 6),
    ]
    assert blocks.href[-1] == "/l"
    assert blocks.lines[-1] == (16, 16)


def test_rows_of_a_markdown_table() -> None:
    blocks = segment(Page(f"{LINKS}| name | age |\n|------|:---:|\n| [Ada](/ada) | 36 |\nBob | 40", Form.TEXT))
    assert blocks.text[3:] == ["name | age", "Ada | 36", "Bob | 40"]
    assert blocks.tag[3:] == ["tr"] * 3


def test_links_broken_over_lines_of_a_sentence_are_counted_once() -> None:
    page = f"{LINKS}The council of the town decided on Monday that\n[the old bridge](/b) stays closed."
    blocks = segment(Page(page, Form.TEXT))
    assert blocks.text[-1] == "The council of the town decided on Monday that the old bridge stays closed."
    assert (blocks.links[-1], blocks.link_chars[-1], blocks.href[-1]) == (1, 14, "/b")


def test_signs_in_pages_that_are_no_markdown_are_text() -> None:
    assert segment(Page("# not a heading\n**not bold**", Form.TEXT)).text == ["# not a heading", "**not bold**"]


@pytest.mark.parametrize("line", ["[" * 20_000, "[a](" * 10_000, "*" * 50_000, "](/" * 20_000, "[a](/" + "(" * 20_000])
def test_hostile_lines_pass_within_seconds(line: str) -> None:
    start = time.perf_counter()
    plain(line)
    is_markdown(line)
    assert time.perf_counter() - start < 4
