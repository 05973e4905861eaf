"""Counts of very many things in little memory, a bit too high for a few of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DEPTH, WIDTH = 4, 2**20
"""Rows and columns of counters: 8 MiB. A million things are counted nearly without error; with many more, counts of
rare things grow, which makes them look more frequent than they are."""

MOST = np.iinfo(np.uint16).max

Keys = NDArray[np.uint64]

_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64)
_ROWS = np.arange(DEPTH)[:, None]


class Sketch:
    """A count-min sketch (Cormode, Muthukrishnan 2005) with conservative update (Estan, Varghese 2002): estimates are
    never below the true count. Keys are 64-bit hashes."""

    def __init__(self, counters: NDArray[np.uint16] | None = None) -> None:
        self.counters = np.zeros((DEPTH, WIDTH), np.uint16) if counters is None else counters

    def add(self, keys: Keys) -> None:
        """Counts each of `keys` once more; they must differ from each other."""
        places = _places(keys)
        lowest = self.counters[_ROWS, places].min(axis=0)
        raised = np.where(lowest < MOST, lowest + 1, lowest).astype(np.uint16)
        np.maximum.at(self.counters, (np.broadcast_to(_ROWS, places.shape), places), raised)

    def raise_to(self, key: Keys, count: int) -> None:
        """Lets the count of a single key be at least `count`."""
        places = _places(key)
        self.counters[_ROWS, places] = np.maximum(self.counters[_ROWS, places], min(count, MOST))

    def count(self, keys: Keys) -> NDArray[np.int64]:
        """How often each of `keys` was added, or somewhat more."""
        found: NDArray[np.int64] = self.counters[_ROWS, _places(keys)].min(axis=0).astype(np.int64)
        return found


def _places(keys: Keys) -> NDArray[np.int64]:
    """The column of each key in each row, by multiplicative hashing."""
    mixed = (keys[None, :] ^ (keys[None, :] >> np.uint64(29))) * _MIX[:, None]
    return (mixed >> np.uint64(64 - WIDTH.bit_length() + 1)).astype(np.int64)
