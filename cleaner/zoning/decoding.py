"""The best sequence of zones: a block's neighbours have a say in its zone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def decode(scores: Floats, transitions: Floats) -> NDArray[np.int64]:
    """The zones, as indices, of the highest-scoring path through the blocks (Viterbi 1967).

    `scores` has shape (blocks, 4), `transitions` (4, 4). A block whose best zone leads by more than its two neighbours
    can add to another is in that zone on the best path; only the stretches between such blocks have to be searched.
    """
    path: NDArray[np.int64] = scores.argmax(axis=1)
    if len(path) < 2:
        return path
    ranked = np.sort(scores, axis=1)
    open_ = ranked[:, -1] - ranked[:, -2] <= 2 * (transitions.max() - transitions.min())
    edges = np.flatnonzero(np.diff(open_, prepend=False, append=False)).tolist()
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        first, last = max(start - 1, 0), min(stop + 1, len(path))
        stretch = scores[first:last].copy()
        for sure in {first, last - 1} - set(range(start, stop)):
            stretch[sure - first, np.arange(4) != path[sure]] = -np.inf
        path[first:last] = _search(stretch, transitions)
    return path


def _search(scores: Floats, transitions: Floats) -> list[int]:
    """The best path through a stretch of at least one block. Written out for the four zones: numpy's cost per call, and
    that of a loop over the zones, are many times that of the sums."""
    size = len(scores)
    (aa, ab, ac, ad), (ba, bb, bc, bd), (ca, cb, cc, cd), (da, db, dc, dd) = transitions.T.tolist()
    rows = scores.tolist()
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
