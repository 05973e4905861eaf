"""Pages that lie elsewhere: s3://, gs://, hdfs://, http(s):// and whatever else fsspec knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any, cast

from cleaner.batch.optional import require
from cleaner.batch.sources.place import CONTAINERS, NAMED_ONLY, PAGES, Place, suffixes

OWN = frozenset({"memory"})
"""Protocols whose files only the process sees that wrote them."""

_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def is_address(name: str) -> bool:
    """Whether a name is an address of the form `protocol://...`."""
    return _ADDRESS.match(name) is not None


def remote_places(address: str, form: str | None, failures: list[tuple[str, str]]) -> Iterator[Place]:
    """The file at an address, all files below it, or those that match a pattern in it.

    Raises `MissingExtra` without fsspec, or without the library that it needs for the protocol.
    """
    core = require("fsspec.core", "remote", f"reading {address}")
    try:
        system, path = core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        failures.append((address, f"cannot be reached: {error}"))
        return
    try:
        if core.has_magic(path):
            named, found = False, sorted(system.glob(path))
            base = path[: re.search(r"[*?\[]", path).start()].rpartition("/")[0]  # type: ignore[union-attr]
        elif system.isdir(path):
            named, found, base = False, sorted(system.find(path)), path.rstrip("/")
        else:
            named, found, base = True, [path], path.rpartition("/")[0]
    except Exception as error:  # each protocol has its own kinds of errors
        failures.append((address, f"cannot be reached: {error}"))
        return
    if not found:
        failures.append((address, "nothing there"))
    for file in found:
        name = file[len(base) :].strip("/") if file.startswith(base) else file.strip("/")
        suffix, packing = suffixes(name.partition("?")[0])
        if not named and (suffix not in PAGES and (suffix not in CONTAINERS or suffix in NAMED_ONLY)):
            continue
        full = system.unstrip_protocol(file)
        yield Place(
            name=name or "page",
            shown=full,
            open=lambda file=file: cast(IO[bytes], system.open(file, "rb")),  # type: ignore[misc]
            path=None if full.partition("://")[0] in OWN else full,
            form=form or CONTAINERS.get(suffix, "page"),
            packing=packing,
            sure=bool(suffix) or named,
            target=name or "page",
        )


def open_address(address: str) -> Any:
    """Opens what is at an address for reading."""
    return require("fsspec", "remote", f"reading {address}").open(address, "rb")
