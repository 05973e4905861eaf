"""Guards the tree parser against markup that is nested absurdly deep."""

from __future__ import annotations

import re

from cleaner.segmenting.elements import OPTIONAL_END, VOID

DEEPEST = 512
"""Elements deeper than this are unwrapped, as browsers do (Blink's limit is 512 as well)."""

SUSPICIOUS = 10_000
"""Markup with fewer tags than this is parsed as it is: the parser's time grows with the square of the depth, and up to
here that is a fraction of a second."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")


def limit_depth(html: str) -> str:
    """`html` without the tags of elements that are nested deeper than `DEEPEST`; their text stays.

    The nesting is estimated from the tags alone, which is enough to turn 100,000 nested elements into a page that
    parses in milliseconds, and leaves every sane page untouched.
    """
    if html.count("<") < SUSPICIOUS:
        return html
    depth = deepest = 0
    cuts: list[tuple[int, int]] = []
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in VOID or name in OPTIONAL_END:
            continue
        if tag[1]:
            if depth > DEEPEST:
                cuts.append(tag.span())
            depth = max(0, depth - 1)
        else:
            depth += 1
            if depth > DEEPEST:
                cuts.append(tag.span())
        deepest = max(deepest, depth)
    if deepest <= DEEPEST:
        return html
    kept, end = [], 0
    for start, stop in cuts:
        kept.append(html[end:start])
        end = stop
    kept.append(html[end:])
    return "".join(kept)
