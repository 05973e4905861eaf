"""Regions: how far a heading such as "20 Responses" makes the blocks after it lean to its zone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.document import ZONES, Zone
from cleaner.reading.page import Form
from cleaner.segmenting.blocks import Blocks

REACH = 12.0
"""Blocks after which the lean of a region has fallen to 1/e."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A rule that opens or closes regions fired on the blocks `first` up to, not including, `last`."""

    first: int
    last: int
    opens: Zone | None
    closes: str | None
    weight: float


def regions(blocks: Blocks, turns: list[Turn]) -> NDArray[np.float64]:
    """How far each block leans to each zone: 1.0 right after an opener, falling with exp(-d / 12), 0 outside.

    A region ends where a rule closes it, where a region of another zone opens, and in HTML with the smallest element
    that holds more than the opener. One that opens again in the same zone starts afresh. Of several that open at one
    block the one with the greatest weight counts.
    """
    lean = np.zeros((len(blocks), len(ZONES)))
    fade = np.exp(np.arange(len(blocks)) / -REACH)
    zone: Zone | None = None
    start = end = 0

    def fill(until: int) -> None:
        stop = min(end, until)
        if zone is not None and stop > start:
            lean[start:stop, ZONES.index(zone)] = fade[: stop - start]

    for turn in sorted(turns, key=lambda turn: (turn.first, turn.opens is not None, turn.weight)):
        if turn.closes in ("any", zone):
            fill(turn.first)
            zone = None
        if turn.opens is not None:
            fill(turn.last if turn.opens is zone else turn.first)
            zone, start, end = turn.opens, turn.last, _reach(blocks, turn)
    fill(len(blocks))
    return lean


def _reach(blocks: Blocks, turn: Turn) -> int:
    """The block at which a region has to end: past the smallest frame that holds more than its opener."""
    if blocks.form is Form.TEXT:  # its frames are paragraphs: they say nothing of what belongs together
        return len(blocks)
    frames = blocks.frames
    frame = blocks.frame[turn.first] if turn.first < len(blocks.frame) else -1
    while 0 <= frame < len(frames):
        if frames.first[frame] < turn.first or frames.last[frame] > turn.last:
            return frames.last[frame]
        frame = frames.parent[frame] if frames.parent[frame] != frame else -1
    return len(blocks)
