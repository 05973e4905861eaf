"""Signals of what rules say, and of how long lines are, around a block of flattened text.

A dump has lost the elements that hold a menu, a widget or a thread together; what is left is who stands beside whom.
"""

from __future__ import annotations

import numpy as np

from cleaner.document import LABELS, ZONES, Kind, Zone
from cleaner.reading.page import Form
from cleaner.signals.evidence import SCALE, STRONG
from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import View
from cleaner.signals.windows import SIDES, distances, mean_around, shown, surroundings

NEAR, AROUND, WIDE = 3, 10, 30
"""Blocks to either side."""

_ZONES = tuple(zone for zone in ZONES if zone is not Zone.COMMENT)
"""Those whose lines are counted here; `threads` counts those of comments."""

_MARKS = (
    (Zone.WIDGET, Kind.RELATED),
    (Zone.WIDGET, Kind.TRENDING),
    (Zone.CHROME, Kind.PROMO),
    (Zone.CHROME, Kind.SHARE),
    (Zone.ARTICLE, Kind.BYLINE),
    (Zone.CHROME, Kind.BIO),
)
"""Kinds whose lines tell what begins below or has ended above."""


@signal(
    *(f"{zone}_lines_{where}" for zone in _ZONES for where in (NEAR, AROUND, WIDE, "above", "below")),
    *(f"{way}_{zone}_line" for zone in _ZONES for way in ("since", "to")),
    *(f"{way}_{kind}" for _, kind in _MARKS for way in ("since", "to")),
    form=Form.TEXT,
)
def lines_around(view: View) -> Columns:
    """In text, what rules say for each zone of the lines around the block, above and below it, and how far the nearest
    such line is, and the nearest of some kinds."""
    odds = np.clip(view.matches.line[:, : len(_ZONES)].T, 0.0, STRONG) / SCALE
    found = []
    for row in odds:
        above = np.cumsum(row)
        found += [mean_around(row, reach) for reach in (NEAR, AROUND, WIDE)]
        found += [shown(above - row), shown(above[-1] - above)]
    for row in odds:
        found += map(shown, distances(row > 0))
    for label in _MARKS:
        found += map(shown, distances(view.matches.kind[:, LABELS.index(label)] > 0))
    return found


@signal("length_2", "length_5", "length_12", "unevenness_6", "short_3", "short_10", form=Form.TEXT)
def lengths_around(view: View) -> Columns:
    """In text, the mean length of the blocks around, how much their lengths differ (cards and threads alternate), and
    how many are of a label's length."""
    length = np.log1p(view.counts.words) / 4
    variance = mean_around(length**2, 6) - mean_around(length, 6) ** 2
    return (
        *(mean_around(length, reach) for reach in (2, 5, 12)),
        np.sqrt(np.maximum(variance, 0.0)),
        *(mean_around(view.labels, reach) for reach in (NEAR, AROUND)),
    )


@signal(*(f"stop_density_{side}" for side in SIDES), form=Form.TEXT)
def speech_around(view: View) -> Columns:
    """In text, the share of stop words of the blocks around: what is said in sentences stands together."""
    return surroundings(view.stop_density, view.section)
