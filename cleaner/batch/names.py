"""Names for results that are safe on every file system and lead nowhere but below the output folder."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

LONGEST = 120
"""Characters of one part of a path; file systems take 255 bytes."""

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\\\ud800-\udfff]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def safe_path(name: str) -> str:
    """A relative path in place of whatever name a container gave: no "..", no root, nothing that Windows refuses.

    A name that had to be changed gets a few digits of its digest, so that two names stay two.
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    safe = "/".join(map(_safe_part, parts)) or "page"
    if safe == name:
        return safe
    path = PurePosixPath(safe)
    return str(path.with_name(f"{path.stem}-{_mark(name)}{path.suffix}"))


def safe_name(name: str) -> str:
    """The same for a name that must be a single part and has no suffix."""
    safe = _safe_part(name.replace("/", "_"))
    return safe if safe == name else f"{safe}-{_mark(name)}"


def _mark(name: str) -> str:
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _safe_part(part: str) -> str:
    part = _UNSAFE.sub("_", part).rstrip(". ")
    if part.startswith("."):
        part = "_" + part[1:]  # hidden files are where a run keeps its own things
    if _RESERVED.match(part):
        part = "_" + part
    while len(part.encode("utf-8")) > LONGEST:
        stem, dot, suffix = part.rpartition(".")
        part = f"{stem[:-1]}{dot}{suffix}" if stem and len(suffix) < 10 else part[:-1]
    return part or "_"
