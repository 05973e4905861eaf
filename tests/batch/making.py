"""Containers of pages for the tests of sources."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from cleaner.batch.items import Item
from cleaner.batch.sources import Fields, Inputs, Notes, Reading, all_items, load
from cleaner.errors import CleanerError

LIMIT = 2**20


def read(*paths: object, fields: Fields | None = None, limit: int = LIMIT, **options: object) -> list[Item]:
    """The items of some inputs, their pages loaded."""
    table = options.pop("table", None)
    reading = Reading(limit, fields or Fields(), table)  # type: ignore[arg-type]
    return list(_loaded(all_items(Inputs([str(path) for path in paths], **options), reading, Notes()), limit))  # type: ignore[arg-type]


def _loaded(items: Iterator[Item], limit: int) -> Iterator[Item]:
    for item in items:
        if item.page and item.error is None and item.content is None:
            try:
                item.content = load(item, limit)
            except (CleanerError, OSError) as error:
                item.error = str(error)
        yield item


def record(url: str, body: bytes, kind: str = "response", headers: Mapping[str, str] | None = None) -> bytes:
    """A WARC record: a response with HTTP headers, or one of another kind with the body alone."""
    if kind == "response":
        headers = {"Content-Type": "text/html"} | dict(headers or {})
        status = headers.pop("Status", "200 OK")
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        body, content_type = f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body, "application/http; msgtype=response"
    else:
        content_type = "text/plain"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-04T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{url}>\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def write_zip(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_tar(path: Path, members: Mapping[str, bytes], links: Mapping[str, str] | None = None) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix in (".gz", ".tgz") else "w") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        for name, target in (links or {}).items():
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            archive.addfile(entry)
    return path


def page(name: object, wish: str = "") -> bytes:
    """A short report; `wish` is what it asks the hostile engine for."""
    said = "".join(
        f"<p>The ferry {name} sailed on day {day}, and the harbour master said that it had been sold out for weeks.</p>"
        for day in range(3)
    )
    return (
        f"<!-- please {wish} --><html lang=en><title>Ferry {name}</title>"
        # Where the page tells them nobody else is asked: that would take each worker half a second.
        f"<meta name=author content='Ada Moor'><meta property=article:published_time content=2024-05-04>"
        f"<nav><ul><li><a href=/>Home</a><li><a href=/news>News</a></ul></nav>"
        f"<main><h1>Ferry {name} sails</h1>{said}</main>"
    ).encode()


def contents(path: Path) -> dict[str, bytes]:
    """Every file of an output, ledgers left out."""
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return {
        str(one.relative_to(path.parent)): one.read_bytes()
        for one in files
        if not any(part.endswith(".cleaner") for part in one.relative_to(path.parent).parts)
    }
