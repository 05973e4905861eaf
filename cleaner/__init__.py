"""cleaner: splits scraped pages into article, chrome, widget and comment zones, and keeps the core report.

    >>> import cleaner
    >>> doc = cleaner.clean(page)            # bytes or str, HTML or flattened text
    >>> doc.text                             # the core report
    >>> [(block.zone, block.text) for block in doc.blocks]

Everything public is here; `cleaner.errors` holds the whole exception tree.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from cleaner.document import Block, Comment, Document, Evidence, Kind, PageKind, Zone
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from cleaner.cleaning import Cleaner

__version__ = "0.1.0"

__all__ = [
    "Block",
    "Cleaner",
    "CleanerError",
    "Comment",
    "Document",
    "Evidence",
    "Kind",
    "PageKind",
    "Zone",
    "clean",
    "spam_score",
]


def __getattr__(name: str) -> Any:
    # What cleans is imported when it is first asked for: the command line's own process often never cleans.
    if name != "Cleaner":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cleaner.cleaning import Cleaner

    globals()[name] = Cleaner
    return Cleaner


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


@cache
def _shared() -> Cleaner:
    from cleaner.cleaning import Cleaner

    return Cleaner()


def clean(page: bytes | str, url: str | None = None, kind: str = "auto") -> Document:
    """Cleans one page with a `Cleaner` of default settings, made at the first call; see `Cleaner.clean`."""
    return _shared().clean(page, url=url, kind=kind)


def spam_score(text: str, author: str | None = None, report: str | None = None) -> float:
    """How likely a reader's comment is spam, 0 to 1; see `cleaner.comments.spam_score`."""
    from cleaner.comments import spam_score as score

    return score(text, author, report)
