"""Signals of the elements above a block: what they are, and how deep it stands in them."""

from __future__ import annotations

import math
from itertools import repeat

import numpy as np

from cleaner.reading.page import Form
from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import View

SECTIONS = ("article", "main", "section", "header", "footer", "nav", "aside", "form", "dialog")
HOLDERS = ("ul", "ol", "table", "a", "button", "figure", "blockquote", "details", "dl", "label")

_BITS = {tag: 1 << bit for bit, tag in enumerate((*SECTIONS, *HOLDERS))}
_EACH = np.array(list(_BITS.values()), np.int32)[:, None]


@signal(*(f"within_{tag}" for tag in (*SECTIONS, *HOLDERS)), "elements_above", "elements_within", form=Form.HTML)
def sectioning(view: View) -> Columns:
    """Which of HTML's sectioning and grouping elements hold the block, how many elements stand above it and, on
    average, how many it is made of."""
    lineage = view.lineage
    own = np.zeros((2, lineage.outside + 1), np.int32)
    own[0, :-1] = np.fromiter(map(_BITS.get, view.blocks.frames.tag, repeat(0)), np.int32, lineage.outside)
    own[1, :-1] = 1
    within = lineage.gather(np.bitwise_or, own[0])[view.frame_of]
    depth = lineage.gather(np.add, own[1])[view.frame_of]
    return (
        *((within & _EACH) > 0),
        np.minimum(depth / 20, 2),
        min(math.log1p(lineage.outside / len(view)) / 3, 2),
    )
