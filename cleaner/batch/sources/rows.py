"""Records of tables and JSON files -> items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from cleaner.batch.items import Item
from cleaner.batch.names import safe_name
from cleaner.batch.sources.fields import Fields


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a table or a JSON file, from 1, or why it cannot be had."""

    number: int
    values: dict[str, Any] | None = None
    error: str | None = None


def json_row(piece: bytes | int, number: int, limit: int) -> Row:
    """The record in a piece of JSON; an `int` is the length of a piece above `limit`, which was not kept."""
    if isinstance(piece, int):
        return Row(number, error=f"the record has {piece:,} bytes, the limit is {limit:,}: raise it with --limit")
    try:
        values = msgspec.json.decode(piece)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Row(number, error=f"no JSON: {error}")
    if isinstance(values, dict):
        return Row(number, values)
    return Row(number, error=f"no JSON object but a {type(values).__name__}")


def line_item(line: bytes | int, number: int, fields: Fields, limit: int) -> Item:
    """The item of a line of JSON on stdin."""
    key = f"stdin#{number}"
    return fill(Item(key, key, key), json_row(line, number, limit), fields)


def fill(item: Item, row: Row, fields: Fields | None) -> Item:
    """Puts a record's values into its item; `fields` where they are still named as in the file, not by their roles."""
    item.error = row.error
    if row.values is None:
        return item
    values = fields.read(row.values) if fields else row.values
    page = values.get("page")
    if isinstance(page, str | bytes):
        item.content = page
    elif fields:
        item.error = fields.missing(row.values)
    else:
        item.error = "the record has no page" if page is None else f"its page is a {type(page).__name__}, no text"
    item.url, item.id = _text(values.get("url")), _text(values.get("id"))
    if isinstance(page, bytes):
        item.charset = _text(values.get("charset"))
    if item.id:
        item.target += "-" + safe_name(item.id)
    return item


def _text(value: object) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return None if value is None or value == "" else str(value)
