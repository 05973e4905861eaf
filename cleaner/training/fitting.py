"""Fits the additive model: multinomial logistic regression in which a block's label may be known only in part."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from cleaner.document import LABELS, ZONES
from cleaner.signals import signal_names
from cleaner.training.alignment import Mask
from cleaner.zoning.weights import LABEL_ZONE, Floats, Weights


@dataclass(frozen=True)
class Example:
    """One page, ready to learn from: its columns, the labels allowed for each block, each block's importance."""

    name: str
    site: str
    columns: NDArray[np.float32]
    allowed: Mask
    importance: Floats


def blank_weights(trust: float, lean: float) -> Weights:
    """Weights that know nothing but how far to trust the rules, see `Weights`."""
    names = signal_names()
    zones = np.zeros((len(ZONES), len(ZONES)))
    return Weights(names, np.zeros(len(LABELS)), np.zeros((len(names), len(LABELS))), zones, trust, lean)


def fit(examples: list[Example], given: Weights, penalty: float, steps: int) -> Weights:
    """Weights with the highest penalised likelihood, on top of those that are `given` (the trust in rules).

    The likelihood of a block is the summed probability of the labels allowed for it (learning from partial labels:
    Cour, Sapp, Taskar 2011); `penalty` is that of the squared weights of standardised signals.
    """
    columns = np.concatenate([example.columns for example in examples])
    allowed = np.concatenate([example.allowed for example in examples])
    importance = np.concatenate([example.importance for example in examples]).astype(np.float32)
    told = allowed.any(axis=1)
    columns, allowed, importance = columns[told], allowed[told], importance[told]
    importance /= importance.sum()
    offset = given.label_scores(columns).astype(np.float32)
    mean, spread = columns.mean(axis=0), columns.std(axis=0)
    spread[spread < 1e-6] = np.inf  # a constant signal gets no weight
    columns = ((columns - mean) / spread).astype(np.float32)
    size, count = columns.shape[1], len(LABELS)

    def cost(flat: Floats) -> tuple[float, Floats]:
        table = flat.reshape(size + 1, count).astype(np.float32)
        scores = columns @ table[:-1] + table[-1] + offset
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        right = np.where(allowed, chances, 0.0)
        total = np.maximum(right.sum(axis=1, keepdims=True), 1e-12)
        slope = (chances - right / total) * importance[:, None]
        gradient = np.vstack((columns.T @ slope, slope.sum(axis=0))).astype(np.float64)
        loss = -float((importance * np.log(total[:, 0])).sum())
        weights = flat.reshape(size + 1, count)[:-1]
        gradient[:-1] += penalty * weights
        return loss + penalty / 2 * float((weights**2).sum()), gradient.ravel()

    start = np.random.default_rng(0).normal(0, 0.01, (size + 1) * count)
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    table = found.x.reshape(size + 1, count)
    weights = table[:-1] / spread[:, None]
    return replace(given, bias=table[-1] - mean @ weights, matrix=weights)


def count_transitions(examples: list[Example], strength: float) -> Floats:
    """What a zone adds to the score of each zone after it: log of how much more often than by chance they follow.

    Counted on pages whose gold tells zones; `strength` scales the result, since the signals see neighbours as well.
    """
    counts = np.ones((len(ZONES), len(ZONES)))
    for example in examples:
        single = example.allowed.sum(axis=1) == 1
        zones = LABEL_ZONE[example.allowed.argmax(axis=1)]
        pairs = single[1:] & single[:-1]
        np.add.at(counts, (zones[:-1][pairs], zones[1:][pairs]), 1)
    follow = counts / counts.sum(axis=1, keepdims=True)
    alone = counts.sum(axis=0) / counts.sum()
    result: Floats = strength * np.log(follow / alone)
    return result
