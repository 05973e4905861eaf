"""The spam rules as data: `rules/spam/*.yaml`, validated, compiled into one matcher."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec
import re2

from cleaner.errors import PackError
from cleaner.packs.patterns import options
from cleaner.resources import rules_folder

SIGNALS = "signals.yaml"

MEMORY = 256 << 20
"""Bytes that the automaton of all spam rules may take."""

T = TypeVar("T")


class SpamRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern that speaks for spam, or with a negative weight against it.

    `pattern` is RE2 without regard to case, searched in the comment's text or in its author's name (`on`); `weight` is
    added to the log-odds of spam once, however often it matches; `reason` completes the sentence "the comment ...".
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+\.[a-z-]+$")]
    pattern: Annotated[str, msgspec.Meta(min_length=1)]
    weight: Annotated[float, msgspec.Meta(ge=-6, le=6)]
    reason: Annotated[str, msgspec.Meta(min_length=1)]
    hits: Annotated[list[str], msgspec.Meta(min_length=1)]
    misses: Annotated[list[str], msgspec.Meta(min_length=1)]
    on: Literal["text", "author"] = "text"


class SpamFamily(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of rules; the ids begin with the name of the family."""

    family: str
    about: str
    rules: list[SpamRule]


class Signal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a counted signal (0 to 1) adds to the log-odds at most, and its reason in words."""

    weight: float
    reason: str


class Weighing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`bias` is the log-odds of spam of a comment of which nothing is known."""

    bias: float
    signals: dict[str, Signal]


class SpamRules:
    """All spam rules, ready to match. Rules on texts and on authors' names are one `re2.Set` each."""

    def __init__(self, rules: list[SpamRule], weighing: Weighing) -> None:
        self.rules = rules
        self.weighing = weighing
        self._sets = {on: _compile([rule for rule in rules if rule.on == on]) for on in ("text", "author")}
        self._of = {on: [rule for rule in rules if rule.on == on] for on in ("text", "author")}

    @classmethod
    def load(cls, folder: Path) -> SpamRules:
        """Reads every file of `folder`. Raises `PackError` that names the file and what is wrong with it."""
        rules: list[SpamRule] = []
        for path in sorted(folder.glob("*.yaml")):
            if path.name != SIGNALS:
                rules += _family(path).rules
        return cls(rules, _decode(folder / SIGNALS, Weighing))

    def match(self, text: str, on: Literal["text", "author"] = "text") -> list[SpamRule]:
        """The rules that fire on `text`, in the order of their files."""
        found = self._sets[on].Match(text)
        return [self._of[on][i] for i in sorted(found or ())]


def _family(path: Path) -> SpamFamily:
    family = _decode(path, SpamFamily)
    for rule in family.rules:
        if not rule.id.startswith(family.family + "."):
            raise PackError(f"rule {rule.id!r} must begin with its family: {family.family + '.'!r}", str(path))
        try:
            re2.compile(rule.pattern, options(MEMORY))
        except re2.error as fault:
            raise PackError(f"rule {rule.id!r} has a pattern that RE2 cannot read: {fault}", str(path)) from fault
    return family


def _decode(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError) as fault:
        raise PackError(f"{fault}: see the other files of the folder for what a spam rule needs", str(path)) from fault


def _compile(rules: list[SpamRule]) -> Any:
    patterns = re2.Set.SearchSet(options(MEMORY))
    for rule in rules:
        patterns.Add(rule.pattern)
    patterns.Compile()
    return patterns


@cache
def spam_rules() -> SpamRules:
    """The rules that ship with the package, read and compiled once."""
    return SpamRules.load(rules_folder() / "spam")
