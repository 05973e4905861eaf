"""Means over the blocks around each block, its neighbours, and distances to marked ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.signals.characters import Floats
from cleaner.signals.view import Indices

FAR = 60
"""Blocks beyond which distances are not told apart."""

SIDES = ("previous", "next", "3", "10", "30", "section", "all_above", "all_below")
"""What `surroundings` tells, as it ends the names of columns."""

Flags = NDArray[np.bool_]


def mean_around(values: Flags | Floats, reach: int) -> Floats:
    """The mean of `values` over each block and up to `reach` blocks to either side."""
    size = len(values)
    below = np.concatenate(([0.0], np.cumsum(values)))
    low, high = bounds(size, reach)
    found: Floats = (below[high] - below[low]) / (high - low)
    return found


def bounds(size: int, reach: int) -> tuple[Indices, Indices]:
    """Of each of `size` blocks and up to `reach` to either side: the first, and the one after the last."""
    index = np.arange(size)
    return np.maximum(index - reach, 0), np.minimum(index + reach + 1, size)


def shifted(column: Floats, by: int) -> Floats:
    """The column of the neighbours `by` blocks before (negative: after), zero beyond the ends."""
    if by > 0:
        return np.concatenate((np.zeros(by), column[:-by]))
    return np.concatenate((column[-by:], np.zeros(-by)))


def last_marked(marked: Flags) -> Indices:
    """The last marked block down to each, itself among them; -1 where there is none."""
    found: Indices = np.maximum.accumulate(np.where(marked, np.arange(len(marked)), -1))
    return found


def distances(marked: Flags, far: int = FAR) -> tuple[Indices, Indices]:
    """How many blocks ago the last marked one stands, and how many on the next: 0 for marked blocks, at most `far`."""
    index = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked, index, -far))
    following = np.minimum.accumulate(np.where(marked, index, len(marked) + far)[::-1])[::-1]
    return np.minimum(index - last, far), np.minimum(following - index, far)


def shown(distance: Indices | Floats) -> Floats:
    """A distance or a count as a column: differences count less the larger it is."""
    found: Floats = np.log1p(distance) / 4
    return found


def surroundings(values: Floats, section: Indices) -> list[Floats]:
    """The value before and after each block, and the means within 3, 10 and 30 blocks, in its `section` (numbers
    from 0), and over all blocks above and below; 0 where there are none."""
    index = np.arange(len(values))
    running = np.cumsum(values)
    counts = np.maximum(np.bincount(section), 1)
    return [
        shifted(values, 1),
        shifted(values, -1),
        *(mean_around(values, reach) for reach in (3, 10, 30)),
        (np.bincount(section, values) / counts)[section],
        (running - values) / np.maximum(index, 1),
        (running[-1] - running) / np.maximum(index[::-1], 1),
    ]
