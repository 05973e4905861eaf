"""Why a block is in its zone: rules and signals by what they added."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.document import ZONES, Evidence, Zone
from cleaner.packs import Packs, Rule
from cleaner.signals import View, signal_about
from cleaner.signals.lexicon import ABOUT as LEXICON_ABOUT
from cleaner.zoning.pagekind import COMBINED_NAMES, KIND_NAMES, softmax
from cleaner.zoning.second_look import SECOND_NAMES
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
    if source in SECOND_NAMES:
        return "how likely this zone was at the first look, here or around the block"
    if source in LEXICON_ABOUT:
        return LEXICON_ABOUT[source]
    try:
        return signal_about(source)
    except KeyError:
        return ""


@dataclass(frozen=True)
class Decided:
    """What was decided of the block `index`: its `columns` (`weights.all_signals`,), its zone, the chance of being the
    report from which on the page's blocks were kept, and how much the second look had of a say in that."""

    index: int
    columns: NDArray[np.float32]
    zone: Zone
    cut: float
    share: float


def explain(view: View, block: Decided, weights: Weights, packs: Packs) -> list[Evidence]:
    """Every rule and signal that counted for or against the block's zone, strongest first.

    What rules add passes through columns that sum them; what a column adds is divided among the rules in it in
    proportion to their own weights, so that one that speaks against the others takes away.
    """
    zone, row, cut = block.zone, block.columns, block.cut
    added = dict(zip(weights.all_signals, contributions(weights, row, zone, block.share).tolist(), strict=True))
    numbers = [number for number in view.matches.of(block.index) if packs.rules[number].zone]
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
        for name, value in zip(weights.all_signals, row.tolist(), strict=True)
        if name not in totals and abs(added[name]) >= LEAST
    ]
    shift = float(np.log((1 - cut) / cut)) * (1 if zone is Zone.ARTICLE else -1)
    if abs(shift) >= LEAST:
        found.append(Evidence(CUT, zone, shift, value=cut))
    return sorted(found, key=lambda evidence: -abs(evidence.weight))


def contributions(weights: Weights, row: NDArray[np.float32], zone: Zone, share: float = 0.0) -> Floats:
    """What each signal of one block adds to the log-odds of `zone`: shape (`weights.all_signals`,).

    For the report what the trees of both looks say of it; for another zone the contrary of that, and what the trees of
    the zones add to it beyond what they add, on average, to the zones that compete with it. `share` is how much the
    second look has of a say in the report.
    """
    size = len(weights.signals)
    first, again = row[:size], weights.second.contributions(row)
    scores = weights.second.scores(row[:, None])[:, 0]
    report = share * _beyond(again, scores, ZONES.index(Zone.ARTICLE))
    report[:size] += (1 - share) * weights.article.contributions(first)[0]
    if zone is Zone.ARTICLE:
        return report
    own, part = ZONES.index(zone) - 1, weights.again[2]
    found = part * _beyond(again[1:], scores[1:], own) - report
    others = weights.zones.contributions(first)
    found[:size] += (1 - part) * _beyond(others, weights.zones.scores(first[:, None])[:, 0], own)
    return found


def _beyond(added: Floats, scores: Floats, own: int) -> Floats:
    """What is added to one's own score beyond what is added, on average, to those that compete with it: `added` has
    shape (outputs, signals), `scores` (outputs,)."""
    chances = softmax(scores)
    chances[own] = 0
    rest = chances / chances.sum() if chances.any() else chances
    found: Floats = added[own] - rest @ added
    return found


def _columns_of(rule: Rule) -> list[str]:
    """The signals that a rule goes into, see `cleaner.signals.evidence`."""
    source = "line" if rule.matcher == "line" else "frame"
    return [f"{source}_{rule.zone}"] + ([f"rule_{rule.zone}_{rule.kind}"] if rule.kind else [])
