"""The lexicon: learned scores of classes, ids and words as columns."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.packs import Packs
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import LEXICON_NAMES, Lexicon, View, lexicon_columns
from cleaner.signals.words import OPENING

LEXICON = Lexicon(
    {"story-body": 2.0, "teasers": -3.0, "#main": 0.5},
    {"more": -1.0, "council": 1.0, "=read more": -4.0, "=notes": 2.0, "notes": 0.5},
)


def values(markup: str, name: str, form: Form = Form.HTML) -> list[float]:
    blocks = segment(Page(markup, form))
    view = View(blocks, Packs([]).match(blocks))
    return [round(float(value), 4) for value in lexicon_columns(view, LEXICON)[LEXICON_NAMES.index(name)]]


PAGE = "<div class='storyBody x' id=main><p>a</p><div class=teasers><p class=y>b</p></div></div><p>c</p>"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("class_near", [2.5, -6.0, 0]),  # the highest and the lowest of the nearest element with a known token
        ("class_most", [2.0, 2.0, 0]),
        ("class_least", [0.0, -3.0, 0]),
        ("class_sum", [np.log1p(2.5), -np.log1p(0.5), 0]),
        ("class_own", [0, 0, 0]),
    ],
)
def test_classes(name: str, expected: list[float]) -> None:
    assert values(PAGE, name) == pytest.approx(expected, abs=1e-4)


def test_words() -> None:
    page = "<p>Read more<p>More of the council<h2>Notes</h2><p>unknown"
    assert values(page, "word_line") == [-4, 0, 2, 0]
    assert values(page, "word_mean") == [-1, 0, 0.5, 0]
    assert values(page, "word_least") == [-1, -1, 0.5, 0]
    assert values(page, "word_most") == [-1, 1, 0.5, 0]
    assert values(page, "word_known") == [0.5, 0.5, 1, 0]
    assert values(page, "word_heading") == [0, 0, 2.5, 2.5]


def test_text_has_no_classes() -> None:
    assert values("more", "class_near", Form.TEXT) == [0]
    assert values("more", "word_mean", Form.TEXT) == [-1]


def test_in_text_the_words_of_the_blocks_around_count_too() -> None:
    page = "Read more\n\nNotes\n\nThe council\n\nRead more"
    assert values(page, "word_line", Form.TEXT) == [-4, 2, 0, -4]
    assert values(page, "word_line_previous", Form.TEXT) == [0, -4, 2, 0]
    assert values(page, "word_line_next", Form.TEXT) == [2, 0, -4, 0]
    assert values(page, "word_line_3", Form.TEXT) == [-1.5] * 4
    assert values(page, "word_line_section", Form.TEXT) == [-1.5] * 4
    assert values(page, "word_line_all_above", Form.TEXT) == [0, -4, -1, -0.6667]
    assert values(page, "word_line_all_below", Form.TEXT) == [-0.6667, -2, -4, 0]
    assert values("<p>Read more<p>Read more", "word_line_previous") == [0, 0]


def openings(*texts: str) -> tuple[list[str], list[int], list[int], list[str]]:
    blocks = segment(Page("".join(f"<p>{text}" for text in texts), Form.HTML))
    found = View(blocks, Packs([]).match(blocks)).openings
    return found.words, found.taken.tolist(), found.lines.tolist(), found.keys


def test_only_the_start_of_a_block_is_looked_up() -> None:
    words, taken, lines, _ = openings("word " * 100, "Is it?", "word " * 100)
    assert (words, taken, lines) == (["word"] * OPENING + ["is", "it"], [OPENING, 2], [1])


def test_short_blocks_are_looked_up_as_a_whole() -> None:
    *_, lines, keys = openings("5 Comments", "a b c d e f", "a-b_c d", "extraordinarily " * 4, "2024")
    assert lines == [0, 2, 4]
    assert keys == ["=comments", "=a b c d", "="]


def test_pages_without_blocks() -> None:
    blocks = segment(Page("", Form.HTML))
    assert lexicon_columns(View(blocks, Packs([]).match(blocks)), LEXICON).shape == (len(LEXICON_NAMES), 0)


def test_elements_are_remembered() -> None:
    lexicon = Lexicon({"a": 1.0})
    assert lexicon.element(("a b", "", "", "")) == (1.0, 1.0, 1.0)
    assert lexicon.element(("a b", "", "", "")) == (1.0, 1.0, 1.0)
    assert lexicon.seen == {("a b", "", "", ""): (1.0, 1.0, 1.0)}
    assert lexicon.element(("c", "", "", "")) == (-np.inf, np.inf, 0.0)


def test_a_text_counts_the_same_wherever_it_stands() -> None:
    assert values("<p>Read more<p>Notes<p>Read more", "word_line") == [-4, 2, -4]
    assert values("<p>Read more<h2>Notes</h2><p>Read more", "word_heading") == [0, 2.5, 2.5]
