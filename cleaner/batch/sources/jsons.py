"""JSON lines and JSON arrays, one record at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from cleaner.batch.sources.limits import STEP, lines
from cleaner.batch.sources.rows import Row, json_row
from cleaner.errors import SourceError

_STRUCTURE = re.compile(rb'[\[\]{}",]|\\.', re.DOTALL)


def json_rows(stream: IO[bytes], limit: int) -> Iterator[Row]:
    """The records of JSON lines, or of one array or object; those above `limit` bytes fail alone."""
    head = b""
    while not head.strip() and (more := stream.read(STEP)):
        head = more
    rest = _Rejoined(head, stream)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    pieces = _elements(rest, limit) if start == b"[" else _lines(rest, limit)
    for number, piece in enumerate(pieces, 1):
        yield json_row(piece, number, limit)


def _lines(stream: Any, limit: int) -> Iterator[bytes | int]:
    """Lines that are not blank; a file that is one object over several lines is taken as that."""
    first = True
    for line in lines(stream, limit):
        if first and isinstance(line, bytes):
            line = line.removeprefix(b"\xef\xbb\xbf")
            if line.strip() == b"{":
                whole = line + stream.read(limit)
                more = stream.read(1)
                yield len(whole) + 1 if more else whole
                return
        first = False
        if isinstance(line, int) or line.strip():
            yield line


def _elements(stream: Any, limit: int) -> Iterator[bytes | int]:
    """The elements of an array as they stand. Brackets are counted, strings passed over; the rest is for the parser."""
    depth, quoted = 0, False
    kept: list[bytes] = []
    size = 0
    tail = b""

    def take(data: bytes) -> None:
        nonlocal size
        size += len(data)
        if size <= limit:
            kept.append(data)
        else:
            kept.clear()

    while chunk := stream.read(STEP):
        chunk = tail + chunk
        slashes = len(chunk) - len(chunk.rstrip(b"\\"))
        tail = chunk[len(chunk) - slashes % 2 :] if slashes % 2 else b""
        chunk = chunk[: len(chunk) - len(tail)]
        start = 0
        for found in _STRUCTURE.finditer(chunk):
            sign = found[0]
            if sign == b'"':
                quoted = not quoted
            elif quoted or sign[0] == 0x5C:
                continue
            elif sign in b"[{":
                depth += 1
                if depth == 1:
                    start = found.end()
            elif sign in b"]}" or (sign == b"," and depth == 1):
                closes = sign in b"]}"
                if (closes and depth == 1) or not closes:
                    take(chunk[start : found.start()])
                    start = found.end()
                    if size > limit:
                        yield size
                    elif piece := b"".join(kept).strip():
                        yield piece
                    kept, size = [], 0
                    if closes:
                        return
                else:
                    depth -= 1
        take(chunk[start:])
    raise SourceError("cut off: the array has no end")


class _Rejoined:
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int) -> bytes:
        if self._head:
            found, self._head = self._head[:size], self._head[size:]
            return found if len(found) == size or self._head else found + self._stream.read(size - len(found))
        return self._stream.read(size)

    def readline(self, size: int) -> bytes:
        if not self._head:
            return self._stream.readline(size)
        end = self._head.find(b"\n", 0, size) + 1 or min(size, len(self._head))
        found, self._head = self._head[:end], self._head[end:]
        if len(found) < size and not found.endswith(b"\n"):
            found += self._stream.readline(size - len(found))
        return found
