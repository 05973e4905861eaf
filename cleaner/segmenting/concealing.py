"""Which elements are shown, and what is kept of those that are not."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from cleaner.segmenting.blocks import Attrs
from cleaner.segmenting.elements import UNSEEN

PANEL = 400
"""A hidden element with more characters than this is a panel that a click or a script opens (a dialog, a tab, a part of
the page that is streamed): its blocks are kept and marked. Shorter ones are labels and templates, and are left out."""

REMEMBERED, LONGEST_REMEMBERED = 16_384, 500
"""Values of `class` that are kept in mind from page to page, and the characters of the longest."""

# Attributes, besides `class`, that tell what an element is or whether it is shown.
TELLING = frozenset({"id", "role", "itemprop", "style", "hidden", "aria-hidden"})
_TAG = re.compile(r"<[^>]*>")


class ByClass(dict[str | None, tuple[Attrs, bool]]):
    """What frames have of an element with nothing but a `class`, and whether it is not shown, for classes met before.
    `hidden` are class tokens of elements that are not shown."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self.hidden = hidden

    def __missing__(self, classes: str | None) -> tuple[Attrs, bool]:
        attrs = (classes, "", "", "") if classes else None
        found = attrs, not self.hidden.isdisjoint((classes or "").split())
        if len(self) >= REMEMBERED:
            self.clear()
        if classes is None or len(classes) <= LONGEST_REMEMBERED:
            self[classes] = found
        return found

    def describe(self, attributes: dict[str, str | None]) -> tuple[Attrs, bool]:
        """What frames have of an element's attributes, and whether it is not shown: by attribute, style or class."""
        get = attributes.get
        attrs = (get("class") or "", get("id") or "", get("role") or "", get("itemprop") or "")
        concealed = (
            self[get("class")][1]
            or "hidden" in attributes
            or get("aria-hidden") == "true"
            or "display:none" in (get("style") or "").replace(" ", "").lower()
        )
        return attrs if any(attrs) else None, concealed


by_class = lru_cache(maxsize=4)(ByClass)


def is_short(node: LexborNode) -> bool:
    """Whether an element has at most `PANEL` characters of text; no more of it is read than tells that."""
    chars = 0
    for inner in node.traverse(include_text=True, skip_empty=True):
        if inner.is_text_node and (holder := inner.parent) is not None and (tag := holder.tag) not in UNSEEN:
            text = inner.text_content or ""
            if tag != "noscript":
                chars += len(" ".join(text.split())) + 1
            elif is_page(text):
                return False
            if chars > PANEL:
                return False
    return True


def is_page(notice: str) -> bool:
    """Whether the markup in a `<noscript>` is a page's text for readers without scripts, as forums serve it to
    crawlers, and no counting pixel or request to switch scripts on."""
    return len(" ".join(_TAG.sub(" ", notice).split())) > PANEL


def parse_inside(notice: LexborNode) -> None:
    """Makes elements of the markup in a `<noscript>`, which to a parser is raw text, whatever tags it leaves open."""
    holder = notice.parser.create_node("div")
    holder.inner_html = notice.text()
    for raw in list(notice.iter(include_text=True)):
        raw.decompose()
    for child in list(holder.iter(include_text=True)):
        notice.insert_child(child, move=True)
