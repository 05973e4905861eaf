"""The phrases of the patterns that ship, worked out beforehand: `rules/phrases.json`.

To work them out takes a good part of the time in which a process gets to its first page; to read them, milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cleaner.packs.written import Written


class Needed(msgspec.Struct, frozen=True, array_like=True):
    """What `anchored` and `phrases` say of a pattern."""

    anchored: bool
    phrases: list[str] | None


WRITTEN = Written("phrases.json", dict[str, Needed])


def needed_by(pattern: str) -> Needed:
    """What a pattern needs, looked up or worked out."""
    return WRITTEN.find(_source(pattern)) or _worked_out(pattern)


def prepared(patterns: Iterable[str]) -> bytes:
    """The contents of the file for some patterns."""
    return WRITTEN.contents((_source(pattern), _worked_out(pattern)) for pattern in patterns)


def _worked_out(pattern: str) -> Needed:
    from cleaner.packs.phrases import anchored, phrases  # seldom needed, and slow to import

    some = phrases(pattern)
    return Needed(anchored(pattern), None if some is None else sorted(some))


def _source(pattern: str) -> bytes:
    return pattern.encode("utf-8", "replace")
