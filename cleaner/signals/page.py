"""Signals that compare a block with its page: repetition, the title, the page's kind."""

from __future__ import annotations

import numpy as np

from cleaner.document import PAGE_KINDS
from cleaner.signals.characters import Floats
from cleaner.signals.grouping import group_sizes
from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import View

LONGEST_TITLE = 40
"""Words that a block may have to be compared with the title."""


@signal("repeated")
def repetition(view: View) -> Floats:
    """How often the same text stands on the page: labels of cards repeat, sentences do not."""
    return np.minimum(np.log(group_sizes(view.same_text)) / 2, 1.5)


@signal("title_overlap", "is_title")
def title_overlap(view: View) -> Columns:
    """Share of words that a short block has in common with the page's own title (as CETR and trafilatura use it)."""
    found = np.zeros(len(view))
    title = view.title_words
    tokens, bounds = view.tokens
    for index in np.flatnonzero((view.known_words[2] > 0) & (view.taken <= LONGEST_TITLE)).tolist():
        words = set(tokens[bounds[index] : bounds[index + 1]])
        common = len(words & title)
        found[index] = common / len(words) * min(1.0, 1.5 * common / len(title))
    return found, found > 0.6


@signal("page_prose", "page_links", "page_length", *(f"page_{kind}" for kind in PAGE_KINDS))
def page(view: View) -> Columns:
    """What the page is as a whole: its share of prose and links, its length, the votes for its kind."""
    running = view.running
    chars = max(running["chars"][-1], 1.0)
    votes = view.matches.page
    values = [running["prose"][-1] / chars, running["links"][-1] / chars, np.log1p(len(view)) / 7]
    values += [np.tanh(votes.get(kind, 0.0) / 4) for kind in PAGE_KINDS]
    return np.array(values)[:, None]
