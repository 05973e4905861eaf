"""Fitting: what was planted in the data is found again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy")

from cleaner.cleaning import Cleaner
from cleaner.document import LABELS, ZONES
from cleaner.signals import signal_names
from cleaner.training.corpora import Gold
from cleaner.training.examples import examples
from cleaner.training.fitting import Example, blank_weights, count_transitions, fit
from cleaner.training.writing import write_weights
from cleaner.zoning.weights import LABEL_ZONE, Weights, load_weights, zone_scores

NAMES = signal_names()
BODY, MENU, AD = (LABELS.index(label) for label in (("article", "body"), ("chrome", "menu"), ("widget", "ad")))


def example(labels: list[int], partial: bool = False, name: str = "page") -> Example:
    """A page whose `prose` is 1 on body, `link_density` 1 on menus and `repeated` 1 on advertisements."""
    columns = np.random.default_rng(len(labels)).normal(0, 0.1, (len(labels), len(NAMES))).astype(np.float32)
    for label, signal in ((BODY, "prose"), (MENU, "link_density"), (AD, "repeated")):
        columns[:, NAMES.index(signal)] = np.array(labels) == label
    allowed = np.eye(len(LABELS), dtype=bool)[labels]
    if partial:
        inside = np.array([zone == 0 for zone in LABEL_ZONE])
        allowed = np.array([inside if label == BODY else ~inside for label in labels])
    return Example(name, name, columns, allowed, np.full(len(labels), 1 / len(labels)))


PAGES = [[MENU] * 3 + [BODY] * 5 + [AD] * 2, [BODY, AD, BODY, BODY, MENU], [MENU, BODY, BODY, AD, AD, MENU]]


def learned(partial: bool = False, trust: float = 0.0, penalty: float = 1e-3) -> Weights:
    return fit([example(labels, partial) for labels in PAGES], blank_weights(trust, 0.0), penalty, 60)


def test_planted_labels_are_found() -> None:
    weights = learned()
    for labels in PAGES:
        assert weights.label_scores(example(labels).columns).argmax(axis=1).tolist() == labels


def test_labels_known_in_part_are_enough_to_tell_the_zone() -> None:
    weights = learned(partial=True)
    for labels in PAGES:
        scores = zone_scores(weights.label_scores(example(labels, True).columns))
        assert ((scores.argmax(axis=1) == 0) == (np.array(labels) == BODY)).all()


def test_a_higher_penalty_gives_smaller_weights() -> None:
    assert np.abs(learned(penalty=1.0).matrix).sum() < np.abs(learned(penalty=1e-3).matrix).sum() / 2


def test_constant_signals_get_no_weight() -> None:
    page = example(PAGES[0])
    page.columns[:, NAMES.index("gap")] = 0.5
    weights = fit([page], blank_weights(0.0, 0.0), 1e-3, 20)
    assert not weights.matrix[NAMES.index("gap")].any()
    assert np.isfinite(weights.bias).all()


def test_what_is_given_is_kept() -> None:
    weights = learned(trust=0.7)
    assert weights.trust == 0.7
    assert weights.signals == NAMES


def test_blocks_without_gold_do_not_count() -> None:
    pages = [example(labels) for labels in PAGES]
    odd = example([BODY, MENU])
    odd.allowed[:] = False
    odd.columns[:] = 9
    one = fit(pages, blank_weights(0.0, 0.0), 1e-3, 20)
    other = fit([*pages, odd], blank_weights(0.0, 0.0), 1e-3, 20)
    assert np.allclose(one.matrix, other.matrix, atol=1e-4)


def test_fitting_is_the_same_every_time() -> None:
    assert np.array_equal(learned().matrix, learned().matrix)


def test_transitions_favour_what_follows_often() -> None:
    transitions = count_transitions([example([MENU] * 20 + [BODY] * 20)], 1.0)
    article, chrome = ZONES.index("article"), ZONES.index("chrome")
    assert transitions[chrome, chrome] > 0 > transitions[article, chrome]
    assert transitions[chrome, article] > transitions[article, chrome]
    assert not count_transitions([example([MENU] * 20)], 0.0).any()


def test_transitions_are_counted_only_where_the_zone_is_known() -> None:
    partial = count_transitions([example(PAGES[0], partial=True)], 1.0)
    assert np.allclose(partial, count_transitions([], 1.0))


def test_written_weights_are_read_back(tmp_path: Path) -> None:
    weights = learned(trust=0.7)
    write_weights(tmp_path / "html.json", "a test", weights)
    back = load_weights(tmp_path / "html.json", NAMES)
    assert np.allclose(back.matrix, weights.matrix, atol=6e-4)
    assert np.allclose(back.bias, weights.bias, atol=6e-4)
    assert (back.trust, back.lean) == (weights.trust, weights.lean)
    with pytest.raises(Exception, match="other signals"):
        load_weights(tmp_path / "html.json", NAMES[1:])


def test_examples_from_pages(plain_weights: Path) -> None:
    cleaner = Cleaner(weights=plain_weights)
    good = Gold("good", "a", "Home\n\nA longer line of the report.", lines=[("chrome/menu", "Home")])
    others = [
        Gold("binary", "b", b"%PDF-1.7\n"),
        Gold("empty", "c", "", text="x"),
        Gold("strange", "d", "a b", lines=[("chrome/menu", "nothing of it")]),
    ]
    (found,) = examples(cleaner, [*others, good], weight=2.0)
    assert (found.name, found.site) == ("good", "a")
    assert found.columns.shape == (2, len(NAMES))
    assert found.allowed.any(axis=1).tolist() == [True, False]
    assert found.importance.sum() == pytest.approx(2.0)
    assert found.importance[1] > found.importance[0]
