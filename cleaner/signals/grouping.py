"""Things that are alike: numbered, and counted as they come."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import count

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def first_alike(keys: Iterable[Hashable]) -> Indices:
    """For each key the index of the first that equals it."""
    first: dict[Hashable, int] = {}
    return np.array(list(map(first.setdefault, keys, count())), np.int64)


def distinct(groups: Indices) -> tuple[Indices, Indices]:
    """The first of each group, ascending, and for each one which of these is the first of its own."""
    first: Indices = np.flatnonzero(groups == np.arange(len(groups)))
    return first, first.searchsorted(groups)


def group_sizes(groups: Indices) -> Indices:
    """How many are in each one's group, itself among them."""
    found: Indices = np.bincount(groups)[groups]
    return found


def seen_before(groups: Indices) -> Indices:
    """How many of each one's group stand before it."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    found = np.empty(len(groups), np.int64)
    found[order] = np.arange(len(groups)) - ordered.searchsorted(ordered)
    return found
