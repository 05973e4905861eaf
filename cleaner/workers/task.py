"""What a worker process runs, and how it and its parent talk: frames of a length and a pickle over pipes.

Both ends are this program's own, so pickles are safe here: nothing from a page is ever unpickled as such.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from typing import IO, Any

_HEAD = 8


@dataclass(frozen=True, slots=True)
class Task:
    """A function that makes the function a worker calls for each item: `maker` is "module:name", called once a worker
    with `options` (keyword arguments, picklable)."""

    maker: str
    options: dict[str, Any] = field(default_factory=dict)

    def load(self) -> Callable[[Any], Any]:
        module, _, name = self.maker.partition(":")
        made: Callable[[Any], Any] = getattr(import_module(module), name)(**self.options)
        return made


class Loss(StrEnum):
    """How an item was lost."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Lost:
    """An item without a result: its worker died, was stopped, or its function raised. `why` says so in words."""

    loss: Loss
    why: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Fatal:
    """An error that every item would meet, as in the settings of the task: it ends the run."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Setup:
    """The first frame that a worker gets."""

    task: Task
    paths: list[str]
    memory: int
    timeout: float


def send(file: IO[bytes], value: object) -> None:
    """Writes one frame. Raises `OSError` or `ValueError` where nobody reads any more."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    file.write(len(data).to_bytes(_HEAD, "big"))
    file.write(data)
    file.flush()


def receive(file: IO[bytes]) -> Any:
    """The next frame. Raises `EOFError` where the other end is gone, in mid-frame too."""
    head = file.read(_HEAD)
    size = int.from_bytes(head, "big")
    if len(head) < _HEAD or len(data := file.read(size)) < size:
        raise EOFError
    return pickle.loads(data)
