"""The blocks of a page as columns: what both ways of segmenting yield and everything downstream reads.

Columns (one list an attribute, one entry a block) instead of objects keep a page of some hundred blocks within a few
milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from cleaner.reading.page import Form


@dataclass(slots=True)
class Metadata:
    """What a page says of itself outside its visible text.

    `properties` are (name, value) pairs in page order, names in lower case: every `<meta>` name or property
    ("generator", "og:type", "article:author"), "title" (the `<title>`), "lang" (of `<html>`), "canonical", and from
    JSON-LD "jsonld:type", "jsonld:headline", "jsonld:author", "jsonld:date", "jsonld:modified".
    `article_body` is JSON-LD's `articleBody` as plain text; `comments` are JSON-LD's (author, time, text).
    """

    properties: list[tuple[str, str]] = field(default_factory=list)
    article_body: str | None = None
    comments: list[tuple[str | None, str | None, str]] = field(default_factory=list)

    def first(self, *names: str) -> str | None:
        """The value of the first of `names` that the page has, in the order of `names`; None where it has none."""
        for name in names:
            for key, value in self.properties:
                if key == name and value:
                    return value
        return None


Attrs: TypeAlias = tuple[str, str, str, str] | None
"""An element's (class, id, role, itemprop) as written; None where it has none of them."""


@dataclass(slots=True)
class Frames:
    """The elements of an HTML page in document order (parents before children), as columns; for text one root.

    A frame spans the blocks `first[i]` up to, not including, `last[i]`: blocks of a subtree are contiguous.
    """

    parent: list[int] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    attrs: list[Attrs] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.parent)


@dataclass(slots=True)
class Blocks:
    """Blocks in reading order, one entry a block in every list.

    text        white space folded (verbatim in `pre`), without list marker
    tag         p, h1 to h6, li, tr, pre, dt, dd, figcaption, blockquote ...: the element that made the block
    level       1 to 6 for headings, 0 else
    depth       nesting of a list item (1 = outermost), 0 else; for text the indentation in columns
    marker      "•", "-" or "3." as shown in front of a list item, "" else
    frame       index into `frames`: the innermost element that holds all of the block's text
    links       number of links;  link_chars: characters of `text` inside links;  href: target of the first, or None
    lines       first and last line of a flattened page, from 1, blank lines counted; (0, 0) for HTML
    gap         blank lines in front of the block (text); 0 for HTML
    times       block -> `datetime` of the first `<time>` element in it; HTML only
    hidden      whether the block stands in a hidden panel (a dialog, a tab) that a click or a script opens; HTML only
    """

    form: Form
    text: list[str] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    marker: list[str] = field(default_factory=list)
    frame: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    link_chars: list[int] = field(default_factory=list)
    href: list[str | None] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)
    gap: list[int] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    times: dict[int, str] = field(default_factory=dict)
    frames: Frames = field(default_factory=Frames)
    metadata: Metadata = field(default_factory=Metadata)
    select: Callable[[str], list[int]] | None = None
    """CSS selector -> indices of the frames it matches; None for text. Raises `ValueError` on a bad selector."""

    def __len__(self) -> int:
        return len(self.text)
