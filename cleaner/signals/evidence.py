"""What the rules of the packs said, as columns beside the other signals."""

from __future__ import annotations

import numpy as np

from cleaner.document import LABELS, ZONES, Zone
from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import View

STRONG = 6.0
"""Sums of log-odds beyond this size say no more."""

SCALE = 3.0
"""Log-odds that a column shows as 1."""


@signal(*(f"{source}_{zone}" for source in ("line", "frame", "region") for zone in ZONES))
def rule_zones(view: View) -> Columns:
    """Log-odds from rules on the block's text, on the elements around it, and from open regions, for each zone."""
    matches = view.matches
    found = np.clip(np.concatenate((matches.line, matches.frame), axis=1), -STRONG, STRONG) / SCALE
    return np.concatenate((found, matches.region), axis=1).T


@signal("widget_list", "comment_list")
def lists_in_regions(view: View) -> Columns:
    """Blocks in an open region that are no prose (widgets: teasers), or that are (comments: what readers write)."""
    region = view.matches.region
    widget, comment = region[:, ZONES.index(Zone.WIDGET)], region[:, ZONES.index(Zone.COMMENT)]
    return widget * np.maximum(view.teasers, view.labels), comment * view.prose


@signal(*(f"rule_{zone}_{kind}" for zone, kind in LABELS))
def rule_kinds(view: View) -> Columns:
    """Log-odds from rules that name a kind, for each kind."""
    return np.clip(view.matches.kind, -STRONG, STRONG).T / SCALE
