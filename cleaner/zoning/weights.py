"""Weights as data: what each signal adds to the score of each label, loaded and checked.

A weights file is JSON (`rules/weights/html.json`, `text.json`) with the fields of `WeightsFile`. It names the signals
that its weights belong to, so that a file made for other signals is refused instead of giving a wrong answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleaner.document import LABELS, ZONES, Zone
from cleaner.errors import WeightsError

VERSION = 1

Floats = NDArray[np.float64]

LABEL_ZONE: NDArray[np.int64] = np.array([ZONES.index(zone) for zone, _ in LABELS])
"""The index of each label's zone."""

_STARTS = np.array([list(LABEL_ZONE).index(zone) for zone in range(len(ZONES))])


class WeightsFile(msgspec.Struct, forbid_unknown_fields=True):
    """What a weights file holds; every list of labels or zones is in the order of `LABELS` or `ZONES`."""

    version: int
    about: str
    labels: list[str]
    bias: list[float]
    transitions: list[list[float]]
    signals: dict[str, list[float]]


@dataclass(frozen=True)
class Weights:
    """An additive model: a label's score is its bias plus the weighted sum of the signals; a zone's is the logarithm
    of the sum of its labels' exponentials, so that a zone may look quite different from kind to kind.

    `bias` has shape (labels,), `matrix` (signals, labels), `transitions` (zones, zones): what following the zone of the
    row adds to the score of the zone of the column (a linear-chain model: Lafferty, McCallum, Pereira 2001).
    """

    signals: tuple[str, ...]
    bias: Floats
    matrix: Floats
    transitions: Floats

    def label_scores(self, columns: NDArray[np.float32]) -> Floats:
        """Scores of every label for every block: shape (blocks, labels)."""
        scores: Floats = (columns @ self.matrix.astype(np.float32)).astype(np.float64) + self.bias
        return scores

    def contributions(self, row: NDArray[np.float32], zone: Zone) -> Floats:
        """What each signal of one block adds to the log-odds of `zone` against all zones: shape (signals,).

        The sum of a signal's weights over the labels of the zone, minus that over all labels, each weighed with the
        label's probability: the gradient of the zone's log-probability times the signal's value.
        """
        scores = row @ self.matrix + self.bias
        every = np.exp(scores - scores.max())
        every /= every.sum()
        inside = np.where(LABEL_ZONE == ZONES.index(zone), every, 0.0)
        inside /= max(inside.sum(), 1e-300)
        result: Floats = row * (self.matrix @ (inside - every))
        return result


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
        file = msgspec.json.decode(path.read_bytes(), type=WeightsFile)
    except OSError as error:
        raise WeightsError(f"{path}: cannot read the weights: {error.strerror}") from error
    except msgspec.MsgspecError as error:
        raise WeightsError(f"{path}: damaged weights: {error}") from error
    if file.version != VERSION:
        raise WeightsError(f"{path}: weights of version {file.version}, this program reads version {VERSION}")
    if file.labels != [f"{zone}/{kind}" for zone, kind in LABELS]:
        raise WeightsError(f"{path}: made for other zones and kinds: train the weights again")
    if missing := sorted(set(signals) ^ set(file.signals)):
        raise WeightsError(f"{path}: made for other signals ({', '.join(missing[:5])}): train the weights again")
    rows = [file.bias, *(file.signals[name] for name in signals)]
    if {len(row) for row in rows} != {len(LABELS)} or [len(row) for row in file.transitions] != [len(ZONES)] * 4:
        raise WeightsError(f"{path}: damaged weights: tables of the wrong size")
    table = np.array(rows, np.float64)
    return Weights(tuple(signals), table[0], table[1:], np.array(file.transitions))
