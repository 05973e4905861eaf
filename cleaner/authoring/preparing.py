"""What the packs that ship need at hand when a process starts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cleaner.errors import PackError
from cleaner.packs import Packs
from cleaner.packs.prepared import FILE, prepared
from cleaner.resources import rules_folder


def prepare_packs() -> Path:
    """Writes the phrases of all patterns of the packs that ship, and says where. Raises `PackError` where it cannot."""
    path = rules_folder() / FILE
    data = prepared(shipped_patterns())
    try:
        path.write_bytes(data)
    except OSError as error:
        raise PackError(f"cannot write the phrases: {error.strerror}", str(path)) from error
    return path


def shipped_patterns() -> Iterator[str]:
    """Every pattern of the packs that ship."""
    for source in Packs.load().sources:
        yield from source.pack.when.patterns if source.pack.when else ()
        for rule in source.pack.rules:
            if rule.pattern:
                yield rule.pattern
