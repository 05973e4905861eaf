"""Which files are cleaned, and where what comes of them is written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.cli.common import STDIN, cause
from cleaner.errors import OptionError

SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".txt", ".md", ".text", ""})
"""Suffixes of the files that are taken for pages in a folder; a file that is named itself is always taken."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page to clean: `source` to read, `name` the path below what all pages have in common, `sure` whether it was
    named or has a page's suffix (else it may turn out to be no page at all)."""

    source: Path
    name: Path
    sure: bool = True


@dataclass(slots=True)
class Plan:
    """The pages, what could not be read while looking for them, and the files in folders that are no pages."""

    jobs: list[Job] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)


def plan(paths: Sequence[Path], output: Path | None = None) -> Plan:
    """Look through `paths`, folders with everything below; what lies in the folder `output` is no input.

    Hidden files and folders are left alone. Raises `OptionError` where `output` is itself one of the folders.
    """
    found = Plan()
    if list(paths) == [STDIN]:
        found.jobs.append(Job(STDIN, Path("stdin")))
        return found
    if STDIN in paths:
        raise OptionError("- (stdin) cannot be cleaned together with other pages")
    files: dict[str, tuple[Path, bool]] = {}
    roots = []
    for path in paths:
        if path.is_dir():
            if output is not None and os.path.realpath(path) == os.path.realpath(output):
                raise OptionError(f"{path} is where the pages are: name another folder with -o")
            roots.append(os.path.abspath(path))
            for file in _below(path, output, found):
                files.setdefault(os.path.abspath(file), (file, bool(file.suffix)))
        elif path.exists():
            roots.append(os.path.dirname(os.path.abspath(path)))
            files[os.path.abspath(path)] = (path, True)
        else:
            found.failures.append((str(path), "no such file or folder"))
    try:
        root = os.path.commonpath(roots) if roots else ""
    except ValueError as error:
        raise OptionError(f"the pages have no folder in common ({error}): clean them one after the other") from error
    found.jobs = [Job(file, Path(os.path.relpath(full, root)), sure) for full, (file, sure) in sorted(files.items())]
    return found


def targets(jobs: Iterable[Job], suffix: str) -> dict[Job, Path]:
    """Where in the output folder each job's result goes: its name with `suffix` instead of its own.

    Of names that would fall together ("a.html" and "a.txt") each keeps its own suffix ("a.html.txt", "a.txt.txt").
    """
    chosen = {job: job.name.with_suffix(suffix) for job in jobs}
    while True:
        owners: dict[str, list[Job]] = {}
        for job, target in chosen.items():
            owners.setdefault(str(target).casefold(), []).append(job)
        longer = {
            job: job.name.with_name(job.name.name + suffix)
            for group in owners.values()
            if len(group) > 1
            for job in group
        }
        if all(chosen[job] == target for job, target in longer.items()):
            return chosen
        chosen |= longer


def _below(folder: Path, output: Path | None, found: Plan) -> Iterable[Path]:
    """The pages below a folder, by name; what is passed over or cannot be read is noted in `found`."""
    inside = None if output is None else os.path.realpath(output)

    def unreadable(error: OSError) -> None:
        found.failures.append((str(error.filename), error.strerror or cause(error)))

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and os.path.realpath(os.path.join(parent, name)) != inside
        )
        for name in sorted(files):
            file = Path(parent, name)
            if not name.startswith(".") and file.suffix.lower() in SUFFIXES and file.is_file():
                yield file
            else:
                found.passed_over.append(file)
