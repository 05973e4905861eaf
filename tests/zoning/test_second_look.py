"""The second look: what the first said around a block, and how both looks are weighed."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain import plain_file, stumps

from cleaner.document import ZONES, Zone
from cleaner.packs import Packs
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import View
from cleaner.zoning.explaining import contributions
from cleaner.zoning.second_look import SECOND_NAMES, second_columns
from cleaner.zoning.weights import Weights
from cleaner.zoning.zoner import FirstLook, look_again, weigh, zone_scores

ARTICLE, CHROME, WIDGET, COMMENT = range(len(ZONES))
SAY = 0.5, 1.0, 0.5
PROSE = "The old bridge was closed on Monday, and the mayor said that it would be shut for a year at least. " * 2


def view(markup: str) -> View:
    blocks = segment(Page(markup, Form.HTML))
    return View(blocks, Packs([]).match(blocks))


def row(name: str) -> int:
    return SECOND_NAMES.index(name)


@given(st.lists(st.sampled_from(["<h2>a b</h2>", "<p>one", "<p>two three four five"]), min_size=1, max_size=50))
def test_columns_are_those_of_a_plain_count(pieces: list[str]) -> None:
    page = view("".join(pieces))
    size = len(page)
    chances = np.random.default_rng(size).dirichlet(np.ones(4), size).T
    found = second_columns(page, chances)
    weight = np.sqrt(page.words)

    def mean(blocks: list[int]) -> float:
        return float((chances[COMMENT, blocks] * weight[blocks]).sum() / weight[blocks].sum()) if blocks else 0.0

    heading = [level > 0 for level in page.level.tolist()]
    for block in range(size):
        every = range(size)
        above = [other for other in every if other <= block and heading[other]]
        start = above[-1] if above else 0
        below = [other for other in every if other > block and heading[other]]
        wanted = {
            "here": mean([block]),
            "within_3": mean([other for other in every if abs(other - block) <= 3]),
            "within_30": mean([other for other in every if abs(other - block) <= 30]),
            "above": mean([other for other in every if block - 8 <= other < block]),
            "below": mean([other for other in every if block < other <= block + 8]),
            "section": mean(list(range(start, below[0] if below else size))),
            "heading": chances[COMMENT, above[-1]] if above else 0.25,
            "page": mean(list(every)),
        }
        for where, value in wanted.items():
            assert found[row(f"first_comment_{where}"), block] == pytest.approx(value, abs=1e-5), where


def first(kept: float, others: list[float]) -> FirstLook:
    scores = zone_scores(np.array([kept]), np.log(np.array(others))[:, None])
    none = np.zeros((0, 1), np.float32)
    return FirstLook(none, np.zeros(0), np.array([kept]), scores, 0.5, 1.0)


def both(kept: float, others: list[float], second: list[float]) -> tuple[np.ndarray, float]:
    scores, share = look_again(first(kept, others), np.log(np.array(second))[:, None], SAY)
    assert np.exp(scores).sum() == pytest.approx(1)
    return np.exp(scores[0]), float(share[0])


def test_the_second_look_takes_away_and_adds_nothing_of_itself() -> None:
    yes, share = both(-2.0, [0.9, 0.05, 0.05], [0.98, 0.01, 0.005, 0.005])
    assert share < 0.05
    assert yes[ARTICLE] < 0.2
    no, share = both(2.0, [0.9, 0.05, 0.05], [0.02, 0.9, 0.07, 0.01])
    assert share == pytest.approx(0.49, abs=0.01)
    assert no[ARTICLE] < 0.5 < 1 / (1 + np.exp(-2.0))


def test_the_second_look_decides_where_comments_stand() -> None:
    found, share = both(-2.0, [0.01, 0.01, 0.98], [0.9, 0.01, 0.01, 0.08])
    assert share > 0.8
    assert found[ARTICLE] > 0.5


def test_zones_beside_the_report_are_the_mean_of_both_looks() -> None:
    found, _ = both(-9.0, [0.8, 0.1, 0.1], [0.01, 0.1, 0.8, 0.09])
    assert found[CHROME] == pytest.approx(found[WIDGET])
    assert found[CHROME] > 0.4


def test_weights_without_a_say_for_the_second_look_leave_the_first() -> None:
    look = first(1.5, [0.2, 0.3, 0.5])
    scores, share = look_again(look, np.array([[5.0], [-5.0], [0.0], [9.0]]), (0.0, 0.0, 0.0))
    assert scores == pytest.approx(look.scores)
    assert share == 0


@pytest.fixture(scope="module")
def looking_twice() -> Weights:
    """The plain weights, with a second look that takes the short blocks below a menu for a widget."""
    second = stumps([0.0] * 4, [("first_chrome_above", 0.8, [-4.0, -4.0, 8.0, 0.0]), ("prose", 0.5, [20.0, 0, 0, 0])])
    return Weights.of(msgspec.structs.replace(plain_file(), second=second, again=SAY))


def test_a_block_is_judged_by_its_neighbours(looking_twice: Weights) -> None:
    page = view(f"<p>Home<p>News<p>Sport<p>{PROSE}")
    zones = [ZONES[zone] for zone in weigh(page, looking_twice).zones]
    assert zones == [Zone.CHROME, Zone.WIDGET, Zone.WIDGET, Zone.ARTICLE]
    plain = replace(looking_twice, again=(0.0, 0.0, 0.0))
    assert [ZONES[zone] for zone in weigh(page, plain).zones] == [Zone.CHROME] * 3 + [Zone.ARTICLE]


def test_the_second_look_is_in_the_evidence(looking_twice: Weights) -> None:
    zoning = weigh(view(f"<p>Home<p>News<p>Sport<p>{PROSE}"), looking_twice)
    told = {reason.source: reason for reason in zoning.explainer(Packs([]))(1)}
    assert told["first_chrome_above"].weight > 1
    assert told["first_chrome_above"].value == pytest.approx(1, abs=0.2)


def test_signals_of_the_second_look_add_nothing_where_it_has_no_say(looking_twice: Weights) -> None:
    zoning = weigh(view(f"<p>Home<p>News<p>Sport<p>{PROSE}"), looking_twice)
    silent = replace(looking_twice, again=(0.0, 0.0, 0.0))
    size = len(looking_twice.signals)
    for block, (zone, _) in enumerate(zoning.labels):
        row = zoning.columns[:, block]
        own = contributions(looking_twice, row, zone, float(zoning.share[block]))
        without = contributions(silent, row, zone, 0.0)
        assert own.shape == without.shape == (len(looking_twice.all_signals),)
        assert np.isfinite(own).all()
        assert own[size:].any()
        assert not without[size:].any()
