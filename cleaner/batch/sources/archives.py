"""Members of zip and tar archives."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, cast

from cleaner.batch.sources.limits import unpacked
from cleaner.batch.sources.place import CONTAINERS, PAGES, Place, suffixes
from cleaner.errors import SourceError

INSIDE = frozenset({"warc", "json", "csv"})
"""Containers that are read within archives too: those that can be read from front to back."""

RATIO, FREE = 500, 4 * 2**30
"""A zip whose members claim more than `FREE` bytes and `RATIO` times its size is a bomb."""


def zip_members(place: Place) -> Iterator[Place]:
    """The files in a zip archive that are pages or hold pages. Raises `SourceError` where it is damaged or a bomb."""
    with place.open() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise SourceError(f"damaged zip archive: {error}") from error
        with archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            claimed = sum(member.file_size for member in members)
            if claimed > FREE and claimed > RATIO * max(place.size, 1):
                raise SourceError(f"its members claim {claimed:,} bytes, {RATIO} times its own: a bomb, left alone")
            for member in members:
                yield _member(place, member.filename, partial(_zip_stream, archive, member))


def _zip_stream(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    try:
        return _guarded(archive.open(member))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        # RuntimeError: encrypted
        raise SourceError(f"cannot be unpacked: {error}") from error


_DAMAGE = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError)


class _Guarded:
    """A member whose damage is told as what it is."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except _DAMAGE as error:
            raise SourceError(f"damaged: {error}") from error

    def readline(self, size: int = -1) -> bytes:
        try:
            return self._stream.readline(size)
        except _DAMAGE as error:
            raise SourceError(f"damaged: {error}") from error

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> _Guarded:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def tar_members(place: Place) -> Iterator[Place]:
    """The files in a tar archive that are pages or hold pages, links left out; a member must be read before the next
    one is asked for. Raises `SourceError` where the archive is damaged."""
    with place.open() as raw:
        try:
            with tarfile.open(fileobj=unpacked(raw, place.packing), mode="r|") as archive:
                for member in archive:
                    archive.members = []  # type: ignore[attr-defined]  # else they add up
                    if member.isfile():
                        stream = archive.extractfile(member)
                        assert stream
                        yield _member(place, member.name, partial(_guarded, stream))
        except (tarfile.TarError, EOFError) as error:
            raise SourceError(f"damaged or cut off tar archive: {error}") from error


def _guarded(stream: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], _Guarded(stream))


def _member(place: Place, name: str, opener: Callable[[], IO[bytes]]) -> Place:
    suffix, packing = suffixes(name)
    form = CONTAINERS.get(suffix, "page")
    if form not in INSIDE:
        form = "page" if suffix in PAGES else ""
    return Place(
        name=f"{place.name}!/{name}",
        shown=f"{place.shown}!/{name}",
        open=opener,
        form=form,
        packing=packing,
        sure=bool(suffix),
        target=name,
    )
