"""What the packs that ship need at hand when a process starts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cleaner.errors import PackError
from cleaner.packs import Packs, loading, prepared
from cleaner.packs.loading import inspected, shipped
from cleaner.resources import rules_folder


def prepare_packs() -> list[Path]:
    """Writes down the packs that ship and what all their patterns need, and says where. Raises `PackError` for a pack
    that is wrong, and where it cannot write."""
    written = {loading.WRITTEN.name: shipped_packs(), prepared.WRITTEN.name: prepared.prepared(shipped_patterns())}
    paths = []
    for name, data in written.items():
        path = rules_folder() / name
        try:
            path.write_bytes(data)
        except OSError as error:
            raise PackError(f"cannot write what is prepared: {error.strerror}", str(path)) from error
        paths.append(path)
    return paths


def shipped_packs() -> bytes:
    """The packs that ship, read from their YAML."""
    packs = []
    for path in shipped():
        pack, errors = inspected(path)
        if pack is None:
            raise errors[0]
        packs.append((path.read_bytes(), pack))
    return loading.WRITTEN.contents(packs)


def shipped_patterns() -> Iterator[str]:
    """Every pattern of the packs that ship."""
    for source in Packs.load().sources:
        yield from source.pack.when.patterns if source.pack.when else ()
        for rule in source.pack.rules:
            if rule.pattern:
                yield rule.pattern
