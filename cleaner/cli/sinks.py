"""Where cleaned pages go: to stdout, into a folder that mirrors theirs, or into one file of lines."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from cleaner.cli.common import write_stdout
from cleaner.cli.planning import Job
from cleaner.errors import OptionError

LINES = "pages.jsonl"
"""The file that `--format jsonl` writes in the output folder."""


class Sink(Protocol):
    """Takes the result of one page after the other.

    `write` raises `OptionError` where this page's result cannot be written; any other error ends the run.
    """

    def write(self, job: Job, text: str) -> None: ...


class Stdout:
    """Everything to stdout."""

    def write(self, job: Job, text: str) -> None:
        write_stdout(text)


class Folder:
    """A file for each page, each whole or not there at all.

    `targets` are paths below `folder`; `inputs` are files that must not be overwritten.
    """

    def __init__(self, folder: Path, targets: Mapping[Job, Path], inputs: Iterable[Path]) -> None:
        self.folder = folder
        self.targets = targets
        self._inside = os.path.realpath(folder)
        self._inputs = {os.path.realpath(path) for path in inputs}

    def write(self, job: Job, text: str) -> None:
        target = self.folder / self.targets[job]
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._check(target)
            with replacing(target) as file:
                file.write(_encoded(text))
        except OSError as error:
            raise OptionError(f"cannot write {target}: {error.strerror or error}") from error

    def _check(self, target: Path) -> None:
        # A link within the folder may lead out of it.
        real = os.path.join(os.path.realpath(target.parent), target.name)
        if os.path.commonpath((self._inside, real)) != self._inside:
            raise OptionError(f"{target} lies outside of {self.folder}: remove the link that leads there")
        if real in self._inputs:
            raise OptionError(f"{target} is itself one of the pages: name another folder with -o")


class Lines:
    """One file with a line for each page."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, job: Job, text: str) -> None:
        self._file.write(_encoded(text))


@contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `target` at the end, and vanishes on an error.

    Written beside `target`, since only within one file system is replacing atomic.
    """
    unfinished = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with unfinished.open("xb") as file:
            yield file
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
