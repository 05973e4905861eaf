"""A profile: on how many pages of each site a block stands."""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from cleaner.errors import ProfileError
from cleaner.segmenting.blocks import Metadata
from cleaner.sites.sketch import DEPTH, WIDTH, Keys, Sketch

_MAGIC = b"cleaner-sites\n\x01"
_PAGES, _ALL = "\0pages", "\0all"


def site_of(url: str | None, metadata: Metadata | None = None) -> str | None:
    """The site of a page: the host of its address, else of the address that it says it has; None where neither is
    known. "www." in front does not count."""
    for address in (url, metadata.first("canonical", "og:url") if metadata else None):
        try:
            host = urlsplit(address).hostname if address else None
        except ValueError:
            host = None
        if host:
            return host.lower().removeprefix("www.")
    return None


def block_keys(site: str, texts: Iterable[str]) -> Keys:
    """A 64-bit hash for each text as a block of `site`; case and white space do not count."""
    salt = hashlib.blake2b(site.encode("utf-8", "replace"), digest_size=16).digest()
    made = (
        hashlib.blake2b(" ".join(text.casefold().split()).encode("utf-8", "replace"), digest_size=8, salt=salt).digest()
        for text in texts
    )
    return np.frombuffer(b"".join(made), np.uint64)


class Profile:
    """Counts of the blocks of sites, in memory that does not grow with their number."""

    def __init__(self, sketch: Sketch | None = None) -> None:
        self.sketch = sketch or Sketch()

    def add(self, site: str, keys: Keys) -> None:
        """Counts a page of `site` with the blocks `keys` (see `block_keys`)."""
        self.sketch.add(np.unique(np.append(keys, block_keys(site, [_PAGES]))))

    def note_size(self, site: str, pages: int) -> None:
        """Notes that `site` has so many pages in all, where only some of them were counted."""
        self.sketch.raise_to(block_keys(site, [_ALL]), pages)

    def pages(self, site: str) -> int:
        """How many pages of `site` were counted."""
        return int(self.sketch.count(block_keys(site, [_PAGES]))[0])

    def size(self, site: str) -> int:
        """How many pages `site` has in all, as far as is known."""
        return max(self.pages(site), int(self.sketch.count(block_keys(site, [_ALL]))[0]))

    def counts(self, site: str, texts: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """On how many of these pages each text was a block."""
        return self.sketch.count(block_keys(site, texts))

    @cached_property
    def digest(self) -> str:
        """Tells a profile from others."""
        return hashlib.blake2b(self.sketch.counters.tobytes(), digest_size=8).hexdigest()

    def save(self, path: Path) -> None:
        """Writes the profile, whole or not at all. Raises `OSError`."""
        body = zlib.compress(self.sketch.counters.astype("<u2").tobytes(), 6)
        data = _MAGIC + struct.pack("<II", zlib.crc32(body), len(body)) + body
        unfinished = path.with_name(f".{path.name}.part")
        try:
            with unfinished.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: Path) -> Profile:
        """Reads a profile. Raises `ProfileError` where it is missing, damaged or of another version."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ProfileError(f"{path}: cannot read the profile: {error.strerror}") from error
        head, body = data[: len(_MAGIC) + 8], data[len(_MAGIC) + 8 :]
        if not head.startswith(_MAGIC[:-1]):
            raise ProfileError(f"{path}: no profile: make one with cleaner learn")
        if not head.startswith(_MAGIC):
            raise ProfileError(f"{path}: a profile of another version: make it again with cleaner learn")
        if len(head) < len(_MAGIC) + 8 or struct.unpack("<II", head[len(_MAGIC) :]) != (zlib.crc32(body), len(body)):
            raise ProfileError(f"{path}: damaged profile: make it again with cleaner learn")
        counters = np.frombuffer(zlib.decompress(body), "<u2").reshape(DEPTH, WIDTH)
        return cls(Sketch(counters.astype(np.uint16)))
