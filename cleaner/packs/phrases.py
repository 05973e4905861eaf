"""What a text has to hold for a pattern to occur in it.

Most patterns are lists of phrases, and most texts hold none of them. Phrases are looked for all at once; only where
one of its own is found is a pattern worth trying (as RE2's FilteredRE2 does, and Google Code Search: Cox 2012,
https://swtch.com/~rsc/regexp/regexp4.html).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from cleaner.packs.folding import EDGE
from cleaner.packs.syntax import ESCAPE, NAMED, SET

MANY, MORE, MOST = 64, 256, 1000
"""Phrases that two parts of a pattern may make together; and where one of the parts has two, or one."""

FEW = 16
"""Phrases that are weighed one by one."""

COUNTED = 4
"""Repetitions up to which every count makes phrases of its own."""

Phrases = tuple[str, ...]

_BLANK = frozenset({"", " ", EDGE, "  ", EDGE + " ", " " + EDGE, EDGE + EDGE})
_LOWER_DIGITS = str.maketrans("123456789", "0" * 9)
_TOKEN = re.compile(
    r"(?:(?P<group>\((?:\?P?<\w+>|\?[a-zA-Z-]*[:)]|(?!\?)))"
    rf"|(?P<set>{SET})"
    rf"|(?P<escape>{ESCAPE})"
    r"|(?P<mark>[)|^$.])"
    r"|(?P<plain>[^][()\\*+?|^$.{]+(?![*+?{])|[^][()\\*+?|^$.{]|[]{]))"
    r"(?P<times>(?:[*+?]|\{\d+(?:,\d*)?\})\??)?",
    re.DOTALL,
)
_MEMBER = re.compile(rf"{NAMED}|{ESCAPE}|.", re.DOTALL)
_MULTILINE = re.compile(r"\(\?[a-zA-Z]*m")
_WIDTHLESS = frozenset({r"\b", r"\B", r"\A", r"\z"})
_CONTROLS = {r"\n": "\n", r"\t": "\t", r"\r": "\r", r"\f": "\f", r"\v": "\v", r"\a": "\a"}
_KINDS = ("plain", "set", "escape", "group", "mark")


class _Part(NamedTuple):
    """What a part of a pattern stands for: the texts that it may be, the beginnings of longer ones, and the sharpest
    phrases of which such a text has to hold one, None where nothing is known."""

    whole: Phrases
    begun: Phrases = ()
    sharpest: Phrases | None = None


_ANYTHING, _NOTHING, _END = _Part((), ("",)), _Part(("",)), _Part((EDGE,))


@lru_cache(maxsize=4096)
def phrases(pattern: str) -> frozenset[str] | None:
    """Phrases, folded, of which a text between two `EDGE`s holds one wherever `pattern` occurs in it; None where there
    are none to be told from the pattern."""
    if r"\Q" in pattern or r"\C" in pattern:
        return None
    end = _NOTHING if _MULTILINE.search(pattern) else _END
    group, around = _Group(), list[_Group]()
    position = 0
    while position < len(pattern):
        match = _TOKEN.match(pattern, position)
        if match is None:
            return None
        position = match.end()
        kind = next(name for name in _KINDS if match[name])
        token, times = match[kind], match["times"]
        if kind == "plain":
            group.row.add(_literal(token), times)
        elif kind == "set":
            group.row.add(_set(token), times)
        elif kind == "escape":
            group.row.add(_escape(token), times)
        elif kind == "group":
            if not token.endswith(")"):
                around.append(group)
                group = _Group(group.row.hand_over())
        elif token == "|":
            group.turn()
        elif token == ")":
            if not around:
                return None
            part, led = group.part(), bool(group.lead)
            group = around.pop()
            group.row.add(part, times, led)
        else:
            group.row.add(_ANYTHING if token == "." else end, times)
    if around:
        return None
    needed = _shortest(_needed(group.part()) or ("",))
    return frozenset(needed) if all(phrase.strip(f" {EDGE}") for phrase in needed) else None


def anchored(pattern: str) -> bool:
    """Whether it is plain to see that a pattern can occur at the start of a text only."""
    depth, first = 0, True
    for match in _TOKEN.finditer(pattern):
        token = match[0]
        if first and token != "^":
            return False
        if match["group"] and not token.endswith(")"):
            depth += 1
        elif token[0] == ")":
            depth -= 1
        first = token == "|" and not depth
    return not _MULTILINE.search(pattern)


class _Group:
    """A group that is being read: its ways so far, and the row of parts of the last. `lead` is `EDGE` where each way
    begins with the text's start, which stood before the group."""

    def __init__(self, lead: str = "") -> None:
        self.lead = lead
        self.ways: list[_Part] = []
        self.row = _Row(lead)

    def turn(self) -> None:
        self.ways.append(self.row.part())
        self.row = _Row(self.lead)

    def part(self) -> _Part:
        self.turn()
        ways = self.ways
        if len(ways) == 1:
            return ways[0]
        whole = tuple(chain.from_iterable([way.whole for way in ways]))
        begun = tuple(chain.from_iterable([way.begun for way in ways]))
        if begun:
            needs = [_needed(way) for way in ways]
            known = [need for need in needs if need is not None]
            sharpest = tuple(chain.from_iterable(known)) if len(known) == len(needs) else None
        else:
            sharpest = _needed(_Part(whole))
        if len(whole) + len(begun) > MOST:
            return _Part((), ("",), sharpest)
        return _Part(whole, begun, sharpest)


class _Row:
    """Parts one after the other. Phrases grow from part to part until what comes may be anything, or they become too
    many; the next begin there."""

    def __init__(self, lead: str = "") -> None:
        self.run = _END if lead else _NOTHING
        self.first: Phrases | None = None
        self.sharpest: Phrases | None = None

    def hand_over(self) -> str:
        """`EDGE` where the text's start is all there is so far: it is left to the group that follows."""
        if self.first is not None or self.run is not _END:
            return ""
        self.run = _NOTHING
        return EDGE

    def add(self, part: _Part, times: str | None = None, led: bool = False) -> None:
        """Takes the next part, so many `times`; `led`: it has the text's start in it."""
        if times:
            low, high = _counts(times)
            if led and high != 1:
                low, high = min(low, 1), None
            repeated = _times(part, low, high) if high is not None else None
            if repeated is None:
                for _ in range(min(low, COUNTED)):
                    self.add(part)
            part = repeated or _ANYTHING
        joined = _joined(self.run, part)
        if joined is None:
            self.finish()
            joined = part
        self.run = joined
        if not joined.whole or "" in joined.begun:
            self.finish()

    def finish(self) -> None:
        """Ends the phrases of the run."""
        if self.first is None:
            self.first = self.run.whole + self.run.begun
        self.sharpest = _sharper(self.sharpest, _needed(self.run))
        self.run = _NOTHING

    def part(self) -> _Part:
        if self.first is None:
            return self.run
        self.finish()
        return _Part((), self.first, self.sharpest)


def _joined(before: _Part, after: _Part) -> _Part | None:
    """Two parts in a row; None where that makes too many phrases."""
    if before is _NOTHING:
        return after
    if after is _NOTHING:
        return before
    starts, ends = len(before.whole), len(after.whole) + len(after.begun)
    if starts * ends > {1: MOST, 2: MORE}.get(min(starts, ends), MANY):
        return None
    whole = tuple([start + end for start in before.whole for end in after.whole])
    begun = before.begun
    if after.begun:
        begun += tuple([start + end for start in before.whole for end in after.begun])
    return _Part(whole, begun, _sharper(before.sharpest, after.sharpest))


def _times(part: _Part, low: int, high: int) -> _Part | None:
    """A part `low` to `high` times; None where that makes too many phrases."""
    if high > 1 and (high > COUNTED or len(part.whole) > COUNTED or part.begun):
        return None
    whole: Phrases = ()
    begun: Phrases = ()
    power = _NOTHING
    for count in range(high + 1):
        if count >= low:
            whole, begun = whole + power.whole, begun + power.begun
        if count < high:
            more = _joined(power, part)
            if more is None:
                return None
            power = more
    return _Part(whole, begun, part.sharpest if low else None)


def _counts(times: str) -> tuple[int, int | None]:
    """The least and the highest number of times of a repetition, None where it has no end."""
    times = times.removesuffix("?") or "?"
    if times in "?*+":
        return {"?": (0, 1), "*": (0, None), "+": (1, None)}[times]
    low, comma, high = times[1:-1].partition(",")
    return int(low), int(high) if high else None if comma else int(low)


def _needed(part: _Part) -> Phrases | None:
    """The sharpest phrases of which one is in every text that a part may be."""
    run = part.whole + part.begun if part.begun else part.whole
    telling = bool(run) and _BLANK.isdisjoint(run)
    return _sharper(run if telling else None, part.sharpest)


def _sharper(one: Phrases | None, other: Phrases | None) -> Phrases | None:
    if one is None or other is None or one is other:
        return other if one is None else one
    return min(one, other, key=_chance)


def _chance(some: Phrases) -> float:
    """About how likely a short text is to hold one of the phrases: letters are rarer than spaces and digits."""
    if len(some) > FEW:
        return sum(0.1**length * count for length, count in Counter(map(len, some)).items())
    return sum([0.1 ** len(phrase) * 4.0 ** phrase.count("0") * 2.0 ** phrase.count(" ") for phrase in some])


def _shortest(some: Iterable[str]) -> list[str]:
    """The phrases but those that begin with another. A text has one edge at each end, however often it is asked for."""
    kept: list[str] = []
    while EDGE + EDGE in " ".join(some):
        some = [phrase.replace(EDGE + EDGE, EDGE) for phrase in some]
    for phrase in sorted(some):
        if not kept or not phrase.startswith(kept[-1]):
            kept.append(phrase)
    return kept


def _fold(text: str) -> str:
    return text.casefold().translate(_LOWER_DIGITS)


def _literal(text: str) -> _Part:
    return _ANYTHING if EDGE in text else _Part((_fold(text),))


def _escape(token: str) -> _Part:
    if token in _WIDTHLESS:
        return _NOTHING
    if token == r"\d":
        return _literal("0")
    character = _character(token)
    return _ANYTHING if character is None else _literal(character)


def _character(token: str) -> str | None:
    """The one character that a token stands for."""
    if token[0] != "\\":
        return token
    if token in _CONTROLS:
        return _CONTROLS[token]
    if token[1] == "x":
        return chr(int(token[2:].strip("{}"), 16))
    return None if token[1].isalnum() else token[1]


def _set(token: str) -> _Part:
    """The characters in brackets, where they are few."""
    if token.startswith("[^"):
        return _ANYTHING
    members = _MEMBER.findall(token[1:-1])
    found: set[str] = set()
    place = 0
    while place < len(members):
        member = members[place]
        first = "0" if member == r"\d" else None if member.startswith("[:") else _character(member)
        last = first
        if members[place + 1 : place + 2] == ["-"] and place + 2 < len(members):
            last = _character(members[place + 2])
            place += 2
        place += 1
        if first is None or last is None or ord(last) - ord(first) > MANY:
            return _ANYTHING
        found.update(_fold(chr(code)) for code in range(ord(first), ord(last) + 1))
    return _ANYTHING if EDGE in found or len(found) > MANY else _Part(tuple(found))
