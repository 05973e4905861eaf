"""What a cleaned page becomes: a file of its own, or its part of a stream."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath
from typing import Any

import msgspec

from cleaner.batch.optional import require
from cleaner.batch.sources.place import suffixes
from cleaner.document import Document
from cleaner.errors import OptionError
from cleaner.rendering import to_html, to_json, to_json_line, to_markdown, to_text


class Format(StrEnum):
    """What `--format` takes: one file for each page, or (the last three) one stream of all pages."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"
    SQLITE = "sqlite"

    @property
    def suffix(self) -> str:
        return {"text": ".txt", "markdown": ".md"}.get(self.value, f".{self.value}")

    @property
    def is_stream(self) -> bool:
        return self in (Format.JSONL, Format.PARQUET, Format.SQLITE)


STREAMS = {
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".parquet": Format.PARQUET,
    ".sqlite": Format.SQLITE,
    ".db": Format.SQLITE,
}
"""Suffixes of the files that take a stream."""

Encoder = Callable[[Document, str, str | None], bytes]
"""(document, source, id) -> bytes."""


def stream_format(name: str) -> tuple[Format, str] | None:
    """The format and the compression ("" or a suffix) of a file for a stream, by its suffixes; None for other names.

    Raises `OptionError` for a compressed Parquet or SQLite file: these compress themselves, or not at all.
    """
    suffix, packing = suffixes(PurePath(name).name)
    if (format := STREAMS.get(suffix)) is None:
        return None
    if packing and format is not Format.JSONL:
        raise OptionError(f"{name}: {format} files are not compressed as a whole: leave out {packing}")
    return format, packing


def encoder(format: Format, evidence: bool = False) -> Encoder:
    """What turns documents into bytes of a format. Raises `MissingExtra` for Parquet without pyarrow."""
    if format is Format.PARQUET:
        return _arrow_encoder()
    encoders: dict[Format, Encoder] = {
        Format.TEXT: lambda document, source, id: _ended(to_text(document)),
        Format.MARKDOWN: lambda document, source, id: _ended(to_markdown(document)),
        Format.HTML: lambda document, source, id: to_html(document).encode(),
        Format.JSON: lambda document, source, id: _bytes(to_json(document, evidence, 2, source, id) + "\n"),
        Format.JSONL: lambda document, source, id: _bytes(to_json_line(document, evidence, source, id)),
        Format.SQLITE: lambda document, source, id: msgspec.msgpack.encode(row(document, source, id)),
    }
    return encoders[format]


def _ended(text: str) -> bytes:
    return _bytes(f"{text}\n" if text else "")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


COLUMNS = (
    "id source url title author date language page_kind form confidence text zones comments".split()
)  # fmt: skip
"""The columns of Parquet files, in this order."""


def row(document: Document, source: str, id: str | None) -> dict[str, Any]:
    """A document as a row of a table: `zones` is a list of columns (zone, kind, confidence, text) and `comments` one of
    (author, time, text, depth, spam, reasons), each with an entry for every block or comment."""
    clean = _clean
    blocks, comments = document.blocks, document.comments
    return {
        "id": clean(id or source),
        "source": clean(source),
        "url": clean(document.url),
        "title": clean(document.title),
        "author": clean(document.author),
        "date": clean(document.date),
        "language": document.language,
        "page_kind": document.page_kind.value,
        "form": str(document.form),
        "confidence": round(float(document.confidence), 4),
        "text": clean(document.text),
        "zones": [
            [block.zone.value for block in blocks],
            [block.kind.value for block in blocks],
            [round(float(block.confidence), 4) for block in blocks],
            [clean(block.text) for block in blocks],
        ],
        "comments": [
            [clean(comment.author) for comment in comments],
            [clean(comment.time) for comment in comments],
            [clean(comment.text) for comment in comments],
            [comment.depth for comment in comments],
            [round(float(comment.spam), 4) for comment in comments],
            [[clean(reason) for reason in comment.reasons] for comment in comments],
        ],
    }


def _clean(text: str | None) -> str | None:
    """Without halves of surrogate pairs, which no UTF-8 can hold."""
    if text is None or text.isascii():
        return text
    return text.encode("utf-8", "replace").decode()


def arrow_schema() -> Any:
    """The schema of Parquet files."""
    arrow = require("pyarrow", "parquet", "writing Parquet files")
    text, number = arrow.string(), arrow.float32()
    zones = arrow.struct([("zone", text), ("kind", text), ("confidence", number), ("text", text)])
    comments = arrow.struct(
        [
            ("author", text),
            ("time", text),
            ("text", text),
            ("depth", arrow.int32()),
            ("spam", number),
            ("reasons", arrow.list_(text)),
        ]
    )
    lists = {"zones": arrow.list_(zones), "comments": arrow.list_(comments), "confidence": number}
    return arrow.schema([(name, lists.get(name, text)) for name in COLUMNS])


def _arrow_encoder() -> Encoder:
    arrow = require("pyarrow", "parquet", "writing Parquet files")
    schema = arrow_schema()

    def nested(field: Any, columns: list[list[Any]]) -> Any:
        kinds = list(field.type.value_type)
        arrays = [arrow.array(column, kind.type) for column, kind in zip(columns, kinds, strict=True)]
        structs = arrow.StructArray.from_arrays(arrays, fields=kinds)
        return arrow.ListArray.from_arrays(arrow.array([0, len(structs)], arrow.int32()), structs)

    def encode(document: Document, source: str, id: str | None) -> bytes:
        values = row(document, source, id)
        arrays = [
            nested(field, values[field.name])
            if field.name in ("zones", "comments")
            else arrow.array([values[field.name]], field.type)
            for field in schema
        ]
        data: bytes = arrow.RecordBatch.from_arrays(arrays, schema=schema).serialize().to_pybytes()
        return data

    return encode
