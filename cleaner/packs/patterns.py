"""Many regular expressions tried at once, in time linear in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

import re2

from cleaner.packs.sketching import loosened, sketch

MEMORY = 12 << 20
"""Bytes that the automaton of one set may take; it grows only as far as the texts ask for, and starts afresh when full.
There are dozens of sets, and over many pages most of a process's memory goes to them."""

LARGEST = 64 << 20
"""Bytes that a pattern by itself may take."""

ROAMING_TOGETHER = 12
UNANCHORED_TOGETHER = 60
"""Patterns that share a set. Fewer make automata that are soon complete, more make fewer of them to run."""


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
    """All patterns of one kind of matcher, compiled when first searched for.

    Searching raises `re2.error` where a pattern cannot be compiled; `flaw` tells why.

    The patterns are run as a few automata (RE2::Set, https://github.com/google/re2/blob/main/re2/set.h) instead of one:
    the states of an automaton multiply with every pattern that stays in play, and new states are what costs time. A
    pattern that fires in its loosened form is then tried as it is, unless they are the same for such a text.
    """

    def __init__(self, patterns: Sequence[str], memory: int = MEMORY) -> None:
        self._patterns = patterns
        self._memory = memory

    @cached_property
    def _automata(self) -> list[_Automaton]:
        patterns, memory = self._patterns, self._memory
        led: list[int] = []
        roaming: list[int] = []
        unanchored: list[int] = []
        for index, pattern in enumerate(patterns):
            anchored, roams = sketch(pattern)
            (unanchored if not anchored else roaming if roams else led).append(index)
        automata = [_Automaton(patterns, led, True, memory)] if led else []
        automata += [_Automaton(patterns, some, True, memory) for some in _split(roaming, ROAMING_TOGETHER)]
        automata += [_Automaton(patterns, some, False, memory) for some in _split(unanchored, UNANCHORED_TOGETHER)]
        return automata

    def search(self, text: str) -> list[int]:
        """The indices, ascending, of the patterns that occur in `text`."""
        return self.search_all([text]).get(0, [])

    def search_all(self, texts: Sequence[str]) -> dict[int, list[int]]:
        """The places of the texts in which patterns occur, and the indices, ascending, of those patterns."""
        data = list(map(encoded, texts))
        found: dict[int, list[int]] = {}
        # All texts go through one automaton before the next, so that its states stay in the processor's cache.
        for automaton in self._automata:
            for place, hits in enumerate(map(automaton.match, data)):
                # Of most texts an automaton says nothing but that its last, empty pattern occurs.
                if len(hits) != 1 and (numbers := automaton.resolve(hits, data[place])):
                    found[place] = sorted(found.get(place, []) + numbers)
        return found


class _Automaton:
    """Some patterns, those at `numbers`, as one RE2::Set.

    A set that runs out of memory answers as if nothing had matched. So its last pattern is empty and occurs everywhere:
    where even that is missing, the patterns are tried one by one.
    """

    def __init__(self, patterns: Sequence[str], numbers: Sequence[int], anchored: bool, memory: int) -> None:
        self._numbers = numbers
        self._patterns = [patterns[number] for number in numbers]
        self._loose = [loosened(pattern) for pattern in self._patterns]
        native = _set(anchored, memory)
        for loose in self._loose:
            native.Add(loose.pattern)
        native.Add("")
        self.match: Callable[[bytes], list[int]]
        try:
            native.Compile()
            # The wrapper's own method costs as much again as the search.
            self.match = native._set.Match
        except re2.error:
            self.match = _nothing

    def resolve(self, hits: list[int], data: bytes) -> list[int]:
        """The numbers, in no order, of the patterns that occur where the set answers with `hits`."""
        patterns, last = self._patterns, len(self._patterns)
        if last not in hits:
            return [number for number, text in zip(self._numbers, patterns, strict=True) if _occurs(text, data)]
        found: list[int] = []
        for index in hits:
            if index != last:
                loose = self._loose[index]
                sure = len(data) <= loose.sure and (loose.foreign or data.isascii())
                if sure or _occurs(patterns[index], data):
                    found.append(self._numbers[index])
        return found


def _nothing(data: bytes) -> list[int]:
    return []


def _split(numbers: list[int], size: int) -> list[list[int]]:
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]


def _occurs(pattern: str, data: bytes) -> bool:
    hits = _alone(pattern)(data)
    if 1 not in hits:  # out of memory, see `_Automaton`
        return compile_pattern(pattern).search(data) is not None
    return len(hits) == 2


@lru_cache(maxsize=4096)
def _alone(pattern: str) -> Callable[[bytes], list[int]]:
    """A set of one pattern: asked only whether it occurs, RE2 need not find out where."""
    native = _set(sketch(pattern)[0], LARGEST)
    native.Add(pattern)
    native.Add("")
    native.Compile()
    match: Callable[[bytes], list[int]] = native._set.Match
    return match


def _set(anchored: bool, memory: int) -> re2.Set:
    return (re2.Set.MatchSet if anchored else re2.Set.SearchSet)(options(memory))


def options(memory: int) -> re2.Options:
    """How patterns of packs and of word lists are compiled: case-insensitive, quietly, within `memory` bytes."""
    chosen = re2.Options()
    chosen.case_sensitive = False
    chosen.log_errors = False
    chosen.max_mem = memory
    return chosen
