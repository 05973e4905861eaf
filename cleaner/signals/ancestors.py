"""Signals of the elements above a block: what they are, and how deep it stands in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.reading.page import Form
from cleaner.signals.characters import Floats
from cleaner.signals.registry import signal
from cleaner.signals.view import View

SECTIONS = ("article", "main", "section", "header", "footer", "nav", "aside", "form", "dialog")
HOLDERS = ("ul", "ol", "table", "a", "button", "figure", "blockquote", "details", "dl", "label")

_BITS = {tag: 1 << bit for bit, tag in enumerate((*SECTIONS, *HOLDERS))}


@signal(*(f"within_{tag}" for tag in (*SECTIONS, *HOLDERS)), "elements_above", "elements_within")
def sectioning(view: View) -> Sequence[Floats]:
    """Which of HTML's sectioning and grouping elements hold the block, how many elements stand above it and, on
    average, how many it is made of."""
    size = len(view)
    if view.blocks.form is Form.TEXT:
        return [np.zeros(size)] * (len(_BITS) + 2)
    get = _BITS.get
    bits = np.fromiter((get(tag, 0) for tag in view.blocks.frames.tag), np.int64, len(view.blocks.frames))
    parent = view.elements[2]
    holder = view.frame_of
    above, depth = np.zeros(size, np.int64), np.zeros(size, np.int64)
    while True:
        up = holder >= 0
        if not up.any():
            break
        above |= np.where(up, bits[holder], 0)
        depth += up
        holder = np.where(up, parent[holder], -1)
    return (
        *((above & bit > 0).astype(np.float64) for bit in _BITS.values()),
        np.minimum(depth / 20, 2),
        np.full(size, min(np.log1p(len(bits) / size) / 3, 2)),
    )
