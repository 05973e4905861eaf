"""Reading what others packed, without ever unpacking more than was asked for."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from typing import IO, Any, cast

from cleaner.batch.optional import require
from cleaner.errors import SourceError

COMPRESSED = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd"}
"""Suffixes of compressed files."""

RATIO, FREE = 200, 128 * 2**20
"""A stream that unpacks to more than `FREE` bytes and `RATIO` times its packed size is a bomb; archives of markup and
logs reach 20 to 60 times."""

WINDOW = 2**27
"""The most memory that a zstd frame may ask for."""

STEP = 2**16
ZSTD_STEP = 2**10
"""Bytes of zstd data taken at once: each may unpack to some thirty thousand."""


def unpacked(stream: IO[bytes], suffix: str) -> IO[bytes]:
    """What is in a compressed stream. One that ends early, is damaged or is a bomb raises `SourceError` while it is
    read."""
    if suffix not in COMPRESSED:
        return stream
    counted = _Counted(stream)
    opened: Any
    if suffix == ".gz":
        opened = gzip.GzipFile(fileobj=cast(IO[bytes], counted))
    elif suffix == ".bz2":
        opened = bz2.BZ2File(cast(IO[bytes], counted))
    elif suffix == ".xz":
        opened = lzma.LZMAFile(cast(IO[bytes], counted))  # noqa: SIM115
    else:
        opened = _Zstd(counted)
    return io.BufferedReader(_Unpacked(opened, counted, COMPRESSED[suffix]), STEP)


def lines(stream: IO[bytes], limit: int) -> Iterator[bytes | int]:
    """The lines of a stream; for a line of more than `limit` bytes its length instead, none of it being kept."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        length = len(line)
        while more := stream.readline(STEP):
            length += len(more)
            if more.endswith(b"\n"):
                break
        yield length


class _Counted(io.RawIOBase):
    """Counts the packed bytes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(STEP if size < 0 else size)
        self.count += len(data)
        return data

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Unpacked(io.RawIOBase):
    """Turns the many errors of the libraries into one, and watches for bombs."""

    def __init__(self, opened: Any, counted: _Counted, name: str) -> None:
        self._opened = opened
        self._counted = counted
        self._name = name
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._opened.read1(len(buffer))  # not more than is there: an error must not cost what is good
        except EOFError:
            raise SourceError(f"cut off: the {self._name} data ends before its end is reached") from None
        except (OSError, zlib.error, lzma.LZMAError, ValueError) as error:
            if isinstance(error, OSError) and error.errno:
                raise
            raise SourceError(f"damaged {self._name} data after {self._count:,} bytes: {error}") from error
        self._count += len(data)
        if self._count > FREE and self._count > RATIO * self._counted.count:
            raise SourceError(
                f"unpacks to more than {RATIO} times its size, {self._count:,} bytes so far, as bombs do: stopped there"
            )
        buffer[: len(data)] = data
        return len(data)


class _Zstd:
    """Frames of zstd data; unlike the library's own reader it notices a missing end."""

    def __init__(self, stream: _Counted) -> None:
        self._library = require("zstandard", "zstd", "reading .zst files")
        self._decompressor = self._library.ZstdDecompressor(max_window_size=WINDOW)
        self._stream = stream
        self._frame: Any = None
        self._packed = b""
        self._data = memoryview(b"")

    def read1(self, size: int) -> bytes | memoryview:
        while not self._data:
            if not (packed := self._packed or self._stream.read(ZSTD_STEP)):
                if self._frame is not None:
                    raise EOFError
                return b""
            self._frame = self._frame or self._decompressor.decompressobj()
            try:
                self._data = memoryview(self._frame.decompress(packed))
            except self._library.ZstdError as error:
                raise ValueError(str(error)) from error
            self._packed = b""
            if self._frame.eof:
                self._packed, self._frame = self._frame.unused_data, None
        found, self._data = self._data[:size], self._data[size:]
        return found
