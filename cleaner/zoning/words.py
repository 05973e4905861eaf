"""The words of dates, bylines and metadata, read once from `rules/words/`: months.yaml, bylines.yaml, facts.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TypeVar

import msgspec

from cleaner.errors import PackError
from cleaner.resources import rules_folder


class MonthWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`months`: language -> twelve lists of names; the file says what the others are."""

    months: dict[str, list[list[str]]]
    between: list[str]
    ordinals: list[str]
    day_first: frozenset[str]


class BylineWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lists of words, some by language; the file says what each is for."""

    leads: dict[str, list[str]]
    others: dict[str, list[str]]
    stops: dict[str, list[str]]
    joins: list[str]
    never: frozenset[str]
    updated: list[str]


class FactNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of metadata properties, best first; `nobody` are authors to leave out."""

    title: list[str]
    author: list[str]
    date: list[str]
    site: list[str]
    nobody: frozenset[str]


_Words = TypeVar("_Words", MonthWords, BylineWords, FactNames)


@cache
def month_words() -> MonthWords:
    """The contents of months.yaml. Raises `PackError` where it is missing or damaged."""
    return _load("months.yaml", MonthWords)


@cache
def byline_words() -> BylineWords:
    """The contents of bylines.yaml. Raises `PackError` where it is missing or damaged."""
    return _load("bylines.yaml", BylineWords)


@cache
def fact_names() -> FactNames:
    """The contents of facts.yaml. Raises `PackError` where it is missing or damaged."""
    return _load("facts.yaml", FactNames)


def alternation(words: Iterable[str]) -> str:
    """A pattern for one of `words`, the longest first, any white space for their spaces."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"


def _load(name: str, form: type[_Words]) -> _Words:
    path = rules_folder() / "words" / name
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=form)
    except (OSError, msgspec.MsgspecError) as error:
        raise PackError(f"{error}: install the package again", str(path)) from error
