"""Which files are cleaned: paths, folders, patterns and addresses -> places."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, cast

from cleaner.batch.sources.limits import COMPRESSED
from cleaner.batch.sources.place import CONTAINERS, NAMED_ONLY, PAGES, Place, suffixes
from cleaner.batch.sources.remote import is_address, remote_places
from cleaner.errors import OptionError

STDIN = "-"


@dataclass(slots=True)
class Notes:
    """What was seen on the way: files in folders that are no pages, by number, and (name, why) of what cannot be
    read."""

    passed_over: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Inputs:
    """The files and folders to look through; what lies in the folder `output` is no input, hidden files neither.

    `form` overrides what the suffixes say ("json", "warc" ...). Raises `OptionError` where `output` is itself one of
    the folders, or stdin is named together with others.
    """

    paths: Sequence[str | Path]
    output: Path | None = None
    recursive: bool = True
    form: str | None = None

    _files: dict[str, Path] = field(default_factory=dict, init=False)
    _folders: dict[str, Path] = field(default_factory=dict, init=False)
    _missing: list[str] = field(default_factory=list, init=False)
    _addresses: list[str] = field(default_factory=list, init=False)
    _root: str = field(default="", init=False)
    _inside: str | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        names = [str(path) for path in self.paths]
        if STDIN in names and len(names) > 1:
            raise OptionError("- (stdin) cannot be cleaned together with other pages")
        self._inside = None if self.output is None else os.path.realpath(self.output)
        for name in names:
            if is_address(name):
                self._addresses.append(name)
            elif name != STDIN:
                self._sort_in(name)
        for full in [full for full in self._folders if self._is_covered(full)]:
            del self._folders[full]
        roots = [*self._folders, *map(os.path.dirname, self._files)]
        try:
            self._root = os.path.commonpath(roots) if roots else ""
        except ValueError as error:
            raise OptionError(f"the pages have no folder in common ({error}): clean them one by one") from error

    def _sort_in(self, name: str) -> None:
        found = [name] if os.path.lexists(name) or not glob.has_magic(name) else sorted(glob.glob(name, recursive=True))
        for one in found:
            full = os.path.abspath(one)
            if os.path.isdir(one):
                if os.path.realpath(one) == self._inside:
                    raise OptionError(f"{one} is where the pages are: name another folder with -o")
                self._folders.setdefault(full, Path(one))
            elif os.path.exists(one):
                self._files.setdefault(full, Path(one))
            else:
                self._missing.append(one)
        if not found:
            self._missing.append(name)

    def _is_covered(self, folder: str) -> bool:
        return self.recursive and any(
            other != folder and folder.startswith(os.path.join(other, "")) for other in self._folders
        )

    @property
    def single(self) -> bool:
        """Whether it is one file or stdin that is named, no folder."""
        return len(self.paths) == 1 and not self._folders and not self._addresses and len(self._files) < 2

    @property
    def roots(self) -> list[str]:
        """Real paths of the files and folders that results must not overwrite, for `is_input`."""
        found = [os.path.realpath(path) for path in (*self._folders, *self._files)]
        inside = self._inside
        return (
            [root for root in found if not (inside and inside.startswith(os.path.join(root, "")))] if inside else found
        )

    def places(self, notes: Notes) -> Iterator[Place]:
        """The places in a fixed order: by path, parts compared one by one."""
        notes.failures += [(name, "no such file or folder") for name in self._missing]
        if [str(path) for path in self.paths] == [STDIN]:
            yield Place("stdin", "stdin", lambda: sys.stdin.buffer, form=self.form or "", target="stdin")
        named = [(full, path) for full, path in self._files.items() if not self._form(full)]
        names = [PurePosixPath(self._name(full)) for full, _ in named]
        targets = {full: target for (full, _), target in zip(named, _targets(names), strict=True)}
        places = {full: self._below(path, notes) for full, path in self._folders.items()}
        for full, path in self._files.items():
            beside = any(full.startswith(os.path.join(folder, "")) for folder in self._folders)
            # What lies in one of the folders keeps its own suffix, to be no other's namesake there.
            target = "" if beside else targets.get(full, "")
            places[full] = iter([self._local(path, full, True, target)])
        for full in sorted(places, key=lambda path: path.split(os.sep)):
            yield from places[full]
        for address in self._addresses:
            for place in remote_places(address, self.form, notes.failures):
                if len(self.paths) > 1:  # two of them may have files of the same name
                    place.name = place.target = re.sub("://+", "/", place.shown)
                yield place

    def _name(self, full: str) -> str:
        return Path(os.path.relpath(full, self._root)).as_posix()

    def _below(self, folder: Path, notes: Notes) -> Iterator[Place]:
        """The places below a folder; links to folders are not followed, so that there are no loops."""
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            notes.failures.append((str(folder), error.strerror or str(error)))
            return
        taken = []
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False) and os.path.abspath(entry.path) not in self._files:
                if self._is_page(entry):
                    taken.append(entry.name)
                elif not (entry.is_symlink() and os.path.isdir(entry.path)):
                    notes.passed_over += 1
        full = os.path.abspath(folder)
        pages = [name for name in taken if not self._form(name)]
        targets = dict(
            zip(pages, _targets([PurePosixPath(self._name(os.path.join(full, name))) for name in pages]), strict=True)
        )
        known = set(taken)
        for entry in entries:
            if entry.name in known:
                path = Path(folder, entry.name)
                yield self._local(path, os.path.join(full, entry.name), bool(path.suffix), targets.get(entry.name, ""))
            elif self._is_folder(entry):
                yield from self._below(Path(folder, entry.name), notes)

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        shown = self.recursive and not entry.name.startswith(".")
        return shown and entry.is_dir(follow_symlinks=False) and os.path.realpath(entry.path) != self._inside

    def _is_page(self, entry: os.DirEntry[str]) -> bool:
        suffix, _ = suffixes(entry.name)
        fits = suffix in PAGES or (suffix in CONTAINERS and (suffix not in NAMED_ONLY or bool(self.form)))
        if not fits or entry.name.startswith("."):
            return False
        # A link that leads nowhere is a page that cannot be read, which is to be told.
        return os.path.isfile(entry.path) or (entry.is_symlink() and not os.path.exists(entry.path))

    def _form(self, name: str) -> str:
        return self.form or CONTAINERS.get(suffixes(name)[0], "")

    def _local(self, path: Path, full: str, sure: bool, target: str) -> Place:
        name = self._name(full)
        _, packing = suffixes(name)
        try:
            size = os.stat(full).st_size
        except OSError:
            size = 0
        return Place(
            name=name,
            shown=str(path),
            open=lambda: cast(IO[bytes], open(full, "rb")),
            path=full,
            local=full,
            size=size,
            form=self._form(name) or "page",
            packing=packing,
            sure=sure,
            target=target or name,
        )


def is_input(real: str, roots: Iterable[str]) -> bool:
    """Whether the real path `real` is one of the files, or lies in one of the folders, that are cleaned, and exists."""
    return any(real == root or real.startswith(os.path.join(root, "")) for root in roots) and os.path.lexists(real)


def _targets(names: Sequence[PurePosixPath]) -> list[str]:
    """What the results of these pages are called, their own suffix (and that of a compression) left out.

    Of names that would fall together ("a.html" and "a.txt") each keeps its own suffix.
    """
    chosen = [_bare(name) for name in names]
    while True:
        owners: dict[str, list[int]] = {}
        for index, target in enumerate(chosen):
            owners.setdefault(target.casefold(), []).append(index)
        clashing = [index for group in owners.values() if len(group) > 1 for index in group]
        longer = [index for index in clashing if chosen[index] != str(names[index])]
        if not longer:
            break
        for index in longer:
            chosen[index] = str(names[index])
    taken: set[str] = set()
    for index, target in enumerate(chosen):
        while target.casefold() in taken:  # names that differ in case alone
            target += f"-{index}"
        taken.add(target.casefold())
        chosen[index] = target
    return chosen


def _bare(name: PurePosixPath) -> str:
    if name.suffix.lower() in COMPRESSED:
        name = name.with_suffix("")
    return str(name.with_suffix("")) if name.suffix else str(name)
