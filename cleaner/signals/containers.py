"""Signals of the elements around a block: their share of prose, and of the whole page's prose."""

from __future__ import annotations

import numpy as np

from cleaner.signals.characters import Floats
from cleaner.signals.lineage import Lineage
from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import Indices, View

SIZES = (2, 6, 20)
"""The containers looked at: the nearest element around a block that holds at least so many blocks."""


@signal(
    *(f"{what}_of_{size}" for size in SIZES for what in ("prose", "links", "length", "items", "share", "reach")),
)
def text_share(view: View) -> Columns:
    """Share of prose and of links in the nearest containers (Content Extraction via Tag Ratios: Weninger et al. 2010;
    Readability's scores of parent and grandparent), and the share of the page's prose and blocks that they hold."""
    running = view.running
    first, last = view.elements
    whole_prose = max(running["prose"][-1], 1.0)
    found: list[Floats] = []
    for size in SIZES:
        holder = containers(last - first, view.lineage, size)[view.frame_of]
        low, high = first[holder], last[holder]
        chars = np.maximum(running["chars"][high] - running["chars"][low], 1)
        prose = running["prose"][high] - running["prose"][low]
        count = np.maximum(high - low, 1)
        found += [
            prose / chars,
            (running["links"][high] - running["links"][low]) / chars,
            np.log1p(chars / count) / 6,
            (running["items"][high] - running["items"][low]) / count,
            prose / whole_prose,
            count / len(view),
        ]
    return found


@signal("in_main", "in_core", "main_share")
def main_container(view: View) -> Columns:
    """Whether the block is in the smallest element that holds 80 % (`in_main`) or half (`in_core`) of the prose."""
    running = view.running
    first, last = view.elements
    prose = running["prose"][last] - running["prose"][first]
    whole = running["prose"][-1]
    size = len(view)
    inside: list[Floats] = []
    for share in (0.8, 0.5):
        mask = np.zeros(size)
        if whole > 0:
            holders = np.flatnonzero(prose >= share * whole)
            best = holders[np.argmin((last - first)[holders])]
            mask[first[best] : last[best]] = 1.0
        inside.append(mask)
    return *inside, inside[0].mean() if size else 0.0


def containers(spans: Indices, lineage: Lineage, size: int) -> Indices:
    """For each element the nearest, from itself upwards, that holds at least `size` blocks (or the outermost)."""
    wanted = lineage.parent == lineage.outside
    wanted[:-1] |= spans >= size
    return lineage.nearest(wanted)
