"""Gold pages -> examples to learn from: their blocks, columns, and what the gold says of each block."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from sys import intern

import numpy as np
from numpy.typing import NDArray

from cleaner.cleaning import Cleaner
from cleaner.document import ZONES
from cleaner.errors import PageError
from cleaner.reading import read
from cleaner.signals import View, columns
from cleaner.training.alignment import ARTICLE, allowed_labels
from cleaner.training.corpora import Gold
from cleaner.zoning.pagekind import page_tokens
from cleaner.zoning.weights import LABEL_ZONE

FOLDS = 5

Floats = NDArray[np.float64]

_WORD = re.compile(r"\w+")


@dataclass
class Example:
    """One page, ready to learn from. Arrays have one entry a block.

    fold      the part of the data it belongs to; all pages of a site are in one
    columns   (signals, blocks), grown by what is learned: the lexicon's columns, the chances of the page's kinds
    report    1 for blocks of the report, 0 for others, NaN where the gold does not tell
    label     number of the gold label, -1 where the gold does not tell
    bags      the words of each block;  truth: the words of the gold's main text, None where only passages are known
    chances   of being the report, by weights that never saw the page's site
    """

    gold: Gold
    fold: int
    view: View
    columns: NDArray[np.float32]
    report: Floats
    label: NDArray[np.int64]
    bags: list[Counter[str]]
    truth: Counter[str] | None
    weight: float = 1.0
    tokens: frozenset[str] = frozenset()
    chances: Floats = field(default_factory=lambda: np.zeros(0))

    @cached_property
    def sizes(self) -> Floats:
        """How many words each block has."""
        return np.array([bag.total() for bag in self.bags], np.float64)

    @property
    def importance(self) -> Floats:
        """How much each block counts: pages alike, blocks within a page by the root of their words."""
        roots = np.sqrt(self.sizes + 0.5)
        found: Floats = self.weight * roots / roots.sum()
        return found

    @property
    def zone(self) -> NDArray[np.int64]:
        """The gold zone of each block as an index into `ZONES`, -1 where it does not tell."""
        return np.where(self.label >= 0, LABEL_ZONE[self.label], -1)

    @property
    def wanted(self) -> int:
        """The words of the main text; where passages of it are known alone, those of the blocks that hold them."""
        return int(self.right.sum()) if self.truth is None else self.truth.total()

    @cached_property
    def right(self) -> Floats:
        """How many of each block's words the main text has, each word of it counted once: first in blocks of the
        report, then in those of which the gold does not tell."""
        if self.truth is None:
            return self.counted * np.nan_to_num(self.report)
        found = np.zeros(len(self.bags))
        left = Counter(self.truth)
        for index in (*np.flatnonzero(self.report == 1), *np.flatnonzero(np.isnan(self.report))):
            common = self.bags[index] & left
            left -= common
            found[index] = common.total()
        return found

    @property
    def counted(self) -> Floats:
        """How many words each block has; none where passages are known alone and do not tell of it."""
        return np.where(np.isnan(self.report), 0, self.sizes) if self.truth is None else self.sizes

    def f1(self, kept: NDArray[np.bool_]) -> float:
        """Word F1 of the blocks that are `kept` against the main text, as WCXB counts it (Foley 2026)."""
        said: Counter[str] = Counter()
        for index in np.flatnonzero(kept):
            said.update(self.bags[index])
        return word_f1(said, self.truth or Counter())


def bag(text: str) -> Counter[str]:
    """The words of a text, in lower case, with how often each is there."""
    return Counter(_WORD.findall(text.lower()))


def word_f1(said: Counter[str], truth: Counter[str]) -> float:
    """The harmonic mean of precision and recall of words; 1 where both are empty."""
    if not said or not truth:
        return float(not said and not truth)
    return 2 * (said & truth).total() / (said.total() + truth.total())


def fold_of(site: str) -> int:
    """The fold of a site: the same in every run."""
    return int.from_bytes(sha256(site.encode()).digest()[:8], "big") % FOLDS


def examples(cleaner: Cleaner, pages: Iterable[Gold], weight: float = 1.0) -> Iterator[Example]:
    """The pages with what their gold says; those that cannot be read or have no blocks are left out."""
    for gold in pages:
        try:
            page = read(gold.page, kind="html" if isinstance(gold.page, bytes) else "text")
        except PageError:
            continue
        view = cleaner.view(page)
        if len(view):
            yield _example(gold, view, weight)


def _example(gold: Gold, view: View, weight: float) -> Example:
    blocks = view.blocks
    allowed = allowed_labels(blocks, gold)
    told = allowed.any(axis=1)
    report = np.where(told, allowed[:, ARTICLE].any(axis=1), np.nan)
    label = np.where(allowed.sum(axis=1) == 1, allowed.argmax(axis=1), -1)
    if gold.lines:
        zone = ZONES[0].value
        truth = bag("\n".join(line for name, line in gold.lines if name.startswith(f"{zone}/")))
    else:
        truth = bag(gold.text)
    return Example(
        gold=gold,
        fold=fold_of(gold.site),
        view=view,
        columns=columns(view),
        report=report,
        label=label,
        bags=[bag(f"{marker} {text}") for marker, text in zip(blocks.marker, blocks.text, strict=True)],
        truth=None if gold.wanted or gold.unwanted else truth,
        weight=weight,
        tokens=frozenset(map(intern, page_tokens(view))),
    )
