"""Patterns whose automata stay small, to be tried before the patterns that they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from sys import maxsize

from cleaner.packs.syntax import ESCAPE, SET

COUNTED = 4
"""Repetitions up to which a loosened pattern still counts."""

_COUNTS = re.compile(rf"{ESCAPE}|{SET}|\{{(?P<low>\d+)(?P<comma>,(?P<high>\d*))?\}}", re.DOTALL)
_LETTER = re.compile(r"\\p(?:L|\{L\})")
_LETTERS_AND_MORE = r"A-Za-z\x{80}-\x{10FFFF}"


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
