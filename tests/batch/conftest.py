from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli import app

HERE = Path(__file__).parent

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `cleaner ARGUMENTS...` with an engine that does what hostile pages ask for, and is the real one else."""
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.setattr("cleaner.cli.requests.ENGINE", "hostile_main:HostileCleaner")

    def runs(*arguments: Any, stdin: bytes | None = None) -> Result:
        one_worker = ["--jobs", "1"] if arguments[0] == "clean" else []  # each takes a while to start
        return CliRunner().invoke(app, [*map(str, arguments), *one_worker], input=stdin)

    return runs


@pytest.fixture
def start() -> Callable[..., subprocess.Popen[bytes]]:
    """Starts the same in a process, and a process group, of its own."""

    def started(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, str(HERE / "hostile_main.py"), *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stderr=subprocess.PIPE,
            start_new_session=True,
            **options,
        )

    return started
