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
from cleaner.zoning.network import Pass
from cleaner.zoning.pagekind import COMBINED_NAMES, KIND_NAMES, softmax
from cleaner.zoning.weights import Floats, Weights

LEAST = 0.05
"""Contributions of signals smaller than this, in log-odds, are not named."""

AROUND = "around"
"""The name under which counts what the network sees in the blocks around, and in all of the page."""


def meaning(source: str) -> str:
    """What a signal is, in words; "" for the id of a rule."""
    if source == AROUND:
        return "what stands around the block, and what all of the page looks like"
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


@dataclass(frozen=True)
class Way:
    """The way of a page to its scores: its `columns`, (signals, blocks), what the trees say of the report, (blocks,),
    and the way through the network."""

    columns: NDArray[np.float32]
    trees: Floats
    through: Pass

    @classmethod
    def of(cls, weights: Weights, columns: NDArray[np.float32]) -> Way:
        """The way of a page with these columns."""
        trees = weights.article.scores(columns)[0]
        return cls(columns, trees, weights.network.follow(columns, trees))


def explain(view: View, way: Way, block: int, zone: Zone, weights: Weights, packs: Packs) -> list[Evidence]:
    """Every rule and signal that counted for or against the block's zone, strongest first.

    What rules add passes through columns that sum them; what a column adds is divided among the rules in it in
    proportion to their own weights, so that one that speaks against the others takes away.
    """
    told, around = contributions(weights, way, block, zone)
    added = dict(zip(weights.signals, told.tolist(), strict=True))
    numbers = [number for number in view.matches.of(block) if packs.rules[number].zone]
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
        for name, value in zip(weights.signals, way.columns[:, block].tolist(), strict=True)
        if name not in totals and abs(added[name]) >= LEAST
    ]
    if abs(around) >= LEAST:
        found.append(Evidence(AROUND, zone, around))
    return sorted(found, key=lambda evidence: -abs(evidence.weight))


def contributions(weights: Weights, way: Way, block: int, zone: Zone) -> tuple[Floats, float]:
    """What each signal of a block adds to the log-odds of `zone`, shape (`weights.signals`,), and what is around it.

    For the report what the network says of it; for another zone the contrary of that, and what it adds to the zone
    beyond what it adds, on average, to the zones that compete with it.
    """
    added = _passed_on(weights, way, block)
    found = added[0]
    if zone is not Zone.ARTICLE:
        said = np.mean([outputs[block] for outputs in way.through.outputs], axis=0, dtype=float)
        found = _beyond(added[1:], said[1:], ZONES.index(zone) - 1) - found
    return found[:-1], float(found[-1])


def _passed_on(weights: Weights, way: Way, block: int) -> Floats:
    """What each signal, and last what is around, adds to the outputs of the network: shape (outputs, signals + 1). What
    it took from the trees is divided among the signals as the trees have it from them: what they say of any block is no
    reason for this one."""
    network = weights.network
    shares = weights.article.contributions(way.columns[:, block])[0]
    added = network.contributions(way.through, block)
    found = np.zeros((len(added), len(shares) + 1))
    found[:, network.inputs] = added[:, :-2]
    beyond = way.trees[block] - float(network.center[-1])
    if beyond:
        found[:, :-1] += np.outer(added[:, -2] / beyond, shares)
    found[:, -1] = added[:, -1]
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
