"""The packs that ship, read beforehand: `rules/packs.json`.

To read them from YAML takes a good part of the time in which a process gets to its first page. The file holds each pack
under the digest of the YAML that it was read from: a file that was changed since is read from its YAML, so that what is
written down is never wrong, at worst incomplete. `cleaner rules prepare` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b

import msgspec

from cleaner.packs.schema import Pack
from cleaner.resources import rules_folder

FILE = "packs.json"


def prepared_pack(data: bytes) -> Pack | None:
    """The pack in the contents of a file; None where it is not written down."""
    return _prepared().get(_key(data))


def prepared_packs(packs: Iterable[tuple[bytes, Pack]]) -> bytes:
    """The contents of `rules/packs.json` for some packs and the contents of their files. The same packs give the same
    bytes."""
    rows = sorted(f'"{_key(data)}":{msgspec.json.encode(pack).decode()}' for data, pack in packs)
    return ("{" + ",\n".join(rows) + "}\n").encode()


@cache
def _prepared() -> dict[str, Pack]:
    try:
        return msgspec.json.decode((rules_folder() / FILE).read_bytes(), type=dict[str, Pack])
    except (OSError, msgspec.MsgspecError):
        return {}


def _key(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
