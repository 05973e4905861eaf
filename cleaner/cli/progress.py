"""How far a run is: a bar on a terminal, now and then a line elsewhere, and a log of every page if asked for."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cleaner.batch.items import Item, Outcome, State
from cleaner.cli.summary import duration

SECONDS = 10.0
"""Least time between two lines, so that logs stay short."""

Advance = Callable[[Item, Outcome], None]


@dataclass(slots=True)
class Course:
    """How many pages are done or failed, and how many bytes of the input are behind."""

    pages: int | None
    size: int
    started: float
    done: int = 0
    failed: int = 0
    bytes: int = 0

    def advance(self, item: Item, outcome: Outcome) -> None:
        if outcome.state is State.FAILED:
            self.failed += 1
        if outcome.state is not State.PASSED:
            self.done += 1
        self.bytes += item.weight

    def __str__(self) -> str:
        known = f" of {self.pages:,}" if self.pages is not None else ""
        parts = [f"cleaned {self.done:,}{known} pages"]
        spent = time.monotonic() - self.started
        parts.append(f"{self.done / spent:,.1f} a second")
        share = self.done / self.pages if self.pages else self.bytes / self.size if self.size else 0.0
        if 0 < share < 1:
            parts.append(f"{duration(spent * (1 - share) / share)} left")
        if self.failed:
            parts.append(f"{self.failed:,} failed")
        return ", ".join(parts)


@contextmanager
def progress(pages: int | None, size: int, quiet: bool = False) -> Iterator[Advance]:
    """Yields what is to be called after each page, of `pages` (None: not known) and `size` bytes in all. Everything
    goes to stderr, nothing if `quiet`."""
    if quiet:
        yield lambda item, outcome: None
    elif sys.stderr.isatty():
        with _bar(Course(pages, size, time.monotonic())) as advance:
            yield advance
    else:
        yield _lines(Course(pages, size, time.monotonic()))


@contextmanager
def _bar(course: Course) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("cleaning", total=course.pages or course.size or None)

        def advance(item: Item, outcome: Outcome) -> None:
            course.advance(item, outcome)
            bar.update(task, completed=course.done if course.pages else course.bytes, description=str(course))

        yield advance


def _lines(course: Course) -> Advance:
    last = course.started

    def advance(item: Item, outcome: Outcome) -> None:
        nonlocal last
        course.advance(item, outcome)
        if time.monotonic() - last >= SECONDS:
            last = time.monotonic()
            print(course, file=sys.stderr, flush=True)

    return advance


class Logs:
    """A line of JSON for every page: time, source, state, seconds and, where it failed, error and reason."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Logs:
        self._file: IO[str] = sys.stderr if str(self._path) == "-" else self._path.open("a", encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not sys.stderr:
            self._file.close()

    def write(self, item: Item, outcome: Outcome) -> None:
        """Logs what became of a page."""
        entry = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S"),
            "level": "error" if outcome.state is State.FAILED else "info",
            "source": item.shown.encode("utf-8", "backslashreplace").decode(),
            "state": outcome.state.value,
            "seconds": round(outcome.seconds, 4),
        }
        if outcome.error is not None:
            entry |= {"error": outcome.error, "reason": outcome.reason or "other"}
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._file.flush()
