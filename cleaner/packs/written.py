"""What is worked out beforehand, as data under `rules/`: things under the digest of what they were worked out from.

A source that is not written down, or was changed since, is worked out when it is met: so a file is never wrong, at
worst incomplete. `cleaner rules prepare` writes the files anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from hashlib import blake2b
from typing import Generic, TypeVar

import msgspec

from cleaner.resources import rules_folder

T = TypeVar("T")


class Written(Generic[T]):
    """A file `name` under `rules/`, of the type `kind`, read when first asked."""

    def __init__(self, name: str, kind: type[dict[str, T]]) -> None:
        self.name = name
        self.kind = kind

    def find(self, source: bytes) -> T | None:
        """What was worked out from `source`; None where it is not written down."""
        return self._known.get(_key(source))

    def contents(self, pairs: Iterable[tuple[bytes, T]]) -> bytes:
        """The contents of the file for some sources and what was worked out from each. The same pairs give the same
        bytes."""
        rows = {f'"{_key(source)}":{msgspec.json.encode(thing).decode()}' for source, thing in pairs}
        return ("{" + ",\n".join(sorted(rows)) + "}\n").encode()

    @cached_property
    def _known(self) -> dict[str, T]:
        try:
            return msgspec.json.decode((rules_folder() / self.name).read_bytes(), type=self.kind)
        except (OSError, msgspec.MsgspecError):
            return {}


def _key(source: bytes) -> str:
    return blake2b(source, digest_size=16).hexdigest()
