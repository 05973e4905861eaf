"""Names of authors in bylines such as "By ADA EXAMPLE and Bo Sample | 18 October 2021"."""

from __future__ import annotations

import re
from functools import cache

from cleaner.zoning.dates import find_dates, month_numbers
from cleaner.zoning.words import alternation, byline_words

MAX_BYLINE = 300
"""Characters of a byline that are read."""

MAX_WORDS = 5
"""Words that a name has at most."""

MAX_NAME = 100
"""Characters of a name in metadata; institutions have long ones."""

PARTICLE = 4
"""Letters that a word of a name may have though it begins with a small letter (von, van, de, la, ibn)."""

_CUT = re.compile(r"\s*[|•·;\n\t/()\[\]<>–—]\s*|\s-\s|\s{3,}|(?<=\w{3})\.\s")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\b\.?)?", re.IGNORECASE)
_NO_NAME = re.compile(r"https?\b|www\.|@\w+\.|\d{4}|[{}=<>]|^\W*$|^[\w-]+(?:\.[\w-]+)+$")


def lead_authors(text: str) -> list[str]:
    """The authors that a byline names after a word such as "By", as written; empty where it has no such word."""
    for part in _parts(text):
        if _others().match(part):
            continue
        if found := _leads().search(part):
            return _names(part[found.end() :])
    return []


def bare_authors(text: str) -> list[str]:
    """The first part of a byline that looks like names of persons, without any word in front; empty for none."""
    for part in _parts(text):
        pieces = [piece.strip(" .") for piece in part.split(",")]
        if ":" in part or _leads().search(part) or not _is_person(pieces[0]):
            continue
        # "Ada Example, Bo Sample" are two persons, "Ada Example, Staff Writer, PhD" is one.
        return pieces if all(map(_is_person, pieces)) and len(pieces) < 3 else pieces[:1]
    return []


def is_lead(text: str) -> bool:
    """Whether a line is nothing but "By", "Author:" or the like: the name is in the next one."""
    return bool(_leads().fullmatch(f"{text.strip()} "))


def clean_author(name: str) -> str | None:
    """A name from metadata without "By" in front; None for addresses and the like."""
    name = " ".join(name.split())
    found = _leads().match(name)
    name = (name[found.end() :] if found else name).strip(" ,:|-")
    return name if name and len(name) <= MAX_NAME and not _NO_NAME.search(name) else None


def _parts(text: str) -> list[str]:
    """A byline cut at its signs, dates and times."""
    text = text[:MAX_BYLINE]
    for found in reversed(find_dates(text)):
        text = f"{text[: found.start]} | {text[found.end :]}"
    return [part for part in (part.strip() for part in _CUT.split(_CLOCK.sub("|", text))) if part]


def _names(text: str) -> list[str]:
    """The names at the start of a text, of which only the first may be a user's name of one word."""
    text = _stops().split(text, maxsplit=1)[0]
    pieces = [piece.strip(" .:*'\"") for piece in text.split(",")]
    *listed, last = pieces
    joined = _joins().split(last)
    # "Ada Example, Staff Writer": without "and" it is no list of names.
    pieces = _joins().split(listed[0]) if len(joined) == 1 and listed else listed + joined
    names: list[str] = []
    for piece in (piece.strip(" .:*'\"") for piece in pieces):
        if not piece or len(piece.split()) > MAX_WORDS or _NO_NAME.search(piece):
            break
        if not _is_name(piece) and (names or " " in piece):
            break
        names.append(piece)
    return names


def _is_person(text: str) -> bool:
    """Whether a text looks like a full name, and not like a rubric or a button."""
    words = text.split()
    never = byline_words().never
    return (
        2 <= len(words) < MAX_WORDS
        and not words[0][0].islower()
        and words[0][0].isalpha()
        and not any(word.strip(".:").casefold() in never for word in words)
        and _is_name(text)
    )


def _is_name(text: str) -> bool:
    """Whether words begin with capitals (or letters that know no case), apart from particles between them."""
    words = text.split()
    if not words or _NO_NAME.search(text) or any(map(str.isdigit, text)):
        return False
    capital = [not word[0].islower() or "'" in word for word in words]
    return capital[-1] and all(fine or len(word) <= PARTICLE for fine, word in zip(capital, words, strict=True))


@cache
def _leads() -> re.Pattern[str]:
    """Leads at the start of a part, or, in English alone, after other words: "Posted in News by Ada"."""
    words = byline_words().leads
    everywhere = alternation(word for language in words.values() for word in language)
    return re.compile(rf"(?:^\W*{everywhere}|\b{alternation(words['en'])}(?=\s))\b\s*:?\s+", re.IGNORECASE)


@cache
def _others() -> re.Pattern[str]:
    words = (word for language in byline_words().others.values() for word in language)
    return re.compile(rf"\W*{alternation(words)}\b", re.IGNORECASE)


@cache
def _stops() -> re.Pattern[str]:
    words = (word for language in byline_words().stops.values() for word in language)
    return re.compile(
        rf"\s{alternation(words)}(?!\S)|\s{alternation(month_numbers())}\.?\s\d|\s[\d@#+*]", re.IGNORECASE
    )


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(rf"\s{alternation(byline_words().joins)}\s", re.IGNORECASE)
