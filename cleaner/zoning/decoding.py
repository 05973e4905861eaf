"""The best sequence of zones: a block's neighbours have a say in its zone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_SURE = [[0.0 if zone == other else -np.inf for other in range(4)] for zone in range(4)]
"""The scores of a block whose zone is known."""


def decode(scores: Floats, transitions: Floats) -> NDArray[np.int64]:
    """The zones, as indices, of the highest-scoring path through the blocks (Viterbi 1967).

    `scores` has shape (blocks, 4), `transitions` (4, 4). A block whose best zone leads each other by more than its two
    neighbours can add to that is in it on the best path; only the stretches between such blocks have to be searched.
    """
    path: NDArray[np.int64] = scores.argmax(axis=1)
    if len(path) < 2:
        return path
    # What a neighbour before, and one after, can add at most to the zone of the column over that of the row.
    before = (transitions[:, None, :] - transitions[:, :, None]).max(axis=0)
    after = (transitions[None, :, :] - transitions[:, None, :]).max(axis=2)
    leads = scores.max(axis=1, keepdims=True) - scores
    open_ = (leads <= (before + after)[path]).sum(axis=1) > 1  # a zone always ties with itself
    edges = np.flatnonzero(np.diff(open_, prepend=False, append=False)).tolist()
    zones = path.tolist()
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        stretch = scores[start:stop].tolist()
        if start:
            stretch.insert(0, _SURE[zones[start - 1]])
        if stop < len(zones):
            stretch.append(_SURE[zones[stop]])
        zones[max(start - 1, 0) : stop + 1] = _search(stretch, transitions)
    return np.array(zones, np.int64)


def _search(rows: list[list[float]], transitions: Floats) -> list[int]:
    """The best path through a stretch of at least one block. Written out for the four zones: numpy's cost per call, and
    that of a loop over the zones, are many times that of the sums."""
    size = len(rows)
    (aa, ab, ac, ad), (ba, bb, bc, bd), (ca, cb, cc, cd), (da, db, dc, dd) = transitions.T.tolist()
    a, b, c, d = rows[0]
    origins: list[tuple[int, int, int, int]] = []
    for at_a, at_b, at_c, at_d in rows[1:]:
        # What the best path to each zone scores by way of each zone before it.
        to_a = (a + aa, b + ab, c + ac, d + ad)
        to_b = (a + ba, b + bb, c + bc, d + bd)
        to_c = (a + ca, b + cb, c + cc, d + cd)
        to_d = (a + da, b + db, c + dc, d + dd)
        a, b, c, d = max(to_a), max(to_b), max(to_c), max(to_d)
        origins.append((to_a.index(a), to_b.index(b), to_c.index(c), to_d.index(d)))
        a, b, c, d = a + at_a, b + at_b, c + at_c, d + at_d
    path = [0] * size
    ends = (a, b, c, d)
    zone = path[-1] = ends.index(max(ends))
    for index in range(size - 2, -1, -1):
        zone = path[index] = origins[index][zone]
    return path


def confidences(scores: Floats, transitions: Floats, path: NDArray[np.int64]) -> Floats:
    """The probability of each block's zone on `path`, given its scores and its neighbours' zones on the path."""
    logits = scores.copy()
    logits[1:] += transitions[path[:-1]]
    logits[:-1] += transitions[:, path[1:]].T
    logits -= logits.max(axis=1, keepdims=True)
    chances = np.exp(logits)
    found: Floats = chances[np.arange(len(path)), path] / chances.sum(axis=1)
    return found
