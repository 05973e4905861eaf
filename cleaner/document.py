"""What comes out: zones, kinds, blocks, comments and the document that holds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cached_property
from typing import Any


class Zone(StrEnum):
    """Where a block of a page belongs."""

    ARTICLE = "article"
    CHROME = "chrome"
    WIDGET = "widget"
    COMMENT = "comment"


class Kind(StrEnum):
    """What a block is within its zone. `other` occurs in two zones, every other name in one."""

    TITLE = "title"
    DECK = "deck"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    MENU = "menu"
    SHARE = "share"
    PROMO = "promo"
    LEGAL = "legal"
    TAGS = "tags"
    BIO = "bio"
    RELATED = "related"
    TRENDING = "trending"
    AD = "ad"
    HEAD = "head"
    AUTHOR = "author"
    TEXT = "text"
    FORM = "form"
    OTHER = "other"


class PageKind(StrEnum):
    """What the page as a whole is; it decides what counts as the report."""

    ARTICLE = "article"
    FORUM = "forum"
    PRODUCT = "product"
    LISTING = "listing"
    DOCUMENTATION = "documentation"
    OTHER = "other"


ZONES: tuple[Zone, ...] = tuple(Zone)
"""The zones in the order of every array's zone axis."""

LABELS: tuple[tuple[Zone, Kind], ...] = tuple(
    (Zone(zone), Kind(kind))
    for zone, kinds in {
        "article": "title deck byline body caption",
        "chrome": "menu share promo legal tags bio other",
        "widget": "related trending ad other",
        "comment": "head author text form",
    }.items()
    for kind in kinds.split()
)
"""Every (zone, kind) there is, in the order of every array's label axis."""

SPAM_FROM = 0.5
"""The score from which a comment is taken for spam unless something else is asked for."""

REPORT: frozenset[tuple[Zone, Kind]] = frozenset((Zone.ARTICLE, kind) for kind in (Kind.TITLE, Kind.DECK, Kind.BODY))
"""What "article" stands for where text is asked for: the report proper, without byline and captions."""

PAGE_KINDS: tuple[PageKind, ...] = tuple(PageKind)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a block's zone.

    `source` is the id of a rule ("comments.count-heading") or the name of a signal ("link_density"), `weight` what it
    adds to the log-odds of `zone` (natural logarithm; negative speaks against it), `value` the signal's value or None.
    """

    source: str
    zone: Zone
    weight: float
    kind: Kind | None = None
    value: float | None = None


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item, table row or other unit of a page's visible text.

    `text` has its list marker in front; `lines` are the first and last line of a flattened page (from 1, blank lines
    counted) or None for HTML; `level` is 1 to 6 for headings, 0 else; `depth` is how deep a list item is nested;
    `href` is the target of the block's first link. `confidence` is the probability of the zone, 0 to 1.
    """

    index: int
    text: str
    zone: Zone
    kind: Kind
    confidence: float
    tag: str = "p"
    level: int = 0
    depth: int = 0
    marker: str = ""
    href: str | None = None
    lines: tuple[int, int] | None = None
    _explain: Callable[[int], list[Evidence]] | None = field(default=None, repr=False, compare=False)

    @property
    def evidence(self) -> list[Evidence]:
        """Every rule and signal that counted for or against the block's zone, strongest first; computed on demand."""
        return self._explain(self.index) if self._explain else []

    def __getstate__(self) -> list[Any]:
        """Everything but what explains it, which holds the whole page and cannot go to another process."""
        return [getattr(self, name.name) for name in fields(self)[:-1]] + [None]

    def __setstate__(self, state: list[Any]) -> None:
        for name, value in zip(fields(self), state, strict=True):
            setattr(self, name.name, value)


class CommentSort(StrEnum):
    """What a comment is: something that a reader wrote, or a note that another page links to this one."""

    COMMENT = "comment"
    PINGBACK = "pingback"


@dataclass(slots=True)
class Comment:
    """A reader's comment.

    author      as written, None where the page has lost it
    time        as written
    text        paragraphs separated by a blank line; "" where the page has lost it
    depth       0 for a comment on the report, 1 for an answer to one, ...
    spam        probability that it is spam, 0 to 1, with `reasons` in words
    blocks      indices of the blocks that it was read from
    iso         `time` as ISO 8601: a date, date and time, or for an age ("3 hours ago") a negative duration ("-PT3H");
                None where it cannot be told
    parent      index in `Document.comments` of the comment that it answers
    likes       how many readers liked it, where the page says so; may be negative where readers vote
    permalink   its address, HTML only
    by_author   whether the author of the report wrote it
    sort        comment or pingback (trackbacks are among these)
    labels      what else stands with it, as written: buttons, badges, counts
    """

    author: str | None
    time: str | None
    text: str
    depth: int = 0
    spam: float = 0.0
    reasons: list[str] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    iso: str | None = None
    parent: int | None = None
    likes: int | None = None
    permalink: str | None = None
    by_author: bool = False
    sort: CommentSort = CommentSort.COMMENT
    labels: list[str] = field(default_factory=list)


@dataclass
class Document:
    """A cleaned page.

    `confidence` is how far the division into report and rest is to be trusted, 0 to 1; `encoding` is what the bytes
    were decoded with, None for a page given as `str`. `title`, `author` and `date` (ISO 8601 where it could be told,
    else as written) and `comments` are worked out when first asked for. `include` are the zones and kinds that `text`
    is made of; where comments are among them, those with a spam score of `spam_from` or more are left out (None: none).
    """

    blocks: list[Block]
    language: str | None = None
    page_kind: PageKind = PageKind.OTHER
    confidence: float = 0.0
    encoding: str | None = None
    url: str | None = None
    form: str = "html"
    include: frozenset[tuple[Zone, Kind]] = REPORT
    _text: Callable[[Document], str] | None = field(default=None, repr=False, compare=False)
    _facts: Callable[[Document], dict[str, str | None]] | None = field(default=None, repr=False, compare=False)
    _guesses: Callable[[], dict[str, str | None]] | None = field(default=None, repr=False, compare=False)
    _comments: Callable[[Document], list[Comment]] | None = field(default=None, repr=False, compare=False)
    spam_from: float | None = SPAM_FROM

    @cached_property
    def text(self) -> str:
        """The core report as plain text, paragraphs separated by a blank line."""
        return self._text(self) if self._text else ""

    @cached_property
    def comments(self) -> list[Comment]:
        """The readers' comments, in page order."""
        return self._comments(self) if self._comments else []

    @property
    def report(self) -> str:
        """The words of the report, title, deck and body, whatever `include` says."""
        return "\n".join(block.text for block in self.blocks if (block.zone, block.kind) in REPORT)

    @cached_property
    def _said(self) -> dict[str, str | None]:
        return dict(self._facts(self)) if self._facts else {}

    @cached_property
    def _guessed(self) -> dict[str, str | None]:
        return dict(self._guesses()) if self._guesses else {}

    def _fact(self, name: str) -> str | None:
        """What the page says, and only where it is silent what is guessed: that takes as long as all the rest."""
        return self._said.get(name) or self._guessed.get(name)

    def __getstate__(self) -> dict[str, Any]:
        """A document goes to another process with everything worked out that it works out when asked."""
        facts = {"title": self.title, "author": self.author, "date": self.date}
        worked_out = {"text": self.text, "comments": self.comments, "_said": facts, "_guessed": {}}
        return self.__dict__ | worked_out | {"_text": None, "_facts": None, "_guesses": None, "_comments": None}

    @property
    def title(self) -> str | None:
        """The report's headline."""
        return self._fact("title")

    @property
    def author(self) -> str | None:
        """Who wrote the report, several names joined by commas."""
        return self._fact("author")

    @property
    def named_author(self) -> str | None:
        """The author as the page itself names them; None where that could only be guessed."""
        return self._said.get("author")

    @property
    def date(self) -> str | None:
        """When the report was published."""
        return self._fact("date")
