"""Signals of structure: sections, cards, templates, headings, agreement with metadata."""

from __future__ import annotations

import pytest

from cleaner.packs import Packs
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import View, columns, signal_names

NAMES = signal_names()
PROSE = "The council of the town said on Monday that it was aware of the plan, and that it is in favour of it."


def values(markup: str, name: str, form: Form = Form.HTML) -> list[float]:
    blocks = segment(Page(markup, form))
    view = View(blocks, Packs([]).match(blocks))
    return [round(float(value), 3) for value in columns(view)[NAMES.index(name)]]


def test_sections_around_a_block() -> None:
    page = "<nav><ul><li><a href=/>Home</a></ul></nav><main><article><p>a</article><p>b</main><footer>c</footer>"
    assert values(page, "within_nav") == [1, 0, 0, 0]
    assert values(page, "within_main") == [0, 1, 1, 0]
    assert values(page, "within_article") == [0, 1, 0, 0]
    assert values(page, "within_footer") == [0, 0, 0, 1]
    depth = values(page, "elements_above")
    assert depth[1] > depth[2] > depth[3]


CARDS = "".join(f"<div class=card><h3>Head {number}</h3><p>Text</p></div>" for number in range(4))


def test_a_row_of_alike_siblings_is_a_row_of_cards() -> None:
    found = values(f"<p>x<section>{CARDS}</section>", "cards")
    assert found[0] == 0
    assert len(set(found[1:])) == 1
    assert found[1] > 0
    assert values(f"<p>x<section>{CARDS}</section>", "card_place")[1:] == [0, 0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75]


def test_two_are_no_row() -> None:
    assert values("<section><div class=card>a</div><div class=card>b</div></section>", "cards") == [0, 0]


def test_siblings_of_another_class_are_no_card() -> None:
    found = values(f"<section>{CARDS}<div class=other>x</div></section>", "cards")
    assert found[-1] == 0 < found[0]


def test_blocks_of_one_template() -> None:
    found = values(f"<section>{CARDS}</section><p>alone", "alike")
    assert len(set(found[:-1])) == 1
    assert found[-1] < found[0]


def test_lines_of_one_shape_are_alike_in_text() -> None:
    found = values(f"  • a\n  • b\n  • c\n\n{PROSE}", "alike", Form.TEXT)
    assert found[0] >= found[1] > found[3] or found[1] > found[3]


def test_repeats() -> None:
    assert values("<p>a<p>b<p>a<p>a", "said_before") == [0, 0, 0.2, 0.4]


def test_headings_above() -> None:
    page = "<p>x<h1>Title</h1><p>a<h3>Sub</h3><p>b"
    assert values(page, "level_above") == [0, 0.167, 0.167, 0.5, 0.5]
    assert values(page, "before_headline") == [1, 0, 0, 0, 0]
    assert values(page, "headline_seen") == [0, 1, 1, 1, 1]


def test_sections_from_heading_to_heading() -> None:
    found = values(f"<p>x<h2>Report</h2><p>{PROSE}<h2>Links</h2><p><a href=/>y</a>", "section_prose")
    assert found[0] == found[3] == found[4] == 0 < found[1] == found[2]


@pytest.mark.parametrize("name", ["page_words", "page_prose_blocks", "page_prose_words", "page_main"])
def test_signals_of_the_page_are_the_same_for_all_blocks(name: str) -> None:
    found = values(f"<p>x<main><p>{PROSE}<p>{PROSE}</main>", name)
    assert len(set(found)) == 1
    assert found[0] > 0


def test_agreement_with_the_description() -> None:
    page = f"<meta name=description content='{PROSE}'><p>{PROSE}<p>Something quite different altogether"
    first, second = values(page, "in_description")
    assert first == 1 > second


def test_agreement_with_the_body_in_json_ld() -> None:
    script = '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "%s"}</script>'
    page = f"{script % PROSE}<p>{PROSE}<p>Something quite different altogether"
    assert values(page, "in_article_body") == [1, 0]
    assert values(page, "has_article_body") == [1, 1]
