"""What an element has from those above it, worked out for all elements at once.

Each round looks twice as far up as the one before it (pointer jumping), so that a page nested 30 deep takes five.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
Values = NDArray[Any]


class Lineage:
    """The elements above each, by their parents (-1 where there is none).

    Arrays have an entry an element and a last one, `outside`, for what stands above the outermost.
    """

    def __init__(self, parent: Sequence[int]) -> None:
        self.outside = len(parent)
        up = np.array([*parent, -1], np.int64)
        up[up < 0] = self.outside
        self.parent = up
        self._jumps: list[Indices] = []
        while up.min() < self.outside:
            self._jumps.append(up)
            up = up[up]

    def gather(self, operation: np.ufunc, values: Values) -> Values:
        """`operation`, which is associative, over an element's own value and those of all elements above it.

        Values have the elements along their last axis; the last entry has to be the operation's neutral element.
        """
        for up in self._jumps:
            values = operation(values, values[..., up])
        return values

    def nearest(self, wanted: NDArray[np.bool_]) -> Indices:
        """The nearest wanted element from each one upwards, itself included; `outside` where there is none."""
        found = np.where(wanted, np.arange(self.outside + 1), self.parent)
        found[-1] = self.outside
        for _ in self._jumps:
            found = found[found]
        return found
