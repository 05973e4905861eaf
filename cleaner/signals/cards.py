"""Signals of repeated structure: a list of alike cards, and blocks made by the same template.

Records that a page repeats share their element and class (mining data regions: Liu, Grossman, Zhai, KDD 2003).
"""

from __future__ import annotations

import numpy as np

from cleaner.reading.page import Form
from cleaner.signals.characters import Floats
from cleaner.signals.grouping import first_alike, group_sizes, seen_before
from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import Indices, View

ALIKE = 3
"""Siblings of one element and class that make a row of cards."""


@signal("cards", "card_blocks", "card_words", "card_prose", "card_links", "card_share", "card_place", form=Form.HTML)
def cards(view: View) -> Columns:
    """The nearest row of alike siblings around the block: how many they are, how many blocks, words, how much prose
    and link a card has, what part of the page's text the row holds, and how far down the row the block's card is."""
    frames, lineage = view.blocks.frames, view.lineage
    first, last = view.elements
    parent = lineage.parent[:-1]
    filled = first < last
    siblings = np.bincount(parent[filled], minlength=lineage.outside + 1)[parent]
    some = np.flatnonzero(filled & (siblings >= ALIKE))
    base = len(frames) + 1
    made = (parent * base + first_alike(frames.tag)) * base + view.classes
    row = np.unique(made[some], return_inverse=True)[1]
    many = group_sizes(row) >= ALIKE
    some, row = some[many], row[many]
    if not len(some):
        return 0.0
    first, last, running = first[some], last[some], view.running
    count = np.bincount(row)

    def total(values: Floats) -> Floats:
        return np.bincount(row, values[last] - values[first]).astype(np.float64)

    each = np.maximum(count, 1)
    chars = total(running["chars"])
    table = np.zeros((6, len(count) + 1))  # the last column is for blocks in no row
    table[:, :-1] = (
        np.log1p(count) / 4,
        np.log1p(np.bincount(row, last - first) / each) / 3,
        np.log1p(chars / each) / 6,
        total(running["prose"]) / np.maximum(chars, 1),
        total(running["links"]) / np.maximum(chars, 1),
        chars / max(running["chars"][-1], 1.0),
    )
    row_of, place = np.full(lineage.outside + 1, -1), np.zeros(lineage.outside + 1)
    row_of[some] = row
    place[some] = seen_before(row) / count[row]
    card = lineage.nearest(row_of >= 0)[view.frame_of]
    return *table[:, row_of[card]], place[card]


@signal("alike", "alike_length", "alike_links", "alike_prose", "alike_share", "alike_spread")
def templates(view: View) -> Columns:
    """Blocks that the same template made (same element, and class of the two elements around it; in text, same shape
    of line): how many they are, their mean length, links and prose, their share of the text, and over how much of the
    page they are spread."""
    group = template_groups(view)
    count = np.bincount(group)
    each = np.maximum(count, 1)

    def total(values: Floats) -> Floats:
        return np.bincount(group, values).astype(np.float64)

    chars = total(view.counts.chars)
    index = view.index
    high = np.zeros(len(count))
    high[group] = index  # the last one of a group stays
    table = np.array(
        [
            np.log1p(count) / 5,
            np.log1p(chars / each) / 6,
            total(view.link_density * view.counts.chars) / np.maximum(chars, 1),
            total(view.prose_chars) / np.maximum(chars, 1),
            chars / max(view.running["chars"][-1], 1.0),
            (high - index[: len(count)]) / len(view),
        ]
    )
    return table[:, group]


def template_groups(view: View) -> Indices:
    """For each block the first that the same template seems to have made."""
    blocks = view.blocks
    if blocks.form is Form.TEXT:
        return first_alike(
            (mark[:1].isdigit() if mark else None, depth, level, gap > 0)
            for mark, depth, level, gap in zip(blocks.marker, blocks.depth, blocks.level, blocks.gap, strict=True)
        )
    classes, parent = view.classes, np.array(blocks.frames.parent)
    base, frame = len(parent) + 1, view.frame_of
    keys = (first_alike(blocks.tag) * base + classes[frame]) * base + classes[parent[frame]]
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    found: Indices = first[which]
    return found


@signal("said_before")
def repeats(view: View) -> Floats:
    """How often the same text stood above the block."""
    return np.minimum(seen_before(view.same_text), 5) / 5
