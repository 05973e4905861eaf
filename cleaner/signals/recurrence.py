"""Signals of lines in flattened text that recur with other numbers or names in them.

What stands between comments, or between teasers, is made by one template: "4 May 2012, 10:30 · Reply" comes again with
another date, "Hanna says" with another name. That tells threads and lists apart from a report without knowing a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from cleaner.reading.page import Form
from cleaner.signals.grouping import Indices, first_alike, group_sizes
from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import View
from cleaner.signals.windows import distances, mean_around, shown

LONGEST = 80
"""Characters of a line that may be made by a template."""

OFTEN = 3
"""How often a shape must recur to count for the blocks around."""

_NUMBER = re.compile(r"\d+")


RECURRENCE_NAMES = (
    *(f"{what}_alike" for what in ("shape", "begin", "end")),
    *(f"{what}_alike_{reach}" for what in ("shape", "begin", "end") for reach in (3, 12)),
    *(f"{way}_{what}_alike" for what in ("shape", "end") for way in ("since", "to")),
)


@signal(*RECURRENCE_NAMES, form=Form.TEXT)
def recurrence(view: View) -> Columns:
    """In text, how often short lines recur but for their numbers, and how often their first and last words do, here and
    around the block."""
    lines = [text.casefold() if len(text) <= LONGEST else "" for text in view.blocks.text]
    words = [line.split() for line in lines]
    blurred = [_NUMBER.sub("0", line) for line in lines]
    shapes = _often([shape if shape != line else None for shape, line in zip(blurred, lines, strict=True)])
    begins = _often([row[0] if len(row) > 1 else None for row in words])
    ends = _often([row[-1] if len(row) > 1 else None for row in words])
    found = [np.minimum(np.log1p(count) / 3, 1.5) for count in (shapes, begins, ends)]
    for count in (shapes, begins, ends):
        found += [mean_around(count >= OFTEN, reach) for reach in (3, 12)]
    for count in (shapes, ends):
        found += map(shown, distances(count >= OFTEN))
    return found


def _often(keys: Sequence[str | None]) -> Indices:
    """How often each key comes; 0 for None."""
    return np.where([key is not None for key in keys], group_sizes(first_alike(keys)), 0)
