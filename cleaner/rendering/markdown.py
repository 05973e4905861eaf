"""Document -> Markdown (CommonMark with the tables of GitHub Flavored Markdown)."""

from __future__ import annotations

import re
from collections.abc import Callable

from cleaner.document import Block, Document
from cleaner.rendering.selecting import Shape, nesting, runs, shown, without_marker

# CommonMark 0.31, sections 2.4, 4 and 6: what would be read as markup within a line, and at the start of one.
_INLINE = re.compile(r"[\\`*]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<=\])[(\[]|~(?=~)|(?<=~)~")
_START = re.compile(r"^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-_=:|](?=[-_=:|\s]*$)|~(?=~~)|\[(?=[^\]]*\]:))")
_CLOSING = re.compile(r"(?:^|(?<=\s))#(?=#*$)")
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_ESCAPED = r"\\\g<0>"
_CELLS = re.compile(r"(?:^| )\|(?= |$)")


def to_markdown(document: Document) -> str:
    """The blocks of `document.include` as Markdown, in the order of `to_text`; "" where there are none.

    The title is a heading of level 1, all others are of level 2 or deeper under it; rows become a table whose first
    row is its head. Characters that Markdown would take for markup are escaped, so that readers see the page's words.
    No line feed at the end.
    """
    return "\n\n".join(_SETTERS[kind](run) for kind, run in runs(shown(document)))


def _titles(run: list[Block]) -> str:
    return "\n\n".join(_heading(block, 1) for block in run)


def _headings(run: list[Block]) -> str:
    return "\n\n".join(_heading(block, max(2, block.level)) for block in run)


def _heading(block: Block, level: int) -> str:
    text = _inline(" ".join(block.text.split()))
    return f"{'#' * level} {_CLOSING.sub(_ESCAPED, text)}"


def _paragraphs(run: list[Block]) -> str:
    return "\n\n".join(_escaped(block.text) for block in run)


def _quote(run: list[Block]) -> str:
    return "\n>\n".join("\n".join(f"> {line}" for line in _escaped(block.text).split("\n")) for block in run)


def _listing(run: list[Block]) -> str:
    text = "\n".join(block.text for block in run)
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _list(run: list[Block]) -> str:
    lines: list[str] = []
    columns: list[int] = []
    for block, level in zip(run, nesting(run), strict=True):
        del columns[level:]
        indent = " " * (columns[-1] if columns else 0)
        marker = block.marker if _NUMBER.match(block.marker) else "-"
        columns.append(len(indent) + len(marker) + 1)
        text = _escaped(without_marker(block)).replace("\n", "\n" + " " * columns[-1])
        lines.append(f"{indent}{marker} {text}")
    return "\n".join(lines)


def _table(run: list[Block]) -> str:
    rows = [[cell.strip() for cell in _CELLS.split(block.text.replace("\n", " "))] for block in run]
    width = max(map(len, rows))
    if width == 1:
        return _paragraphs(run)
    head, *rest = ([_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * width, *rest))


def _cell(text: str) -> str:
    return _inline(text).replace("|", r"\|")


def _escaped(text: str) -> str:
    """Text whose every line would be read as part of a paragraph; a line feed becomes a hard line break."""
    return "\\\n".join(_line(line.strip()) for line in text.splitlines() if line.strip())


def _line(text: str) -> str:
    return _NUMBER.sub(r"\1\\\2", _START.sub(_ESCAPED, _inline(text)))


def _inline(text: str) -> str:
    return _INLINE.sub(_ESCAPED, text)


_SETTERS: dict[Shape, Callable[[list[Block]], str]] = {
    Shape.TITLE: _titles,
    Shape.HEADING: _headings,
    Shape.PARAGRAPH: _paragraphs,
    Shape.ITEM: _list,
    Shape.ROW: _table,
    Shape.VERBATIM: _listing,
    Shape.QUOTE: _quote,
}
