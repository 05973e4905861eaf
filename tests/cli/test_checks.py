"""`cleaner samples check`, `cleaner rules check`, and the command as a whole."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from typer.testing import Result

import cleaner

Tree = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., Result]

PACK = """
pack: mine
about: A pack to try.
rules:
  - id: mine.count
    line: '^\\d+ readers$'
    zone: comment/head
    weight: 4
    hits: ["{hit}"]
    misses: ["20 readers wrote to us."]
"""


def test_samples_that_pass(run: Run, tree: Tree) -> None:
    zones = "article\tbody\tOne two.\narticle\tbody\tThree.\n"
    folder = tree({"one/page.txt": "One two.\nThree.", "one/expected.zones": zones})
    result = run("samples", "check", folder)
    assert result.exit_code == 0
    assert "pass  one" in result.stdout
    assert "1 of 1 samples passed" in result.stdout
    assert [line.split()[:2] for line in result.stdout.splitlines() if line.startswith("article")] == [["article", "3"]]


def test_a_sample_that_fails_shows_what_is_elsewhere(run: Run, tree: Tree) -> None:
    folder = tree(
        {"one/page.txt": "Home\nOne two.", "one/expected.zones": "chrome\tmenu\tHome\narticle\tbody\tOne two.\n"}
    )
    result = run("samples", "check", folder)
    assert result.exit_code == 1
    assert "chrome/menu, line 1, found as article/body: Home" in result.stdout
    assert "0 of 1 samples passed" in result.stdout


def test_no_samples(run: Run, tmp_path: Path) -> None:
    result = run("samples", "check", tmp_path / "gone")
    assert result.exit_code == 1
    assert "no such folder" in result.stderr


@pytest.mark.parametrize(("hit", "code", "says"), [("20 readers", 0, "0 errors"), ("20 people", 1, "does not fire")])
def test_rules(run: Run, tree: Tree, hit: str, code: int, says: str) -> None:
    result = run("rules", "check", tree({"mine.yaml": PACK.format(hit=hit)}))
    assert (result.exit_code, says in result.stdout) == (code, True), result.output
    assert "1 packs, 1 rules, 2 examples" in result.stdout


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"cleaner {cleaner.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["clean", "--help"], ["explain", "-h"], ["samples", "check", "-h"], ["rules", "check", "-h"]],
)
def test_help_has_examples_and_exit_codes(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert "130 interrupted" in " ".join(result.stdout.split())


def test_the_library_does_not_load_the_command_line() -> None:
    code = "import sys, cleaner; print(sorted({'rich', 'typer'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"
