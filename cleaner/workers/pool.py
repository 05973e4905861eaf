"""Items spread over worker processes, with limits on time and memory, results in order or as they come."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cleaner.workers.process import Process
from cleaner.workers.task import Fatal, Loss, Lost, Task

CHUNK = 8
"""Items that a worker gets at a time, where so many wait."""

WINDOW = 64
"""Items for each worker that are under way at most: waiting, worked at, or waiting for one before them."""

WINDOW_BYTES = 32 * 2**20
"""Bytes for each worker that are under way at most; a single longer item is let through alone."""

TICK = 0.1
"""Seconds between two looks at the clocks."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may cost: `seconds` of wall time, `memory` in bytes beyond what an idle worker has."""

    seconds: float = 60.0
    memory: int = 1024 * 2**20


LIMITS = Limits()


def cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """Worker processes that all run one task. Processes start when there is work for them, and end with `map`."""

    def __init__(self, task: Task, jobs: int | None = None, limits: Limits = LIMITS) -> None:
        self.task = task
        self.jobs = jobs or cores()
        self.limits = limits

    def map(
        self,
        items: Iterable[Any],
        ordered: bool = True,
        size: Callable[[Any], int] = lambda item: 0,
        stop: threading.Event | None = None,
        load: Callable[[Any], int] | None = None,
    ) -> Iterator[tuple[Any, Any]]:
        """(item, answer) for each of `items`, in their order or, unless `ordered`, as they come.

        An item whose worker hung, died, ran out of memory or raised has a `Lost` for an answer. `items` is drawn from
        in a thread of its own, never further ahead than the window allows; an error that it raises is raised here, as
        are those of a task that cannot be loaded. `size` tells an item's bytes in this process, `load` those of its
        page in the worker (by default the same); once `stop` is set nothing more comes.
        """
        run = _Run(self, items, size, load or size, stop or threading.Event())
        try:
            yield from run.ordered() if ordered else run.unordered()
        finally:
            run.close()


class _Run:
    def __init__(
        self,
        pool: Pool,
        items: Iterable[Any],
        size: Callable[[Any], int],
        load: Callable[[Any], int],
        stop: threading.Event,
    ) -> None:
        self.pool = pool
        self.size = size
        self.load = load
        self.stop = stop
        self.window = _Window(WINDOW * pool.jobs, WINDOW_BYTES * pool.jobs)
        self.waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()
        # No SimpleQueue: a signal in the last moment of a wait makes it one for ever (seen with Python 3.11).
        self.answers: queue.Queue[tuple[int, Any, Any]] = queue.Queue()
        self.processes: set[Process] = set()
        self.closed = False
        self.error: BaseException | None = None
        self.total: int | None = None
        self.idle = threading.Semaphore(0)
        self.threads: list[threading.Thread] = []
        self._start(self._feed, items)
        self._start(self._look_at_clocks)

    def ordered(self) -> Iterator[tuple[Any, Any]]:
        early: dict[int, tuple[Any, Any]] = {}
        following = 0
        for number, item, answer in self._answers():
            early[number] = item, answer
            while following in early:
                item, answer = early.pop(following)
                following += 1
                self.window.leave(self.size(item))
                yield item, answer

    def unordered(self) -> Iterator[tuple[Any, Any]]:
        for _, item, answer in self._answers():
            self.window.leave(self.size(item))
            yield item, answer

    def _answers(self) -> Iterator[tuple[int, Any, Any]]:
        taken = 0
        while (self.total is None or taken < self.total) and not self.stop.is_set():
            try:
                found = self.answers.get(timeout=TICK)
            except queue.Empty:
                if self.error is not None:
                    raise self.error from None
                continue
            taken += 1
            yield found
        if self.error is not None:
            raise self.error

    def close(self) -> None:
        self.closed = True
        self.window.close()
        for process in list(self.processes):
            process.kill()
        for _ in range(self.pool.jobs):
            self.waiting.put(None)

    def _start(self, function: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=self._guarded, args=(function, *arguments), daemon=True)
        self.threads.append(thread)
        thread.start()

    def _guarded(self, function: Callable[..., None], *arguments: Any) -> None:
        try:
            function(*arguments)
        except BaseException as error:  # told to whoever draws the answers
            if not self.closed:
                self.error = error

    def _feed(self, items: Iterable[Any]) -> None:
        number = workers = 0
        for item in items:
            if not self.window.enter(self.size(item)):
                return
            if not self.idle.acquire(blocking=False) and workers < self.pool.jobs:
                workers += 1
                self._start(self._supervise)
            self.waiting.put((number, item))
            number += 1
        self.total = number
        for _ in range(workers):
            self.waiting.put(None)

    def _take(self) -> list[tuple[int, Any]]:
        """The next few items; none at the end."""
        self.idle.release()
        first = self.waiting.get()
        if first is None or self.closed:
            return []
        chunk = [first]
        share = min(CHUNK, self.waiting.qsize() // self.pool.jobs + 1)
        bytes_taken = self.size(first[1])
        while len(chunk) < share and bytes_taken < WINDOW_BYTES // 4:
            try:
                more = self.waiting.get_nowait()
            except queue.Empty:
                break
            if more is None:
                self.waiting.put(None)
                break
            chunk.append(more)
            bytes_taken += self.size(more[1])
        return chunk

    def _supervise(self) -> None:
        """Keeps one worker busy, and replaces it when it dies."""
        process: Process | None = None
        spared: set[int] = set()
        try:
            while chunk := deque(self._take()):
                while chunk and not self.closed:
                    largest = max(self.load(item) for _, item in chunk)
                    if process is None or process.heavy(largest) or not process.alive:
                        process = self._replace(process)
                    process.give([item for _, item in chunk])
                    while chunk:
                        number, item = chunk[0]
                        answer = process.answer()
                        if self.closed:
                            return
                        if isinstance(answer, Fatal):
                            raise answer.error
                        dead = isinstance(answer, Lost) and answer.loss is not Loss.ERROR
                        if dead and answer.loss is Loss.CRASH and process.killed and number not in spared:
                            spared.add(number)  # it may not be the item's fault: once more
                            break
                        chunk.popleft()
                        self.answers.put((number, item, answer))
                        if dead:
                            break
                    process.rest()
                    if dead:
                        self._drop(process)
                        process = None
        finally:
            self._drop(process)

    def _replace(self, process: Process | None) -> Process:
        self._drop(process)
        fresh = Process(self.pool.task, self.pool.limits.seconds, self.pool.limits.memory)
        self.processes.add(fresh)
        if self.closed:
            fresh.kill()
        fresh.ready()
        return fresh

    def _drop(self, process: Process | None) -> None:
        if process is not None:
            self.processes.discard(process)
            process.stop()

    def _look_at_clocks(self) -> None:
        while not self.closed:
            now = time.monotonic()
            for process in list(self.processes):
                if now > process.deadline:
                    process.overdue = True
                    process.kill()
            time.sleep(TICK)


class _Window:
    """Lets only so many items, and so many bytes, be under way."""

    def __init__(self, items: int, bytes_: int) -> None:
        self._most = items, bytes_
        self._items = self._bytes = 0
        self._closed = False
        self._changed = threading.Condition()

    def enter(self, size: int) -> bool:
        """Waits for room; False where the run is closed."""
        with self._changed:
            while not self._closed and self._items and not self._fits(size):
                self._changed.wait()
            self._items += 1
            self._bytes += size
            return not self._closed

    def _fits(self, size: int) -> bool:
        return self._items < self._most[0] and self._bytes + size <= self._most[1]

    def leave(self, size: int) -> None:
        with self._changed:
            self._items -= 1
            self._bytes -= size
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
