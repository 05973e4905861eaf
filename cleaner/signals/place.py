"""Signals of where a block stands: on the page, and among its neighbours."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cleaner.signals.characters import Floats
from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import SUMMED, Indices, View
from cleaner.signals.windows import bounds, shifted


@signal("position", "text_before", "top", "bottom")
def position(view: View) -> Columns:
    """Place on the page, counted in blocks and in characters; frames stand at its ends."""
    index, size = view.index, len(view)
    total = max(view.running["chars"][-1], 1.0)
    reach = min(max(size / 20, 1.0), 6.0)  # on a page of a dozen blocks only the very ends are ends
    return (
        index / size,
        view.running["chars"][:-1] / total,
        np.exp(-index / reach),
        np.exp(-(size - 1 - index) / reach),
    )


@signal("prose_before", "before_prose", "after_prose", "to_first_prose", "from_last_prose")
def report_ends(view: View) -> Columns:
    """Share of the page's prose above the block; distance to the first and the last block of prose."""
    index = view.index
    where = np.flatnonzero(view.prose)
    first, last = (where[0], where[-1]) if where.size else (len(view), -1)
    share = view.running["prose"][:-1] / max(view.running["prose"][-1], 1.0)
    ahead, behind = np.maximum(first - index, 0), np.maximum(index - last, 0)
    return share, ahead > 0, behind > 0, np.exp(-ahead / 8), np.exp(-behind / 8)


@signal(
    *(f"{what}_{side}" for side in ("previous", "next") for what in ("prose", "length", "links", "heading", "same"))
)
def neighbours(view: View) -> Columns:
    """The blocks just before and after: prose, length, links, heading, same element (as boilerpipe looks at them)."""
    length = np.minimum(np.log1p(view.counts.chars) / 6, 1.5)
    heading = (view.level > 0).astype(np.float64)
    tags = view.tag_codes
    same = (tags[1:] == tags[:-1]).astype(np.float64)
    before = [shifted(column, 1) for column in (view.prose, length, view.link_density, heading)]
    after = [shifted(column, -1) for column in (view.prose, length, view.link_density, heading)]
    return *before, np.concatenate(([0.0], same)), *after, np.concatenate((same, [0.0]))


@signal("prose_2", "prose_4", "prose_10", "links_4", "ends_4", "length_4", "items_4", "teasers_4", "labels_4")
def windows(view: View) -> Columns:
    """Share of prose among the characters of the 2, 4 and 10 blocks to either side; links, lengths and how many
    blocks look like teasers or labels within 4."""
    near, _ = _around(view, 2)
    far, _ = _around(view, 10)
    sums, blocks = _around(view, 4)
    chars = np.maximum(sums["chars"], 1)
    return (
        near["prose"] / np.maximum(near["chars"], 1),
        sums["prose"] / chars,
        far["prose"] / np.maximum(far["chars"], 1),
        sums["links"] / chars,
        sums["ends"] / blocks,
        np.log1p(sums["chars"] / blocks) / 6,
        sums["items"] / blocks,
        sums["teasers"] / blocks,
        sums["labels"] / blocks,
    )


@signal("prose_above", "prose_below")
def stretch(view: View) -> Columns:
    """Share of prose among the characters of the 6 blocks above, and of the 6 below."""
    running, index = view.running, np.arange(len(view))
    low, high = bounds(len(view), 6)

    def share(start: Indices, stop: Indices) -> Floats:
        chars = running["chars"][stop] - running["chars"][start]
        found: Floats = (running["prose"][stop] - running["prose"][start]) / np.maximum(chars, 1)
        return found

    return share(low, index), share(np.minimum(index + 1, len(view)), high)


@signal("gap", "gap_next", "run")
def grouping(view: View) -> Columns:
    """Blank lines around the block (text), and how many blocks alike in element and nesting stand in a row."""
    gap = np.minimum(np.array(view.blocks.gap, np.float64), 4) / 4
    tags, depth = view.tag_codes, view.depth
    change = np.concatenate(([True], (tags[1:] != tags[:-1]) | (depth[1:] != depth[:-1])))
    group = np.cumsum(change) - 1
    return gap, shifted(gap, -1), np.log1p(np.bincount(group)[group]) / 5


def _around(view: View, reach: int) -> tuple[Mapping[str, Floats], Indices]:
    """The sums over each block and the `reach` blocks to either side of it, and how many blocks that are."""
    low, high = bounds(len(view), reach)
    sums = view.sums.take(high, axis=1) - view.sums.take(low, axis=1)
    return dict(zip(SUMMED, sums, strict=True)), high - low
