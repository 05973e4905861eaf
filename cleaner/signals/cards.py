"""Signals of repeated structure: a list of alike cards, and blocks made by the same template.

Records that a page repeats share their element and class (mining data regions: Liu, Grossman, Zhai, KDD 2003).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.reading.page import Form
from cleaner.signals.characters import Floats
from cleaner.signals.registry import signal
from cleaner.signals.view import View

ALIKE = 3
"""Siblings of one element and class that make a row of cards."""


@signal("cards", "card_blocks", "card_words", "card_prose", "card_links", "card_share", "card_place")
def cards(view: View) -> Sequence[Floats]:
    """The nearest row of alike siblings around the block: how many they are, how many blocks, words, how much prose
    and link a card has, what part of the page's text the row holds, and how far down the row the block's card is."""
    size = len(view)
    if view.blocks.form is Form.TEXT:
        return [np.zeros(size)] * 7
    frames = view.blocks.frames
    first, last, parent = view.elements
    filled = first < last
    siblings = np.bincount(parent[filled] + 1, minlength=len(frames) + 1)[parent + 1]
    rows: dict[Hashable, list[int]] = defaultdict(list)
    for frame in np.flatnonzero(filled & (siblings >= ALIKE)).tolist():
        attrs = frames.attrs[frame]
        rows[frames.parent[frame], frames.tag[frame], attrs[0] if attrs else ""].append(frame)
    row_of = np.full(len(frames) + 1, -1)  # the last entry is the parent of the root
    kept: list[list[int]] = []
    place = np.zeros(len(frames) + 1)
    for members in rows.values():
        if len(members) >= ALIKE:
            row_of[members] = len(kept)
            place[members] = np.arange(len(members)) / len(members)
            kept.append(members)
    holder = view.frame_of
    while True:
        free = (row_of[holder] < 0) & (holder >= 0)
        if not free.any():
            break
        holder = np.where(free, parent[holder], holder)
    if not kept:
        return [np.zeros(size)] * 7
    running = view.running
    flat = np.concatenate([np.array(members) for members in kept])
    which = np.repeat(np.arange(len(kept)), [len(members) for members in kept])

    def total(values: Floats) -> Floats:
        return np.bincount(which, values[last[flat]] - values[first[flat]], len(kept)).astype(np.float64)

    count = np.bincount(which, minlength=len(kept)).astype(np.float64)
    blocks = np.bincount(which, last[flat] - first[flat], len(kept)).astype(np.float64)
    chars = total(running["chars"])
    table = np.stack(
        [
            np.log1p(count) / 4,
            np.log1p(blocks / count) / 3,
            np.log1p(chars / count) / 6,
            total(running["prose"]) / np.maximum(chars, 1),
            total(running["links"]) / np.maximum(chars, 1),
            chars / max(running["chars"][-1], 1.0),
            np.zeros(len(kept)),
        ]
    )
    row = row_of[holder]
    found = np.where(row >= 0, table[:, row], 0.0)
    found[-1] = place[holder]
    return list(found)


@signal("alike", "alike_length", "alike_links", "alike_prose", "alike_share", "alike_spread")
def templates(view: View) -> Sequence[Floats]:
    """Blocks that the same template made (same element, and class of the two elements around it; in text, same shape
    of line): how many they are, their mean length, links and prose, their share of the text, and over how much of the
    page they are spread."""
    group = template_groups(view)
    count = np.bincount(group).astype(np.float64)

    def total(values: Floats) -> Floats:
        return np.bincount(group, values).astype(np.float64)

    chars = total(view.counts.chars)
    index = view.index
    low = np.full(len(count), np.inf)
    np.minimum.at(low, group, index)
    high = np.zeros(len(count))
    np.maximum.at(high, group, index)
    table = np.stack(
        [
            np.log1p(count) / 5,
            np.log1p(chars / count) / 6,
            total(view.link_density * view.counts.chars) / np.maximum(chars, 1),
            total(view.prose_chars) / np.maximum(chars, 1),
            chars / max(view.running["chars"][-1], 1.0),
            (high - low) / len(view),
        ]
    )
    return list(table[:, group])


def template_groups(view: View) -> NDArray[np.int64]:
    """For each block the number of its group of blocks that one template seems to have made."""
    blocks = view.blocks
    keys: list[Hashable]
    if blocks.form is Form.TEXT:
        keys = [
            (mark[:1].isdigit() if mark else None, depth, level, gap > 0)
            for mark, depth, level, gap in zip(blocks.marker, blocks.depth, blocks.level, blocks.gap, strict=True)
        ]
    else:
        attrs, parent = blocks.frames.attrs, blocks.frames.parent
        keys = []
        for tag, frame in zip(blocks.tag, blocks.frame, strict=True):
            own, above = attrs[frame], attrs[parent[frame]]
            keys.append((tag, own and own[0], above and above[0]))
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)


@signal("said_before")
def repeats(view: View) -> Floats:
    """How often the same text stood above the block."""
    seen: Counter[str] = Counter()
    before = np.empty(len(view))
    for index, text in enumerate(view.blocks.text):
        before[index] = seen[text]
        seen[text] += 1
    return np.minimum(before, 5) / 5
