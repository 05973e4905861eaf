"""The best sequence of zones: a block's neighbours have a say in its zone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def decode(scores: Floats, transitions: Floats) -> NDArray[np.int64]:
    """The zones, as indices, of the highest-scoring path through the blocks (Viterbi 1967).

    `scores` has shape (blocks, zones), `transitions` (zones, zones). Plain Python: with four zones, numpy's cost per
    call is higher than that of the sums themselves.
    """
    size, count = scores.shape
    if size == 0:
        return np.zeros(0, np.int64)
    steps = list(zip(*transitions.tolist(), strict=True))  # steps[zone] = what each predecessor adds
    zones = range(count)
    rows = scores.tolist()
    best = rows[0]
    origins: list[list[int]] = []
    for row in rows[1:]:
        following, origin = [], []
        for zone in zones:
            step = steps[zone]
            top, source = best[0] + step[0], 0
            for previous in range(1, count):
                value = best[previous] + step[previous]
                if value > top:
                    top, source = value, previous
            following.append(top + row[zone])
            origin.append(source)
        best = following
        origins.append(origin)
    path = np.empty(size, np.int64)
    zone = path[-1] = best.index(max(best))
    for index in range(size - 2, -1, -1):
        zone = path[index] = origins[index][zone]
    return path


def confidences(scores: Floats, transitions: Floats, path: NDArray[np.int64]) -> Floats:
    """The probability of each block's zone on `path`, given its scores and its neighbours' zones on the path."""
    logits = scores.copy()
    logits[1:] += transitions[path[:-1]]
    logits[:-1] += transitions[:, path[1:]].T
    logits -= logits.max(axis=1, keepdims=True)
    chances = np.exp(logits)
    found: Floats = chances[np.arange(len(path)), path] / chances.sum(axis=1)
    return found
