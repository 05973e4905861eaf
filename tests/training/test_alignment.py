"""Gold -> the labels that each block may have."""

from __future__ import annotations

from cleaner.document import LABELS
from cleaner.reading import Form, Page
from cleaner.segmenting import Blocks, segment
from cleaner.training.alignment import Mask, allowed_labels
from cleaner.training.corpora import Gold

PROSE = "The council of the town said on Monday that the old bridge stays closed until the spring"
OTHER = "Readers of this paper may order all of our books by post, at any time of the day"


def blocks(page: str, form: Form = Form.TEXT) -> Blocks:
    return segment(Page(page, form))


def gold(*lines: tuple[str, str], text: str = "") -> Gold:
    return Gold("page", "site", "", lines=list(lines), text=text)


def names(allowed: Mask) -> list[set[str]]:
    return [{"/".join(LABELS[label]) for label in row.nonzero()[0]} for row in allowed]


ARTICLE = {f"{zone}/{kind}" for zone, kind in LABELS if zone == "article"}
REST = {f"{zone}/{kind}" for zone, kind in LABELS} - ARTICLE


def test_lines_are_found_again() -> None:
    found = allowed_labels(
        blocks(f"Home\n  1. News\n\n{PROSE}"),
        gold(("chrome/menu", "Home"), ("chrome/menu", "  1. News"), ("article/body", PROSE)),
    )
    assert names(found) == [{"chrome/menu"}, {"chrome/menu"}, {"article/body"}]


def test_the_same_line_may_have_another_label_further_on() -> None:
    found = allowed_labels(
        blocks("More\nOne\nMore\nTwo"),
        gold(("chrome/menu", "More"), ("article/title", "One"), ("widget/related", "More"), ("article/body", "Two")),
    )
    assert names(found) == [{"chrome/menu"}, {"article/title"}, {"widget/related"}, {"article/body"}]


def test_lines_that_were_joined_have_the_label_of_most_words() -> None:
    page = blocks(f"{PROSE}\nand after it, he said.")
    assert len(page) == 1
    found = allowed_labels(page, gold(("article/body", PROSE), ("chrome/menu", "and after it, he said.")))
    assert names(found) == [{"article/body"}]


def test_html_may_be_cut_differently() -> None:
    page = blocks(f"<p>Home | News</p><p>{PROSE}</p><p>not in the gold</p>", Form.HTML)
    found = allowed_labels(
        page,
        gold(
            ("chrome/menu", "Home"), ("chrome/menu", "News"), ("article/body", PROSE[:60]), ("article/body", PROSE[60:])
        ),
    )
    assert names(found) == [{"chrome/menu"}, {"article/body"}, set()]


def test_where_the_main_text_is_known_blocks_of_it_may_be_anything_of_the_article() -> None:
    found = allowed_labels(blocks(f"{PROSE}.\n\n{OTHER}."), gold(text=f"{PROSE}."))
    assert names(found) == [ARTICLE, REST]


def test_each_piece_of_the_main_text_is_used_up_once() -> None:
    found = allowed_labels(blocks(f"{PROSE}.\n\n{PROSE}.\n\nShort\nShort"), gold(text=f"{PROSE}.\nShort"))
    assert names(found)[:3] == [ARTICLE, REST, ARTICLE]
    assert names(found)[3] in (REST, set())


def test_what_cannot_be_told_has_no_label() -> None:
    half = " ".join(PROSE.split()[:8] + OTHER.split()[:8])
    found = allowed_labels(blocks(f"{half}\n\n* * *\n\nold bridge"), gold(text=PROSE))
    assert names(found) == [set(), set(), set()]


def test_pages_without_gold_say_nothing_of_the_article() -> None:
    assert names(allowed_labels(blocks("a word"), gold())) == [REST]
    assert allowed_labels(blocks(""), gold(("chrome/menu", "a"))).shape == (0, len(LABELS))
