"""What every signal reads: a page's blocks, what the rules said of them, and a few arrays that many signals share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from cleaner.packs import Matches
from cleaner.segmenting.blocks import Attrs, Blocks
from cleaner.signals.characters import Counts, Floats, count_characters
from cleaner.signals.grouping import distinct, first_alike
from cleaner.signals.lineage import Lineage
from cleaner.signals.words import LINE, LINE_WORDS, OPENING, line_key, split_words

SENTENCE_WORDS = 8
"""A block with fewer words is not counted as prose."""

STOP_DENSITY = 0.12
"""The least share of stop words that prose has, in languages whose stop words are known."""

SHORTEST_DESCRIPTION = 20
"""Characters up to which a page's description says nothing."""

TAGS = ("p", "div", "li", "tr", "pre", "blockquote", "figcaption", "button", "dt", "dd")
"""Elements that are told from each other."""

SUMMED = ("chars", "prose", "links", "items", "ends", "teasers", "labels")
"""What `View.sums` holds."""

Indices = NDArray[np.int64]

_TAG_CODES = {tag: code for code, tag in enumerate(TAGS, 1)}


@dataclass(frozen=True, slots=True)
class Openings:
    """How each of some texts begins.

    which   of each block of the page, which of the texts it has
    words   their first words, one text's after the other's;  taken: how many of each
    lines   which of the texts are short lines;  keys: of each of these its key
    """

    which: Indices
    words: list[str]
    taken: Indices
    lines: Indices
    keys: list[str]


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
    def tokens(self) -> tuple[list[str], Indices]:
        """The words at the start of each block, those of all blocks one after the other, and where each block's begin,
        with the end of all."""
        return split_words(self.blocks.text)

    @cached_property
    def words(self) -> Floats:
        return np.maximum(self.counts.words, 1)

    @cached_property
    def tag_codes(self) -> NDArray[np.int64]:
        """Each block's element as its place in `TAGS`, from 1; -1 to -6 for headings, 0 for any other."""
        found = np.fromiter(map(_TAG_CODES.get, self.blocks.tag, repeat(0)), np.int64, len(self))
        return np.where(self.level > 0, -self.level, found)

    @cached_property
    def level(self) -> Indices:
        """The level of headings, 0 for other blocks."""
        return np.array(self.blocks.level, np.int64)

    @cached_property
    def section(self) -> Indices:
        """The number of the stretch from one heading to the next that a block is in."""
        found: Indices = np.cumsum(self.level > 0)
        return found

    @cached_property
    def depth(self) -> Indices:
        return np.array(self.blocks.depth, np.int64)

    @cached_property
    def hidden(self) -> NDArray[np.bool_]:
        return np.array(self.blocks.hidden, np.bool_)

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
        found: Floats = self.known_words[0] / np.maximum(self.taken, 1)
        return found

    @cached_property
    def taken(self) -> Floats:
        """How many words there are in `tokens`."""
        return np.diff(self.tokens[1]).astype(np.float64)

    @cached_property
    def known_words(self) -> NDArray[np.float64]:
        """How many of each block's `tokens` are stop words, words of the page's description, and the longer ones of its
        title: shape (3, blocks). Counted together, since looking up every word is what costs."""
        marks = dict.fromkeys(self.stopwords, 1)
        for bit, words in ((2, self.description_words), (4, self.telling_words)):
            for word in words:
                marks[word] = marks.get(word, 0) | bit
        tokens, bounds = self.tokens
        found = np.fromiter(map(marks.get, tokens, repeat(0)), np.uint8, len(tokens))
        marked = np.flatnonzero(found)
        size = len(self)
        block, bits = np.repeat(np.arange(size), np.diff(bounds))[marked], found[marked]
        return np.array([np.bincount(block[bits & bit > 0], minlength=size) for bit in (1, 2, 4)], np.float64)

    @cached_property
    def description_words(self) -> frozenset[str]:
        """The words of what the page says of itself; none where that is hardly anything."""
        told = self.blocks.metadata.first("og:description", "description", "twitter:description") or ""
        return frozenset(split_words([told])[0]) if len(told) > SHORTEST_DESCRIPTION else frozenset()

    @cached_property
    def title_words(self) -> frozenset[str]:
        return frozenset(split_words([self.title])[0])

    @cached_property
    def telling_words(self) -> frozenset[str]:
        """The longer words of the title, or all of them where there are none."""
        return frozenset(word for word in self.title_words if len(word) > 3) or self.title_words

    @cached_property
    def same_text(self) -> Indices:
        """The first block that has the same text as each."""
        return first_alike(self.blocks.text)

    @cached_property
    def openings(self) -> Openings:
        """How every text begins, once."""
        own, which = distinct(self.same_text)
        words, bounds = self.tokens
        start, held = bounds[own], np.diff(bounds)[own]
        taken = np.minimum(held, OPENING)
        lines = np.flatnonzero((held <= LINE_WORDS) & (self.counts.chars[own] < LINE))
        begun: list[str] = []
        for first, last in zip(start.tolist(), (start + taken).tolist(), strict=True):
            begun += words[first:last]
        spans = zip(start[lines].tolist(), (start + held)[lines].tolist(), strict=True)
        return Openings(which, begun, taken, lines, [line_key(words[first:last]) for first, last in spans])

    @cached_property
    def elements(self) -> tuple[Indices, Indices]:
        """The frames' first block and the block after their last."""
        frames = self.blocks.frames
        return np.array(frames.first, np.int64), np.array(frames.last, np.int64)

    @cached_property
    def attributes(self) -> tuple[list[Attrs], Indices]:
        """The attributes that frames with text have, most of them once, and which of them each frame has; the first
        are None, and stand for frames without text as well."""
        first, last = self.elements
        held = np.flatnonzero(first < last)
        attrs = list(map(self.blocks.frames.attrs.__getitem__, held.tolist()))
        # Segmenting makes one object of alike attributes.
        own, numbers = distinct(first_alike(map(id, attrs)))
        which = np.zeros(len(first), np.int64)
        which[held] = 1 + numbers
        return [None, *map(attrs.__getitem__, own.tolist())], which

    @cached_property
    def classes(self) -> Indices:
        """A number for the `class` of each frame."""
        attrs, which = self.attributes
        return first_alike([own and own[0] for own in attrs])[which]

    @cached_property
    def lineage(self) -> Lineage:
        return Lineage(self.blocks.frames.parent)

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
    def sums(self) -> Floats:
        """Sums before each block of what containers and windows average: shape (len(SUMMED), blocks + 1)."""
        values = (
            self.counts.chars,
            self.prose_chars,
            self.link_density * self.counts.chars,
            np.fromiter(map(bool, self.blocks.marker), np.float64, len(self)),
            self.counts.ends,
            self.teasers,
            self.labels,
        )
        found = np.zeros((len(SUMMED), len(self) + 1))
        np.cumsum(values, axis=1, out=found[:, 1:])
        return found

    @cached_property
    def running(self) -> Mapping[str, Floats]:
        """The rows of `sums` by name."""
        return dict(zip(SUMMED, self.sums, strict=True))

    @cached_property
    def index(self) -> Floats:
        return np.arange(len(self), dtype=np.float64)
