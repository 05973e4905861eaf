"""The order of the house: imports run one way, files stay short."""

from __future__ import annotations

import ast
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleaner

HOUSE = Path(cleaner.__file__).parent
MODULES = sorted(HOUSE.rglob("*.py"))
LONGEST = 400

FLOORS = (
    "cli",
    "authoring batch engines training",
    "__init__",
    "cleaning",
    "zoning comments rendering sites",
    "signals",
    "packs",
    "segmenting",
    "reading",
    "workers",
    "document errors resources",
)
"""The parts of the package, top floor first: each may import from its own part and from floors below."""

GROUND = {".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml"}
GROUND |= {"cleaner", "rules", "samples", "tests"}
"""What the repository holds at its top."""

LARGEST = 2 * 2**20

CLOSED = {"zoning": {"comments", "rendering", "sites"}, "rendering": {"comments", "zoning"}}
"""Parts of one floor that keep apart."""

FLOOR = {part: number for number, parts in enumerate(FLOORS) for part in parts.split()}


def part(module: str) -> str:
    """The part of the package that a module such as "cleaner.packs.schema" belongs to."""
    return [*module.split("."), "__init__"][1]


def name(path: Path) -> str:
    return ".".join(("cleaner", *path.relative_to(HOUSE).with_suffix("").parts)).removesuffix(".__init__")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, module) of everything that a file imports, within functions too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield node.lineno, node.module or ""
            if node.module == "cleaner":
                yield from ((node.lineno, f"cleaner.{alias.name}") for alias in node.names if alias.name in FLOOR)


def violations(path: Path) -> list[str]:
    own = part(name(path))
    return [
        f"{path.relative_to(HOUSE)}:{line}: {own} imports {module}"
        for line, module in imports(path)
        if module.split(".")[0] == "cleaner"
        if (FLOOR[part(module)] < FLOOR[own] and (own, part(module)) != ("cli", "__init__"))
        or part(module) in CLOSED.get(own, ())
    ]


def test_every_part_has_its_floor() -> None:
    assert {part(name(path)) for path in MODULES} <= set(FLOOR)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_run_one_way(path: Path) -> None:
    assert violations(path) == []


def test_an_import_upwards_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "HOUSE", tmp_path)
    bad = tmp_path / "reading" / "bad.py"
    bad.parent.mkdir()
    bad.write_text("def late():\n    from cleaner.packs import Packs\n    import cleaner.segmenting.blocks\n")
    assert [one.split(": ")[1] for one in violations(bad)] == [
        "reading imports cleaner.packs",
        "reading imports cleaner.segmenting.blocks",
    ]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", [path for path in MODULES if part(name(path)) != "cli"], ids=name)
def test_only_the_command_line_draws(path: Path) -> None:
    assert not {module.split(".")[0] for _, module in imports(path)} & {"typer", "rich", "click"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_say_what_they_are(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_nothing_lies_about() -> None:
    """What a run or a training leaves behind is not kept, nor is anything large."""
    root = HOUSE.parent
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        pytest.skip("no repository")
    asked = subprocess.run([git, "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    if asked.returncode:
        pytest.skip(asked.stderr.strip())
    kept = [root / file for file in asked.stdout.split("\0") if file]
    assert {path.relative_to(root).parts[0] for path in kept} == GROUND
    assert [path for path in kept if path.exists() and path.stat().st_size > LARGEST] == []
