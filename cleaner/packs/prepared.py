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

from cleaner.packs.phrases import phrases
from cleaner.resources import rules_folder

FILE = "phrases.json"


def phrases_of(pattern: str) -> Iterable[str] | None:
    """What `phrases` says of a pattern."""
    key = _key(pattern)
    known = _prepared()
    return known[key] if key in known else phrases(pattern)


def prepared(patterns: Iterable[str]) -> bytes:
    """The contents of the file for some patterns. The same patterns give the same bytes."""
    rows = []
    for pattern in set(patterns):
        needed = phrases(pattern)
        told = msgspec.json.encode(None if needed is None else sorted(needed)).decode()
        rows.append(f'"{_key(pattern)}":{told}')
    return ("{" + ",\n".join(sorted(rows)) + "}\n").encode()


@cache
def _prepared() -> dict[str, list[str] | None]:
    try:
        return msgspec.json.decode((rules_folder() / FILE).read_bytes(), type=dict[str, list[str] | None])
    except (OSError, msgspec.MsgspecError):
        return {}


def _key(pattern: str) -> str:
    return blake2b(pattern.encode("utf-8", "replace"), digest_size=8).hexdigest()
