"""Reports that a page holds out of sight: in JSON-LD's `articleBody`, or in the state of a script framework.

Some pages are drawn by a script from data that they carry (`<script type="application/json">`, as Next.js, Gatsby and
others write it). Where the visible text is too poor to be a page, the prose in such data is taken as blocks, marked by
their tag, so that nothing is taken for visible that is not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.segmenting import jsonld
from cleaner.segmenting.blocks import Blocks

JSON_LD, STATE = "jsonld", "state"
"""The tags of blocks that were taken from JSON-LD and from a framework's state."""

POOR = 60
"""A page whose blocks of prose have fewer words than this is taken for one that a script has yet to draw."""

RICH = 80
"""Words that the data must hold to be taken."""

PROSE_WORDS = 8
"""Words from which on a block, or a string in the data, counts."""

LARGEST, MOST = 4 * 2**20, 20_000
"""Characters of a script, and values in it, that are looked at."""

_ENDS = re.compile(r"[.!?…。！？][\"”»’')]*(?:\s|$)")
_CODE = re.compile(r"[{}<>=;]|https?://\S+$")


def add_state(blocks: Blocks, scripts: Iterable[str]) -> None:
    """Appends the report from a page's data to blocks that are too poor to be a page. `scripts` are its JSON."""
    words = 0
    for text in blocks.text:
        # Most pages are known to be rich after a few blocks.
        words += len(text.split()) if _is_prose(text) else 0
        if words >= POOR:
            return
    body = blocks.metadata.article_body
    for tag, texts in ((JSON_LD, [body] if body else []), (STATE, _strings(scripts))):
        paragraphs = list(dict.fromkeys(line for text in texts for line in text.split("\n") if line.strip()))
        if sum(len(line.split()) for line in paragraphs) >= RICH:
            _append(blocks, paragraphs, tag)
            return


def _is_prose(text: str) -> bool:
    return len(text) >= 2 * PROSE_WORDS - 1 and len(text.split()) >= PROSE_WORDS and _ENDS.search(text) is not None


def _strings(scripts: Iterable[str]) -> Iterator[str]:
    """The prose in JSON, in the order in which it stands, without tags."""
    left = MOST
    for script in scripts:
        try:
            value = json.loads(script) if len(script) <= LARGEST else None
        except (ValueError, RecursionError):
            continue
        stack: list[Any] = [value]
        while stack and left:
            left -= 1
            one = stack.pop()
            if isinstance(one, str):
                text = jsonld.plain(one) if one.count(" ") >= PROSE_WORDS - 1 else ""
                if _is_prose(text) and not _CODE.search(text):
                    yield text
            elif isinstance(one, list):
                stack += one[::-1]
            elif isinstance(one, dict):
                stack += list(one.values())[::-1]


def _append(blocks: Blocks, paragraphs: list[str], tag: str) -> None:
    """Blocks of their own, in an element of their own at the end of the page."""
    frames = blocks.frames
    first = len(blocks)
    if not len(frames):
        frames.parent.append(-1)
        frames.tag.append("html")
        frames.attrs.append(None)
        frames.first.append(0)
        frames.last.append(0)
    frames.last[0] = first + len(paragraphs)
    frames.parent.append(0)
    frames.tag.append(tag)
    frames.attrs.append(None)
    frames.first.append(first)
    frames.last.append(first + len(paragraphs))
    for text in paragraphs:
        blocks.text.append(" ".join(text.split()))
        blocks.tag.append(tag)
        blocks.level.append(0)
        blocks.depth.append(0)
        blocks.marker.append("")
        blocks.frame.append(len(frames) - 1)
        blocks.links.append(0)
        blocks.link_chars.append(0)
        blocks.href.append(None)
        blocks.lines.append((0, 0))
        blocks.gap.append(0)
        blocks.hidden.append(False)
