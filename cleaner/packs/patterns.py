"""Many regular expressions tried at once, in time linear in the text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import re2

from cleaner.packs.sketching import loosened, sketch

MEMORY = 24 << 20
"""Bytes that the automaton of one set may take; it grows only as far as the texts ask for."""

LARGEST = 64 << 20
"""Bytes that a pattern by itself may take."""

ROAMING_TOGETHER = 24
UNANCHORED_TOGETHER = 120
"""Patterns that share a set. Fewer make automata that are soon complete, more make fewer of them to run."""


@lru_cache(maxsize=4096)
def compile_pattern(pattern: str) -> re2._Regexp:
    """One pattern as packs mean it: case-insensitive, `.` stops at a line's end. Raises `re2.error`."""
    return re2.compile(pattern, _options(LARGEST))


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
    pattern that fires in its loosened form is then tried as it is.
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
        data = encoded(text)
        return sorted([index for automaton in self._automata for index in automaton.search(data)])


class _Automaton:
    """Some patterns, those at `numbers`, as one RE2::Set.

    A set that runs out of memory answers as if nothing had matched. So its last pattern is empty and occurs everywhere:
    where even that is missing, the patterns are tried one by one.
    """

    def __init__(self, patterns: Sequence[str], numbers: Sequence[int], anchored: bool, memory: int) -> None:
        self._numbers = numbers
        self._patterns = [patterns[number] for number in numbers]
        self._loose: list[bool] = []
        kind = re2.Set.MatchSet if anchored else re2.Set.SearchSet
        self._set = kind(_options(memory))
        for pattern in self._patterns:
            loose = loosened(pattern)
            self._loose.append(loose != pattern)
            self._set.Add(loose)
        self._set.Add("")
        try:
            self._set.Compile()
        except re2.error:
            self._set = None

    def search(self, data: bytes) -> list[int]:
        """The numbers, in no order, of the patterns that occur."""
        patterns, loose, last = self._patterns, self._loose, len(self._patterns)
        found: list[int] | None = self._set.Match(data) if self._set else None
        if not found or last not in found:
            return [number for number, text in zip(self._numbers, patterns, strict=True) if _occurs(text, data)]
        if len(found) == 1:
            return []
        return [
            self._numbers[index]
            for index in found
            if index != last and (not loose[index] or _occurs(patterns[index], data))
        ]


def _split(numbers: list[int], size: int) -> list[list[int]]:
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]


def _occurs(pattern: str, data: bytes) -> bool:
    return compile_pattern(pattern).search(data) is not None


def _options(memory: int) -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = memory
    return options
