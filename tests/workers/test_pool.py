from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner.errors import OptionError, PackError, WorkerError
from cleaner.workers import Limits, Lost, Pool, Task
from cleaner.workers.pool import WINDOW
from cleaner.workers.task import Loss

MIB = 2**20


def doubling(by: int = 2) -> Callable[[Any], Any]:
    """The task of most tests; words are wishes for trouble."""

    def work(item: Any) -> Any:
        if item == "hang":
            time.sleep(100)
        elif item == "eat":
            eaten = []
            while True:
                eaten.append(bytearray(b"\1" * 16 * MIB))
        elif item == "crash":
            ctypes.string_at(0)
        elif item == "exit":
            os._exit(3)
        elif item == "raise":
            raise ValueError("no")
        elif item == "pack":
            raise PackError("wrong", "a.yaml", 3, 4)
        elif item == "print":
            print("what a library prints goes elsewhere")
        elif item == "pid":
            return os.getpid()
        return item * by

    return work


def refusing() -> Callable[[Any], Any]:
    raise OptionError("no such zone")


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch) -> Task:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return Task("test_pool:doubling")


def test_answers_come_in_order(task: Task) -> None:
    assert list(Pool(task, 2).map(range(300))) == [(n, 2 * n) for n in range(300)]


def test_options_reach_the_maker(task: Task) -> None:
    assert list(Pool(Task(task.maker, {"by": 3}), 1).map([1])) == [(1, 3)]


def test_nothing_in_nothing_out(task: Task) -> None:
    assert list(Pool(task, 2).map([])) == []


def test_what_goes_wrong_with_an_item_costs_that_item_alone(task: Task) -> None:
    wishes = ["hang", "crash", "eat", "exit", "raise", "print"]
    items: list[Any] = [one for number, wish in enumerate(wishes) for one in (number, wish)]
    answers = dict(Pool(task, 2, Limits(3.0, 200 * MIB)).map(items))
    assert [answers[number] for number in range(len(wishes))] == [0, 2, 4, 6, 8, 10]
    found = {wish: (answers[wish].loss, answers[wish].why) for wish in wishes[:-1]}
    assert found["hang"] == (Loss.TIME, "took longer than 3 seconds")
    assert found["eat"] == (Loss.MEMORY, "needed more than 200 MiB of memory")
    assert found["exit"] == (Loss.CRASH, "ended its worker process (exit code 3)")
    assert found["crash"][0] is Loss.CRASH
    assert found["raise"][0] is Loss.ERROR
    assert "unexpected ValueError: no" in found["raise"][1]
    assert answers["print"] == "printprint"


def test_a_worker_that_someone_else_killed_is_replaced_and_its_item_done(task: Task) -> None:
    answers = Pool(task, 1).map(iter(["pid", *range(5)]))
    _, pid = next(answers)
    os.kill(pid, 9)
    assert list(answers) == [(n, 2 * n) for n in range(5)]


def test_errors_of_all_items_end_the_run(task: Task) -> None:
    with pytest.raises(PackError, match=r"a\.yaml:3:4: wrong"):
        list(Pool(task, 2).map([1, "pack", 2]))
    with pytest.raises(OptionError, match="no such zone"):
        list(Pool(Task("test_pool:refusing"), 2).map([1]))
    with pytest.raises(WorkerError, match="nowhere"):
        list(Pool(Task("nowhere:f"), 1).map([1]))


def test_errors_of_the_source_are_raised(task: Task) -> None:
    def source() -> Iterator[int]:
        yield 1
        raise ValueError("the source is broken")

    with pytest.raises(ValueError, match="the source is broken"):
        list(Pool(task, 1).map(source()))


def test_no_more_than_a_window_is_drawn_ahead(task: Task) -> None:
    drawn = []

    def source() -> Iterator[int]:
        for number in range(10**9):
            drawn.append(number)
            yield number

    answers = Pool(task, 1).map(source())
    for _ in range(3):
        next(answers)
    time.sleep(0.3)
    assert len(drawn) <= WINDOW + 4
    answers.close()


def test_few_long_items_are_under_way_at_once(task: Task) -> None:
    drawn = []

    def source() -> Iterator[int]:
        for number in range(20):
            drawn.append(number)
            yield number

    answers = Pool(task, 1).map(source(), size=lambda item: 100 * MIB)
    next(answers)
    time.sleep(0.2)
    assert len(drawn) <= 3
    assert [item for item, _ in answers] == list(range(1, 20))


def test_an_answer_comes_before_the_next_item_is_there(task: Task) -> None:
    answered = threading.Event()

    def source() -> Iterator[int]:
        yield 1
        assert answered.wait(30)
        yield 2

    answers = Pool(task, 2).map(source())
    assert next(answers) == (1, 2)
    answered.set()
    assert list(answers) == [(2, 4)]


def test_stopping(task: Task) -> None:
    stop = threading.Event()
    answers = Pool(task, 1).map(iter(range(10**9)), stop=stop)
    next(answers)
    stop.set()
    assert len(list(answers)) <= 2 * WINDOW


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_workers_end_with_their_parent(task: Task) -> None:
    code = (
        "import os\nfrom cleaner.workers import Pool, Task\n"
        "for _, pid in Pool(Task('test_pool:doubling'), 1).map(iter(['pid'] + ['hang'])):\n"
        "    print(pid, flush=True)\n    os.kill(os.getpid(), 9)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, timeout=60)
    worker = int(done.stdout)
    for _ in range(100):
        if not _alive(worker):
            return
        time.sleep(0.1)
    raise AssertionError(f"worker {worker} is still there")


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_lost_says_how() -> None:
    assert Lost(Loss.TIME, "too slow").seconds == 0.0


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
def test_a_worker_that_has_grown_heavy_is_replaced(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.workers.process.HEAVY", 1)
    monkeypatch.setattr("cleaner.workers.pool.CHUNK", 1)
    pids = [pid for _, pid in Pool(task, 1).map(["pid", "pid", "pid"])]
    assert len(set(pids)) == 3


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
def test_a_worker_is_replaced_before_a_page_that_would_make_it_heavy(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.workers.pool.CHUNK", 1)
    monkeypatch.setattr("cleaner.workers.process.SPREAD", 2**20)
    monkeypatch.setattr("cleaner.workers.process.MOST_SPREAD", 2**40)
    loads = iter([0, 0, 1000, 0])
    pids = [pid for _, pid in Pool(task, 1).map(["pid"] * 4, load=lambda item: next(loads))]
    assert pids[0] == pids[1] != pids[2] == pids[3]


SIGNALLED = """
import signal, threading, time
import cleaner.workers.pool as pool
from cleaner.workers import Limits, Task

def signalled(*_):
    global signals
    signals += 1
    if signals == 500:
        signal.setitimer(signal.ITIMER_REAL, 0)
        stop.set()

pool.TICK = 0.001
signals, stop = 0, threading.Event()
signal.signal(signal.SIGALRM, signalled)
start = time.monotonic()
for _, answer in pool.Pool(Task("test_pool:doubling"), 1, Limits(15.0)).map([1, "hang"], stop=stop):
    signal.setitimer(signal.ITIMER_REAL, 0.0007, 0.0007)
print(answer, time.monotonic() - start < 10)
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs interval timers")
def test_a_run_stops_whenever_a_signal_comes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SIGNALLED],
        cwd=Path(__file__).parent,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), str(Path(__file__).parent)])},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "2 True"), done.stderr
