"""Checks of rule packs: is every pack well-formed, does every rule fire on its hits and on none of its misses?"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec
from selectolax.lexbor import LexborHTMLParser

from cleaner.packs.loading import Source, errors_at, found, inspected, shared_problems, shipped
from cleaner.packs.packs import Packs
from cleaner.packs.patterns import compile_pattern
from cleaner.packs.places import Where
from cleaner.packs.schema import PARTS, Pack, Problem, Rule
from cleaner.packs.tokens import attributes, token_string
from cleaner.reading.page import Form
from cleaner.segmenting.blocks import Blocks, Frames, Metadata

_MARKER = re.compile(r"\s*([•●◦▪‣·*+–—-]|\d{1,3}[.)])\s+")
_BULLETS = "•●◦▪‣"


LARGE = 20_000
"""Steps of a pattern, as RE2 counts them, from which its author is told: 10 ms when it first fires."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a pack: at `line` and `column` of the file `path`, both from 1.

    `rule` is the id of the rule concerned, None where it is the pack. A warning is no reason to refuse the pack.
    """

    path: str
    line: int
    column: int
    message: str
    rule: str | None = None
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {'warning: ' if self.warning else ''}{self.message}"


@dataclass(slots=True)
class Checkup:
    """What a check of packs found, in the order of files and lines, and how much was looked at."""

    findings: list[Finding] = field(default_factory=list)
    packs: int = 0
    rules: int = 0
    examples: int = 0

    @property
    def errors(self) -> list[Finding]:
        """The findings that are no mere warnings."""
        return [finding for finding in self.findings if not finding.warning]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A problem of a pack that is well-formed."""

    source: Source
    problem: Problem
    rule: str | None = None
    warning: bool = False


@dataclass(frozen=True)
class Example:
    """A hit or miss: `rule` is the rule's number among all, `source` its pack's, `where` leads to the example."""

    source: Source
    rule: int
    asked: Rule
    where: Where
    text: str
    hit: bool

    @cached_property
    def readings(self) -> list[tuple[str, str]]:
        """The (marker, text) that a line may be read as.

        A bullet or "1. " at the start is a list marker in flattened text; in HTML a dash or number that is not indented
        is part of the text, so a hit holds if either reading fires.
        """
        text = self.text.strip()
        marker = _MARKER.match(self.text)
        if not marker:
            return [("", text)]
        parsed = (marker[1], self.text[marker.end() :].strip())
        certain = self.text[0].isspace() or marker[1] in _BULLETS
        return [parsed, ("", text)] if self.hit and not certain else [parsed]


def check_packs(paths: Sequence[Path] | None = None) -> Checkup:
    """Checks packs, files or folders (None: all that ship with the package); nothing is raised for a wrong pack.

    Lengths and list markers that a rule asks for are honoured; place, neighbours, links, headings, language and host
    are not, as an example cannot show them.
    """
    files = shipped() if paths is None else found(paths)
    checkup = Checkup(packs=len(files))
    sources: list[Source] = []
    for file in files:
        pack, errors = inspected(file)
        checkup.findings += [Finding(error.path, error.line, error.column, error.message) for error in errors]
        if pack is not None:
            sources.append(Source(file, pack))
    examples = list(_examples(sources))
    checkup.rules = sum(len(source.pack.rules) for source in sources)
    checkup.examples = len(examples)
    others = [] if paths is None else _followed_elsewhere(sources)
    flaws = [Flaw(source, problem) for source, problem in shared_problems(sources, others)]
    flaws += [*_lint(sources), *_failures(sources, examples)]
    for source in sources:
        checkup.findings += _findings(source, [flaw for flaw in flaws if flaw.source is source])
    order = {str(file): index for index, file in enumerate(files)}
    checkup.findings.sort(key=lambda finding: (order[finding.path], finding.line, finding.column))
    return checkup


def _findings(source: Source, flaws: Sequence[Flaw]) -> list[Finding]:
    errors = errors_at(source.path, [flaw.problem for flaw in flaws]) if flaws else []
    return [
        Finding(error.path, error.line, error.column, error.message, flaw.rule, flaw.warning)
        for error, flaw in zip(errors, flaws, strict=True)
    ]


def _followed_elsewhere(sources: Sequence[Source]) -> list[Rule]:
    """The rules that ship, where packs of one's own follow rules that are not their own."""
    rules = [rule for source in sources for rule in source.pack.rules]
    if {rule.follows for rule in rules if rule.follows} <= {rule.id for rule in rules}:
        return []
    packs = [inspected(file)[0] for file in shipped()]
    return [rule for pack in packs if pack for rule in pack.rules]


def _examples(sources: Sequence[Source]) -> Iterator[Example]:
    number = -1
    for source in sources:
        for place, rule in enumerate(source.pack.rules):
            number += 1
            for name, texts in (("hits", rule.hits), ("misses", rule.misses)):
                for at, text in enumerate(texts):
                    yield Example(source, number, rule, ("rules", place, name, at), text, name == "hits")


def _failures(sources: Sequence[Source], examples: Sequence[Example]) -> Iterator[Flaw]:
    """The hits on which a rule does not fire, and the misses on which it does."""
    packs = Packs([Source(source.path, _bare(source.pack)) for source in sources])
    for matcher, fires in (("line", _fired_lines), ("attr", _fired_elements), ("meta", _fired_metas)):
        mine = [example for example in examples if example.asked.matcher == matcher]
        for example, fired in zip(mine, fires(packs, mine), strict=True):
            if fired is not example.hit:
                yield Flaw(example.source, Problem(example.where, _failure(example)), example.asked.id)
    for example in examples:
        if example.asked.select and bool(LexborHTMLParser(example.text).css(example.asked.select)) is not example.hit:
            yield Flaw(example.source, Problem(example.where, _failure(example)), example.asked.id)


def _failure(example: Example) -> str:
    """What an example shows, and why where that can be told."""
    rule, length = example.asked, len(example.readings[0][1])
    shown = repr(textwrap.shorten(example.text, 80, placeholder=" ..."))
    if not example.hit:
        return f"{rule.id} fires on its miss {shown}"
    message = f"{rule.id} does not fire on its hit {shown}"
    if rule.line is not None and rule.longest is not None and length > rule.longest:
        message += f": it has {length} characters, the rule takes {rule.longest} at most (see `max`)"
    elif rule.line is not None and rule.min is not None and length < rule.min:
        message += f": it has {length} characters, the rule takes {rule.min} at least (see `min`)"
    elif rule.attr is not None and (tokens := token_string(attributes(example.text))) != example.text:
        message += f": rules see these tokens as {tokens!r}"
    return message


def _bare(pack: Pack) -> Pack:
    """A pack whose rules ask for nothing that an example cannot show."""
    return msgspec.structs.replace(pack, lang=[], host=[], when=None, rules=[_bare_rule(rule) for rule in pack.rules])


def _bare_rule(rule: Rule) -> Rule:
    bare = msgspec.structs.replace(
        rule, share=1.0, place=None, links=None, form=None, heading=None, follows=None, opens=None, closes=None
    )
    return bare if rule.line is not None else msgspec.structs.replace(bare, min=None, max=None, marker=None)


def _fired_lines(packs: Packs, examples: Sequence[Example]) -> list[bool]:
    """Whether each example's rule fires on it: all examples are the blocks of one page."""
    readings = [reading for example in examples for reading in example.readings]
    fired = _fired(packs, _page([text for _, text in readings], [marker for marker, _ in readings]))
    results, block = [], 0
    for example in examples:
        blocks = range(block, block := block + len(example.readings))
        results.append(any((example.rule, block) in fired for block in blocks))
    return results


def _fired_elements(packs: Packs, examples: Sequence[Example]) -> list[bool]:
    """The same for elements: each example is the only element around a block."""
    page = _page(["."] * len(examples), [""] * len(examples))
    page.frames = Frames(
        parent=[-1] * len(examples),
        tag=["div"] * len(examples),
        attrs=[attributes(example.text) for example in examples],
        first=list(range(len(examples))),
        last=list(range(1, len(examples) + 1)),
    )
    page.frame = list(range(len(examples)))
    fired = _fired(packs, page)
    return [(example.rule, block) in fired for block, example in enumerate(examples)]


def _fired_metas(packs: Packs, examples: Sequence[Example]) -> list[bool]:
    """The same for properties: each example is the only one of a page."""
    results = []
    for example in examples:
        name, _, value = example.text.partition("=")
        page = Blocks(Form.HTML, metadata=Metadata([(name, value)]))
        results.append(example.rule in packs.match(page).spans[:, 0])
    return results


def _fired(packs: Packs, page: Blocks) -> set[tuple[int, int]]:
    """The (rule, block) pairs of a page on which single blocks fire."""
    return {(rule, first) for rule, first, _ in packs.match(page).spans.tolist()}


def _page(texts: list[str], markers: list[str]) -> Blocks:
    count = len(texts)
    return Blocks(
        Form.TEXT, text=texts, marker=markers, tag=["p"] * count, level=[0] * count, depth=[0] * count,
        frame=[-1] * count, links=[0] * count, link_chars=[0] * count, href=[None] * count, lines=[(0, 0)] * count,
        gap=[0] * count,
    )  # fmt: skip


def _lint(sources: Sequence[Source]) -> Iterator[Flaw]:
    """Patterns that fire on everything, groups that nobody reads, patterns given twice."""
    seen: dict[tuple[str, str, str | None], str] = {}
    for source in sources:
        for place, rule in enumerate(source.pack.rules):
            pattern = rule.pattern
            if pattern is None:
                continue
            where: Where = ("rules", place, rule.matcher)
            compiled = compile_pattern(pattern)
            if compiled.search(""):
                message = f"{pattern!r} occurs in every text, an empty one too: anchor it or let it ask for a character"
                yield Flaw(source, Problem(where, message), rule.id)
            if compiled.programsize > LARGE:
                message = (
                    f"a large pattern ({compiled.programsize:,} steps): repeat \\pL with + or *, not with {{2,40}}"
                )
                yield Flaw(source, Problem(where, message), rule.id, warning=True)
            for group in sorted(set(compiled.groupindex) - set(PARTS)):
                message = f"nobody reads the group {group!r}: known are {', '.join(PARTS)}"
                yield Flaw(source, Problem(where, message), rule.id, warning=True)
            key = (rule.matcher, pattern, rule.label)
            if key in seen:
                yield Flaw(source, Problem(where, f"{seen[key]} has the same pattern"), rule.id, warning=True)
            seen.setdefault(key, rule.id)
