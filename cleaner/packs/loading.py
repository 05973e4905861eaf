"""Rule packs from files: found, read, checked; errors that name file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from cleaner.errors import PackError
from cleaner.packs.complaints import convert
from cleaner.packs.places import Places, Where
from cleaner.packs.schema import Pack, Problem, Rule, nearest, pack_problems, pattern_problems, rule_problems
from cleaner.packs.written import Written
from cleaner.resources import rules_folder

FOLDERS = ("core", "languages", "platforms", "sites")
"""The folders under `rules/` that hold packs, in the order in which their rules are numbered."""


WRITTEN = Written("packs.json", dict[str, Pack])
"""The packs that ship, read beforehand: to read them from YAML takes a good part of the time in which a process gets to
its first page."""


@dataclass(frozen=True, slots=True)
class Source:
    """A pack and the file it came from."""

    path: Path
    pack: Pack


def shipped() -> list[Path]:
    """The files of all packs that ship with the package."""
    return found([rules_folder() / folder for folder in FOLDERS])


def found(paths: Iterable[Path]) -> list[Path]:
    """The pack files that files and folders stand for; folders are searched for *.yaml, sorted, at any depth."""
    return [file for path in map(Path, paths) for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])]


def load(trusted: Sequence[Path], files: Sequence[Path] = ()) -> tuple[Source, ...]:
    """The packs in `trusted` and `files`. Raises `PackError` for the first that is wrong.

    Patterns in `trusted`, packs that ship and are known to be right, are not compiled: that saves 0.3 ms a rule.
    """
    sources = (
        *(Source(file, _load_trusted(file)) for file in trusted),
        *(Source(file, _load(file)) for file in files),
    )
    for source, problem in shared_problems(sources):
        raise errors_at(source.path, [problem])[0]
    return sources


def errors_at(path: Path, problems: Iterable[Problem]) -> list[PackError]:
    """Problems of a pack with their places, in the order in which they were given."""
    places = Places()
    _parse(path, places)
    return [PackError(problem.message, str(path), *places.of(problem.where, problem.key)) for problem in problems]


def inspected(path: Path) -> tuple[Pack | None, list[PackError]]:
    """A pack with everything that is wrong with it taken by itself; None where it is too wrong to be looked at."""
    try:
        value = _parse(path)
    except PackError as error:
        return None, [error]
    pack, problems = _inspected(value)
    return pack, sorted(errors_at(path, problems), key=_place)


def shared_problems(sources: Sequence[Source], others: Iterable[Rule] = ()) -> Iterator[tuple[Source, Problem]]:
    """What is wrong among packs that are each right: names given twice, rules that follow unknown ones.

    `others` are rules of further packs that may be followed too.
    """
    names: set[str] = set()
    ids: set[str] = set()
    rules = (rule for source in sources for rule in source.pack.rules)
    lines = {rule.id: rule.line is not None for rule in (*others, *rules)}
    for source in sources:
        pack = source.pack
        if pack.pack in names:
            yield source, Problem(("pack",), f"another pack has the name {pack.pack!r}: names are unique")
            continue
        names.add(pack.pack)
        for index, rule in enumerate(pack.rules):
            if rule.id in ids:
                yield source, Problem(("rules", index, "id"), f"the id {rule.id!r} is there twice: ids are unique")
            ids.add(rule.id)
            if rule.follows is None or lines.get(rule.follows):
                continue
            where: Where = ("rules", index, "follows")
            if rule.follows in lines:
                yield source, Problem(where, f"{rule.follows} is no `line` rule: only those can be followed")
            else:
                yield source, Problem(where, f"unknown rule {rule.follows!r}{_suggestion(rule.follows, lines)}")


def _suggestion(name: str, known: Iterable[str]) -> str:
    hint = nearest(name, list(known))
    return f": {hint}" if hint.startswith("did") else ""


def _load_trusted(path: Path) -> Pack:
    return WRITTEN.find(_bytes(path)) or _right(_parse(path)) or _load(path)


def _load(path: Path) -> Pack:
    pack, problems = _inspected(_parse(path))
    if pack is None:
        raise min(errors_at(path, problems), key=_place)
    return pack


def _right(value: Any) -> Pack | None:
    """The pack that a value stands for if nothing but patterns can be wrong with it; told in one go."""
    try:
        pack = msgspec.convert(value, Pack)
    except msgspec.ValidationError:
        return None
    problems = chain(pack_problems(pack), *(rule_problems(rule, pack) for rule in pack.rules))
    return None if any(problems) else pack


def _inspected(value: Any) -> tuple[Pack | None, list[Problem]]:
    """The pack that a file's value stands for, None where something is wrong with it, and everything that is."""
    if not isinstance(value, dict):
        what = "the file is empty" if value is None else "expected keys with values"
        return None, [Problem((), f"{what}: a pack starts with `pack: name` and `about: ...`")]
    pack, problems = convert({**value, "rules": []}, Pack)
    if pack is None:
        pack = Pack(pack=str(value.get("pack", "")), about="")
    else:
        problems += [*pack_problems(pack), *pattern_problems(pack)]
    items = value.get("rules", [])
    if not isinstance(items, list):
        return None, [*problems, Problem(("rules",), "expected a list: every rule starts with `- id: ...`")]
    rules = []
    for index, item in enumerate(items):
        rule, wrong = convert(item, Rule)
        if rule and not wrong:
            wrong = [*rule_problems(rule, pack), *pattern_problems(rule)]
            rules.append(rule)
        problems += [Problem(("rules", index, *problem.where), problem.message, problem.key) for problem in wrong]
    return (None if problems else msgspec.structs.replace(pack, rules=rules)), problems


def _place(error: PackError) -> tuple[int, int]:
    return error.line, error.column


def _parse(path: Path, places: Places | None = None) -> Any:
    from cleaner.packs.notation import parse  # YAML is slow to import, and what ships is read beforehand

    return parse(_text(path), str(path), places)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackError(f"the pack cannot be read: {error.strerror}", str(path)) from None


def _text(path: Path) -> str:
    data = _bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise PackError("the pack is not in UTF-8: save it as UTF-8", str(path), line, column) from None
