"""What holds of every comparison, whatever the pages."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.authoring.comparing import Piece, Score, compare
from cleaner.document import LABELS, ZONES, Zone

labels = st.sampled_from(LABELS)
texts = st.lists(st.sampled_from(["news", "the", "bridge", "a", "Über", "橋", "3"]), min_size=1, max_size=6).map(
    " ".join
)
pieces = st.lists(st.builds(lambda label, text: Piece(*label, text, 1), labels, texts), max_size=8)


@given(pieces)
def test_a_page_agrees_with_itself(page):
    result = compare(page, page)
    assert (result.accuracy, result.kind_accuracy, result.coverage, result.extra) == (1, 1, 1, 0)
    assert result.differences == []
    assert all(score.f1 == 1 for score in result.zones.values())


@given(pieces, pieces)
def test_every_word_is_accounted_for(expected, found):
    result = compare(expected, found)
    wanted, got = (Counter(word for piece in side for word in piece.text.lower().split()) for side in (expected, found))
    assert result.words == wanted.total()
    assert result.missing == (wanted - got).total()
    assert result.extra == (got - wanted).total()
    wrong = sum(each.words for each in result.differences if each.expected and each.found)
    assert result.right + wrong + result.missing == result.words
    assert result.right_kind <= result.right


@given(pieces, pieces)
def test_bags_bound_the_words_in_their_zone(expected, found):
    result = compare(expected, found)
    assert result.right <= sum(score.right for score in result.zones.values())
    assert all(score.right <= min(score.expected, score.found) for score in result.zones.values())


@given(pieces)
def test_cutting_pieces_at_every_word_changes_nothing(page):
    cut = [Piece(piece.zone, piece.kind, word) for piece in page for word in piece.text.split()]
    assert compare(page, cut).accuracy == 1
    assert compare(cut, page).accuracy == 1


@given(pieces)
def test_a_page_in_reverse_order_keeps_its_words(page):
    assert compare(page, page[::-1]).coverage == 1


def test_scores():
    score = Score(expected=4, found=2, right=1) + Score(expected=4, found=3, right=3)
    assert (score.precision, score.recall) == (0.8, 0.5)
    assert score.f1 == pytest.approx(2 * 0.8 * 0.5 / 1.3)
    assert Score().f1 == 1
    assert Score(expected=1, found=1).f1 == 0


def test_nothing_compared_with_nothing():
    result = compare([], [])
    assert (result.accuracy, result.coverage) == (1, 1)
    assert set(result.zones) == set(ZONES)


def test_neighbours_that_went_astray_together_are_one_difference():
    expected = [Piece(*LABELS[3], "one two three four", 7)]
    found = [Piece(*LABELS[3], "one"), Piece(*LABELS[5], "two three"), Piece(*LABELS[3], "four")]
    (difference,) = compare(expected, found).differences
    assert (difference.text, difference.words, difference.line) == ("two three", 2, 7)
    assert expected[0].zone is Zone.ARTICLE
    assert str(difference) == "article/body, line 7, found as chrome/menu: two three"
