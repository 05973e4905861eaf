"""Guards the tree parser against markup that is nested absurdly deep."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from cleaner.segmenting.elements import BLOCK, FORMATTING, OPTIONAL_END, SCOPE, UNNESTED, UNSEEN, VOID

DEEPEST = 512
"""Blocks deeper than this are unwrapped, as browsers do (Blink's limit is 512 as well). Inline elements and those that
are not shown are counted apart: leaving them open must cost no paragraph, nor show what is not shown."""

DEEPEST_FORMATTING = 32
"""The same for formatting elements: the parser opens those left open again in every block after them."""

SUSPICIOUS = 10_000
"""Markup with fewer start tags than this is parsed as it is: the parser's time grows with the square of the depth, and
up to here that is a fraction of a second."""

STRETCH = 65_536
"""Bytes that are looked through at once."""

# A ">" within a quoted value does not end a tag; a tag without end takes the rest of the page. Possessive: linear time.
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)(?:[^>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*+(?:>|\Z)""")

_BLOCK, _INLINE, _FORMATTING, _UNSEEN = range(4)


def limit_depth(markup: bytes) -> bytes:
    """UTF-8 markup without the tags of elements that are nested too deep; their text stays, in paragraphs of its own.

    The nesting is estimated from the tags alone, and rather too high than too low. That is enough to turn 100,000
    nested elements into a page that parses in milliseconds, and leaves every sane page untouched.
    """
    if _opened(markup) < SUSPICIOUS:
        return markup
    html = markup.decode("utf-8", "replace")
    kept: list[str] = []
    end = beyond = 0
    blocks: list[str] = []
    others: Counter[int] = Counter()
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in VOID or name in OPTIONAL_END or name in UNNESTED:
            continue
        step = -1 if tag[1] else 1
        sort = _sort(name)
        if sort != _BLOCK:
            depth, others[sort] = others[sort], max(0, others[sort] + step)
            cut = max(depth, others[sort]) > (DEEPEST_FORMATTING if sort == _FORMATTING else DEEPEST)
        elif cut := beyond > 0 or (step > 0 and len(blocks) >= DEEPEST):
            beyond += step
        elif step > 0:
            blocks.append(name)
        else:
            _close(blocks, name)
        if cut:
            kept += (html[end : tag.start()], "<p>" if sort == _BLOCK else "")
            end = tag.end()
    return "".join((*kept, html[end:])).encode() if kept else markup


def _opened(markup: bytes) -> int:
    """No fewer than the start tags there are."""
    data = np.frombuffer(markup, np.uint8)
    # A stretch at a time, whose answers stay in the processor's cache: four times as fast as `bytes.count`.
    tags = sum(int(np.count_nonzero(data[at : at + STRETCH] == ord("<"))) for at in range(0, len(data), STRETCH))
    return tags if tags < SUSPICIOUS else tags - markup.count(b"</")


def _sort(name: str) -> int:
    if name in UNSEEN:
        return _UNSEEN
    if name in FORMATTING:
        return _FORMATTING
    return _BLOCK if name in BLOCK or name in SCOPE or "-" in name else _INLINE


def _close(blocks: list[str], name: str) -> None:
    """What an end tag does to the blocks that are open: it closes those in the one it names as well."""
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if block == name:
            del blocks[at:]
            return
        if block in SCOPE or ("-" in name and "-" not in block):
            return
