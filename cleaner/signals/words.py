"""The words of a page's blocks: what they are compared by, and looked up in what was learned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleaner.signals.characters import LOWER, UNSPACED, UPPER, code_points, table

Indices = NDArray[np.int64]

SAMPLE = 400
"""Characters of a block whose words are looked at: the rest of a long paragraph tells nothing new."""

OPENING, LINE_WORDS, LINE = 12, 5, 60
"""Words at the start of a block that are looked up; a block of at most `LINE_WORDS` words, and less than `LINE`
characters, is looked up as a whole as well."""

_SPACE = np.uint32(ord(" "))


@cache
def _letters() -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.isin(table(), (UPPER, LOWER, UNSPACED))
    return found


def split_words(texts: Sequence[str], sample: int = SAMPLE) -> tuple[list[str], Indices]:
    """The runs of letters in the first `sample` characters of each text, in lower case, those of all texts one after
    the other; and where each text's begin, with the end of all."""
    starts = [text[:sample] for text in texts]
    if not starts:
        return [], np.zeros(1, np.int64)
    codes = code_points(starts)
    inside = _letters()[codes]
    begins = inside.copy()
    np.greater(inside[1:], inside[:-1], out=begins[1:])
    first = np.cumsum([0, *map(len, starts[:-1])]) + np.arange(len(starts))
    bounds = np.concatenate([[0], np.cumsum(np.add.reduceat(begins, first, dtype=np.int64))])
    return np.where(inside, codes, _SPACE).tobytes().decode("utf-32-le").lower().split(), bounds


def line_key(words: Sequence[str]) -> str:
    """The key under which a short block is looked up as a whole."""
    return "=" + " ".join(words)
