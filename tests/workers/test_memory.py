"""What a process holds of memory, and what it gives back."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cleaner.workers import memory

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads what Linux tells of processes")


def test_a_process_that_is_gone_holds_nothing() -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    assert memory.resident(done.pid) == 0
    assert memory.resident(os.getpid()) > 2**20


def test_memory_in_pieces_goes_back_to_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    if memory._trim() is None:
        pytest.skip("this C library has no malloc_trim")
    monkeypatch.setattr(memory, "LIGHT", 0)
    pieces = [bytes(2000) for _ in range(30_000)]
    last = pieces[-1]  # keeps the heap from shrinking by itself
    pieces.clear()
    before = memory.resident()
    memory.give_back()
    assert len(last) == 2000
    assert memory.resident() < before - 30 * 2**20


def test_little_memory_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(memory, "_trim", lambda: asked.append)
    monkeypatch.setattr(memory, "LIGHT", 2**50)
    memory.give_back()
    assert not asked
    monkeypatch.setattr(memory, "LIGHT", 0)
    memory.give_back()
    assert asked == [0]
