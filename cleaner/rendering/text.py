"""Document -> plain text."""

from __future__ import annotations

from cleaner.document import Block, Document
from cleaner.rendering.selecting import Shape, nesting, runs, shown

INDENT = "  "
"""What a nested list item is indented by, for each level."""


def to_text(document: Document) -> str:
    """The blocks of `document.include` (by default the report's title, deck and body) as plain text; "" without any.

    The headline comes first, paragraphs are separated by a blank line. Items of a list, rows of a table and lines of
    preformatted text stand on lines of their own; items keep their markers. No line feed at the end.
    """
    return "\n\n".join(part for kind, run in runs(shown(document)) for part in _set(kind, run))


def _set(kind: Shape, run: list[Block]) -> list[str]:
    """The paragraphs that a run of blocks makes."""
    if kind is Shape.ITEM:
        return ["\n".join(_indented(block.text, level) for block, level in zip(run, nesting(run), strict=True))]
    if kind in (Shape.ROW, Shape.VERBATIM):
        return ["\n".join(block.text for block in run)]
    return [block.text for block in run]


def _indented(text: str, level: int) -> str:
    return "\n".join(INDENT * level + line for line in text.split("\n"))
