"""Flattened text -> blocks: the lines of a dump, with paragraphs mended that the flattener broke.

Known dumps: Resiliparse and inscriptis (indented, "•" bullets, a line a block), html2text (Markdown), one text node a
line (BeautifulSoup, selectolax), Common Crawl's WET, and text hard-wrapped at a fixed width.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.reading.page import Form, Page
from cleaner.segmenting.blocks import Blocks
from cleaner.segmenting.markdown import Inline, is_markdown, plain

BROKEN = 60
"""Lines shorter than this are not taken for the first half of a paragraph that goes on after a blank line: they may be
headings."""

PHRASE = 25
"""Lines shorter than this end where they end, unless the next begins with punctuation: they may be menu items."""

NARROW, WIDE = 50, 120
"""The widths, in characters, at which tools wrap text."""

_LINE = re.compile(r"^(\s*)(?:([•●◦▪‣·*+–—-]|\d{1,3}[.)])\s+(?=\S))?(.*?)(\s*)$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^[\s|:=_*~-]*$")


@dataclass(slots=True)
class _Line:
    number: int
    indent: int
    marker: str
    text: str
    gap: int
    level: int = 0
    row: bool = False
    raw: int = 0
    """The line's length as it stood, to tell where a tool wrapped it."""
    inline: Inline | None = None


def segment_text(page: Page, joiners: frozenset[str] = frozenset()) -> Blocks:
    """The lines of a flattened page as blocks; `joiners` are words that cannot end a sentence, in lower case."""
    markdown = is_markdown(page.text)
    lines = _lines(page.text, markdown)
    width = _wrap_width(lines)
    blocks = Blocks(Form.TEXT)
    frames = blocks.frames
    _open_frame(blocks, -1, "body")
    previous: _Line | None = None
    mended = False
    # What goes on from the last block's text; put together once, since a paragraph may have any number of lines.
    more: list[str] = []
    for line in lines:
        if previous is not None and _continues(previous, line, mended, width, joiners):
            mended = mended or line.gap > 0
            more.append(_join(blocks, line))
        else:
            _end(blocks, more)
            mended = False
            if previous is None or line.gap:
                if len(frames) > 1:
                    frames.last[-1] = len(blocks)
                _open_frame(blocks, 0, "div")
            _write(blocks, line)
        previous = line
    _end(blocks, more)
    for index, last in enumerate(frames.last):
        if last < 0:
            frames.last[index] = len(blocks)
    return blocks


def _lines(text: str, markdown: bool) -> list[_Line]:
    found: list[_Line] = []
    gap = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw or raw.isspace():
            gap += 1
            continue
        match = _LINE.match(raw)
        indent, marker, body, _ = match.groups() if match else ("", "", raw, "")
        line = _Line(number, len(indent.expandtabs(4)), marker or "", body, gap, raw=len(raw.rstrip()))
        if markdown:
            if not marker and (heading := _HEADING.match(body)):
                line.level, line.text = len(heading[1]), heading[2]
            line.inline = plain(line.text)
            line.text = line.inline.text
            if _RULE.match(line.text):  # an image, an empty link, the line under a table's head
                continue
        if "\t" in line.text or (markdown and " | " in line.text):
            line.row = True
            cells = re.split(r"\t+| \| ", line.text.strip("| ") if markdown else line.text)
            line.text = " | ".join(cell for cell in map(str.strip, cells) if cell)
        line.text = " ".join(line.text.split()) or line.text.strip()
        found.append(line)
        gap = 0
    return found


def _wrap_width(lines: list[_Line]) -> int:
    """The width at which the whole text is hard-wrapped, 0 where it is not."""
    lengths = [line.raw for line in lines]
    widest = max(lengths, default=0)
    if not NARROW <= widest <= WIDE:
        return 0
    full = sum(length > widest - 14 for length in lengths)
    return widest if full >= max(3, len(lengths) // 5) else 0


def _continues(previous: _Line, line: _Line, mended: bool, width: int, joiners: frozenset[str]) -> bool:
    """Whether `line` goes on with the sentence in which `previous` was broken off."""
    if line.marker or line.level or previous.level or line.row or previous.row or not line.text or not previous.text:
        return False
    if width and not line.gap and (line.indent == previous.indent or previous.marker):
        # A wrapped line ends where its next word did not fit.
        return previous.raw + 1 + len(line.text.split(None, 1)[0]) > width
    first, last = line.text[0], previous.text[-1]
    if first in ",.;:!?)%]’”" and line.gap == 0:
        return not line.text.startswith((".", "!", "?")) or len(previous.text) > 1
    if last in '.!?…:;。！？"”»' or (previous.marker and line.gap):
        return False
    if len(previous.text) < (BROKEN if line.gap else PHRASE) or line.gap > 1:
        return False
    hanging = last in ",(–—" or previous.text.rsplit(None, 1)[-1].lower() in joiners
    return first.islower() or hanging or mended


def _open_frame(blocks: Blocks, parent: int, tag: str) -> None:
    frames = blocks.frames
    frames.parent.append(parent)
    frames.tag.append(tag)
    frames.attrs.append(None)
    frames.first.append(len(blocks))
    frames.last.append(-1)


def _write(blocks: Blocks, line: _Line) -> None:
    inline = line.inline
    blocks.text.append(line.text)
    blocks.tag.append(f"h{line.level}" if line.level else "tr" if line.row else "li" if line.marker else "p")
    blocks.level.append(line.level)
    blocks.depth.append(line.indent)
    blocks.marker.append(line.marker)
    blocks.frame.append(len(blocks.frames) - 1)
    blocks.links.append(inline.links if inline else 0)
    blocks.link_chars.append(min(inline.link_chars, len(line.text)) if inline else 0)
    blocks.href.append(inline.href if inline else None)
    blocks.lines.append((line.number, line.number))
    blocks.gap.append(line.gap)
    blocks.hidden.append(False)


def _join(blocks: Blocks, line: _Line) -> str:
    """Lets the last block hold a line more; gives what that adds to its text."""
    blocks.lines[-1] = (blocks.lines[-1][0], line.number)
    if line.inline:
        blocks.links[-1] += line.inline.links
        blocks.link_chars[-1] += line.inline.link_chars
        blocks.href[-1] = blocks.href[-1] or line.inline.href
    return line.text if line.text[0] in ",.;:!?)%]’”" else f" {line.text}"


def _end(blocks: Blocks, more: list[str]) -> None:
    if more:
        blocks.text[-1] = "".join((blocks.text[-1], *more))
        more.clear()
