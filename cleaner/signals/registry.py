"""The list of signals: what each is called and which function computes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.reading.page import Form
from cleaner.signals.characters import Floats
from cleaner.signals.view import View

Column = Floats | NDArray[np.bool_] | float
"""One number a block, or the same for all."""

Columns = Column | Sequence[Column]

Scorer = Callable[[View], Columns]

_SCORERS: list[tuple[tuple[str, ...], Scorer, Form | None]] = []


def signal(*names: str, form: Form | None = None) -> Callable[[Scorer], Scorer]:
    """Registers a function that computes one column of each name, all over the blocks of a page: a sequence of columns,
    or one array of shape (names, blocks), or what numpy spreads to that. `form`: the only form of page that it is
    computed for; on the other the columns are 0.

    Columns are numbers of a moderate size (most lie within 0 and 1), so that weights compare.
    Raises `ValueError` for a name that is taken.
    """

    def register(scorer: Scorer) -> Scorer:
        if twice := set(names).intersection(signal_names()):
            raise ValueError(f"{scorer.__name__}: there is a signal {sorted(twice)[0]!r} already")
        _SCORERS.append((names, scorer, form))
        return scorer

    return register


def signal_names() -> tuple[str, ...]:
    """The names of all columns, in the order of the matrix."""
    return tuple(name for names, _, _ in _SCORERS for name in names)


def signal_about(name: str) -> str:
    """The first line of what the scorer of the signal `name` says of itself. Raises `KeyError` for an unknown name."""
    for names, scorer, _ in _SCORERS:
        if name in names:
            return (scorer.__doc__ or "").strip().split("\n")[0]
    raise KeyError(name)


def columns(view: View) -> NDArray[np.float32]:
    """Every signal of every block: a matrix of shape (signals, blocks), a signal's values side by side."""
    matrix = np.empty((sum(len(names) for names, _, _ in _SCORERS), len(view)), np.float32)
    row = 0
    for names, scorer, form in _SCORERS:
        found = scorer(view) if form in (None, view.blocks.form) else 0.0
        if isinstance(found, np.ndarray | float):
            matrix[row : row + len(names)] = found
        else:
            for offset, column in enumerate(found):
                matrix[row + offset] = column
        row += len(names)
    return matrix
