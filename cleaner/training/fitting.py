"""Fits the additive model of the kinds within a zone, and counts how zones follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from cleaner.document import LABELS, ZONES
from cleaner.training.examples import Example
from cleaner.zoning.weights import LABEL_ZONE, Floats

PENALTY, STEPS = 3e-3, 60


class Additive(NamedTuple):
    """A label's score is its bias, (labels,), plus the weighted sum of the signals, (signals, labels)."""

    bias: Floats
    matrix: Floats


def fit_kinds(examples: Sequence[Example], penalty: float = PENALTY, steps: int = STEPS) -> Additive:
    """Penalised multinomial logistic regression of the label of a block, given its zone.

    `penalty` is that of the squared weights of standardised signals; `steps` bounds those of L-BFGS.
    """
    known = [(example, example.label >= 0) for example in examples]
    columns = np.concatenate([example.columns[:, told].T for example, told in known])
    label = np.concatenate([example.label[told] for example, told in known])
    importance = np.concatenate([example.importance[told] for example, told in known]).astype(np.float32)
    importance /= importance.sum()
    mean, spread = columns.mean(axis=0), columns.std(axis=0)
    spread[spread < 1e-6] = np.inf  # a constant signal gets no weight
    columns = ((columns - mean) / spread).astype(np.float32)
    size, count = columns.shape[1], len(LABELS)
    rows = np.arange(len(label))
    barred = np.where(LABEL_ZONE[label][:, None] == LABEL_ZONE, 0, -np.inf).astype(np.float32)

    def cost(flat: Floats) -> tuple[float, Floats]:
        table = flat.reshape(size + 1, count).astype(np.float32)
        scores = columns @ table[:-1] + table[-1] + barred
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        loss = -float((importance * np.log(np.maximum(chances[rows, label], 1e-12))).sum())
        chances[rows, label] -= 1
        slope = chances * importance[:, None]
        gradient = np.vstack((columns.T @ slope, slope.sum(axis=0))).astype(np.float64)
        weights = flat.reshape(size + 1, count)[:-1]
        gradient[:-1] += penalty * weights
        return loss + penalty / 2 * float((weights**2).sum()), gradient.ravel()

    start = np.zeros((size + 1) * count)
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    table = found.x.reshape(size + 1, count)
    weights = table[:-1] / spread[:, None]
    return Additive(table[-1] - mean @ weights, weights)


def count_transitions(examples: Sequence[Example], strength: float) -> Floats:
    """What a zone adds to the score of each zone after it: log of how much more often than by chance they follow.

    Counted on pages whose gold tells zones; `strength` scales the result, since the signals see neighbours as well.
    """
    counts = np.ones((len(ZONES), len(ZONES)))
    for example in examples:
        zones: NDArray[np.int64] = example.zone
        pairs = (zones[1:] >= 0) & (zones[:-1] >= 0)
        np.add.at(counts, (zones[:-1][pairs], zones[1:][pairs]), 1)
    follow = counts / counts.sum(axis=1, keepdims=True)
    alone = counts.sum(axis=0) / counts.sum()
    result: Floats = strength * np.log(follow / alone)
    return result
