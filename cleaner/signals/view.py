"""What every signal reads: a page's blocks, what the rules said of them, and a few arrays that many signals share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleaner.packs import Matches
from cleaner.segmenting.blocks import Blocks
from cleaner.signals.characters import Counts, Floats, count_characters

SENTENCE_WORDS = 8
"""A block with fewer words is not counted as prose."""

STOP_DENSITY = 0.12
"""The least share of stop words that prose has, in languages whose stop words are known."""


SAMPLE = 400
"""Characters of a block that its words are counted in: the rest of a long paragraph tells nothing new."""

TAGS = ("p", "div", "li", "tr", "pre", "blockquote", "figcaption", "button", "dt", "dd")
"""Elements that are told from each other."""

Indices = NDArray[np.int64]

_TAG_CODES = {tag: code for code, tag in enumerate(TAGS, 1)}


@dataclass
class View:
    """A page as the signals see it. Arrays have one entry a block, in reading order.

    `stopwords` are those of the page's language, empty where it is not known.
    """

    blocks: Blocks
    matches: Matches
    stopwords: frozenset[str] = frozenset()
    language: str | None = None
    title: str = ""

    def __len__(self) -> int:
        return len(self.blocks)

    @cached_property
    def counts(self) -> Counts:
        return count_characters(self.blocks.text)

    @cached_property
    def tokens(self) -> list[list[str]]:
        """The words at the start of each block in lower case, punctuation still on them."""
        return [text[:SAMPLE].lower().split() for text in self.blocks.text]

    @cached_property
    def words(self) -> Floats:
        return np.maximum(self.counts.words, 1)

    @cached_property
    def tag_codes(self) -> NDArray[np.int64]:
        """Each block's element as its place in `TAGS`, from 1; -1 to -6 for headings, 0 for any other."""
        level = np.array(self.blocks.level, np.int64)
        found = np.fromiter((_TAG_CODES.get(tag, 0) for tag in self.blocks.tag), np.int64, len(self))
        return np.where(level > 0, -level, found)

    @cached_property
    def frame_of(self) -> NDArray[np.int64]:
        """Each block's frame: the innermost element that holds all of it."""
        return np.array(self.blocks.frame, np.int64)

    @cached_property
    def link_density(self) -> Floats:
        """Share of a block's characters that are in links (Kohlschütter, Fankhauser, Nejdl 2010)."""
        return np.array(self.blocks.link_chars, np.float64) / np.maximum(self.counts.chars, 1)

    @cached_property
    def stop_density(self) -> Floats:
        """Share of a block's words that are stop words (jusText: Pomikálek 2011); zeros where none are known."""
        if not self.stopwords:
            return np.zeros(len(self))
        known, size = self.stopwords.__contains__, len(self)
        found = np.fromiter((sum(map(known, words)) for words in self.tokens), np.float64, size)
        taken = np.fromiter(map(len, self.tokens), np.float64, size)
        return found / np.where(self.counts.chars > SAMPLE, np.maximum(taken, 1), self.words)

    @cached_property
    def elements(self) -> tuple[Indices, Indices, Indices]:
        """The frames' first block, the block after their last, and their parents."""
        frames = self.blocks.frames
        return np.array(frames.first), np.array(frames.last), np.array(frames.parent)

    @cached_property
    def prose(self) -> Floats:
        """1 for blocks that read like sentences, 0 for the others: the seeds around which a report is found."""
        counts = self.counts
        enough = self.words >= SENTENCE_WORDS
        shaped = (counts.sentences > 0) | (counts.commas > 1)
        spoken = (self.stop_density >= STOP_DENSITY) | (counts.unspaced > counts.chars / 4)
        if not self.stopwords:
            spoken = np.ones(len(self), np.bool_)
        found: Floats = (enough & shaped & spoken & (self.link_density < 0.5)).astype(np.float64)
        return found

    @cached_property
    def teasers(self) -> Floats:
        """1 for blocks of a headline's length that end unlike a sentence: what lists of other stories are made of."""
        words = self.counts.words
        found: Floats = ((words >= 4) & (words <= 18) & (self.counts.ends == 0)).astype(np.float64)
        return found

    @cached_property
    def labels(self) -> Floats:
        """1 for blocks of at most three words: what menus are made of."""
        found: Floats = (self.counts.words <= 3).astype(np.float64)
        return found

    @cached_property
    def prose_chars(self) -> Floats:
        return self.prose * self.counts.chars

    @cached_property
    def running(self) -> Mapping[str, Floats]:
        """Sums before each block (n + 1 entries) of what containers and windows average."""
        arrays = {
            "chars": self.counts.chars,
            "prose": self.prose_chars,
            "links": self.link_density * self.counts.chars,
            "items": np.fromiter((bool(mark) for mark in self.blocks.marker), np.float64, len(self)),
            "ends": self.counts.ends,
            "teasers": self.teasers,
            "labels": self.labels,
        }
        return {name: np.concatenate(([0.0], np.cumsum(array))) for name, array in arrays.items()}

    @cached_property
    def index(self) -> Floats:
        return np.arange(len(self), dtype=np.float64)
