"""Many regular expressions tried at once, in time linear in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from sys import maxsize

import ahocorasick_rs
import numpy as np
import re2
from numpy.typing import NDArray

from cleaner.packs.folding import EDGE, folded
from cleaner.packs.loosening import loosened
from cleaner.packs.prepared import needed_by

MEMORY = 12 << 20
"""Bytes that the automaton of one pattern may take; it grows only as far as the texts ask for, and starts afresh when
full. Over many pages most of a process's memory goes to them."""

LARGEST = 64 << 20
"""Bytes that a pattern may take that is searched for its groups."""

TOGETHER = 1 << 17
"""Characters that are searched for phrases at once."""

_Match = Callable[[bytes], list[int]]

_Trial = tuple[_Match, int, bool]

Lengths = tuple[int, int]
"""The least and the most characters of a text."""


@lru_cache(maxsize=4096)
def compile_pattern(pattern: str) -> re2._Regexp:
    """One pattern as packs mean it: case-insensitive, `.` stops at a line's end. Raises `re2.error`."""
    return re2.compile(pattern, options(LARGEST))


def flaw(pattern: str) -> str | None:
    """Why a pattern cannot be compiled, in RE2's words; None where it can."""
    try:
        compile_pattern(pattern)
    except re2.error as error:
        cause = error.args[0]
        return cause.decode("utf-8", "replace") if isinstance(cause, bytes) else str(cause)
    return None


def encoded(text: str) -> bytes:
    """UTF-8; lone surrogates, which a `str` may hold and UTF-8 cannot, become "?"."""
    return text.encode("utf-8", "replace")


class PatternSet:
    """Patterns, and for each, if given, the lengths of the texts that it is for.

    All texts are searched at once for the phrases that the patterns need (Aho and Corasick 1975); each pattern is then
    tried where one of its phrases stands, or everywhere if it has none. Patterns are compiled when first tried: one
    that RE2 refuses then raises `re2.error`; `flaw` tells why.
    """

    def __init__(self, patterns: Sequence[str], lengths: Sequence[Lengths] | None = None, memory: int = MEMORY) -> None:
        self._patterns = patterns
        self._lengths = lengths
        self._memory = memory
        self._tried: list[_Trial | None] = [None] * len(patterns)

    @cached_property
    def _needs(self) -> _Needs:
        return _Needs(self._patterns, self._lengths)

    def search(self, text: str) -> list[int]:
        """The indices, ascending, of the patterns that occur in `text`."""
        return self.search_all([text]).get(0, [])

    def search_all(self, texts: Sequence[str]) -> dict[int, list[int]]:
        """The places of the texts in which patterns occur, and the indices, ascending, of those patterns."""
        found: dict[int, list[int]] = {}
        if not texts or not self._patterns:
            return found
        data = list(map(encoded, texts))
        tried = self._tried
        for place, number in self._needs.candidates(texts):
            text = data[place]
            match, sure, foreign = tried[number] or self._try(number)
            hits = match(text)
            if len(hits) == 1:  # the empty pattern: mostly nothing else occurs
                continue
            if (hits and len(text) <= sure and (foreign or text.isascii())) or self._occurs(number, text):
                found.setdefault(place, []).append(number)
        return found

    def _try(self, number: int) -> _Trial:
        """What a pattern is tried with first: its loosened form, of which texts that says enough."""
        pattern = self._patterns[number]
        loose = loosened(pattern)
        match = _matcher(loose.pattern, self._needs.anchored[number], self._memory)
        trial = self._tried[number] = match, loose.sure, loose.foreign
        return trial

    def _occurs(self, number: int, data: bytes) -> bool:
        pattern = self._patterns[number]
        hits = _matcher(pattern, self._needs.anchored[number], self._memory)(data)
        # No hit at all: out of memory, see `_matcher`.
        return len(hits) == 2 or (not hits and compile_pattern(pattern).search(data) is not None)


class _Needs:
    """What tells which of some patterns may occur in a text: the phrases that they need and the lengths they allow."""

    def __init__(self, patterns: Sequence[str], lengths: Sequence[Lengths] | None) -> None:
        self.count = len(patterns)
        self.anchored: list[bool] = []
        needing: dict[bytes, list[int]] = {}
        blind: list[int] = []
        for number, pattern in enumerate(patterns):
            needed = needed_by(pattern)
            self.anchored.append(needed.anchored)
            if needed.phrases is None:
                blind.append(number)
            for phrase in needed.phrases or ():
                needing.setdefault(encoded(phrase), []).append(number)
        self.find = ahocorasick_rs.BytesAhoCorasick(list(needing)).find_matches_as_indexes
        self.blind = np.array(blind, np.int64)
        # The patterns that need the phrase i are `needing[bounds[i] : bounds[i + 1]]`.
        self.needing = np.fromiter(chain.from_iterable(needing.values()), np.int64)
        self.bounds = np.array([0, *accumulate(map(len, needing.values()))], np.int64)
        self.least, self.most = np.array(lengths or [(0, maxsize)] * self.count, np.int64).reshape(-1, 2).T

    def candidates(self, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Place of a text and number of a pattern that may occur in it, ascending."""
        for first, last in _batches(texts):
            yield from self._candidates(texts[first:last], first)

    def _candidates(self, texts: Sequence[str], first: int) -> Iterator[tuple[int, int]]:
        """The same of texts that are searched together, the places counted from `first`."""
        data, sizes = _joined(texts)
        if len(sizes) != len(texts):
            data, sizes = _joined([text.replace(EDGE, " ") for text in texts])
        hits = self.find(data, True)
        phrase, start, _ = np.fromiter(chain.from_iterable(hits), np.int64, 3 * len(hits)).reshape(-1, 3).T
        place = np.cumsum(sizes + 1).searchsorted(start, side="right")
        owners = self.bounds[phrase + 1] - self.bounds[phrase]
        ends = np.cumsum(owners)
        number = self.needing[np.arange(owners.sum()) + np.repeat(self.bounds[phrase + 1] - ends, owners)]
        keys = np.repeat(place, owners) * self.count + number
        everywhere = (np.arange(len(texts))[:, None] * self.count + self.blind).ravel()
        place, number = np.divmod(np.unique(np.concatenate([keys, everywhere])), self.count)
        length = np.array(list(map(len, texts)))[place]
        fits = (self.least[number] <= length) & (length <= self.most[number])
        return zip((first + place[fits]).tolist(), number[fits].tolist(), strict=True)


def _joined(texts: Sequence[str]) -> tuple[bytes, NDArray[np.int64]]:
    """Texts as one, folded, and the size of each in that."""
    data = folded(EDGE + EDGE.join(texts) + EDGE)
    return data, np.array(list(map(len, data.split(EDGE.encode())[1:-1])), np.int64)


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Texts in stretches of about `TOGETHER` characters: what is found in a text takes many times its memory."""
    first = chars = 0
    for place, text in enumerate(texts):
        chars += len(text)
        if chars > TOGETHER:
            yield first, place + 1
            first, chars = place + 1, 0
    if first < len(texts):
        yield first, len(texts)


@lru_cache(maxsize=4096)
def _matcher(pattern: str, anchored: bool, memory: int) -> _Match:
    """What tells whether a pattern occurs, as [0, 1] or [1]: a set of it and of an empty pattern. One that is
    `anchored` is tried at the start alone.

    A set (RE2::Set) need not find out where it occurs. One that runs out of memory answers as if nothing had matched,
    not even the empty pattern.
    """
    native = (re2.Set.MatchSet if anchored else re2.Set.SearchSet)(options(memory))
    native.Add(pattern)
    native.Add("")
    try:
        native.Compile()
    except re2.error:
        return _nothing
    # The wrapper's own method costs as much again as the search.
    match: _Match = native._set.Match
    return match


def _nothing(data: bytes) -> list[int]:
    return []


def options(memory: int) -> re2.Options:
    """How patterns of packs and of word lists are compiled: case-insensitive, quietly, within `memory` bytes."""
    chosen = re2.Options()
    chosen.case_sensitive = False
    chosen.log_errors = False
    chosen.max_mem = memory
    return chosen
