"""Web archives: WARC with pages as they came over HTTP, WET with text that was flattened from them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from cleaner.batch.optional import require
from cleaner.errors import PageTooLarge, SourceError

TEXTUAL = ("text/", "application/xhtml", "application/xml", "application/octet-stream")
"""Starts of the content types that pages have; records of other types are no pages."""

HOPELESS = 256
"""A record that claims so many times the limit ends the reading: nobody wants to wait for its end."""


@dataclass(frozen=True, slots=True)
class Record:
    """A page of an archive, or `error`: why it cannot be had. `kind` is "text" for WET."""

    number: int
    url: str | None = None
    id: str | None = None
    page: bytes = b""
    charset: str | None = None
    kind: str = "auto"
    sure: bool = True
    error: str | None = None


def records(stream: IO[bytes], limit: int, heads: bool = False) -> Iterator[Record]:
    """The pages of an archive, numbered from 1 in its order; other records are passed by. With `heads` the pages
    themselves are not read.

    Raises `SourceError` where the archive is damaged, `MissingExtra` without FastWARC (Bevendorff et al. 2021).
    """
    library = require("fastwarc.warc", "warc", "reading WARC files")
    kinds = library.WarcRecordType
    wanted = kinds.response | kinds.resource | kinds.conversion
    number = 0
    try:
        for number, record in enumerate(library.ArchiveIterator(_Forward(stream), record_types=wanted), 1):
            if (found := _read(record, number, limit, kinds, heads)) is not None:
                yield found
    except OSError as error:
        if error.errno:
            raise
        raise SourceError(f"damaged WARC data after {number:,} records: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what the library's Rust part raises where it is at a loss
            raise
        raise SourceError(f"damaged WARC data after {number:,} records") from error


class _Forward:
    """A stream that is read from front to back; the library asks even those where they are, and to skip."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._place = 0

    def read(self, size: int = -1) -> bytes:
        # No more than is there: an error further on must not cost what is good.
        data = self._read(size)
        self._place += len(data)
        return data

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        ahead = offset if whence == io.SEEK_CUR else offset - self._place
        if ahead < 0 or whence == io.SEEK_END:
            raise io.UnsupportedOperation("seek")
        while ahead > 0 and (data := self.read(min(ahead, 2**16))):
            ahead -= len(data)
        return self._place

    def close(self) -> None:
        self._stream.close()


def _read(record: Any, number: int, limit: int, kinds: Any, heads: bool) -> Record | None:
    url, name = record.headers.get("WARC-Target-URI"), record.headers.get("WARC-Record-ID")
    if record.headers.get("Content-Length") is None:  # the last of the headers that there must be
        raise SourceError(f"cut off in the head of record {number:,}")
    about = {"number": number, "url": (url or "").strip("<>") or None, "id": name}
    kind, charset, content_type, http = "auto", None, None, None
    if record.record_type == kinds.conversion:
        kind, charset = "text", "utf-8"
    else:
        http = record.http_headers if record.is_http_parsed else None
        content_type = (record.http_content_type if http else record.headers.get("Content-Type")) or None
        charset = record.http_charset if http else None
        if http and not 200 <= (http.status_code or 200) < 300:
            return None
        if content_type and not content_type.lower().startswith(TEXTUAL):
            return None
    length = record.content_length
    if length > HOPELESS * limit:
        raise SourceError(f"record {number:,} claims {length:,} bytes, far above the limit: stopped there")
    if heads:
        return Record(**about)
    page = record.reader.read(limit + 1)
    if len(page) > limit:
        return Record(**about, error=str(PageTooLarge(length, limit)))
    if len(page) < length:
        return Record(**about, error=f"cut off: the record has {len(page):,} of the {length:,} bytes that it announces")
    if http:
        page = _decoded(page, http, limit)
        if len(page) > limit:
            return Record(**about, error=str(PageTooLarge(len(page), limit)))
    return Record(**about, page=page, charset=charset, kind=kind, sure=content_type is not None)


def _decoded(page: bytes, http: Any, limit: int) -> bytes:
    """The body without transfer and content encoding; as it is where it has none, whatever the headers say: many
    crawlers undo them and keep the headers."""
    streams = require("fastwarc.stream_io", "warc", "reading WARC files")
    for header, readers in (
        ("Transfer-Encoding", {"chunked": streams.ChunkedReader}),
        (
            "Content-Encoding",
            {
                "gzip": streams.GzipReader,
                "x-gzip": streams.GzipReader,
                "deflate": lambda inner: streams.GzipReader(inner, zlib=True),
                "br": streams.BrotliReader,
                "zstd": streams.ZstdReader,
            },
        ),
    ):
        for coding in reversed((http.get(header) or "").lower().split(",")):
            if (reader := readers.get(coding.strip())) is not None:
                with suppress(OSError, ValueError):
                    page = reader(io.BytesIO(page)).read(limit + 1) or page
    return page
