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
    return lambda *arguments, stdin=None: CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)


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


def page(name: object, wish: str = "") -> bytes:
    """A short report; `wish` is what it asks the hostile engine for."""
    said = "".join(
        f"<p>The ferry {name} sailed on day {day}, and the harbour master said that it had been sold out for weeks.</p>"
        for day in range(3)
    )
    return (
        f"<!-- please {wish} --><html lang=en><title>Ferry {name}</title>"
        f"<nav><ul><li><a href=/>Home</a><li><a href=/news>News</a></ul></nav>"
        f"<main><h1>Ferry {name} sails</h1>{said}</main>"
    ).encode()


def contents(path: Path) -> dict[str, bytes]:
    """Every file of an output, ledgers left out."""
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return {
        str(one.relative_to(path.parent)): one.read_bytes()
        for one in files
        if not any(part.endswith(".cleaner") for part in one.relative_to(path.parent).parts)
    }
