"""Weights as data: what each signal adds to the score of each label, loaded and checked.

A weights file is JSON (`rules/weights/html.json`, `text.json`) with the fields of `WeightsFile`. It names the signals
that its weights belong to, so that a file made for other signals is refused instead of giving a wrong answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleaner.document import LABELS, ZONES, Zone
from cleaner.errors import WeightsError
from cleaner.signals.evidence import SCALE

VERSION = 2

Floats = NDArray[np.float64]

LABEL_ZONE: NDArray[np.int64] = np.array([ZONES.index(zone) for zone, _ in LABELS])
"""The index of each label's zone."""

_STARTS = np.array([list(LABEL_ZONE).index(zone) for zone in range(len(ZONES))])


class _Versioned(msgspec.Struct):
    version: int


class WeightsFile(msgspec.Struct, forbid_unknown_fields=True):
    """What a weights file holds; every list of labels or zones is in the order of `LABELS` or `ZONES`."""

    version: int
    about: str
    labels: list[str]
    bias: list[float]
    transitions: list[list[float]]
    trust: float
    lean: float
    signals: dict[str, list[float]]


@dataclass(frozen=True)
class Weights:
    """An additive model: a label's score is its bias plus the weighted sum of the signals; a zone's is the logarithm
    of the sum of its labels' exponentials, so that a zone may look quite different from kind to kind.

    `bias` has shape (labels,), `matrix` (signals, labels), `transitions` (zones, zones): what following the zone of the
    row adds to the score of the zone of the column (a linear-chain model: Lafferty, McCallum, Pereira 2001). `trust` is
    the share of a rule's own weight that its zone gets whatever else was learned, and `lean` what an open region adds.
    """

    signals: tuple[str, ...]
    bias: Floats
    matrix: Floats
    transitions: Floats
    trust: float = 0.0
    lean: float = 0.0

    def label_scores(self, columns: NDArray[np.float32]) -> Floats:
        """Scores of every label for every block: shape (blocks, labels)."""
        scores: Floats = (columns @ self._table).astype(np.float64)
        return scores + self.bias

    @cached_property
    def _table(self) -> NDArray[np.float32]:
        """Weights with what rules and regions add of themselves put on their signals: shape (signals, labels)."""
        return self.full.astype(np.float32)

    @cached_property
    def full(self) -> Floats:
        """The weights and what rules and regions add of themselves: shape (signals, labels)."""
        table = self.matrix.copy()
        for zone, name in enumerate(ZONES):
            for source, share in (("line", SCALE * self.trust), ("frame", SCALE * self.trust), ("region", self.lean)):
                if (signal := f"{source}_{name}") in self.signals:
                    table[self.signals.index(signal), LABEL_ZONE == zone] += share
        return table

    def contributions(self, row: NDArray[np.float32], zone: Zone) -> Floats:
        """What each signal of one block adds to the log-odds of `zone` against the other zones: shape (signals,).

        A signal's weights averaged over the labels of the zone, each counting by its probability there, minus the same
        for the labels of the other zones: the gradient of the zone's log-odds, times the signal's value.
        """
        scores = row @ self.full + self.bias
        inside = LABEL_ZONE == ZONES.index(zone)
        result: Floats = row * (self.full @ (_softmax(scores, inside) - _softmax(scores, ~inside)))
        return result


def _softmax(scores: Floats, among: NDArray[np.bool_]) -> Floats:
    """The probabilities of the labels for which `among` is true, given that it is one of them; zeros for the others."""
    chances = np.exp(np.where(among, scores - scores[among].max(), -np.inf))
    found: Floats = chances / chances.sum()
    return found


def zone_scores(labels: Floats) -> Floats:
    """Scores of the zones from those of their labels: shape (blocks, zones)."""
    top = labels.max(axis=1, keepdims=True)
    sums = np.add.reduceat(np.exp(labels - top), _STARTS, axis=1)
    scores: Floats = np.log(np.maximum(sums, 1e-300)) + top
    return scores


def load_weights(path: Path, signals: Sequence[str]) -> Weights:
    """The weights in the file `path`, for columns in the order of `signals`.

    Raises `WeightsError` where the file is missing, damaged, of another version or made for other signals.
    """
    try:
        data = path.read_bytes()
        # First of all: what else a file of another version holds is not known.
        version = msgspec.json.decode(data, type=_Versioned).version
        if version != VERSION:
            raise WeightsError(f"{path}: weights of version {version}, not {VERSION}: train the weights again")
        file = msgspec.json.decode(data, type=WeightsFile)
    except OSError as error:
        raise WeightsError(f"{path}: cannot read the weights: {error.strerror}") from error
    except msgspec.MsgspecError as error:
        raise WeightsError(f"{path}: damaged weights: {error}") from error
    if file.labels != [f"{zone}/{kind}" for zone, kind in LABELS]:
        raise WeightsError(f"{path}: made for other zones and kinds: train the weights again")
    if missing := sorted(set(signals) ^ set(file.signals)):
        raise WeightsError(f"{path}: made for other signals ({', '.join(missing[:5])}): train the weights again")
    rows = [file.bias, *(file.signals[name] for name in signals)]
    if {len(row) for row in rows} != {len(LABELS)} or [len(row) for row in file.transitions] != [len(ZONES)] * 4:
        raise WeightsError(f"{path}: damaged weights: tables of the wrong size")
    table = np.array(rows, np.float64)
    return Weights(tuple(signals), table[0], table[1:], np.array(file.transitions), file.trust, file.lean)
