"""Rules against the blocks of a page: which fired where, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from cleaner.document import LABELS, ZONES, PageKind
from cleaner.packs.compiling import Compiled
from cleaner.packs.regions import Turn, regions
from cleaner.packs.schema import Rule
from cleaner.segmenting.blocks import Blocks

_ROOTS = ("html", "body")

WIDE = 16
"""Blocks that a span may have to be looked up by block."""

Span = tuple[int, int, int]
"""A rule's number, the first block it fired on, and the block after the last."""


@dataclass(frozen=True)
class Matches:
    """The rules that fired on a page of n blocks. Weights are in log-odds (natural logarithm).

    spans   (m, 3) rule, first block, block after the last; `meta` rules have no blocks: (rule, 0, 0)
    line    (n, 4) sum of `line` rules for each of `ZONES`;  frame: the same of `attr`, `tag` and `select` rules
    kind    (n, len(LABELS)) sum for each label, of rules that name a kind
    region  (n, 4) how far open regions lean to each zone: 1.0 right after the opener, falling, 0 outside
    page    what the rules add to each kind of page, each rule once; kinds that none speaks for are left out
    """

    spans: NDArray[np.intp]
    line: NDArray[np.float64]
    frame: NDArray[np.float64]
    kind: NDArray[np.float64]
    region: NDArray[np.float64]
    page: dict[PageKind, float]

    def of(self, block: int) -> list[int]:
        """The numbers of the rules that fired on a block, each once, in ascending order."""
        rules, bounds, wide = self._by_block
        around = wide[(wide[:, 1] <= block) & (block < wide[:, 2]), 0]
        return sorted({*rules[bounds[block] : bounds[block + 1]].tolist(), *around.tolist()})

    @cached_property
    def _by_block(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """The rules that fired on the first block, on the second and so on, and where those of each begin; and apart
        from them the spans of more than `WIDE` blocks, which would be written down too often."""
        lengths = self.spans[:, 2] - self.spans[:, 1]
        narrow = lengths <= WIDE
        rules, first, _ = self.spans[narrow].T
        wide, lengths = self.spans[~narrow], lengths[narrow]
        within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        blocks = np.repeat(first, lengths) + within
        order = blocks.argsort(kind="stable")
        return np.repeat(rules, lengths)[order], blocks[order].searchsorted(np.arange(len(self.line) + 1)), wide


def match(compiled: Compiled, blocks: Blocks, language: str | None, host: str | None) -> Matches:
    """Everything that the rules say of a page's blocks."""
    properties = compiled.properties(blocks.metadata)
    active = compiled.active(properties, language, host)
    metas = [(rule, 0, 0) for rule in compiled.metas(properties) if active[rule]]
    frames = _frames(compiled, blocks, active)
    lines = _lines(compiled, blocks, active, language)
    spans = [*metas, *frames, *lines]
    fired = np.array(spans, dtype=np.intp).reshape(-1, 3)
    by_frame, by_line = np.split(fired[len(metas) :], [len(frames)])
    zones, labels = compiled.rule_zones, compiled.rule_labels
    return Matches(
        spans=fired,
        line=_sums(by_line, zones, compiled.weights, (len(blocks), len(ZONES))),
        frame=_sums(by_frame, zones, compiled.weights, (len(blocks), len(ZONES))),
        kind=_sums(fired[len(metas) :], labels, compiled.weights, (len(blocks), len(LABELS))),
        region=regions(blocks, _turns(compiled, frames + lines)),
        page=_page_votes(compiled, spans),
    )


def _lines(compiled: Compiled, blocks: Blocks, active: bytes, language: str | None) -> list[Span]:
    """Where `line` rules fire."""
    spans: list[Span] = []
    occurring = compiled.lines(blocks.text, language)
    conditional, follows = compiled.conditional, compiled.follows
    before: list[int] = []
    for block, rules in enumerate(map(occurring.get, blocks.text)):
        here: list[int] = []
        for rule in rules or ():
            if not active[rule]:
                continue
            if conditional[rule]:
                if follows[rule] >= 0 and follows[rule] not in before:
                    continue
                if not _holds(compiled.rules[rule], blocks, block):
                    continue
            here.append(rule)
            spans.append((rule, block, block + 1))
        before = here
    return spans


def _frames(compiled: Compiled, blocks: Blocks, active: bytes) -> list[Span]:
    """Where `tag`, `attr` and `select` rules fire: on all blocks of an element, once in nested ones."""
    spans: list[Span] = []
    frames = blocks.frames
    read = [0, *accumulate(map(len, blocks.text))]
    shares, conditional = compiled.shares, compiled.conditional
    covered = [0] * len(compiled.rules)

    def fire(rule: int, first: int, last: int) -> None:
        if first < covered[rule] or read[last] - read[first] > shares[rule] * read[-1]:
            return
        covered[rule] = last
        if conditional[rule]:
            spans.extend((rule, *run) for run in _runs(compiled.rules[rule], blocks, first, last))
        else:
            spans.append((rule, first, last))

    rows = [row for row in zip(frames.tag, frames.attrs, frames.first, frames.last, strict=True) if row[2] < row[3]]
    tags, elements = compiled.tags, compiled.elements(row[1] for row in rows if row[1] is not None)
    for tag, attrs, first, last in rows:
        rules = elements[attrs] if attrs is not None else ()
        if tag in tags:
            rules = tags[tag] + rules
        for rule in rules:
            # The root elements hold everything and say nothing of single blocks: they count for the page's kind only.
            if active[rule] and (tag not in _ROOTS or rule in compiled.pages):
                fire(rule, first, last)
    if blocks.select is not None:
        for rule, selector in compiled.selectors:
            if active[rule]:
                for frame in sorted(blocks.select(selector)):
                    if frames.first[frame] < frames.last[frame]:
                        fire(rule, frames.first[frame], frames.last[frame])
    return spans


def _runs(rule: Rule, blocks: Blocks, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The stretches of blocks from `first` to `last` on which a rule's conditions hold."""
    start = first
    for block in range(first, last + 1):
        if block == last or not _holds(rule, blocks, block):
            if start < block:
                yield start, block
            start = block + 1


def _holds(rule: Rule, blocks: Blocks, block: int) -> bool:
    """Whether a block meets a rule's conditions, `follows` apart."""
    length, count = len(blocks.text[block]), len(blocks)
    if not (rule.min or 0) <= length <= (length if rule.longest is None else rule.longest):
        return False
    if rule.form is not None and rule.form is not blocks.form:
        return False
    if rule.heading is not None and rule.heading != (blocks.level[block] > 0):
        return False
    if rule.marker is not None:
        marker = blocks.marker[block]
        shown = "none" if not marker else "number" if marker[0].isdigit() else "bullet"
        if rule.marker != shown:
            return False
    if rule.place is not None:
        ahead = block if rule.place == "top" else count - 1 - block
        if ahead * 4 >= count:
            return False
    if rule.links is not None:
        linked = blocks.link_chars[block]
        return linked == 0 if rule.links == "none" else linked > (0.8 * length if rule.links == "all" else 0)
    return True


def _turns(compiled: Compiled, spans: list[Span]) -> list[Turn]:
    """The spans of rules that open or close regions."""
    rules = compiled.rules
    return [
        Turn(first, last, rules[rule].opens, rules[rule].closes, rules[rule].weight)
        for rule, first, last in spans
        if rule in compiled.turns
    ]


def zone_sums(compiled: Compiled, spans: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    """What the rules of some spans add to each zone of a page of `count` blocks: (count, zones)."""
    return _sums(spans, compiled.rule_zones, compiled.weights, (count, len(ZONES)))


def _sums(
    spans: NDArray[np.intp], columns: NDArray[np.intp], weights: NDArray[np.float64], shape: tuple[int, int]
) -> NDArray[np.float64]:
    """(blocks, columns): for each block the sums of the weights of the rules whose spans hold it, each in its column;
    rules without one (-1) do not count."""
    count, width = shape
    rules, first, last = spans[columns[spans[:, 0]] >= 0].T
    places, amounts, size = columns[rules], weights[rules], (count + 1) * width
    steps = np.bincount(first * width + places, amounts, size) - np.bincount(last * width + places, amounts, size)
    sums: NDArray[np.float64] = np.cumsum(steps.reshape(count + 1, width), axis=0)[:count]
    return sums


def _page_votes(compiled: Compiled, spans: list[Span]) -> dict[PageKind, float]:
    """The sum of the weights of the rules that vote for each kind of page, each rule once."""
    votes: dict[PageKind, float] = {}
    for number in compiled.pages.intersection(rule for rule, _, _ in spans):
        rule = compiled.rules[number]
        if rule.page is not None:
            votes[rule.page] = votes.get(rule.page, 0.0) + rule.weight
    return votes
