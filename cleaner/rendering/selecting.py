"""What text and Markdown have in common: the blocks they show, and which of these belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import groupby

from cleaner.document import Block, Document, Kind, Zone


class Shape(Enum):
    """How a block is set. Neighbouring items, rows, verbatim lines or quotes make one list, table, listing or quote."""

    TITLE = auto()
    HEADING = auto()
    PARAGRAPH = auto()
    ITEM = auto()
    ROW = auto()
    VERBATIM = auto()
    QUOTE = auto()


SHAPES = {"li": Shape.ITEM, "tr": Shape.ROW, "pre": Shape.VERBATIM, "blockquote": Shape.QUOTE}
"""Shapes by the element that made the block; a paragraph for any other one."""


def shape(block: Block) -> Shape:
    """How the block is set."""
    if block.kind is Kind.TITLE:
        return Shape.TITLE
    if block.level:
        return Shape.HEADING
    if block.marker:
        return Shape.ITEM
    return SHAPES.get(block.tag, Shape.PARAGRAPH)


def shown(document: Document) -> list[Block]:
    """The blocks of `document.include` in reading order, the headline first and only once.

    The headline is the first block of kind title. Further titles and headings with the same words are left out, since
    themes like to print it twice.
    """
    spam = _spam(document)
    blocks = [
        block for block in document.blocks if (block.zone, block.kind) in document.include and block.index not in spam
    ]
    headline = next((block for block in blocks if block.kind is Kind.TITLE), None)
    if headline is None:
        return blocks
    words = _words(headline)
    return [headline] + [
        block
        for block in blocks
        if block is not headline and not ((block.kind is Kind.TITLE or block.level) and _words(block) == words)
    ]


def _spam(document: Document) -> set[int]:
    """The blocks of spam, empty without looking where no comments are shown."""
    limit = document.spam_from
    if limit is None or not any(zone is Zone.COMMENT for zone, _ in document.include):
        return set()
    return {index for comment in document.comments if comment.spam >= limit for index in comment.blocks}


def runs(blocks: Iterable[Block]) -> Iterator[tuple[Shape, list[Block]]]:
    """Neighbouring blocks of one shape and zone, together with that shape."""
    for (kind, _), run in groupby(blocks, key=lambda block: (shape(block), block.zone)):
        yield kind, list(run)


def nesting(run: Sequence[Block]) -> list[int]:
    """How deep each item of a list is nested, from 0.

    `Block.depth` counts open lists or columns of indentation; only whether it grows or shrinks tells a level.
    """
    levels: list[int] = []
    open_depths: list[int] = []
    for block in run:
        while open_depths and open_depths[-1] > block.depth:
            open_depths.pop()
        if not open_depths or open_depths[-1] < block.depth:
            open_depths.append(block.depth)
        levels.append(len(open_depths) - 1)
    return levels


def without_marker(block: Block) -> str:
    """The block's text without its list marker."""
    return block.text.removeprefix(block.marker).lstrip() if block.marker else block.text


def _words(block: Block) -> list[str]:
    return without_marker(block).casefold().split()
