"""The errors that `cleaner` raises, all under one root.

    CleanerError
    ├── PageError              a page that cannot be cleaned
    │   ├── PageTooLarge       longer than the limit
    │   ├── BinaryPage         a PDF, an image, an archive ... instead of text
    │   └── UnknownKind        `kind` is none of "auto", "html", "text"
    ├── PackError              a rule pack is wrong; names file, line and column
    ├── WeightsError           a weights file is missing, damaged or of another version
    ├── SampleError            a sample or its expected zones are wrong
    └── OptionError            an argument of `Cleaner` or of a command is wrong

A message says what was wrong, where, and the way out.
"""

from __future__ import annotations


class CleanerError(Exception):
    """Root of every error that the package raises on purpose."""


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


class OptionError(CleanerError):
    """An argument of `Cleaner` or of a command is wrong."""
