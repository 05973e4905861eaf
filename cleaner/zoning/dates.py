"""Dates in text: found wherever they stand, and told only where they can be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from cleaner.zoning.words import alternation, month_words

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Years that a page's date may have."""

MAX_TEXT = 2000
"""Characters of a text that are searched for dates."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at `start` to `end` of a text. `iso` is None where day and month cannot be told apart (03/04/2021)."""

    written: str
    iso: str | None
    start: int
    end: int


def find_dates(text: str, language: str | None = None) -> list[FoundDate]:
    """The calendar dates in a text, in order; dates without a year are not among them.

    `language` (ISO 639-1) decides whether 3/4/2021 is the third of April where all who write it agree.
    """
    found = []
    for match in _pattern().finditer(text[:MAX_TEXT]):
        iso, possible = _iso(match, language)
        if possible:
            found.append(FoundDate(match[0], iso, match.start(), match.end()))
    return found


def normalise_date(value: str, language: str | None = None) -> str | None:
    """A metadata value as ISO 8601 date or datetime where it can be told, else as written; None for no date at all.

    Takes ISO 8601 and what is like it, seconds or milliseconds since 1970, and dates within other text.
    """
    value = value.strip()
    if _EPOCH.fullmatch(value):
        moment = datetime.fromtimestamp(int(value[:10]), UTC)
        return moment.isoformat() if FIRST_YEAR < moment.year <= LAST_YEAR else None
    if _ISO_LIKE.match(value):
        try:
            moment = datetime.fromisoformat(value.replace(" ", "T", 1).replace(" ", ""))
        except ValueError:
            pass
        else:
            if not FIRST_YEAR <= moment.year <= LAST_YEAR or moment.date() == date(1970, 1, 1):
                return None
            return moment.date().isoformat() if len(value) <= 10 else moment.isoformat()
    found = find_dates(value, language)
    if found:
        return next((each.iso for each in found if each.iso), found[0].written)
    return value if _YEARLESS_OR_VAGUE.search(value) else None


@cache
def month_numbers() -> dict[str, int]:
    return {
        name: number for year in month_words().months.values() for number, names in enumerate(year, 1) for name in names
    }


_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_ISO_LIKE = re.compile(r"\d{4}-?\d\d-?\d\d(?:$|[T ]\d\d)")
_YEARLESS_OR_VAGUE = re.compile(r"(?:19|20)\d\d")


@cache
def _pattern() -> re.Pattern[str]:
    words = month_words()
    month = rf"{alternation(month_numbers())}\b\.?"
    between = rf"(?:\s+{alternation(words.between)})?"
    day = rf"(?:ika-)?(?:0?[1-9]|[12]\d|3[01])(?:{alternation(words.ordinals)}|\.)?"
    gap, year = r"[\s,./-]{1,3}", r"(?:19|20)\d\d(?!\d)"
    return re.compile(
        rf"""(?<![\w/.-])(?:
          (?P<year_1>{year})[-./](?P<month_1>\d\d?)[-./](?P<day_1>\d\d?)(?!\d)
            (?:(?P<time>[T\s]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)))?
        | (?P<day_2>{day}){between}{gap}(?P<month_2>{month}){between}{gap}(?P<year_2>{year})
        | (?P<month_3>{month})\s*(?P<day_3>{day}){between}[\s,]{{1,3}}(?P<year_3>{year})
        | (?P<first>\d\d?)\s?(?P<mark>[./-])\s?(?P<second>\d\d?)\s?(?P=mark)\s?(?P<year_4>{year})
        | (?P<day_5>\d\d?)\.\s?(?P<month_5>\d\d?)\.(?P<year_5>\d\d)(?![\w.])
        | (?P<year_7>{year})[\s,-]{{1,2}}(?P<month_7>{month})[\s-]{{1,2}}(?P<day_7>{day})(?!\w)
        | (?P<year_6>{year})\s?[年년]\s?(?P<month_6>\d\d?)\s?[月월]\s?(?P<day_6>\d\d?)\s?[日일]
        )""",
        re.IGNORECASE | re.VERBOSE,
    )


def _iso(match: re.Match[str], language: str | None) -> tuple[str | None, bool]:
    """(ISO 8601 or None where it is ambiguous, whether it is a date at all)."""
    part = match.groupdict()
    if part["first"]:
        return _numeric(int(part["first"]), int(part["second"]), int(part["year_4"]), part["mark"], language)
    which = next(number for number in "123567" if part[f"year_{number}"])
    month = part[f"month_{which}"].lower().rstrip(".")
    year = int(part[f"year_{which}"])
    number = int(month) if month.isdigit() else month_numbers()[month]
    iso = _calendar(year + 2000 * (year < 100), number, int("".join(filter(str.isdigit, part[f"day_{which}"]))))
    if iso and part["time"]:
        iso += part["time"].replace(" ", "T")
    return iso, iso is not None


def _numeric(first: int, second: int, year: int, mark: str, language: str | None) -> tuple[str | None, bool]:
    """A date of two numbers and a year: full stops stand after the day first, in whatever language."""
    day_first, month_first = _calendar(year, second, first), _calendar(year, first, second)
    if mark == "." or first == second or (language or "") in month_words().day_first:
        return day_first or month_first, bool(day_first or month_first)
    if day_first and month_first:
        return None, True
    return day_first or month_first, bool(day_first or month_first)


def _calendar(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
