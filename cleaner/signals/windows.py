"""Means over the blocks around each block, and distances to marked ones."""

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
    index = np.arange(size)
    low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, size)
    found: Floats = (below[high] - below[low]) / (high - low)
    return found


def distances(marked: Flags) -> tuple[Indices, Indices]:
    """How many blocks ago the last marked one stands, and how many on the next: 0 for marked blocks, at most `FAR`."""
    index = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked, index, -FAR))
    following = np.minimum.accumulate(np.where(marked, index, len(marked) + FAR)[::-1])[::-1]
    return np.minimum(index - last, FAR), np.minimum(following - index, FAR)


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
        np.concatenate(([0.0], values[:-1])),
        np.concatenate((values[1:], [0.0])),
        *(mean_around(values, reach) for reach in (3, 10, 30)),
        (np.bincount(section, values) / counts)[section],
        (running - values) / np.maximum(index, 1),
        (running[-1] - running) / np.maximum(index[::-1], 1),
    ]
