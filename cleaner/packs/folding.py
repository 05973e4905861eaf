"""A text as phrases are looked for in it."""

from __future__ import annotations

EDGE = "\0"
"""What stands, in phrases, for the two ends of a text."""

_DIGITS = bytes.maketrans(b"123456789", b"0" * 9)


def folded(text: str) -> bytes:
    """A text as UTF-8, without case, all digits 0."""
    return text.casefold().encode("utf-8", "replace").translate(_DIGITS)
