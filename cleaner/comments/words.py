"""The words of many languages around a comment ("Reply", "says", "ago"), compiled from `rules/words/comments.yaml`."""

from __future__ import annotations

from functools import cache

import msgspec
import re2

from cleaner.errors import PackError
from cleaner.packs.patterns import compile_pattern
from cleaner.resources import rules_folder

PerLanguage = dict[str, list[str]]

_LETTER = r"[A-Za-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1FFF}\x{2C00}-\x{2FFF}\x{3040}-\x{FDFF}]"
"""What a time is made of beside digits and signs. RE2 would write out the ranges of `\\pL` wherever it stands, which
made the pattern of times twenty times as large and as slow to compile."""


class CommentWords(msgspec.Struct, forbid_unknown_fields=True):
    """Patterns as they stand in the file, by language; the file itself says what each list is for."""

    machinery: PerLanguage
    closers: PerLanguage
    openers: PerLanguage
    followers: list[str]
    joins: PerLanguage
    ages: PerLanguage
    clock: list[str]
    parents: PerLanguage
    likes: PerLanguage
    badges: PerLanguage
    pings: list[str]
    anchors: list[str]
    addresses: list[str]
    levels: list[str]
    answers: list[str]
    own: list[str]
    pinged: list[str]


class Wording:
    """The compiled patterns, all without regard to case. All but `time` are for whole lines (`fullmatch`).

    machinery   nothing but buttons, labels, digits and signs
    time        inside a line: dates with digits in any order, clock times, ages
    opener      "Posted by NAME": group `name`
    follower    "from NAME", behind a time: group `name`
    closer      "NAME says:": group `name`; the colon is optional
    join        what stands between a name and a time, at the end of what is in front of the time: group `name`
    parent      "Reply to NAME": group `name`
    likes       a label that tells how many like a comment; its number is the only one in it
    scored      "NAME 12 points": group `name`
    badge       a label that marks the author of the report
    ping        a text that tells of a link on another page

    and for HTML, searched in class and id (or for `address` in the target of a link):

    anchor      the id of a comment's element
    address     a link to one comment
    level       how deep a comment is nested: group `level`
    own         an element whose comment the report's author wrote
    pinged      an element that holds a pingback
    answers     an element that holds the answers to a comment
    """

    def __init__(self, words: CommentWords) -> None:
        machinery = _any(words.machinery)
        self.machinery = compile_pattern(rf"(?:[^\pL]*(?:{machinery}))*[^\pL]*")
        self.time = compile_pattern(_time(_any(words.ages), "|".join(words.clock)))
        self.opener = compile_pattern(rf"(?:{_any(words.openers)})[\s:]+(?P<name>.*)")
        self.follower = compile_pattern(rf"(?:{'|'.join(words.followers)})\s+(?P<name>.*)")
        self.closer = compile_pattern(rf"(?P<name>.*?[^\s:])(?:\s+(?:{_any(words.closers)})\s*:?|\s+:)")
        self.join = compile_pattern(rf"(?:^|(?P<name>.*?)[\s,(|/·•—–-]+)(?:{_any(words.joins)})[\s,:]*")
        number = r"[+-]?\d[\d.,]*(?:\s?[km]\b)?"
        self.likes = compile_pattern(_any(words.likes).replace("NUMBER", number))
        self.scored = compile_pattern(rf"(?P<name>.*?)\s+(?:{_any(words.likes)})".replace("NUMBER", number))
        self.badge = compile_pattern(rf"\W*(?:{_any(words.badges)})\W*")
        self.ping = compile_pattern("|".join(words.pings))
        self.anchor = compile_pattern("|".join(words.anchors))
        self.address = compile_pattern("|".join(words.addresses))
        self.level = compile_pattern("|".join(words.levels))
        self.answers = compile_pattern("|".join(words.answers))
        self.own = compile_pattern("|".join(words.own))
        self.pinged = compile_pattern("|".join(words.pinged))
        self.parent = compile_pattern(rf"(?:{_any(words.parents)})(?::\s*|\s+)(?P<name>.+)")


def _any(patterns: PerLanguage) -> str:
    return "|".join(f"(?:{p})" for of_language in patterns.values() for p in of_language)


def _time(ages: str, clock: str) -> str:
    """The pattern of a time: dates are told by where digits and a single word stand, so no list of months is needed."""
    word, year, day = rf"{_LETTER}{{3,12}}\.?", r"(?:19|20)\d\d", rf"\d{{1,2}}(?:{_LETTER}{{2}}|[.ºª])?"
    suffix = rf"(?:\s?(?:{clock})\b\.?|Z)?(?:\s?[+-]\d\d:?\d\d)?"
    hour = rf"\d{{1,2}}(?:[:.h]\d{{2}}){{1,2}}(?:[.,]\d+)?{suffix}|\d{{1,2}}\s?[ap]\.?m\b\.?"
    dates = [
        rf"{year}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:T(?:{hour}))?",
        rf"\d{{1,2}}([-/.])\s?\d{{1,2}}[-/.]\s?(?:{year}|\d\d)\b",
        rf"{year}\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일]",
        rf"\d{{1,2}}\.\d{{1,2}}\.?,?\s{year}",
        rf"{day}\s(?:{_LETTER}{{2}}\s)?{word},?\s(?:{_LETTER}{{2}}\s)?(?:{year}|'\d\d\b)",
        rf"{word}\s{day},?\s{year}",
        rf"{word},?\s{year}",
        rf"{word}\s{day}(?:,|\s{_LETTER}{{2}})?\s(?:{hour})",
        rf"{day}\s{word}(?:,|\s{_LETTER}{{2}})?\s(?:{hour})",
    ]
    atom = f"(?:{'|'.join(dates)}|{hour}|(?:{ages}))"
    between = rf"(?:[\s,|/@·•()–—-]|{_LETTER}{{1,3}}[\s.]){{0,8}}"
    return rf"{atom}(?:{between}{atom})*"


@cache
def wording() -> Wording:
    """The patterns that ship with the package, compiled once. Raises `PackError` where the file is damaged."""
    path = rules_folder() / "words" / "comments.yaml"
    try:
        return Wording(msgspec.yaml.decode(path.read_bytes(), type=CommentWords))
    except (OSError, msgspec.MsgspecError, re2.error) as fault:
        raise PackError(f"unreadable comment words ({fault}): install the package again", str(path)) from fault
