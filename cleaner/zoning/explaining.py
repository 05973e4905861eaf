"""Why a block is in its zone: rules and signals by what they added."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from cleaner.document import Evidence, Zone
from cleaner.packs import Packs, Rule
from cleaner.signals import View
from cleaner.zoning.weights import Weights

LEAST = 0.05
"""Contributions of signals smaller than this, in log-odds, are not named."""


def explain(
    view: View, row: NDArray[np.float32], weights: Weights, packs: Packs, index: int, zone: Zone
) -> list[Evidence]:
    """Every rule and signal that counted for or against the block's zone, strongest first.

    What rules add passes through columns that sum them; what a column adds is divided among the rules in it in
    proportion to their own weights, so that one that speaks against the others takes away.
    """
    added = dict(zip(weights.signals, weights.contributions(row, zone).tolist(), strict=True))
    rules = [rule for number in view.matches.of(index) if (rule := packs.rules[number]).zone]
    totals: defaultdict[str, float] = defaultdict(float)
    for rule in rules:
        for column in _columns_of(rule):
            totals[column] += rule.weight
    found = [
        Evidence(
            rule.id,
            zone,
            sum(added[column] * rule.weight / totals[column] for column in _columns_of(rule) if totals[column]),
            rule.kind,
        )
        for rule in rules
    ]
    found += [
        Evidence(name, zone, added[name], value=value)
        for name, value in zip(weights.signals, row.tolist(), strict=True)
        if name not in totals and abs(added[name]) >= LEAST
    ]
    return sorted(found, key=lambda evidence: -abs(evidence.weight))


def _columns_of(rule: Rule) -> list[str]:
    """The signals that a rule goes into, see `cleaner.signals.evidence`."""
    source = "line" if rule.matcher == "line" else "frame"
    return [f"{source}_{rule.zone}"] + ([f"rule_{rule.zone}_{rule.kind}"] if rule.kind else [])
