"""What goes through a batch: items, pages still to be cleaned, and outcomes, what became of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

PACKED = 10
"""Bytes of a page for each of its compressed ones: rather too many, the median is 5.5; some long pages have 17."""


@dataclass(slots=True)
class Item:
    """A page of a batch.

    key       its name in the ledger, the same in every run: "news/a.html", "dump.zip!/a.html", "pages.jsonl#17"
    target    where below the output folder its result belongs, "/" between parts, without the result's suffix
    shown     its name in messages
    content   the page; None where the worker is to read it from `path`, a file or an address
    packing   suffix of the compression of what is at `path`, "" for none
    charset   what HTTP said of its encoding
    sure      False where it may turn out to be no page at all, and that would be no failure
    page      False where it is known to be none, and only counted
    error     why its source cannot give it; it fails with these words
    weight    bytes of the input that are done with it, for the progress
    known     digest that it had when it was last cleaned; the same digest again leaves it alone
    """

    key: str
    target: str
    shown: str
    content: bytes | str | None = None
    path: str | None = None
    url: str | None = None
    id: str | None = None
    kind: str = "auto"
    packing: str = ""
    charset: str | None = None
    sure: bool = True
    page: bool = True
    error: str | None = None
    weight: int = 0
    number: int = 0
    known: bytes | None = None

    @property
    def size(self) -> int:
        """Bytes (characters) of its content that are held in memory."""
        return len(self.content) if self.content is not None else 0

    @property
    def load(self) -> int:
        """Bytes of its page once a worker has read and unpacked it, as far as can be told."""
        return self.size or self.weight * (PACKED if self.packing else 1)


class State(StrEnum):
    """What became of a page. `PASSED` is a file that turned out to be no page."""

    DONE = "done"
    FAILED = "failed"
    PASSED = "passed"
    UNCHANGED = "unchanged"


@dataclass(slots=True)
class Figures:
    """What the report says of a cleaned page: characters of each zone, comments and how many of them are spam."""

    zones: list[int] = field(default_factory=list)
    page_kind: str = ""
    language: str | None = None
    confidence: float = 0.0
    comments: int = 0
    spam: int = 0
    empty: bool = False


@dataclass(slots=True)
class Outcome:
    """`result` is what a stream gets; a page of a folder is already written. `reason` classes an `error`."""

    state: State
    digest: bytes = b""
    seconds: float = 0.0
    error: str | None = None
    reason: str | None = None
    figures: Figures | None = None
    result: bytes | None = None
    size: int = 0


def digest(content: bytes | str, url: str | None) -> bytes:
    """16 bytes that tell a page from every other (BLAKE2b)."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    found = hashlib.blake2b(data, digest_size=16)
    if url:
        found.update(b"\0" + url.encode("utf-8", "surrogatepass"))
    return found.digest()
