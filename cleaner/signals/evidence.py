"""What the rules of the packs said, as columns beside the other signals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.document import LABELS, ZONES
from cleaner.signals.characters import Floats
from cleaner.signals.registry import signal
from cleaner.signals.view import View

STRONG = 6.0
"""Sums of log-odds beyond this size say no more."""


@signal(*(f"{source}_{zone}" for source in ("line", "frame", "region") for zone in ZONES))
def rule_zones(view: View) -> Sequence[Floats]:
    """Log-odds from rules on the block's text, on the elements around it, and from open regions, for each zone."""
    matches = view.matches
    found = np.concatenate((matches.line, matches.frame, matches.region * 3), axis=1)
    return list(np.clip(found, -STRONG, STRONG).T / 3)


@signal(*(f"rule_{zone}_{kind}" for zone, kind in LABELS))
def rule_kinds(view: View) -> Sequence[Floats]:
    """Log-odds from rules that name a kind, for each kind."""
    return list(np.clip(view.matches.kind, -STRONG, STRONG).T / 3)
