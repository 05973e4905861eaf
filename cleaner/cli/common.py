"""What the commands share: exit codes, short errors, input and output."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import IO

import typer

from cleaner.errors import CleanerError, OptionError, PackError, PageTooLarge, WeightsError

DONE, FAILED, USAGE, INTERRUPTED, PIPE = 0, 1, 2, 130, 141
"""Exit codes; the last two are those of a program that SIGINT or SIGPIPE ended."""

EXITS = (
    "Exit codes: 0 all done; 1 something failed, the rest is done; 2 wrong usage, option or rule pack; "
    "130 interrupted; 141 the reader of the output went away."
)

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")

STDIN = Path("-")

MIB = 2**20

LIMIT = 32
"""MiB above which a page is refused unless `--limit` says otherwise."""


class PageForm(StrEnum):
    """What `--kind` takes."""

    AUTO = "auto"
    HTML = "html"
    TEXT = "text"


@contextmanager
def short_errors() -> Iterator[None]:
    """Ends the command with a line instead of a traceback, and with the exit code that fits. Use as a decorator."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered must not be written, and complained of, once more when Python ends.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(PIPE) from None
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(INTERRUPTED) from None
    except (CleanerError, OSError) as error:
        place = os.fsdecode(error.filename) + ": " if isinstance(error, OSError) and error.filename else ""
        say(place + cause(error))
        wrong = isinstance(error, OptionError | PackError | WeightsError)
        raise typer.Exit(USAGE if wrong else FAILED) from None


def say(message: str, *more: str) -> None:
    """A message on stderr, on as many lines as it has parts."""
    for line in (f"cleaner: {message}", *more):
        print(printable(line), file=sys.stderr)


def cause(error: Exception) -> str:
    """An error in words, without the file's name, which the caller knows."""
    if isinstance(error, PageTooLarge):
        return f"{error} (on the command line: --limit {-(-error.size // MIB)})"
    if isinstance(error, CleanerError):
        return str(error)
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return f"unexpected {type(error).__name__}: {error}; please report it with the page"


def printable(text: str) -> str:
    """`text` with control characters made visible: a page or a file's name must not steer the terminal."""
    return _CONTROL.sub(lambda match: ascii(match.group())[1:-1], text)


def read_page(path: Path, limit: int) -> bytes:
    """The bytes of a page, "-" being stdin. Raises `PageTooLarge` above `limit` bytes without reading on, `OSError`."""
    if path == STDIN:
        return _read(sys.stdin.buffer, limit)
    with path.open("rb") as file:
        return _read(file, limit)


def _read(file: IO[bytes], limit: int) -> bytes:
    page = file.read(limit + 1)
    if len(page) > limit:
        with suppress(OSError, ValueError):  # stdin may be no file
            raise PageTooLarge(max(len(page), os.fstat(file.fileno()).st_size), limit)
        raise PageTooLarge(len(page), limit)
    return page


def write_stdout(data: bytes) -> None:
    """`data` to stdout at once."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def use_utf8() -> None:
    """Let stdout and stderr take every character, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
