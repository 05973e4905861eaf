"""Signals of what stands among the blocks without being text: teasers have pictures, bars icons, forms fields, stories
and comments times."""

from __future__ import annotations

from itertools import repeat

import numpy as np

from cleaner.reading.page import Form
from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import View
from cleaner.signals.windows import mean_around, shifted

KINDS = {
    "images": ("img",),
    "icons": ("svg", "i", "use"),
    "fields": ("input", "select", "textarea", "button", "form"),
    "times": ("time",),
}

NEAR, WIDE = 3, 10
"""Blocks to either side."""

_CODES = {tag: code for code, tags in enumerate(KINDS.values(), 1) for tag in tags}


@signal(*(f"{kind}_{where}" for kind in KINDS for where in ("before", "after", "near", "around")), form=Form.HTML)
def embedded(view: View) -> Columns:
    """How many pictures, icons, fields of forms and times stand between the block and the ones before and after it, and
    how many there are to a block within 3 and 10 blocks."""
    size, tags = len(view), view.blocks.frames.tag
    code = np.fromiter(map(_CODES.get, tags, repeat(0)), np.int64, len(tags))
    some = np.flatnonzero(code)
    place = np.minimum(view.elements[0][some], size - 1)
    counts = np.bincount((code[some] - 1) * size + place, minlength=len(KINDS) * size).reshape(-1, size)
    found = []
    for count in counts.astype(np.float64):
        found += [count, shifted(count, -1), mean_around(count, NEAR), mean_around(count, WIDE)]
    return np.log1p(np.array(found))
