"""Places where pages lie: files here, files elsewhere, streams; and what the suffix says of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from cleaner.batch.sources.limits import COMPRESSED

PAGES = frozenset({".html", ".htm", ".xhtml", ".txt", ".md", ".text", ""})
"""Suffixes of the files that are taken for pages in a folder; a file that is named itself is always taken."""

CONTAINERS = {
    ".warc": "warc",
    ".wet": "warc",
    ".zip": "zip",
    ".tar": "tar",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
}
"""Suffixes of files that hold many pages."""

NAMED_ONLY = frozenset({".json", ".csv", ".tsv", ".arrow", ".feather", ".ipc", ".sqlite", ".sqlite3", ".db"})
"""Suffixes that in a folder of pages are more often something else: such files are taken where they are named."""

SHORT = {".tgz": (".tar", ".gz"), ".tbz2": (".tar", ".bz2"), ".txz": (".tar", ".xz"), ".tzst": (".tar", ".zst")}


def suffixes(name: str) -> tuple[str, str]:
    """A file's suffix and that of its compression, lower case: "a.warc.gz" gives (".warc", ".gz")."""
    path = PurePosixPath(name.lower())
    if path.suffix in SHORT:
        return SHORT[path.suffix]
    if path.suffix in COMPRESSED:
        return PurePosixPath(path.stem).suffix, path.suffix
    return path.suffix, ""


@dataclass(slots=True)
class Place:
    """A file or stream that holds one page or many.

    name      its path below what all inputs have in common, "/" between parts: the start of keys and targets
    shown     its name in messages
    open      opens it for reading; `seekable` where the stream can be read out of order
    path      what a worker process can open by itself: a local path, an address; None where it cannot
    local     its path on this machine, if any
    size      bytes, 0 where not known
    form      "page" or one of the values of `CONTAINERS`
    packing   suffix of its compression, "" for none
    sure      whether it was named or has a page's suffix
    target    name of the result of a single page
    """

    name: str
    shown: str
    open: Callable[[], IO[bytes]]
    path: str | None = None
    local: str | None = None
    size: int = 0
    form: str = "page"
    packing: str = ""
    sure: bool = True
    target: str = ""
