"""Signals of a thread of comments in flattened text, where no element holds it together.

Rules know the lines between comments (who wrote, when, "reply"), not what readers write; that is told by where such
lines stand: how close, how often, and whether the heading of a thread stands above. HTML has elements for that.
"""

from __future__ import annotations

import numpy as np

from cleaner.document import LABELS, ZONES, Kind, Zone
from cleaner.reading.page import Form
from cleaner.signals.evidence import SCALE, STRONG
from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import Indices, View
from cleaner.signals.windows import distances, last_marked, mean_around, shown

FURTHEST = 400
"""Blocks beyond which the heading of a thread is not seen."""

NAME_WORDS, SAID_WORDS, ABOVE_WORDS = 4, 5, 3
"""The most words of a name, the fewest of what follows it, and of what stands above it."""

_COMMENT = ZONES.index(Zone.COMMENT)
_AUTHOR, _HEAD = LABELS.index((Zone.COMMENT, Kind.AUTHOR)), LABELS.index((Zone.COMMENT, Kind.HEAD))


@signal(
    *("thread_3", "thread_10", "thread_odds_10", "thread_above", "thread_below", "since_thread", "to_thread"),
    *("authors_3", "authors_10", "authors_25", "authors_above", "authors_below", "since_author", "to_author"),
    *("since_head", "under_head", "authors_under_head", "author_rate_under_head"),
    form=Form.TEXT,
)
def lines_of_threads(view: View) -> Columns:
    """In text, how many lines that rules give to comments, and to their authors, stand around the block, above, below
    and since the heading of the thread, and how far the nearest are."""
    index = np.arange(len(view))
    odds = np.maximum(view.matches.line[:, _COMMENT], 0.0)
    thread, author = odds > 0, view.matches.kind[:, _AUTHOR] > 0
    head = view.matches.kind[:, _HEAD] > 0
    said, authors = np.cumsum(thread, dtype=np.int64), np.cumsum(author, dtype=np.int64)
    since_head, _ = distances(head, FURTHEST)
    # Without a heading the top of the page stands for it.
    start = np.maximum(last_marked(head), 0)
    under: Indices = authors - authors[start]
    return (
        mean_around(thread, 3),
        mean_around(thread, 10),
        np.minimum(mean_around(odds, 10), STRONG) / SCALE,
        shown(said),
        shown(said[-1] - said),
        *map(shown, distances(thread)),
        mean_around(author, 3),
        mean_around(author, 10),
        mean_around(author, 25),
        shown(authors),
        shown(authors[-1] - authors),
        *map(shown, distances(author)),
        np.log1p(since_head) / 6,
        since_head < FURTHEST,
        shown(under),
        under / np.maximum(index - start, 1),
    )


@signal("names_4", "names_12", form=Form.TEXT)
def bare_names(view: View) -> Columns:
    """In text, how many of the blocks around look like a name above what somebody wrote: a few words that end unlike a
    sentence, between longer blocks."""
    words = view.counts.words
    name = (words > 0) & (words <= NAME_WORDS) & (view.counts.ends == 0)
    name &= np.append(words[1:] >= SAID_WORDS, False) & np.concatenate(([True], words[:-1] >= ABOVE_WORDS))
    return mean_around(name, 4), mean_around(name, 12)
