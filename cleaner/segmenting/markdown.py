"""The Markdown that flatteners write: told from other dumps, and its inline marks taken off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

_LINK = re.compile(r"!?\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?[^()]*\)")
_SIGN = re.compile(r"\]\(\s*<?(?:https?:|/|#|mailto:|\.)|^#{1,6} \S", re.MULTILINE)
_MARKS = re.compile(r"(?<!\\)(?:\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|`)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")

ENOUGH = 3
"""So many links or headings make a dump Markdown."""


@dataclass(frozen=True, slots=True)
class Inline:
    """A line without its inline marks: its text, number of links, characters in links, target of the first link."""

    text: str
    links: int = 0
    link_chars: int = 0
    href: str | None = None


def is_markdown(text: str) -> bool:
    """Whether a flattened page is written in Markdown: it has links or headings in that notation."""
    return len(list(islice(_SIGN.finditer(text), ENOUGH))) == ENOUGH


def plain(text: str) -> Inline:
    """`text` as a reader of the rendered page sees it. Source of the notation: CommonMark."""
    links = chars = 0
    href: str | None = None
    if "](" in text:
        pieces: list[str] = []
        end = 0
        for match in _LINK.finditer(text):
            label = plain(match[1]).text
            pieces += (text[end : match.start()], label)
            end = match.end()
            links += 1
            chars += len(label)
            href = href or match[2] or None
        text = "".join((*pieces, text[end:]))
    if "*" in text or "_" in text or "`" in text:
        text = _MARKS.sub("", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return Inline(text, links, chars, href)
