"""Samples: pages with the zones that a reader sees in them, and whether a cleaner finds the same.

A sample is a folder with `page.html` or `page.txt`, `expected.zones` and, optionally, `sample.yaml`. Each line of
`expected.zones` is `zone<TAB>kind<TAB>text`; blank lines and lines that start with `#` do not count. For `page.txt`
there is one for every line of the page that is not blank; for `page.html` one for every block as a person reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import yaml

from cleaner.authoring.comparing import Comparison, Piece, Score, compare
from cleaner.document import LABELS, PAGE_KINDS, ZONES, Block, Document, Kind, Zone
from cleaner.errors import SampleError

FLOOR = 0.97
"""Share of a sample's words that must be in their zone unless its `sample.yaml` says otherwise."""

FACTS = ("title", "author", "date", "language", "page_kind", "comments")
"""What `facts` in `sample.yaml` may tell; `comments` is their number."""

TARGET = re.compile(r"\]\([^()\s]*\)")
"""Where a link of a Markdown dump leads: no reader sees it, so its words do not count."""

PAGES = {"page.html": "html", "page.txt": "text"}
SETTINGS = ("about", "url", "floor", "facts")


class CleanerLike(Protocol):
    """What is checked: anything that makes a `Document` of a page, such as `cleaner.Cleaner`."""

    def clean(self, page: bytes, *, url: str | None = None, kind: str = "auto") -> Document: ...


@dataclass(frozen=True, slots=True)
class Sample:
    """A page and what should come of it: `form` is "html" or "text", `floor` the least accuracy (0 to 1) to pass."""

    name: str
    page: Path
    form: str
    expected: tuple[Piece, ...]
    about: str = ""
    url: str | None = None
    floor: float = FLOOR
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactDifference:
    """A fact, such as the author, that was told otherwise than expected."""

    name: str
    expected: str
    found: str | None

    def __str__(self) -> str:
        return f"{self.name} should be {self.expected!r}, found {self.found!r}"


@dataclass(frozen=True, slots=True)
class Result:
    """How one sample fared. It passes when no word is missing and enough of them are in their zone; facts are told,
    but do not decide."""

    sample: Sample
    comparison: Comparison
    facts: list[FactDifference]

    @property
    def passed(self) -> bool:
        """Whether every word was found and the share in the right zone reaches the sample's floor."""
        return self.comparison.missing == 0 and self.comparison.accuracy >= self.sample.floor

    def lines(self) -> list[str]:
        """The result in words: one line with the figures, then one for every difference."""
        figures = self.comparison
        zones = ", ".join(f"{zone} {figures.zones[zone].f1:.3f}" for zone in ZONES if figures.zones[zone].expected)
        head = (
            f"{'pass' if self.passed else 'FAIL'}  {self.sample.name}: accuracy {figures.accuracy:.3f} "
            f"(floor {self.sample.floor}), with kind {figures.kind_accuracy:.3f}, coverage {figures.coverage:.3f}; "
            f"F1 {zones}"
        )
        return [head, *(f"      {difference}" for difference in [*figures.differences, *self.facts])]


@dataclass(frozen=True, slots=True)
class Summary:
    """Several results together, every word counting once: `zones` are the summed scores of each zone."""

    samples: int
    passed: int
    words: int
    accuracy: float
    kind_accuracy: float
    zones: dict[Zone, Score]

    @property
    def macro_f1(self) -> float:
        """The zones' F1 averaged, over those zones that occur."""
        scores = [score.f1 for score in self.zones.values() if score.expected]
        return sum(scores) / len(scores) if scores else 1.0


def check_sample(sample: Sample, cleaner: CleanerLike) -> Result:
    """Clean the sample's page and compare zones and facts with the expected ones.

    Raises `SampleError` where the page cannot be read, and whatever `cleaner.clean` raises.
    """
    document = cleaner.clean(_read(sample.page), url=sample.url, kind=sample.form)
    found = [Piece(block.zone, block.kind, _as_written(block, sample.form)) for block in document.blocks]
    if sample.form == "text":
        expected, found = _without_targets(sample.expected), _without_targets(found)
    else:
        expected = list(sample.expected)
    return Result(sample, compare(expected, found), _differing_facts(sample.facts, document))


def _as_written(block: Block, form: str) -> str:
    """A block's text as `expected.zones` has it: a dump's line begins with its number, an item of HTML does not."""
    return block.text if form == "text" else block.text.removeprefix(block.marker)


def _without_targets(pieces: Iterable[Piece]) -> list[Piece]:
    return [replace(piece, text=TARGET.sub("]", piece.text)) for piece in pieces]


def summarise(results: Iterable[Result]) -> Summary:
    """The figures of all results together."""
    results = list(results)
    figures = [result.comparison for result in results]
    words = sum(figure.words for figure in figures)
    return Summary(
        samples=len(results),
        passed=sum(result.passed for result in results),
        words=words,
        accuracy=sum(figure.right for figure in figures) / words if words else 1.0,
        kind_accuracy=sum(figure.right_kind for figure in figures) / words if words else 1.0,
        zones={zone: sum((figure.zones[zone] for figure in figures), Score()) for zone in ZONES},
    )


def load_samples(folder: str | Path) -> list[Sample]:
    """The samples in the subfolders of `folder`, by name; or the one that `folder` itself is.

    Raises `SampleError`, naming file and line, where one is incomplete or wrong, or where there is none.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise SampleError(f"{folder}: no such folder; samples lie in folders of their own, one below this one each")
    if any((folder / name).exists() for name in (*PAGES, "expected.zones")):
        return [load_sample(folder)]
    folders = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    if not folders:
        raise SampleError(f"{folder}: holds no sample; make a folder NAME with page.html and expected.zones in it")
    return [load_sample(path) for path in folders]


def load_sample(folder: Path) -> Sample:
    """The sample in `folder`. Raises `SampleError`, naming file and line, where it is incomplete or wrong."""
    pages = [name for name in PAGES if (folder / name).is_file()]
    if len(pages) != 1:
        raise SampleError(
            f"{folder}: a sample has either {' or '.join(PAGES)}, this has {' and '.join(pages) or 'none'}"
        )
    page = folder / pages[0]
    path = folder / "expected.zones"
    expected = tuple(_pieces(path))
    if not expected:
        raise SampleError(f"{path}:1: expects nothing; write zone<TAB>kind<TAB>text for every block of the page")
    if PAGES[page.name] == "text":
        _agree(page, path, expected)
    return Sample(folder.name, page, PAGES[page.name], expected, **_settings(folder / "sample.yaml"))


def _pieces(path: Path) -> Iterable[Piece]:
    for number, line in enumerate(_decoded(path).split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t", 2)
        if len(fields) != 3 or not fields[2].strip():
            raise SampleError(f"{path}:{number}: expected zone<TAB>kind<TAB>text, got {line[:60]!r}")
        zone, kind, text = fields
        if (zone, kind) not in LABELS:
            known = ", ".join(f"{zone}/{kind}" for zone, kind in LABELS)
            raise SampleError(f"{path}:{number}: unknown zone and kind {zone}/{kind}; there are {known}")
        yield Piece(Zone(zone), Kind(kind), " ".join(text.split()), number)


def _agree(page: Path, path: Path, expected: tuple[Piece, ...]) -> None:
    """See that `expected` has every line of a text page that is not blank, in order."""
    lines = [(i, " ".join(line.split())) for i, line in enumerate(_decoded(page).split("\n"), 1) if line.strip()]
    for (number, line), piece in zip(lines, expected, strict=False):
        if line != piece.text:
            raise SampleError(f"{path}:{piece.line}: has {piece.text!r}, but {page.name}:{number} reads {line!r}")
    if len(lines) != len(expected):
        raise SampleError(
            f"{path}:{expected[-1].line}: has {len(expected)} lines, "
            f"but {page.name} has {len(lines)} that are not blank"
        )


def _settings(path: Path) -> dict[str, Any]:
    """`about`, `url`, `floor` and `facts` from `sample.yaml`, if there is one."""
    if not path.exists():
        return {}
    try:
        settings = yaml.safe_load(_decoded(path)) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise SampleError(f"{path}:{mark.line + 1 if mark else 1}: is no valid YAML: {error}") from error
    if not isinstance(settings, dict):
        raise SampleError(f"{path}:1: expected keys and values, got {type(settings).__name__}")
    _known(path, settings, SETTINGS)
    floor = settings.setdefault("floor", FLOOR)
    if isinstance(floor, bool) or not isinstance(floor, int | float) or not 0 <= floor <= 1:
        raise SampleError(f"{_place(path, 'floor')}: floor is a share from 0 to 1, got {floor!r}")
    facts = settings.get("facts") or {}
    if not isinstance(facts, dict):
        raise SampleError(f"{_place(path, 'facts')}: facts are keys and values, got {type(facts).__name__}")
    _known(path, facts, FACTS)
    settings["facts"] = {name: str(value) for name, value in facts.items()}
    page_kind = settings["facts"].get("page_kind")
    if page_kind is not None and page_kind not in PAGE_KINDS:
        raise SampleError(f"{_place(path, 'page_kind')}: unknown page_kind {page_kind!r}; use {', '.join(PAGE_KINDS)}")
    return settings


def _known(path: Path, given: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in given:
        if name not in names:
            raise SampleError(f"{_place(path, name)}: unknown key {name!r}; use {', '.join(names)}")


def _place(path: Path, key: object) -> str:
    """`path` with the line where `key` is given."""
    lines = _decoded(path).split("\n")
    return f"{path}:{next((i for i, line in enumerate(lines, 1) if line.strip().startswith(f'{key}:')), 1)}"


def _differing_facts(facts: Mapping[str, str], document: Document) -> list[FactDifference]:
    found: dict[str, str | None] = {}
    for name in facts:
        value = len(document.comments) if name == "comments" else getattr(document, name)
        found[name] = None if value is None else str(value)
    return [
        FactDifference(name, want, found[name]) for name, want in facts.items() if not _same(name, want, found[name])
    ]


def _same(name: str, want: str, found: str | None) -> bool:
    """Facts are the same whatever their case and white space; a date may be told with its time or without."""
    if found is None:
        return False
    if name == "date":
        return found.startswith(want)
    return want.casefold().split() == found.casefold().split()


def _decoded(path: Path) -> str:
    try:
        return _read(path).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SampleError(f"{path}:{line}: is not UTF-8; save it as UTF-8") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SampleError(f"{path}: cannot be read: {error.strerror}") from error
