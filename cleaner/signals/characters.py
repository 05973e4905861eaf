"""Counts of character classes for all blocks at once.

The texts of a page are one array of code points; a table gives each its class, and sums over the blocks' spans give
the counts, so that no Python code runs per character.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SPACE, DIGIT, UPPER, LETTER, COMMA, TERMINAL, SYMBOL, UNSPACED = (1 << bit for bit in range(8))

_TABLE_END = 0x3100
"""Code points from here on are classed by range: up to here are the scripts with case and most punctuation."""


@cache
def _table() -> NDArray[np.uint8]:
    table = np.zeros(0x10000, np.uint8)
    for code in range(_TABLE_END):
        char = chr(code)
        if char.isspace():
            table[code] = SPACE
        elif char.isalpha():
            table[code] = LETTER | UPPER if char.isupper() else LETTER
        elif char.isdigit():
            table[code] = DIGIT
        elif char in ",;:、،":
            table[code] = COMMA
        elif char in ".!?…。؟।":
            table[code] = TERMINAL
        elif char not in "'’\"“”‘„«»()-–—" and char.isprintable():
            table[code] = SYMBOL
    # Scripts that put no spaces between words: kana, Han, Thai, Lao, Khmer, Burmese.
    for start, end in ((0x3040, 0x3100), (0x3400, 0xA000), (0xF900, 0xFB00), (0x0E00, 0x0F00), (0x1000, 0x1100)):
        table[start:end] = LETTER | UNSPACED
    table[0xAC00:0xD7B0] = LETTER  # Hangul has spaces
    table[[0xFF0C, 0xFF1A, 0xFF1B]] = COMMA
    table[[0xFF01, 0xFF0E, 0xFF1F]] = TERMINAL
    table[0xD800:0xF900] |= SYMBOL
    return table


@dataclass(frozen=True, slots=True)
class Counts:
    """One entry a block: characters, words, and how many characters (or sentence ends) of each class it has."""

    chars: Floats
    words: Floats
    digits: Floats
    capitals: Floats
    letters: Floats
    commas: Floats
    symbols: Floats
    unspaced: Floats
    sentences: Floats
    ends: Floats
    """1 where the last character ends a sentence (a closing quote or bracket may follow it)."""


def count_characters(texts: Sequence[str]) -> Counts:
    """The character counts of each of `texts`. Words of scripts without spaces count as two characters each."""
    joined = "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
    classes = _table()[np.minimum(codes, 0xFFFF)]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    ends = np.cumsum(lengths + 1) - 1
    starts = ends - lengths

    def total(mask: NDArray[np.bool_]) -> Floats:
        sums = np.concatenate(([0], np.cumsum(mask, dtype=np.int64)))
        return (sums[ends] - sums[starts]).astype(np.float64)

    space = (classes & SPACE) != 0
    terminal = (classes & TERMINAL) != 0
    letter = (classes & LETTER) != 0
    before = np.concatenate(([True], space[:-1]))
    after = np.concatenate((space[1:], [True]))
    unspaced = (classes & UNSPACED) != 0
    # A sentence ends where a terminal follows a letter (or a quote) and white space, or any unspaced letter, follows.
    sentence = terminal & (after | np.concatenate((unspaced[1:], [False])))
    chars = lengths.astype(np.float64)
    foreign = total(unspaced)
    last = classes[np.maximum(ends - 1, 0)]
    second = classes[np.maximum(ends - 2, 0)]
    closes = (last & TERMINAL != 0) | ((second & TERMINAL != 0) & (last == 0))
    return Counts(
        chars=chars,
        words=total(before & ~space) + np.floor(foreign / 2),
        digits=total((classes & DIGIT) != 0),
        capitals=total((classes & UPPER) != 0),
        letters=total(letter),
        commas=total((classes & COMMA) != 0),
        symbols=total((classes & SYMBOL) != 0),
        unspaced=foreign,
        sentences=total(sentence),
        ends=(closes & (lengths > 0)).astype(np.float64),
    )
