from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt  # comes with rich

from cleaner.document import Block, Document, Kind, Zone
from cleaner.rendering import to_markdown

Make = Callable[..., Document]
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def seen(markdown: str) -> str:
    """The words a reader sees of rendered Markdown, without white space."""
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", READER.render(markdown))).split())


def test_title_headings_paragraphs_and_quotes(make: Make) -> None:
    document = make(
        ("body", "Lead."), ("title", "Head", {"level": 2}), ("body", "Part", {"level": 3}),
        ("body", "Top", {"level": 1}),
        ("body", "Said.", {"tag": "blockquote"}), ("body", "Done.", {"tag": "blockquote"}),
    )  # fmt: skip
    assert to_markdown(document) == "# Head\n\nLead.\n\n### Part\n\n## Top\n\n> Said.\n>\n> Done."


def test_no_blocks_no_markdown(make: Make) -> None:
    assert to_markdown(make()) == ""


def test_lists_nest_under_the_text_of_their_item(make: Make) -> None:
    def item(marker: str, text: str, depth: int) -> tuple[str, str, dict[str, object]]:
        return "body", f"{marker} {text}", {"tag": "li", "marker": marker, "depth": depth}

    document = make(item("10.", "Eggs", 1), item("•", "small", 2), item("•", "brown", 3), item("11.", "Flour", 1))
    assert to_markdown(document) == "10. Eggs\n    - small\n      - brown\n11. Flour"


def test_rows_become_a_table_of_even_width(make: Make) -> None:
    row = {"tag": "tr"}
    document = make(("body", "a | b||c | d", row), ("body", "1 | 2", row), ("body", "x |  | z", row))
    assert to_markdown(document).split("\n") == [
        r"| a | b\|\|c | d |",
        "| --- | --- | --- |",
        "| 1 | 2 |  |",
        "| x |  | z |",
    ]


def test_rows_of_one_cell_are_paragraphs(make: Make) -> None:
    assert to_markdown(make(("body", "a", {"tag": "tr"}), ("body", "b", {"tag": "tr"}))) == "a\n\nb"


def test_a_fence_is_longer_than_any_within(make: Make) -> None:
    document = make(("body", "````\n*x*", {"tag": "pre"}), ("body", "y", {"tag": "pre"}))
    assert to_markdown(document) == "`````\n````\n*x*\ny\n`````"


def test_line_breaks_stay(make: Make) -> None:
    assert READER.render(to_markdown(make(("body", "Roses\nare red")))) == "<p>Roses<br />\nare red</p>\n"


@pytest.mark.parametrize("text", ["snake_case is fine", "3 - 2 = 1", "see [1] there", "A & B", "5 < 6", "C#", "~5 km"])
def test_harmless_characters_are_not_escaped(make: Make, text: str) -> None:
    assert to_markdown(make(("body", text))) == text


@pytest.mark.parametrize(
    "text",
    ["# no title", "- no item", "1. no item", "* no item", "> no quote", "```", "---", "a\n===", "a | b\n--- | ---",
     "[a]: http://b", "[a](http://b)", "<b>bold</b>", "&amp;", "*loud*", "_soft_", "~~gone~~", "back\\slash", "+"],
)  # fmt: skip
def test_text_is_not_taken_for_markup(make: Make, text: str) -> None:
    rendered = READER.render(to_markdown(make(("body", text))))
    assert re.sub(r"<br />\n", "\n", html.unescape(rendered)) == f"<p>{text}</p>\n"


MARKS = st.text(st.sampled_from("ab1 #*_-+=>`~[]()<!&;|\\:.\n/"), min_size=1, max_size=24).filter(str.strip)


@given(st.lists(st.tuples(MARKS, st.sampled_from(["p", "li", "blockquote", "pre", "h2", "title", "tr"])), max_size=5))
def test_readers_see_the_words_of_the_page(specs: list[tuple[str, str]]) -> None:
    blocks = [
        Block(
            index,
            f"• {text}" if tag == "li" else text,
            Zone.ARTICLE,
            Kind.TITLE if tag == "title" and not index else Kind.BODY,
            1.0,
            tag=tag,
            level=2 if tag == "h2" else 0,
            marker="•" if tag == "li" else "",
        )
        for index, (text, tag) in enumerate(specs)
    ]
    title = specs[0][0].casefold().split() if specs and specs[0][1] == "title" else None
    expected = "".join(
        "".join(text.split())
        for index, (text, tag) in enumerate(specs)
        if index == 0 or tag != "h2" or text.casefold().split() != title
    )
    got = seen(to_markdown(Document(blocks)))
    if any(tag == "tr" for _, tag in specs):  # bars between cells become the table's lines
        expected, got = expected.replace("|", ""), got.replace("|", "")
    assert got == expected
