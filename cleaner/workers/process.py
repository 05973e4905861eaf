"""One worker process as its parent sees it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import Any

from cleaner.errors import WorkerError
from cleaner.workers.memory import resident
from cleaner.workers.task import Fatal, Loss, Lost, Setup, Task, receive, send

START = 120.0
"""Seconds that a worker may take to load."""

HEAVY = 326 * 2**20
"""Bytes of resident memory that a worker is not to pass: caches of foreign libraries only grow. An idle worker that the
next page would take beyond is replaced."""

SPREAD, MOST_SPREAD = 20, 54 * 2**20
"""Bytes of memory that a page takes on its way for each of its own (its text, its tree, its columns), and how many that
are at most: the parts of a long page are not all held at once. Measured on 1,497 pages of up to 5 MiB."""


class Process:
    """A running worker. Raises `CleanerError` where the worker's function cannot be made."""

    def __init__(self, task: Task, timeout: float, memory: int) -> None:
        self.timeout = timeout
        self.overdue = False
        self.began = time.monotonic()
        self.deadline = self.began + START
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "cleaner.workers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._to, self._from = self._process.stdin, self._process.stdout
        self._setup = Setup(task, sys.path, memory, timeout)

    def ready(self) -> None:
        """Waits until the worker has loaded. Raises what its maker raised, or `WorkerError` where it died."""
        try:
            send(self._to, self._setup)
            answer = receive(self._from)
        except (EOFError, OSError, ValueError):
            raise WorkerError(f"a worker died while it started: {self.autopsy().why}") from None
        if isinstance(answer, Fatal):
            self.stop()
            raise answer.error
        self.deadline = float("inf")

    def give(self, items: list[Any]) -> None:
        """Hands over items; the answers are then to be taken one by one. A dead worker shows in the answers."""
        self.watch()
        with suppress(OSError, ValueError):
            send(self._to, items)

    def answer(self) -> Any:
        """The next answer; a `Lost` where the worker died over the item."""
        try:
            found = receive(self._from)
        except (EOFError, OSError, ValueError):
            return self.autopsy()
        self.watch()
        return found

    def watch(self) -> None:
        """Starts an item's time."""
        self.began = time.monotonic()
        self.deadline = self.began + self.timeout

    def rest(self) -> None:
        """No item is worked at."""
        self.deadline = float("inf")

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def heavy(self, page: int) -> bool:
        """Whether an idle worker holds so much memory that a fresh one is better for a page of so many bytes; False
        where that cannot be told."""
        return resident(self._process.pid) + min(SPREAD * page, MOST_SPREAD) > HEAVY

    def kill(self) -> None:
        """Ends the process at once. May be called from another thread."""
        with suppress(OSError):
            self._process.kill()

    def stop(self) -> None:
        """Lets the process end by itself, as an idle one does at once, then sees that it has."""
        for pipe in (self._to, self._from):
            with suppress(OSError, ValueError):
                pipe.close()
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()

    def autopsy(self) -> Lost:
        """Why the process died."""
        seconds = time.monotonic() - self.began
        if self.overdue:
            self.kill()
        self.stop()
        code = self._process.returncode
        if self.overdue:
            return Lost(Loss.TIME, f"took longer than {self.timeout:g} seconds", seconds)
        if code == -getattr(signal, "SIGALRM", 0):
            return Lost(Loss.TIME, f"took longer than {self.timeout:g} seconds", seconds)
        if code < 0:
            with suppress(ValueError):
                name = signal.Signals(-code).name
                return Lost(Loss.CRASH, f"crashed its worker process ({name})", seconds)
        return Lost(Loss.CRASH, f"ended its worker process (exit code {code})", seconds)

    @property
    def killed(self) -> bool:
        """Whether someone else killed the dead process: the system, short of memory, or an operator."""
        return not self.overdue and self._process.returncode == -getattr(signal, "SIGKILL", 0)
