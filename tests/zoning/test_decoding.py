"""Decoding the sequence of zones, against trying every sequence."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cleaner.zoning.decoding import Floats, confidences, decode

NUMBERS = st.integers(-800, 800).map(lambda number: number / 100)
SCORES = st.integers(1, 5).flatmap(lambda size: arrays.arrays(np.float64, (size, 4), elements=NUMBERS))
TRANSITIONS = arrays.arrays(np.float64, (4, 4), elements=NUMBERS)


def total(scores: Floats, transitions: Floats, path: tuple[int, ...]) -> float:
    steps = sum(transitions[one, other] for one, other in pairwise(path))
    return float(sum(scores[block, zone] for block, zone in enumerate(path)) + steps)


@given(SCORES, TRANSITIONS)
def test_no_other_path_scores_higher(scores: Floats, transitions: Floats) -> None:
    best = max(total(scores, transitions, path) for path in product(range(4), repeat=len(scores)))
    found = decode(scores, transitions)
    assert found.shape == (len(scores),)
    assert np.isclose(total(scores, transitions, tuple(found.tolist())), best)


@given(SCORES, TRANSITIONS)
def test_confidences_are_probabilities_given_the_neighbours(scores: Floats, transitions: Floats) -> None:
    path = decode(scores, transitions)
    found = confidences(scores, transitions, path)
    assert ((0 <= found) & (found <= 1)).all()
    for block in range(len(path)):
        ways = [(*path[:block], zone, *path[block + 1 :]) for zone in range(4)]
        chances = np.exp([total(scores, transitions, way) - total(scores, transitions, tuple(path)) for way in ways])
        assert np.isclose(found[block], chances[path[block]] / chances.sum())
        assert found[block] >= 0.25 - 1e-9  # the best path has the best zone, given its neighbours


@given(SCORES)
def test_without_transitions_each_block_stands_alone(scores: Floats) -> None:
    path = decode(scores, np.zeros((4, 4)))
    assert scores[np.arange(len(path)), path].tolist() == scores.max(axis=1).tolist()


def test_the_row_of_a_transition_is_the_zone_before() -> None:
    transitions = np.zeros((4, 4))
    transitions[0, 3] = 5
    scores = np.zeros((2, 4))
    assert decode(scores, transitions).tolist() == [0, 3]


def test_extreme_scores_give_neither_overflow_nor_nan() -> None:
    scores = np.array([[1e4, 0, 0, -1e4], [0, 0, 0, 0]])
    found = confidences(scores, np.zeros((4, 4)), decode(scores, np.zeros((4, 4))))
    assert found.tolist() == [1.0, 0.25]


def test_pages_without_blocks() -> None:
    nothing = np.zeros((0, 4))
    path = decode(nothing, np.zeros((4, 4)))
    assert path.size == 0
    assert confidences(nothing, np.zeros((4, 4)), path).size == 0
