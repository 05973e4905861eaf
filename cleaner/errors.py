"""The errors that `cleaner` raises, all under one root.

    CleanerError
    ├── PageError              a page that cannot be cleaned
    │   ├── PageTooLarge       longer than the limit
    │   ├── BinaryPage         a PDF, an image, an archive ... instead of text
    │   ├── UnknownKind        `kind` is none of "auto", "html", "text"
    │   └── PageLost           took too long or too much memory, or crashed the process that cleaned it
    ├── PackError              a rule pack is wrong; names file, line and column
    ├── WeightsError           a weights file is missing, damaged or of another version
    ├── SampleError            a sample or its expected zones are wrong
    ├── SourceError            a container of pages is damaged, or more than it may be
    ├── LedgerError            the record of a batch is damaged or in use
    ├── ProfileError           a site profile is missing or damaged
    ├── WorkerError            the processes that clean pages cannot be started
    └── OptionError            an argument of `Cleaner` or of a command is wrong
        └── MissingExtra       a library that an extra of the package installs is not there

A message says what was wrong, where, and the way out.
"""

from __future__ import annotations


class CleanerError(Exception):
    """Root of every error that the package raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel between processes as they are, whatever their constructors take."""
        return _restored, (type(self), self.args), self.__dict__


class PageError(CleanerError):
    """A page that cannot be cleaned; other pages of the same run are not affected."""


class PageTooLarge(PageError):
    """The page is longer than the limit. `size` and `limit` are in bytes (characters for `str`)."""

    def __init__(self, size: int, limit: int) -> None:
        self.size = size
        self.limit = limit
        super().__init__(
            f"the page has {size:,} bytes, the limit is {limit:,}: "
            f"raise it with Cleaner(limit={size}) or leave the page out"
        )


class BinaryPage(PageError):
    """The page is no text. `format` names what its signature says it is, such as "PDF"."""

    def __init__(self, format: str) -> None:
        self.format = format
        super().__init__(f"the page is no text but {format}: convert it to HTML or text first")


class UnknownKind(PageError):
    """`kind` is none of the kinds of page that there are."""

    def __init__(self, kind: object, known: tuple[str, ...]) -> None:
        self.kind = kind
        super().__init__(f"unknown kind {kind!r}: use one of {', '.join(map(repr, known))}")


class PageLost(PageError):
    """The page took too long, needed too much memory, or crashed the process that cleaned it."""


class PackError(CleanerError):
    """A rule pack is wrong. `path`, `line` and `column` (both from 1) say where."""

    def __init__(self, message: str, path: str, line: int = 1, column: int = 1) -> None:
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        super().__init__(f"{path}:{line}:{column}: {message}")


class WeightsError(CleanerError):
    """A weights file is missing, damaged, or made for other signals than this version has."""


class SampleError(CleanerError):
    """A sample or its file of expected zones is wrong."""


class SourceError(CleanerError):
    """A container of pages is damaged, holds more than the limit, or cannot be read; pages before that are not lost."""


class LedgerError(CleanerError):
    """The record that a batch keeps beside its output is damaged, of another version, or used by another run."""


class ProfileError(CleanerError):
    """A site profile is missing, damaged or of another version."""


class WorkerError(CleanerError):
    """The processes that clean pages cannot be started."""


class OptionError(CleanerError):
    """An argument of `Cleaner` or of a command is wrong."""


class MissingExtra(OptionError):
    """A library that comes with an extra of the package is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        self.extra = extra
        super().__init__(f"{what} needs a library that is not installed: pip install 'report-cleaner[{extra}]'")


def _restored(kind: type[CleanerError], arguments: tuple[object, ...]) -> CleanerError:
    error = kind.__new__(kind)
    error.args = arguments
    return error
