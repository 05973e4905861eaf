"""The phrases of the patterns that ship, worked out beforehand: `rules/phrases.json`.

To work them out takes a good part of the time in which a process gets to its first page; to read them, milliseconds. A
pattern that is not written down, such as one of a pack of one's own, is worked out when it is met: so the file is never
wrong, at worst incomplete. `cleaner rules prepare` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b

import msgspec

from cleaner.packs.phrases import anchored, phrases
from cleaner.resources import rules_folder

FILE = "phrases.json"


class Needed(msgspec.Struct, frozen=True, array_like=True):
    """What `anchored` and `phrases` say of a pattern."""

    anchored: bool
    phrases: list[str] | None


def needed_by(pattern: str) -> Needed:
    """What a pattern needs, looked up or worked out."""
    return _prepared().get(_key(pattern)) or _worked_out(pattern)


def _worked_out(pattern: str) -> Needed:
    some = phrases(pattern)
    return Needed(anchored(pattern), None if some is None else sorted(some))


def prepared(patterns: Iterable[str]) -> bytes:
    """The contents of the file for some patterns. The same patterns give the same bytes."""
    rows = (f'"{_key(pattern)}":{msgspec.json.encode(_worked_out(pattern)).decode()}' for pattern in set(patterns))
    return ("{" + ",\n".join(sorted(rows)) + "}\n").encode()


@cache
def _prepared() -> dict[str, Needed]:
    try:
        return msgspec.json.decode((rules_folder() / FILE).read_bytes(), type=dict[str, Needed])
    except (OSError, msgspec.MsgspecError):
        return {}


def _key(pattern: str) -> str:
    return blake2b(pattern.encode("utf-8", "replace"), digest_size=8).hexdigest()
