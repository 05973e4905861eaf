"""How far a run is: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SECONDS = 10.0
"""Least time between two lines, so that logs stay short."""


@contextmanager
def progress(total: int, quiet: bool = False) -> Iterator[Callable[[], None]]:
    """Yields what is to be called after each of `total` pages. Everything goes to stderr, nothing if `quiet`."""
    if quiet:
        yield lambda: None
    elif sys.stderr.isatty():
        with _bar(total) as advance:
            yield advance
    else:
        yield _lines(total)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("cleaning"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


def _lines(total: int) -> Callable[[], None]:
    done = 0
    last = time.monotonic()

    def advance() -> None:
        nonlocal done, last
        done += 1
        if time.monotonic() - last >= SECONDS:
            last = time.monotonic()
            print(f"cleaned {done:,} of {total:,} pages", file=sys.stderr, flush=True)

    return advance
