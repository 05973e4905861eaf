"""What can be told of a pattern without running it; a matcher of many patterns runs each where it costs least."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from sys import maxsize

COUNTED = 4
"""Repetitions up to which a loosened pattern still counts."""

_ESCAPE = r"\\(?:x\{[0-9A-Fa-f]+\}|[pP]\{\^?\w+\}|[pP]\w|.)"
_CLASS = rf"\[\^?\]?(?:\[:\^?\w+:\]|{_ESCAPE}|[^\]\\])*\]"
_ATOM = re.compile(rf"{_ESCAPE}|{_CLASS}|\.", re.DOTALL)
_COUNTS = re.compile(rf"{_ESCAPE}|{_CLASS}|\{{(?P<low>\d+)(?P<comma>,(?P<high>\d*))?\}}", re.DOTALL)
_LETTER = re.compile(r"\\p(?:L|\{L\})")
_LETTERS_AND_MORE = r"A-Za-z\x{80}-\x{10FFFF}"

# A sketch is a pattern with "\1" for what stands for one of many characters and "\2" for one of few.
_MANY, _FEW = "\1", "\2"
_KINDS_OF_MANY = (r"\w", r"\S", r"\D", r"\p", r"\P", "a-z", "A-Z")
_GROUP = re.compile(r"\((?:\?P?<\w+>|\?[a-zA-Z-]*:)?([^()]*)\)(\?|\*|\{0[^}]*\})?")
_FIRST = re.compile(rf"(?P<many>{_MANY}[*+{{])|[^\W\d_]{{2}}")
_LINEWISE = re.compile(r"\(\?[a-zA-Z]*m[a-zA-Z]*[-:)]")


@dataclass(frozen=True, slots=True)
class Loosened:
    """A pattern whose automaton is small, and which occurs wherever the one that it stands for does.

    It occurs nowhere else in texts of at most `sure` bytes, if they are ASCII or `foreign` is set.
    """

    pattern: str
    sure: int
    foreign: bool


@lru_cache(maxsize=4096)
def loosened(pattern: str) -> Loosened:
    """A pattern with no more to keep in mind than the way it has come.

    An automaton that has to count how far `.{0,80}` has come needs new states for every new text; one for `.*` does
    not, and says the same of texts of 80 characters. Likewise "any letter" has hundreds of ranges, "ASCII's letters
    and all that is not ASCII" three.
    """
    sure, foreign = maxsize, True

    def loose(part: re.Match[str]) -> str:
        nonlocal sure, foreign
        text = part[0]
        if part["low"]:
            low = int(part["low"])
            high = low if part["comma"] is None else int(part["high"] or 0)
            # What RE2 refuses has to stay, so that it still does.
            if COUNTED < max(low, high) <= 1000 and (low <= high or not part["high"]):
                sure = min(sure, high if high and low <= COUNTED else 0)
                return f"{{{low},}}" if low <= COUNTED else "+"
            return text
        if _LETTER.fullmatch(text):
            foreign = False
            return f"[{_LETTERS_AND_MORE}]"
        if text[0] == "[" and not text.startswith("[^"):
            plain = _LETTER.sub(lambda _: _LETTERS_AND_MORE, text)
            foreign = foreign and plain == text
            return plain
        return text

    if ("{" not in pattern and r"\p" not in pattern) or r"\Q" in pattern:
        return Loosened(pattern, maxsize, True)
    return Loosened(_COUNTS.sub(loose, pattern), sure, foreign)


@lru_cache(maxsize=4096)
def sketch(pattern: str) -> tuple[bool, bool]:
    """Whether a pattern is anchored, and whether it roams.

    Anchored: it is plain to see that it can match at the start of a text only. Roaming: it may pass over any text
    before its first word, and so stays in play on every text.
    """
    plain = _ATOM.sub(_sketched, pattern)
    count = 1
    while count:
        plain, count = _GROUP.subn(_led, plain)
    ways = plain.split("|")
    anchored = all(way.startswith("^") for way in ways) and not _LINEWISE.search(pattern)
    return anchored, any(_lead(way) == _MANY for way in ways)


def _sketched(atom: re.Match[str]) -> str:
    return _kind(atom[0])


@lru_cache(maxsize=4096)
def _kind(atom: str) -> str:
    many = atom == "." or atom.startswith("[^") or any(kind in atom for kind in _KINDS_OF_MANY)
    return _MANY if many else _FEW


def _led(group: re.Match[str]) -> str:
    """A group as what it begins with: a stretch of any text, a word, or something else."""
    leads = [_lead(way) for way in group[1].split("|")]
    if _MANY in leads:
        return f"{_MANY}*"
    return "" if group[2] or "" in leads else "word"


def _lead(way: str) -> str:
    """What comes first in a sketch without groups: a stretch of any text, a word, or neither."""
    first = _FIRST.search(way)
    return "" if first is None else _MANY if first["many"] else "word"
