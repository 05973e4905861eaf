"""A second look at each block: with what the first look said of the blocks around it.

The first look judges every block by itself; what it is often shows in its neighbours (stacked sequential learning:
Cohen, Carvalho 2005). The second look sees the chances of the zones here, in windows of several widths, above and
below, between the same two headings, of the heading above, and on the whole page.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.document import ZONES
from cleaner.signals import View
from cleaner.signals.windows import bounds, last_marked

Columns = NDArray[np.float32]
Floats = NDArray[np.float64]

REACHES = 1, 3, 10, 30
"""Blocks to either side."""

BESIDE = 8
"""Blocks above, and below."""

WHERE = ("here", *(f"within_{reach}" for reach in REACHES), "above", "below", "section", "heading", "page")

SECOND_NAMES: tuple[str, ...] = tuple(f"first_{zone}_{where}" for where in WHERE for zone in ZONES)
"""The names of the rows of `second_columns`."""

EVEN = 1 / len(ZONES)
"""The chance of each zone where there is nothing to tell it: above the first heading."""


def second_columns(view: View, chances: Floats) -> Columns:
    """What the first look said around each block: shape (`SECOND_NAMES`, blocks), from its `chances`, (zones, blocks).

    Means count a block by the square root of its words.
    """
    size = len(view)
    index = np.arange(size)
    weight = np.sqrt(view.words)
    share = np.zeros(size + 1)
    held = np.zeros((len(chances), size + 1))
    np.cumsum(weight, out=share[1:])
    np.cumsum(chances * weight, axis=1, out=held[:, 1:])

    def mean(start: NDArray[np.int64], stop: NDArray[np.int64]) -> Floats:
        found: Floats = (held[:, stop] - held[:, start]) / np.maximum(share[stop] - share[start], 1e-9)
        return found

    heading = view.level > 0
    above = last_marked(heading)
    edges = np.append(np.flatnonzero(np.diff(view.section, prepend=-1)), size)
    section = view.section - view.section[0]
    found = [chances, *(mean(*bounds(size, reach)) for reach in REACHES)]
    found += [mean(np.maximum(index - BESIDE, 0), index), mean(index + 1, np.minimum(index + 1 + BESIDE, size))]
    found.append(mean(edges[:-1], edges[1:])[:, section])
    found.append(np.where(above >= 0, chances[:, above], EVEN))
    found.append(np.repeat(mean(np.array([0]), np.array([size])), size, axis=1))
    return np.concatenate(found).astype(np.float32)
