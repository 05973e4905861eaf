"""Why a block is in its zone: rules and signals by what they added."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from cleaner.document import ZONES, Evidence, Zone
from cleaner.packs import Packs, Rule
from cleaner.signals import View, signal_about
from cleaner.signals.lexicon import ABOUT as LEXICON_ABOUT
from cleaner.zoning.pagekind import COMBINED_NAMES, KIND_NAMES, softmax
from cleaner.zoning.weights import Floats, Weights

LEAST = 0.05
"""Contributions of signals smaller than this, in log-odds, are not named."""

CUT = "page_cut"
"""The name under which it counts where the page was cut: below one half speaks for the report, on all blocks alike."""


def meaning(source: str) -> str:
    """What a signal is, in words; "" for the id of a rule."""
    if source == CUT:
        return "where the page was cut: the chance of being report from which on a block is kept"
    if source in KIND_NAMES:
        return "how likely the page is of this kind"
    if source in COMBINED_NAMES:
        return "what rules say for comments, times the chance that the page is a forum, or that it is none"
    if source in LEXICON_ABOUT:
        return LEXICON_ABOUT[source]
    try:
        return signal_about(source)
    except KeyError:
        return ""


def explain(
    view: View, row: NDArray[np.float32], weights: Weights, packs: Packs, index: int, zone: Zone, cut: float
) -> list[Evidence]:
    """Every rule and signal that counted for or against the block's zone, strongest first.

    What rules add passes through columns that sum them; what a column adds is divided among the rules in it in
    proportion to their own weights, so that one that speaks against the others takes away. `row` are the block's
    columns.
    """
    added = dict(zip(weights.signals, contributions(weights, row, zone).tolist(), strict=True))
    numbers = [number for number in view.matches.of(index) if packs.rules[number].zone]
    totals: defaultdict[str, float] = defaultdict(float)
    for number in numbers:
        for column in _columns_of(packs.rules[number]):
            totals[column] += packs.rules[number].weight
    found: list[Evidence] = []
    for number in numbers:
        rule = packs.rules[number]
        columns = [column for column in _columns_of(rule) if totals[column]]
        weight = sum(added[column] * rule.weight / totals[column] for column in columns)
        trust = weights.trust[rule.matcher != "line"] + (number in packs.trusted)
        weight += trust * (rule.weight if rule.zone is zone else -rule.weight)
        found.append(Evidence(rule.id, zone, weight, rule.kind))
    found += [
        Evidence(name, zone, added[name], value=value)
        for name, value in zip(weights.signals, row.tolist(), strict=True)
        if name not in totals and abs(added[name]) >= LEAST
    ]
    shift = float(np.log((1 - cut) / cut)) * (1 if zone is Zone.ARTICLE else -1)
    if abs(shift) >= LEAST:
        found.append(Evidence(CUT, zone, shift, value=cut))
    return sorted(found, key=lambda evidence: -abs(evidence.weight))


def contributions(weights: Weights, row: NDArray[np.float32], zone: Zone) -> Floats:
    """What each signal of one block adds to the log-odds of `zone`: shape (signals,).

    For the report what the trees say of it; for another zone the contrary of that, and what the trees of the zones add
    to it beyond what they add, on average, to the zones that compete with it.
    """
    report: Floats = weights.article.contributions(row)[0]
    if zone is Zone.ARTICLE:
        return report
    others = weights.zones.contributions(row)
    own = ZONES.index(zone) - 1
    chances = softmax(weights.zones.scores(row[:, None])[:, 0])
    chances[own] = 0
    rest = chances / chances.sum() if chances.any() else chances
    found: Floats = others[own] - rest @ others - report
    return found


def _columns_of(rule: Rule) -> list[str]:
    """The signals that a rule goes into, see `cleaner.signals.evidence`."""
    source = "line" if rule.matcher == "line" else "frame"
    return [f"{source}_{rule.zone}"] + ([f"rule_{rule.zone}_{rule.kind}"] if rule.kind else [])
