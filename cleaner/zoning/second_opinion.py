"""A second opinion where a page's own confidence is low: which blocks trafilatura would keep.

Off unless asked for: see the model card for what it gains and costs.
"""

from __future__ import annotations

import numpy as np

from cleaner.document import ZONES, Zone
from cleaner.signals import View
from cleaner.signals.agreement import grams
from cleaner.zoning.silence import silence
from cleaner.zoning.weights import Floats

UNSURE = 0.6
"""Confidence below which trafilatura is asked."""

SAY = 1.0
"""Log-odds that its answer adds to a block's being report, or takes away."""

SAME = 0.6
"""Share of a block's runs of three words that its answer must have for the block to be in it."""


def second_opinion(view: View, html: str) -> Floats | None:
    """What trafilatura's answer (A. Barbaresi, ACL 2021) adds to the zones of a page: log-odds, (blocks, zones).

    None where it has no answer.
    """
    try:
        from trafilatura import extract  # slow to import, rarely needed

        with silence("trafilatura", "htmldate", "courlan"):
            text = extract(html, include_comments=False, include_tables=True) or ""
    except Exception:  # whatever a foreign parser trips over, the page is cleaned all the same
        return None
    return agreement(view, text) if text else None


def agreement(view: View, text: str) -> Floats:
    """Log-odds, (blocks, zones), for blocks that stand in a text, and against those that do not."""
    answer = {gram for line in text.split("\n") for gram in grams(line)} | set(grams(text))
    found = np.zeros((len(view), len(ZONES)))
    report = ZONES.index(Zone.ARTICLE)
    for index, block in enumerate(view.blocks.text):
        own = grams(block)
        inside = sum(map(answer.__contains__, own)) >= SAME * len(own)
        found[index, report] = SAY if inside and own else -SAY
    return found
