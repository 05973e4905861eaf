"""What one block of the comment zone says: who, when, which text; or nothing, where it is a button or a label."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from cleaner.comments.times import iso_time
from cleaner.comments.words import wording
from cleaner.document import Block, Kind

SHORT = 120
"""Characters up to which a block may be a comment's head line rather than text."""
LONGEST_NAME = 60
"""Characters of a name; lines of `author` kind that are longer and hold no time are text."""
DATE_DIGITS = 4
"""Digits of a time within a line of buttons; fewer are a count of answers or of points."""
HEAD_WORDS = 4
"""Words of the name in a head line that was taken for text."""
BARE_WORDS = 3
"""Words of a name that is told by nothing but its capitals."""
NAME_WORDS = 8
"""Words of a name: enough for a title, three given names and a place in brackets."""

_LETTER = re.compile(r"[^\W\d_]")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
_NUMBERS = re.compile(r"\d+")
_IDENTITY = re.compile(r"\s*\(\s*\d+\s*\)$")
EDGE = " \t\u00a0,;:|/·•–—-#@↓↑*"


@dataclass(slots=True)
class Line:
    """A block of the comment zone as read.

    `raw` is the whole text without its list marker; `text` what it adds to the comment, "" for head lines and buttons;
    `name` and `time` as written. `sure` tells that a rule or the wording ("says:") vouches for the name; `count` that
    it is a bare number; `doubtful` that it was taken for text and reads like a button; `ping` that it tells of a link
    on another page; `parent` is the name of the author whom it answers; `gap` counts the blank lines in front of it.
    """

    index: int
    kind: Kind
    depth: int = 0
    marker: str = ""
    gap: int = 0
    text: str = ""
    name: str | None = None
    time: str | None = None
    parent: str | None = None
    sure: bool = False
    count: bool = False
    doubtful: bool = False
    ping: bool = False
    raw: str = ""

    @property
    def empty(self) -> bool:
        """Whether the line says nothing: a button or a label."""
        return not (self.text or self.name or self.time or self.parent)

    @property
    def strong(self) -> bool:
        """Whether the line is certain to belong to an author's head: a rule, the wording or a time says so."""
        return self.sure or bool(self.time)

    @property
    def shape(self) -> str:
        """The text with its numbers blurred: the same for "3 likes" and "12 likes"."""
        return _NUMBERS.sub("9", self.raw.casefold())

    @property
    def bullet(self) -> str:
        """The sort of list marker: "1" for every number, the marker itself else."""
        return "1" if self.marker[:1].isdigit() else self.marker

    @property
    def place(self) -> tuple[str, int]:
        """Sort of list marker and depth: alike for the comments of one level."""
        return self.bullet, self.depth


def read_line(block: Block, parts: Mapping[str, str], gap: int = 0) -> Line:
    """Reads a block with the named `parts` that rules found in it; what they do not name is told from its shape."""
    text, marker = _unmarked(block)
    line = Line(block.index, block.kind, block.depth, marker, gap, raw=text)
    line.ping = bool(wording().ping.search(text))
    name, line.time = _clean(parts.get("author", "")), parts.get("time", "").strip() or None
    if name and line.time and (turn := _turn(line.time)):
        # The rule's "Bo | LindMay 4" of "Bo LindMay 4".
        name, line.time = f"{name} {line.time[:turn]}", line.time[turn:]
    if name and _without_joins(name):
        line.name, line.sure = name, True
    if "text" in parts:
        line.text = parts["text"].strip()
    if line.name or line.time:
        if not line.time and line.name and len(text) <= SHORT:
            _, line.time = _split(text.replace(line.name, " ", 1))
        elif not line.name and block.kind is Kind.AUTHOR and len(text) <= SHORT:
            line.name, _ = _split(text)
        return line
    if line.text:
        return line
    if block.kind is Kind.AUTHOR:
        return _from_shape(line, text)
    if _is_time(text):
        line.time = text
    elif len(text) > SHORT or "\n" in text:
        line.text = text
    elif _LETTER.search(text) and wording().machinery.fullmatch(text):
        line.doubtful = True
    else:
        line.name, line.time = _head(text)
        line.text = "" if line.name else text
    return line


def _head(text: str) -> tuple[str | None, str | None]:
    """Name and time of a line that was taken for text and is nothing else; (None, None) where that is not certain."""
    name, time = _split(text)
    if not name or not time or len(name.split()) > HEAD_WORDS or iso_time(time) is None:
        return None, None
    before, _, after = text.partition(time)
    if name not in before or (_LETTER.search(after) and not wording().machinery.fullmatch(after)):
        return None, None
    plain = " " in name and any(word[0].islower() for word in name.split())
    return (None, None) if plain else (name, time)


def _from_shape(line: Line, text: str) -> Line:
    """Fills a line of `author` kind that no rule has read."""
    words = wording()
    plain = " ".join((_TAGS.sub(" ", text) if "<" in text else text).split())
    if len(plain) > SHORT:
        line.name, line.time = _split(plain[:SHORT])
        line.text = "" if line.time else plain
        return line
    if not _LETTER.search(plain) and not words.time.search(plain):
        line.count = plain.strip(EDGE).isdigit()
        return line
    if words.machinery.fullmatch(plain):
        line.time = _split(plain)[1]
        if line.time and sum(map(str.isdigit, line.time)) < DATE_DIGITS and line.time != plain:
            line.time = None
        return line
    if found := words.parent.fullmatch(plain):
        line.parent = _clean(found["name"])
        return line
    if found := words.closer.fullmatch(plain):
        line.name, line.sure = _clean(found["name"] or ""), True
        if line.name and (opener := words.opener.fullmatch(line.name)):
            line.name = _clean(opener["name"])
        return line
    line.name, line.time = _split(plain)
    if not line.name and not line.time and len(plain) > LONGEST_NAME:
        line.text = plain
    return line


def _split(text: str) -> tuple[str | None, str | None]:
    """Name and time of a line that holds one of them, or both in any order."""
    words = wording()
    found = words.time.search(text)
    if not found:
        opener = words.opener.fullmatch(text)
        return _name(opener["name"] if opener else text), None
    start, end = found.span()
    start += _turn(text[start:end])
    before, after = text[:start], text[end:]
    name = _name(_without_joins(before))
    if name and (scored := words.scored.fullmatch(name)):
        name = _name(scored["name"])
    if not name and (follower := words.follower.fullmatch(after.strip(EDGE))):
        name = _name(follower["name"])
    return name, text[start:end].strip(EDGE) or None


def _turn(time: str) -> int:
    """Where a name ends that is glued to the month behind it ("AdaSeptember 11"): at the last small-to-capital turn."""
    word = re.match(r"[^\W_]+", time)
    if not word:
        return 0
    turns = [i for i in range(1, word.end()) if time[i].isupper() and not time[i - 1].isupper()]
    return turns[-1] if turns else 0


def _without_joins(text: str) -> str:
    """`text` without the words between a name and a time at its end, and without "by" and the like at its start."""
    words = wording()
    text = text.strip(EDGE)
    while text and (found := words.join.fullmatch(text)):
        text = (found["name"] or "").strip(EDGE)
    if found := words.closer.fullmatch(text):
        text = _IDENTITY.sub("", found["name"])
    opener = words.opener.fullmatch(text)
    return opener["name"] if opener else text


def _name(text: str) -> str | None:
    name = _clean(text)
    if not name or len(name) > LONGEST_NAME or len(name.split()) > NAME_WORDS or not _LETTER.search(name):
        return None
    return None if wording().machinery.fullmatch(name) else name


def _clean(text: str) -> str | None:
    return " ".join(_TAGS.sub(" ", text).split()).strip(EDGE) or None


def _is_time(text: str) -> bool:
    """Whether a short line is nothing but a time, whatever kind it was given."""
    return len(text) <= 40 and bool(wording().time.fullmatch(text.strip(EDGE)))


def _unmarked(block: Block) -> tuple[str, str]:
    """The block's text without its list marker, and the marker; a date that begins with a number keeps it."""
    text, marker = block.text.strip(), block.marker
    if not marker or not text.startswith(marker):
        return text, marker
    if marker[0].isdigit() and (date := wording().time.match(text[:SHORT])) and date.end() > len(marker):
        return text, ""
    return text[len(marker) :].strip(), marker


def find_bare_names(lines: list[Line]) -> None:
    """Where fewer names than times are told: takes a few capitalised words between the foot of one comment and the text
    of the next for its author; where nobody is named, those above any text."""
    named = sum(bool(line.name) for line in lines)
    if named >= sum(bool(line.time) for line in lines):
        return
    before: Line | None = None
    for line, below in pairwise(lines):
        begins = not named or before is None or not before.text
        if begins and line.text and below.text and _is_bare_name(line.text) and not _is_bare_name(below.text):
            line.name, line.text = line.text, ""
        before = line


def _is_bare_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= BARE_WORDS and all(word[0].isupper() and word.isalpha() for word in words)
