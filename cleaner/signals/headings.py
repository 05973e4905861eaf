"""Signals of the headings above a block, and of the page as a report."""

from __future__ import annotations

import numpy as np

from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import View
from cleaner.signals.windows import last_marked


@signal("level_above", "since_heading", "since_headline", "before_headline", "headline_seen", "headlines", "levels")
def headings(view: View) -> Columns:
    """The level of the nearest heading above, how many blocks ago it and the nearest h1 stood, whether an h1 is yet to
    come, and how many h1 and other headings the page has."""
    level = view.level
    index = np.arange(len(view))
    heading, headline = level > 0, level == 1
    last_heading, last_headline = last_marked(heading), last_marked(headline)
    ahead = headline.sum() - np.cumsum(headline)
    return (
        np.where(last_heading >= 0, level[last_heading], 0) / 6,
        np.where(last_heading >= 0, np.log1p(index - last_heading) / 4, 2),
        np.where(last_headline >= 0, np.log1p(index - last_headline) / 6, 2),
        ahead > 0,
        last_headline >= 0,
        min(float(headline.sum()), 10) / 5,
        heading.mean(),
    )


@signal("section_prose", "section_links", "section_length", "section_blocks")
def sections(view: View) -> Columns:
    """The stretch from one heading to the next that the block is in: its share of prose and links, mean length of its
    blocks and their number (a heading and what it leads into)."""
    section = view.section
    count = np.bincount(section).astype(np.float64)
    count_of = np.maximum(count, 1)
    chars = np.bincount(section, view.counts.chars)
    prose = np.bincount(section, view.prose_chars)
    links = np.bincount(section, view.link_density * view.counts.chars)
    table = np.array(
        [
            prose / np.maximum(chars, 1),
            links / np.maximum(chars, 1),
            np.log1p(chars / count_of) / 6,
            np.log1p(count) / 4,
        ]
    )
    return table[:, section]


@signal("page_words", "page_prose_blocks", "page_prose_words", "page_lists", "page_main", "page_frames", "page_spoken")
def report_shape(view: View) -> Columns:
    """What the page holds: words, blocks of prose and their mean length, share of list items, the largest share of
    prose in one element of the upper half, blocks to an element, and share of stop words."""
    size = len(view)
    prose = view.prose > 0
    words = view.words
    first, last = view.elements
    spans = last - first
    held = view.running["prose"][last] - view.running["prose"][first]
    half = spans <= size / 2
    values = (
        np.log1p(words.sum()) / 8,
        np.log1p(prose.sum()) / 5,
        np.log1p(words[prose].mean()) / 5 if prose.any() else 0.0,
        view.running["items"][-1] / size,
        float(held[half].max(initial=0.0)) / max(view.running["prose"][-1], 1.0),
        np.log1p(len(spans) / size) / 3,
        float((view.stop_density * words).sum() / words.sum()),
    )
    return np.array(values)[:, None]
