"""Page -> blocks, the same for both forms of page."""

from __future__ import annotations

from cleaner.reading.page import Form, Page
from cleaner.segmenting.blocks import Blocks, Frames, Metadata
from cleaner.segmenting.html import segment_html
from cleaner.segmenting.text import segment_text


def segment(page: Page, hidden: frozenset[str] = frozenset(), joiners: frozenset[str] = frozenset()) -> Blocks:
    """The blocks of a page in reading order; every word of its visible text is in exactly one of them.

    `hidden` are class tokens of elements that are not shown, `joiners` words that cannot end a sentence: both come
    from rule packs.
    """
    if page.form is Form.HTML:
        return segment_html(page, hidden)
    return segment_text(page, joiners)


__all__ = ["Blocks", "Frames", "Metadata", "segment"]
