"""Counts of character classes for all blocks at once.

The texts of a page are one array of code points; a table gives each its class, and sums over the blocks' spans give
the counts, so that no Python code runs per character.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

OTHER, SPACE, DIGIT, UPPER, LOWER, COMMA, TERMINAL, SYMBOL, UNSPACED = range(9)

_TABLE_END = 0x3100
"""Code points from here on are classed by range: up to here are the scripts with case and most punctuation."""


@cache
def table() -> NDArray[np.uint8]:
    """The class of every code point."""
    table = np.zeros(sys.maxunicode + 1, np.uint8)
    for code in range(_TABLE_END):
        char = chr(code)
        if char.isspace():
            table[code] = SPACE
        elif char.isalpha():
            table[code] = UPPER if char.isupper() else LOWER
        elif unicodedata.category(char) in ("Mn", "Mc"):
            table[code] = LOWER  # the vowels of Indic and Semitic scripts belong to the letter before
        elif char.isdigit():
            table[code] = DIGIT
        elif char in ",;:、،":
            table[code] = COMMA
        elif char in ".!?…。؟।":
            table[code] = TERMINAL
        elif char not in "'’\"“”‘„«»()-–—" and char.isprintable():
            table[code] = SYMBOL
    table[0xAC00:0xD7B0] = LOWER  # Hangul has spaces between words, unlike
    # kana, Han, Thai, Lao, Khmer and Burmese.
    for start, end in ((0x3040, 0x3100), (0x3400, 0xA000), (0xF900, 0xFB00), (0x0E00, 0x0F00), (0x1000, 0x1100)):
        table[start:end] = UNSPACED
    table[[0xFF0C, 0xFF1A, 0xFF1B]] = COMMA
    table[[0xFF01, 0xFF0E, 0xFF1F]] = TERMINAL
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
    last: NDArray[np.uint32]
    """The code point of the last character; a line feed for an empty text."""
    ends: Floats
    """1 where the last character ends a sentence (a closing quote or bracket may follow it)."""


def code_points(texts: Sequence[str]) -> NDArray[np.uint32]:
    """The characters of all texts, a line feed after each text; lone surrogates become "?"."""
    return np.frombuffer(("\n".join(texts) + "\n").encode("utf-32-le", "replace"), np.uint32)


def count_characters(texts: Sequence[str]) -> Counts:
    """The character counts of each of `texts`. Words of scripts without spaces count as two characters each."""
    codes = code_points(texts)
    classes = table().take(codes)
    lengths = np.fromiter(map(len, texts), np.intp, len(texts))
    bounds = np.concatenate(([0], np.cumsum(lengths + 1)))
    filled = classes != SPACE

    def summed(marked: NDArray[np.bool_]) -> Floats:
        return np.add.reduceat(marked, bounds[:-1], dtype=np.int32).astype(np.float64)

    def total(kind: int) -> Floats:
        return summed(classes == kind)

    def within(places: NDArray[np.intp]) -> Floats:
        return np.diff(np.searchsorted(places, bounds)).astype(np.float64)

    # A word starts where no white space follows white space; a text starts after the line feed of the one before.
    starts = filled.copy()
    np.greater(filled[1:], filled[:-1], out=starts[1:])
    words = summed(starts)
    # A sentence ends where white space follows its last mark, or, without spaces between words, a letter.
    marks = np.flatnonzero(classes == TERMINAL)
    after = classes[np.minimum(marks + 1, len(classes) - 1)]
    ends = bounds[1:] - 1
    last, second = classes[np.maximum(ends - 1, 0)], classes[np.maximum(ends - 2, 0)]
    closes = (last == TERMINAL) | ((second == TERMINAL) & (last == OTHER))
    capitals, unspaced = total(UPPER), total(UNSPACED)
    return Counts(
        chars=lengths.astype(np.float64),
        words=words + np.floor(unspaced / 2),
        digits=total(DIGIT),
        capitals=capitals,
        letters=capitals + total(LOWER) + unspaced,
        commas=total(COMMA),
        symbols=total(SYMBOL),
        unspaced=unspaced,
        sentences=within(marks[(after == SPACE) | (after == UNSPACED)]),
        last=codes[np.maximum(ends - 1, 0)],
        ends=(closes & (lengths > 0)).astype(np.float64),
    )
