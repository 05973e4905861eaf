from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import cleaner
from cleaner.cli import app

SCRIPT = Path(__file__).with_name("fake_main.py")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The engine that the commands use instead of the real one; `.made` is what it was last made with."""
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    engine = importlib.import_module(SCRIPT.stem).FakeCleaner
    monkeypatch.setattr(cleaner, "Cleaner", engine, raising=False)
    monkeypatch.setattr("cleaner.cli.requests.ENGINE", f"{SCRIPT.stem}:FakeCleaner")
    return engine


@pytest.fixture
def run(fake: Any) -> Callable[..., Result]:
    """Runs `cleaner ARGUMENTS...` with the fake engine."""
    return lambda *arguments, stdin=None: CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)


@pytest.fixture
def command() -> list[str]:
    """The start of a command line that runs `cleaner` with the fake engine in a process of its own."""
    return [sys.executable, str(SCRIPT)]


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Writes files below a new folder."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / "pages" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "pages"

    return write
