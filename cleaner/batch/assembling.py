"""The results of a batch put together into its stream: JSON lines, Parquet or SQLite, whole or in shards.

Always from the beginning, and with nothing of when or how often a run was broken off in it: the same results make the
same bytes.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import msgspec

from cleaner.batch.formats import COLUMNS, Format, arrow_schema
from cleaner.batch.optional import require

GROUP_ROWS, GROUP_BYTES = 1000, 64 * 2**20
"""Rows, and about how many bytes, of a row group of a Parquet file."""

LEVELS = {".gz": 6, ".zst": 3}


def shard(target: Path, number: int) -> Path:
    """The name of a shard: "pages.jsonl.gz" and 3 give "pages-00003.jsonl.gz"."""
    stem, dot, suffixes = target.name.partition(".")
    return target.with_name(f"{stem}-{number:05}{dot}{suffixes}")


def assemble(
    results: Iterator[bytes], target: Path, format: Format, packing: str, scratch: Path, split: int | None = None
) -> list[Path]:
    """Writes `results`, in their order, into the file `target`, or into shards of `split` results each, and returns
    the files; at least one, even if empty. Each file is whole or not there at all, by way of the folder `scratch`.

    Raises `OSError` where the disk is full.
    """
    write = {Format.JSONL: _lines(packing), Format.PARQUET: _parquet, Format.SQLITE: _sqlite}[format]
    files: list[Path] = []
    more: bytes | None = next(results, None)
    while more is not None or not files:
        rest = chain(() if more is None else (more,), results)  # a generator would close `results` with itself
        path = shard(target, len(files) + 1) if split else target
        unfinished = scratch / path.name
        try:
            write(islice(rest, split) if split else rest, unfinished)
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
        files.append(path)
        more = next(results, None)
    return files


def _lines(packing: str) -> Callable[[Iterable[bytes], Path], None]:
    def write(results: Iterable[bytes], path: Path) -> None:
        with packed(path, packing) as file:
            for result in results:
                file.write(result)

    return write


@contextmanager
def packed(path: Path, packing: str) -> Iterator[IO[bytes]]:
    """A file to write, compressed as its suffix says; the same data make the same file."""
    with path.open("wb") as raw:
        opened: Any
        if packing == ".gz":
            opened = gzip.GzipFile("", "wb", LEVELS[".gz"], raw, mtime=0)
        elif packing == ".bz2":
            opened = bz2.BZ2File(raw, "wb")
        elif packing == ".xz":
            opened = lzma.LZMAFile(raw, "wb")  # noqa: SIM115
        elif packing == ".zst":
            library = require("zstandard", "zstd", "writing .zst files")
            opened = library.ZstdCompressor(level=LEVELS[".zst"]).stream_writer(raw, closefd=False)
        else:
            yield raw
            return
        with opened:
            yield opened


def _parquet(results: Iterable[bytes], path: Path) -> None:
    arrow = require("pyarrow", "parquet", "writing Parquet files")
    parquet = require("pyarrow.parquet", "parquet", "writing Parquet files")
    schema = arrow_schema()
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(results):
            batches = [arrow.ipc.read_record_batch(arrow.py_buffer(result), schema) for result in group]
            writer.write_table(arrow.Table.from_batches(batches, schema).combine_chunks(), row_group_size=len(batches))


def _groups(results: Iterable[bytes]) -> Iterator[list[bytes]]:
    group: list[bytes] = []
    size = 0
    for result in results:
        group.append(result)
        size += len(result)
        if len(group) >= GROUP_ROWS or size >= GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


_SINGLE = [name for name in COLUMNS if name not in ("zones", "comments")]
_TYPED = ", ".join(f"{name} {'REAL' if name == 'confidence' else 'TEXT'}" for name in _SINGLE)
_TABLES = f"""
CREATE TABLE pages (page INTEGER PRIMARY KEY, {_TYPED});
CREATE TABLE zones (page INTEGER REFERENCES pages, position INTEGER, zone TEXT, kind TEXT, confidence REAL, text TEXT,
    PRIMARY KEY (page, position)) WITHOUT ROWID;
CREATE TABLE comments (page INTEGER REFERENCES pages, position INTEGER, author TEXT, time TEXT, text TEXT,
    depth INTEGER, spam REAL, reasons TEXT, PRIMARY KEY (page, position)) WITHOUT ROWID;
"""


def _sqlite(results: Iterable[bytes], path: Path) -> None:
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = OFF")  # the file counts only once it is whole
            database.execute("PRAGMA synchronous = OFF")
            database.execute("BEGIN")
            for statement in filter(str.strip, _TABLES.split(";")):
                database.execute(statement)
            for number, result in enumerate(results, 1):
                _insert(database, number, msgspec.msgpack.decode(result))
            database.execute("COMMIT")
    except sqlite3.Error as error:
        raise OSError(None, f"cannot write the database: {error}", str(path)) from error


def _insert(database: sqlite3.Connection, number: int, row: dict[str, Any]) -> None:
    values = [row[name] for name in _SINGLE]
    database.execute(f"INSERT INTO pages VALUES ({', '.join('?' * (len(values) + 1))})", [number, *values])
    database.executemany(
        "INSERT INTO zones VALUES (?, ?, ?, ?, ?, ?)",
        ((number, position, *block) for position, block in enumerate(zip(*row["zones"], strict=True))),
    )
    *columns, reasons = row["comments"]
    columns.append([msgspec.json.encode(one).decode() for one in reasons])
    database.executemany(
        "INSERT INTO comments VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((number, position, *comment) for position, comment in enumerate(zip(*columns, strict=True))),
    )
