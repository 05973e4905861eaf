"""Products of matrices that wake no threads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

UNTHREADED = (1 << 19) - 1
"""Multiplications up to which OpenBLAS stays in one thread: it wakes one for every 2^18. Threads go on spinning after a
product, which costs more time than the rest of a page."""


def product(rows: Matrix, matrix: Matrix) -> Matrix:
    """`rows @ matrix`, so many rows at a time that at most `UNTHREADED` multiplications are done at once."""
    found = np.empty((len(rows), matrix.shape[1]), np.float32)
    step = max(1, UNTHREADED // matrix.size)
    for start in range(0, len(rows), step):
        np.matmul(rows[start : start + step], matrix, out=found[start : start + step])
    return found
