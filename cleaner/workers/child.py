"""The worker process: `python -m cleaner.workers.child` reads items from stdin and answers each on stdout."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import IO

from cleaner.errors import CleanerError, PackError, WeightsError, WorkerError
from cleaner.workers.memory import give_back
from cleaner.workers.task import Fatal, Loss, Lost, Setup, receive, send

GRACE = 10.0
"""Seconds beyond an item's time limit after which the system ends a worker whose parent is gone, should foreign code
keep it from seeing that."""


def main() -> None:
    """Serves items until stdin ends."""
    incoming, outgoing = _take_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes stdin
    threading.Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()
    setup: Setup = receive(incoming)
    sys.path[:] = setup.paths
    try:
        work = setup.task.load()
    except CleanerError as error:
        send(outgoing, Fatal(error))
        return
    except Exception as error:
        send(outgoing, Fatal(WorkerError(f"a worker could not start: {type(error).__name__}: {error}")))
        return
    _limit_memory(setup.memory)
    send(outgoing, None)
    mib = setup.memory >> 20
    while True:
        items = receive(incoming)
        for item in items:
            _alarm(setup.timeout + GRACE)
            answer: object
            try:
                answer = work(item)
            except MemoryError:
                answer = Lost(Loss.MEMORY, f"needed more than {mib:,} MiB of memory")
            except (PackError, WeightsError) as error:
                answer = Fatal(error)
            except Exception as error:
                answer = Lost(Loss.ERROR, f"unexpected {type(error).__name__}: {error}; please report it with the page")
            _alarm(0)
            give_back()  # before the parent looks at whether the worker has grown too large
            send(outgoing, answer)
            if isinstance(answer, Lost) and answer.loss is Loss.MEMORY:
                return  # what is left of its memory may be in pieces: the parent starts another worker


def _take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """stdin and stdout for frames alone; whatever else the process prints goes to stderr."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return incoming, outgoing


def _watch_parent(parent: int) -> None:
    """Ends the process when its parent is gone, even in the middle of an item."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def _limit_memory(limit: int) -> None:
    """Lets allocations beyond `limit` bytes more than the process has now fail (where the system can: not on Windows,
    and macOS does not heed it)."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            size = int(file.read().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = size + limit if hard == resource.RLIM_INFINITY else min(size + limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def _alarm(seconds: float) -> None:
    # The default action of the signal ends the process even where foreign code never comes back to Python.
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    try:
        main()
    except (EOFError, OSError, ValueError):
        os._exit(0)  # the parent is gone: there is nobody to tell
