"""How much memory a process holds, and giving back what it does not use."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from functools import cache

LIGHT = 255 * 2**20
"""Bytes of resident memory below which nothing is given back: looking for free pages takes a millisecond or two."""


def resident(process: int | str = "self") -> int:
    """Bytes of physical memory that a process holds; 0 where the system does not tell (it is no Linux) or the process
    is gone."""
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def give_back() -> None:
    """Returns memory that was freed to the system, if the process holds much.

    Parsers free trees in pieces between which something lives on; the C library keeps such pieces, and a worker would
    grow with every large page.
    """
    if resident() > LIGHT and (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """glibc's `malloc_trim`; None with other C libraries."""
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
    return found
