"""Document -> HTML: a plain page of the blocks that are kept."""

from __future__ import annotations

import re
from html import escape

from cleaner.document import Block, Document
from cleaner.rendering.selecting import Shape, nesting, runs, shown, without_marker

_NUMBER = re.compile(r"^(\d{1,9})[.)]$")
_CELLS = re.compile(r"(?:^| )\|(?= |$)")


def to_html(document: Document) -> str:
    """The blocks of `document.include` as a page of their own, in the order of `to_text`; a line feed at the end.

    Title, author, date and address stand in its head. All text is escaped: nothing of the page's markup is left.
    """
    body = "\n".join(part for kind, run in runs(shown(document)) for part in _set(kind, run))
    head = [f"<title>{_escaped(document.title or '')}</title>"]
    for name, value in (("author", document.author), ("date", document.date)):
        if value:
            head.append(f'<meta name="{name}" content="{_escaped(value)}">')
    if document.url:
        head.append(f'<link rel="canonical" href="{_escaped(document.url)}">')
    language = f' lang="{_escaped(document.language)}"' if document.language else ""
    return (
        f'<!doctype html>\n<html{language}>\n<head>\n<meta charset="utf-8">\n'
        + "\n".join(head)
        + f"\n</head>\n<body>\n<article>\n{body}\n</article>\n</body>\n</html>\n"
    )


def _set(kind: Shape, run: list[Block]) -> list[str]:
    if kind is Shape.TITLE:
        return [f"<h1>{_lines(block.text)}</h1>" for block in run]
    if kind is Shape.HEADING:
        return [f"<h{max(2, block.level)}>{_lines(block.text)}</h{max(2, block.level)}>" for block in run]
    if kind is Shape.ITEM:
        return [_list(run)]
    if kind is Shape.ROW:
        rows = ("".join(f"<td>{_lines(cell.strip())}</td>" for cell in _CELLS.split(block.text)) for block in run)
        return ["<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"]
    if kind is Shape.VERBATIM:
        return [f"<pre>{_escaped(chr(10).join(block.text for block in run))}</pre>"]
    paragraphs = [f"<p>{_lines(block.text)}</p>" for block in run]
    return [f"<blockquote>{''.join(paragraphs)}</blockquote>"] if kind is Shape.QUOTE else paragraphs


def _list(run: list[Block]) -> str:
    """Nested lists; the first item of each says whether it is numbered, and from where."""
    parts: list[str] = []
    closing: list[str] = []
    for block, level in zip(run, nesting(run), strict=True):
        while len(closing) > level + 1:
            parts.append(f"</li></{closing.pop()}>")
        if len(closing) == level + 1:
            parts.append("</li>")
        else:
            number = _NUMBER.match(block.marker)
            closing.append("ol" if number else "ul")
            start = f' start="{int(number[1])}"' if number and number[1] != "1" else ""
            parts.append(f"<{closing[-1]}{start}>")
        parts.append(f"<li>{_lines(without_marker(block))}")
    parts += [f"</li></{name}>" for name in reversed(closing)]
    return "".join(parts)


def _lines(text: str) -> str:
    return _escaped(text).replace("\n", "<br>\n")


def _escaped(text: str) -> str:
    return escape(text.encode("utf-8", "replace").decode())
