"""Weights files: read back as written, refused when damaged; what the additive model computes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import LABELS, ZONES, Zone
from cleaner.errors import WeightsError
from cleaner.resources import rules_folder
from cleaner.signals import signal_names
from cleaner.signals.evidence import SCALE
from cleaner.zoning.weights import LABEL_ZONE, VERSION, Weights, load_weights, zone_scores

SIGNALS = ("one", "two")
SIZE = len(LABELS)


def right() -> dict[str, Any]:
    return {
        "version": VERSION,
        "about": "test",
        "labels": [f"{zone}/{kind}" for zone, kind in LABELS],
        "bias": [0.5] * SIZE,
        "transitions": [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
        "trust": 0.5,
        "lean": 0.25,
        "signals": {"two": [2] * SIZE, "one": list(range(SIZE))},
    }


def test_rows_follow_the_order_of_the_signals_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "html.json"
    path.write_text(json.dumps(right()))
    weights = load_weights(path, SIGNALS)
    assert weights.signals == SIGNALS
    assert weights.matrix.tolist() == [list(range(SIZE)), [2] * SIZE]
    assert weights.bias.tolist() == [0.5] * SIZE
    assert weights.transitions.tolist() == np.eye(4).tolist()
    assert (weights.trust, weights.lean) == (0.5, 0.25)


def test_trust_and_lean_come_on_top_of_what_was_learned() -> None:
    names = ("line_comment", "frame_comment", "region_comment")
    nothing = np.zeros((3, SIZE))
    weights = Weights(names, np.zeros(SIZE), nothing, np.zeros((4, 4)), trust=0.5, lean=2.0)
    in_zone = LABEL_ZONE == ZONES.index(Zone.COMMENT)
    for signal, share in enumerate((SCALE * 0.5, SCALE * 0.5, 2.0)):
        scores = weights.label_scores(np.eye(3, dtype=np.float32)[[signal]])[0]
        assert scores[in_zone].tolist() == pytest.approx([share] * 4)
        assert not scores[~in_zone].any()
        added = weights.contributions(np.eye(3, dtype=np.float32)[signal], Zone.COMMENT)
        assert added[signal] == pytest.approx(share)


def change(key: str, value: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda file: file.update({key: value})


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (change("version", 0), "version 0"),
        (lambda file: (file.update(version=1), file.pop("trust")), "version 1"),
        (change("version", "1"), "damaged"),
        (lambda file: file.pop("bias"), "bias"),
        (change("more", 1), "more"),
        (change("labels", ["article/title"]), "other zones and kinds"),
        (lambda file: file["labels"].reverse(), "other zones and kinds"),
        (lambda file: file["signals"].pop("one"), r"other signals \(one\)"),
        (lambda file: file["signals"].update(foreign=[0.0] * SIZE), r"other signals \(foreign\)"),
        (change("bias", [0.5] * (SIZE - 1)), "wrong size"),
        (lambda file: file["signals"]["two"].append(1.0), "wrong size"),
        (lambda file: file["transitions"].pop(), "wrong size"),
        (lambda file: file["transitions"][2].pop(), "wrong size"),
        (lambda file: file["signals"].update(two=["x"] * SIZE), "damaged"),
        (lambda file: file["signals"].update(two=[None] * SIZE), "damaged"),
        (lambda file: file["bias"].__setitem__(0, float("nan")), "damaged"),
        (lambda file: file["bias"].__setitem__(0, float("inf")), "damaged"),
    ],
)
def test_damage_is_named_with_its_file(tmp_path: Path, damage: Callable[[dict[str, Any]], Any], complaint: str) -> None:
    file = right()
    damage(file)
    path = tmp_path / "text.json"
    path.write_text(json.dumps(file))
    with pytest.raises(WeightsError, match=complaint) as caught:
        load_weights(path, SIGNALS)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", json.dumps(right()).encode()[:-20], b"null"])
def test_files_that_are_no_weights(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "html.json"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"html\.json"):
        load_weights(path, SIGNALS)


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"none\.json"):
        load_weights(tmp_path / "none.json", SIGNALS)
    with pytest.raises(WeightsError, match=str(tmp_path)):
        load_weights(tmp_path, SIGNALS)


@pytest.mark.parametrize("form", ["html", "text"])
def test_shipped_weights_fit_the_signals(form: str) -> None:
    weights = load_weights(rules_folder() / "weights" / f"{form}.json", signal_names())
    assert weights.matrix.shape == (len(signal_names()), SIZE)
    assert np.abs(weights.matrix).max() > 0


ROWS = st.lists(st.integers(-300, 300).map(lambda number: number / 100), min_size=2, max_size=2)


def model(seed: int, scale: float = 1.0) -> Weights:
    random = np.random.default_rng(seed)
    return Weights(SIGNALS, random.normal(0, 1, SIZE), random.normal(0, scale, (2, SIZE)), np.zeros((4, 4)))


def odds(weights: Weights, row: np.ndarray, zone: Zone) -> float:
    """Log-odds of a zone against the others."""
    chances = np.exp(zone_scores(weights.label_scores(row[None, :]))[0])
    chances /= chances.sum()
    chance = chances[ZONES.index(zone)]
    return float(np.log(chance / (1 - chance)))


def test_scores_of_zones_sum_those_of_their_labels() -> None:
    scores = np.log(np.arange(1, SIZE + 1, dtype=float))[None, :]
    expected = [sum(i + 1 for i in range(SIZE) if LABEL_ZONE[i] == zone) for zone in range(4)]
    assert np.exp(zone_scores(scores))[0].tolist() == pytest.approx(expected)
    assert np.isfinite(zone_scores(np.array([[1e4] + [-1e4] * (SIZE - 1)]))).all()


@given(ROWS, st.integers(0, 20), st.sampled_from(ZONES))
def test_contributions_are_the_slope_of_the_log_odds(row: list[float], seed: int, zone: Zone) -> None:
    weights, values = model(seed), np.array(row)
    found = weights.contributions(values, zone)
    for signal in range(2):
        step = np.zeros(2)
        step[signal] = 1e-4
        slope = (odds(weights, values + step, zone) - odds(weights, values - step, zone)) / 2e-4
        assert found[signal] == pytest.approx(values[signal] * slope, abs=1e-3)


def test_contributions_stay_telling_where_the_zone_is_certain() -> None:
    matrix = np.zeros((2, SIZE))
    matrix[0, LABEL_ZONE == ZONES.index(Zone.CHROME)] = 50
    weights = Weights(SIGNALS, np.zeros(SIZE), matrix, np.zeros((4, 4)))
    assert weights.contributions(np.array([2.0, 1.0], np.float32), Zone.CHROME).tolist() == pytest.approx([100, 0])
    assert weights.contributions(np.array([2.0, 1.0], np.float32), Zone.WIDGET)[0] == pytest.approx(-100)
