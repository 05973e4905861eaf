"""Places -> items: every page of every container, in a fixed order, what is broken named where it stands."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import IO

from cleaner.batch.items import Item
from cleaner.batch.names import safe_path
from cleaner.batch.sources.archives import tar_members, zip_members
from cleaner.batch.sources.fields import Fields
from cleaner.batch.sources.finding import Inputs, Notes, is_input
from cleaner.batch.sources.jsons import json_rows
from cleaner.batch.sources.limits import unpacked
from cleaner.batch.sources.place import Place
from cleaner.batch.sources.remote import is_address, open_address
from cleaner.batch.sources.rows import Row, fill
from cleaner.batch.sources.tables import arrow_rows, csv_rows, parquet_rows, sqlite_rows
from cleaner.batch.sources.warc import records
from cleaner.errors import MissingExtra, PackError, PageTooLarge, SourceError

__all__ = [
    "FORMS",
    "Fields",
    "Inputs",
    "Notes",
    "Reading",
    "all_items",
    "is_address",
    "is_input",
    "items",
    "load",
    "open_packed",
]

FORMS = ("page", "json", "csv", "tsv", "warc", "zip", "tar", "parquet", "arrow", "sqlite")
"""What `--input` takes: what the files hold, whatever their suffix."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How containers are read: `limit` is the most bytes of a page, `table` the one of an SQLite database; with `heads`
    pages that cost time to get at may be left out, so that only what is said of them is known."""

    limit: int
    fields: Fields = field(default_factory=Fields)
    table: str | None = None
    heads: bool = False


def all_items(inputs: Inputs, reading: Reading, notes: Notes) -> Iterator[Item]:
    """Every page of the inputs, numbered in order."""
    every = chain.from_iterable(items(place, reading) for place in inputs.places(notes))
    for number, item in enumerate(every, 1):
        item.number = number
        yield item


def items(place: Place, reading: Reading) -> Iterator[Item]:
    """The pages in a place. What is broken, a record or the rest of a container, is an item with an `error`."""
    if place.form == "":
        place = _sniffed(place)
    if place.form == "page":
        yield _page(place, reading.limit)
        return
    number, last, spent = 0, 0, 0
    try:
        with _Opened(place) as stream:
            for item in _FORMS[place.form](place, stream, reading):
                number += 1
                spent = stream.tell() if stream.counts else spent
                item.weight, last = max(0, spent - last), max(spent, last)
                yield item
    except (MissingExtra, PackError):
        raise
    except (SourceError, OSError, ValueError, MemoryError) as error:
        words = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
        after = f"{words} (after {number:,} pages of it)" if number else words
        yield Item(f"{place.name}!", place.name, place.shown, error=after, weight=max(0, place.size - last))


def load(item: Item, limit: int) -> bytes | str:
    """The page of an item, read from its file or address where it does not hold it.

    Raises `PageTooLarge` without reading on, `SourceError` for damaged compressed files, `OSError`.
    """
    if item.content is not None:
        return item.content
    with open_packed(item) as stream:
        return _read(stream, item.packing, limit)


@contextmanager
def open_packed(item: Item) -> Iterator[IO[bytes]]:
    """What is at the path of an item, unpacked while it is read."""
    assert item.path
    with open_address(item.path) if is_address(item.path) else open(item.path, "rb") as file:
        yield unpacked(file, item.packing)


def _read(stream: IO[bytes], packing: str, limit: int) -> bytes:
    page = stream.read(limit + 1)
    if len(page) > limit:
        size = len(page)
        if not packing:
            with suppress(OSError, AttributeError):  # a stream may be no file
                size = max(size, stream.seek(0, io.SEEK_END))
        raise PageTooLarge(size, limit)
    return page


def _page(place: Place, limit: int) -> Item:
    item = Item(place.name, _target(place), place.shown, path=place.path, sure=place.sure, weight=place.size)
    if place.path is None:
        try:
            with place.open() as stream:
                item.content = _read(unpacked(stream, place.packing), place.packing, limit)
        except (PageTooLarge, SourceError, OSError) as error:
            item.error = (error.strerror if isinstance(error, OSError) else None) or str(error)
    else:
        item.packing = place.packing
    return item


def _target(place: Place) -> str:
    return safe_path(place.target or place.name)


class _Opened:
    """A place's stream that tells how much of it was read."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.counts = place.form not in ("zip", "sqlite")

    def __enter__(self) -> _Opened:
        self.stream = self.place.open() if self.counts else io.BytesIO()
        return self

    def __exit__(self, *_: object) -> None:
        if self.place.name != "stdin":
            self.stream.close()

    def tell(self) -> int:
        try:
            return self.stream.tell()
        except (OSError, ValueError, AttributeError):
            return 0


def _sniffed(place: Place) -> Place:
    """stdin: told from its first bytes."""
    stream = io.BufferedReader(place.open(), 2**16)  # type: ignore[type-var]
    head = stream.peek(2**16)
    place.open = lambda: stream
    magic = {b"\x1f\x8b": ".gz", b"BZh": ".bz2", b"\xfd7zXZ": ".xz", b"\x28\xb5\x2f\xfd": ".zst"}
    place.packing = next((suffix for start, suffix in magic.items() if head.startswith(start)), "")
    if place.packing:
        inner = io.BufferedReader(unpacked(stream, place.packing), 2**16)  # type: ignore[type-var]
        head, place.packing = inner.peek(2**16), ""
        place.open = lambda: inner
    if head.startswith(b"WARC/"):
        place.form = "warc"
    elif head[257:262] == b"ustar":
        place.form = "tar"
    elif head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b'{"', b'[{"')):
        place.form = "json"
    else:
        place.form = "page"
    return place


def _from_rows(place: Place, rows: Iterator[Row], fields: Fields | None = None) -> Iterator[Item]:
    for row in rows:
        yield fill(_numbered(place, row.number), row, fields)


def _numbered(place: Place, number: int) -> Item:
    return Item(f"{place.name}#{number}", f"{_target(place)}/{number:08}", f"{place.shown}#{number}")


def _json(place: Place, opened: _Opened, reading: Reading) -> Iterator[Item]:
    # What is escaped takes more room than the page itself.
    rows = json_rows(unpacked(opened.stream, place.packing), 2 * reading.limit)
    return _from_rows(place, rows, reading.fields)


def _csv(place: Place, opened: _Opened, reading: Reading) -> Iterator[Item]:
    delimiter = "\t" if place.form == "tsv" or ".tsv" in place.name.lower()[-8:] else None
    stream = unpacked(opened.stream, place.packing)
    return _from_rows(place, csv_rows(stream, 2 * reading.limit, reading.fields, delimiter))


def _parquet(place: Place, opened: _Opened, reading: Reading) -> Iterator[Item]:
    return _from_rows(place, parquet_rows(opened.stream, reading.fields))


def _arrow(place: Place, opened: _Opened, reading: Reading) -> Iterator[Item]:
    return _from_rows(place, arrow_rows(opened.stream, reading.fields))


def _sqlite(place: Place, opened: _Opened, reading: Reading) -> Iterator[Item]:
    if place.local is None:
        raise SourceError("an SQLite database must lie on this machine: copy it here first")
    return _from_rows(place, sqlite_rows(place.local, reading.fields, reading.table))


def _warc(place: Place, opened: _Opened, reading: Reading) -> Iterator[Item]:
    # The library unpacks faster, but does not tell when the data end early.
    packing = "" if reading.heads and place.packing in (".gz", ".zst") else place.packing
    for record in records(unpacked(opened.stream, packing), reading.limit, reading.heads):
        item = _numbered(place, record.number)
        item.content, item.url, item.id, item.kind = record.page, record.url, record.id, record.kind
        item.charset, item.sure, item.error = record.charset, record.sure, record.error
        yield item


def _members(
    read: Callable[[Place], Iterator[Place]],
) -> Callable[[Place, _Opened, Reading], Iterator[Item]]:
    def members(place: Place, opened: _Opened, reading: Reading) -> Iterator[Item]:
        if opened.counts:
            place.open = lambda: opened.stream
        seen: dict[str, int] = {}
        for member in read(place):
            nth = seen[member.name] = seen.get(member.name, 0) + 1
            if nth > 1:  # archives may have a name twice
                member.name, member.target = f"{member.name}#{nth}", f"{member.target}#{nth}"
            member.target = f"{_target(place)}/{safe_path(member.target)}"
            if member.form == "":
                yield Item(member.name, member.target, member.shown, page=False)
            else:
                yield from items(member, reading)

    return members


_FORMS: dict[str, Callable[[Place, _Opened, Reading], Iterator[Item]]] = {
    "json": _json,
    "csv": _csv,
    "tsv": _csv,
    "parquet": _parquet,
    "arrow": _arrow,
    "sqlite": _sqlite,
    "warc": _warc,
    "zip": _members(zip_members),
    "tar": _members(tar_members),
}
