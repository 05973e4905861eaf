"""The first words of a block, by which it is looked up in what was learned."""

from __future__ import annotations

import re
from collections.abc import Sequence

START, WORDS, LINE_WORDS = 120, 12, 5
"""Characters and words at the start of a block that are looked up; a block of at most `LINE_WORDS` words is looked up
as a whole as well."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LETTERS = bytes(ord(chr(code).lower()) if chr(code).isalpha() else 32 for code in range(128)).ljust(256)
"""ASCII in lower case, a space for what is no letter."""


def block_words(text: str) -> list[str]:
    """The words at the start of a block that are looked up, in lower case."""
    start = text[:START]
    if start.isascii() and "'" not in start:  # most are, and need no pattern
        return start.encode().translate(_LETTERS).decode().split(None, WORDS)[:WORDS]
    return _WORD.findall(start.lower())[:WORDS]


def line_key(words: Sequence[str], text: str) -> str | None:
    """The key under which a short block is looked up as a whole; None for longer ones."""
    return "=" + " ".join(words) if len(words) <= LINE_WORDS and len(text) < 60 else None
