"""Rows of CSV and TSV files, Parquet and Arrow files, and SQLite tables."""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from cleaner.batch.optional import require
from cleaner.batch.sources.fields import Fields
from cleaner.batch.sources.limits import lines
from cleaner.batch.sources.rows import Row
from cleaner.errors import SourceError

BATCH = 64
"""Rows of a Parquet file that are in memory at once."""


def csv_rows(stream: IO[bytes], limit: int, fields: Fields, delimiter: str | None = None) -> Iterator[Row]:
    """The rows of a CSV or TSV file whose first line names the columns; UTF-8, anything else becomes U+FFFD."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    refused: list[int] = []

    def texts() -> Iterator[str]:
        for line in lines(stream, limit):
            if isinstance(line, int):
                refused.append(line)
            else:
                yield line.decode("utf-8-sig" if not started else "utf-8", "replace").replace("\0", "")

    started = False
    source = texts()
    head = next(source, "")
    started = True
    delimiter = delimiter or max("\t;,", key=head.count)
    columns = next(csv.reader([head], delimiter=delimiter), [])
    names = fields.names(columns)
    number = 0
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        number += 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield Row(number, error=f"no CSV: {error}")
            continue
        for length in refused:
            yield Row(number, error=f"the line has {length:,} bytes, the limit is {limit:,}: raise it with --limit")
            number += 1
        refused.clear()
        if row is None:
            return
        if row:
            values = dict(zip(columns, row, strict=False))
            yield Row(number, {role: values.get(name) for role, name in names.items()})


def parquet_rows(stream: IO[bytes], fields: Fields) -> Iterator[Row]:
    """The rows of a Parquet file, a few at a time. Raises `SourceError` where it is damaged."""
    arrow = require("pyarrow", "parquet", "reading Parquet files")
    parquet = require("pyarrow.parquet", "parquet", "reading Parquet files")
    try:
        file = parquet.ParquetFile(stream, pre_buffer=False)
        names = fields.names(file.schema_arrow.names)
        yield from _arrow_rows(file.iter_batches(BATCH, columns=list(names.values()), use_threads=False), names)
    except (arrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise SourceError(f"damaged Parquet file: {error}") from error


def arrow_rows(stream: IO[bytes], fields: Fields) -> Iterator[Row]:
    """The rows of an Arrow file or stream (Feather, IPC). Raises `SourceError` where it is damaged."""
    arrow = require("pyarrow", "parquet", "reading Arrow files")
    ipc = require("pyarrow.ipc", "parquet", "reading Arrow files")
    try:
        magic = stream.read(6)
        stream.seek(0)
        if magic == b"ARROW1":
            file = ipc.open_file(stream)
            batches = (file.get_batch(index) for index in range(file.num_record_batches))
        else:
            file = ipc.open_stream(stream)
            batches = iter(file)
        names = fields.names(file.schema.names)
        small = (batch.slice(start, BATCH) for batch in batches for start in range(0, batch.num_rows, BATCH))
        yield from _arrow_rows(small, names)
    except (arrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise SourceError(f"damaged Arrow file: {error}") from error


def _arrow_rows(batches: Any, names: dict[str, str]) -> Iterator[Row]:
    number = 0
    for batch in batches:
        columns = {role: batch.column(name) for role, name in names.items()}
        for index in range(batch.num_rows):
            number += 1
            yield Row(number, {role: column[index].as_py() for role, column in columns.items()})


def sqlite_rows(path: str, fields: Fields, table: str | None = None) -> Iterator[Row]:
    """The rows of a table, by default of the first that has a column for pages; the database is only read.

    Raises `SourceError` where it is damaged, or has no such table.
    """
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as database:
            name, names = _table(database, fields, table)
            columns = ", ".join(map(_quoted, names.values()))
            for number, row in enumerate(database.execute(f"SELECT {columns} FROM {_quoted(name)}"), 1):
                yield Row(number, dict(zip(names, row, strict=True)))
    except sqlite3.Error as error:
        raise SourceError(f"cannot read the SQLite database: {error}") from error


def _table(database: sqlite3.Connection, fields: Fields, wanted: str | None) -> tuple[str, dict[str, str]]:
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")]
    why = SourceError(f"no table {wanted!r}; there are: {', '.join(tables) or 'none'}. Name one with --table")
    for table in [wanted] if wanted else tables:
        if table not in tables:
            break
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({_quoted(table)})")]
        try:
            return table, fields.names(columns)
        except SourceError as error:
            why = error
    raise why


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
