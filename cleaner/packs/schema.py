"""What a rule pack may say: its keys, their types, and what must hold beyond types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Literal

import msgspec
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from cleaner.document import LABELS, ZONES, Kind, PageKind, Zone
from cleaner.packs.patterns import flaw
from cleaner.packs.places import Where
from cleaner.reading.page import Form

LINE_MAX = 120
"""Characters of the longest block that a `line` rule without `max` is tried on."""

PARTS = ("author", "time", "text", "count")
"""The named groups that a `line` pattern may have."""

MATCHERS = ("line", "attr", "tag", "select", "meta")

Weight = Annotated[float, msgspec.Meta(ge=-10, le=10)]
Length = Annotated[int, msgspec.Meta(ge=0)]
Share = Annotated[float, msgspec.Meta(gt=0, le=1)]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule: what it matches, what that speaks for, how strongly, and examples that prove it.

    `weight` is in log-odds (natural logarithm), -10 to 10. `zone` and `kind` read `label`, which packs call "zone".
    """

    id: str
    line: str | None = None
    attr: str | None = None
    tag: str | list[str] | None = None
    select: str | None = None
    meta: str | None = None

    label: str | None = msgspec.field(default=None, name="zone")
    page: PageKind | None = None
    weight: Weight = 0.0
    opens: Zone | None = None
    closes: Literal["article", "chrome", "widget", "comment", "any"] | None = None

    min: Length | None = None
    max: Length | None = None
    share: Share = 0.7
    marker: Literal["number", "bullet", "none"] | None = None
    place: Literal["top", "bottom"] | None = None
    links: Literal["all", "some", "none"] | None = None
    form: Form | None = None
    heading: bool | None = None
    follows: str | None = None

    hits: list[str] = []
    misses: list[str] = []

    @property
    def zone(self) -> Zone | None:
        """The zone that the rule speaks for or against."""
        return Zone(self.label.partition("/")[0]) if self.label else None

    @property
    def kind(self) -> Kind | None:
        """The kind within the zone, where the rule names one."""
        return Kind(self.label.partition("/")[2]) if self.label and "/" in self.label else None

    @property
    def matcher(self) -> str:
        """The key that says what the rule matches: one of `MATCHERS`."""
        return next(name for name in MATCHERS if getattr(self, name) is not None)

    @property
    def pattern(self) -> str | None:
        """The regular expression of a `line`, `attr` or `meta` rule."""
        return self.line or self.attr or self.meta

    @property
    def tags(self) -> list[str]:
        """The element names of a `tag` rule."""
        return [self.tag] if isinstance(self.tag, str) else self.tag or []

    @property
    def longest(self) -> int | None:
        """Characters of the longest block that the rule counts for; None where there is no limit."""
        return LINE_MAX if self.max is None and self.line is not None else self.max


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must hold of a page for a pack to count: every pattern occurs in some "name=value" of its metadata."""

    meta: str | list[str]

    @property
    def patterns(self) -> list[str]:
        """The patterns, also where the pack gives one alone."""
        return [self.meta] if isinstance(self.meta, str) else self.meta


class Pack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of rules that belong together, and the word lists of a language or theme."""

    pack: str
    about: str
    lang: list[str] = []
    host: list[str] = []
    when: When | None = None
    joiners: list[str] = []
    stopwords: list[str] = []
    hidden: list[str] = []
    rules: list[Rule] = []


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a pack; `where` leads to the value, or to its key where `key` is set."""

    where: Where
    message: str
    key: bool = False


def nearest(word: str, known: list[str]) -> str:
    """`word` did not fit: a close known one, or all that are known, as the end of a message."""
    close = get_close_matches(word, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}"


def pack_problems(pack: Pack) -> Iterator[Problem]:
    """What is wrong with a pack apart from its rules."""
    if not re.fullmatch(r"[a-z0-9-]+", pack.pack):
        yield Problem(("pack",), f"the name {pack.pack!r} may have only a-z, 0-9 and -")
    for index, lang in enumerate(pack.lang):
        if not re.fullmatch(r"[a-z]{2,3}", lang):
            yield Problem(("lang", index), f"{lang!r} is no language code of ISO 639 such as 'en'")
    for index, host in enumerate(pack.host):
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", host):
            yield Problem(("host", index), f"{host!r} is no host name such as 'example.com'")
    if pack.stopwords and not pack.lang:
        yield Problem(("stopwords",), "stop words need to know their language: add `lang`", key=True)
    if pack.when and not pack.when.patterns:
        yield Problem(("when", "meta"), "give at least one pattern")


def rule_problems(rule: Rule, pack: Pack) -> Iterator[Problem]:
    """What is wrong with a rule, apart from patterns; `where` starts at the rule."""
    if not re.fullmatch(re.escape(pack.pack) + r"\.[a-z0-9][a-z0-9.-]*", rule.id):
        yield Problem(("id",), f"the id {rule.id!r} must start with the pack's name: '{pack.pack}.some-name'")
    matchers = [name for name in MATCHERS if getattr(rule, name) is not None]
    if len(matchers) != 1:
        which = " and ".join(matchers) or "none"
        yield Problem(("id",), f"{rule.id} must have one of {', '.join(MATCHERS)}, it has {which}", key=True)
        return
    yield from _meaning_problems(rule)
    matcher = matchers[0]
    if getattr(rule, matcher) in ("", []):
        yield Problem((matcher,), f"`{matcher}` is empty")
    if matcher == "select":
        yield from _selector_problems(rule, pack)
    if matcher == "tag":
        for tag in rule.tags:
            if not re.fullmatch(r"[a-z][a-z0-9-]*", tag):
                yield Problem(("tag",), f"{tag!r} is no element name: write it in lower case, without brackets")
    if matcher == "meta" and not rule.page:
        yield Problem(("meta",), "`meta` tells nothing of single blocks: use it with `page`", key=True)
    if rule.follows is not None and matcher != "line":
        yield Problem(("follows",), "only a `line` rule can follow another", key=True)
    if rule.min is not None and rule.longest is not None and rule.min > rule.longest:
        yield Problem(("min",), f"no block has at least {rule.min} and at most {rule.longest} characters: raise `max`")
    for name in ("hits", "misses"):
        if matcher != "tag" and not getattr(rule, name):
            yield Problem((name,), f"{rule.id} needs at least one example under `{name}`", key=True)


def _meaning_problems(rule: Rule) -> Iterator[Problem]:
    """What is wrong with what a rule speaks for."""
    if rule.label is not None and rule.page is not None:
        yield Problem(("page",), "a rule speaks for a `zone` or for a kind of `page`, not for both", key=True)
    if rule.label is None and rule.page is None and rule.opens is None and rule.closes is None:
        yield Problem(("id",), f"{rule.id} says nothing: give it `zone`, `page`, `opens` or `closes`", key=True)
    if rule.meta is not None and (rule.opens or rule.closes):
        yield Problem(("meta",), "`meta` stands at no place of the page: it cannot open or close a region", key=True)
    if (rule.label is not None or rule.page is not None) and not (rule.weight or rule.opens or rule.closes):
        yield Problem(("weight",), f"{rule.id} needs a `weight` other than 0")
    if rule.label is None:
        return
    zone, slash, kind = rule.label.partition("/")
    if zone not in (zones := [str(known) for known in ZONES]):
        yield Problem(("zone",), f"unknown zone {zone!r}: {nearest(zone, zones)}")
    elif slash and kind not in (kinds := [str(kind) for of, kind in LABELS if of == zone]):
        yield Problem(("zone",), f"{zone} has no kind {kind!r}: {nearest(kind, kinds)}")


def _selector_problems(rule: Rule, pack: Pack) -> Iterator[Problem]:
    if not (pack.when or pack.host):
        yield Problem(("select",), "`select` is for packs with `when` or `host`: use `attr` here", key=True)
    try:
        LexborHTMLParser("<p></p>").css(rule.select or "p")
    except SelectolaxError:
        yield Problem(("select",), f"{rule.select!r} is no CSS selector")


def pattern_problems(part: Pack | Rule) -> Iterator[Problem]:
    """Which patterns of a rule, or of a pack's `when`, do not compile, and why. Slow: 0.1 ms a pattern."""
    patterns: list[tuple[Where, str | None]]
    if isinstance(part, Rule):
        patterns = [((name,), getattr(part, name)) for name in ("line", "attr", "meta")]
    else:
        one = part.when is not None and isinstance(part.when.meta, str)
        given = part.when.patterns if part.when else []
        patterns = [(("when", "meta") if one else ("when", "meta", index), text) for index, text in enumerate(given)]
    for where, pattern in patterns:
        if pattern and (cause := flaw(pattern)):
            yield Problem(where, f"{pattern!r} is no pattern of RE2: {cause}")
