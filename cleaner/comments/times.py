"""When a comment was written, as ISO 8601: from calendar dates and from ages ("vor 3 Stunden")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

import msgspec

from cleaner.errors import PackError
from cleaner.resources import rules_folder
from cleaner.zoning.dates import find_dates, normalise_date

LONGEST = 120
"""Characters of a time as written that are looked at."""

_UNITS = {
    "second": "T{}S",
    "minute": "T{}M",
    "hour": "T{}H",
    "day": "{}D",
    "week": "{}W",
    "month": "{}M",
    "year": "{}Y",
}
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d")
_DATE = re.compile(r"(?<!\d)(\d{1,2})([-/.])\s?(\d{1,2})\2\s?((?:19|20)?\d\d)(?!\d)")
_CLOCK = re.compile(
    r"(?P<early>[^\W\d_]{2,4}[.,]?\s?)?(?<![\d:.])(?P<hour>[01]?\d|2[0-4])(?:\s?[:.h時时]\s?(?P<minute>[0-5]\d)(?:分|[:.](?P<second>[0-5]\d))?"
    r"|(?=\s?[ap]\.?\s?m\b))(?:[.,]\d+)?(?:\s?(?P<half>[ap])\.?\s?m\b)?\.?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?P<z>Z|UTC|GMT)?\s?(?P<offset>[+-]\d\d:?\d\d)?(?!\d)", re.IGNORECASE)
_AGE = re.compile(r"-P(?:T?)(\d+)([SMHDWY])")


class TimeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of ages and of halves of a day; the file says what each list is for."""

    units: dict[str, list[str]]
    pairs: dict[str, list[str]]
    one: list[str]
    few: list[str]
    now: list[str]
    today: list[str]
    yesterday: list[str]
    morning: list[str]
    afternoon: list[str]


@cache
def time_words() -> TimeWords:
    """The contents of times.yaml. Raises `PackError` where it is missing or damaged."""
    path = rules_folder() / "words" / "times.yaml"
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=TimeWords)
    except (OSError, msgspec.MsgspecError) as fault:
        raise PackError(f"unreadable words of times ({fault}): install the package again", str(path)) from fault


def iso_time(
    written: str, language: str | None = None, day_first: bool | None = None, now: datetime | None = None
) -> str | None:
    """A comment's time as ISO 8601, None where it cannot be told.

    A calendar date gives a date or, where the time of day stands beside it, a date and time without a zone unless one
    is written. An age gives a negative duration, "-PT3H" for three hours before the page was fetched; with `now`, the
    moment of fetching, it gives the date (days, weeks), date and time (shorter) or month or year (longer).
    `language` (ISO 639-1) and `day_first` (what the page's other dates tell) decide what 3/4/2021 means.
    """
    written = " ".join(written[:LONGEST].split())
    if _ISO.match(written) and (whole := normalise_date(written.replace("Z+", "+"), language)) and _ISO.match(whole):
        return whole
    day, rest = _day(written, language, day_first)
    if day is None:
        age = _age(written.casefold())
        return age if now is None or age is None else resolve(age, now)
    clock = _clock(rest)
    return f"{day}T{clock}" if clock else day


def resolve(iso: str, now: datetime) -> str:
    """An age ("-PT3H") counted back from `now`; anything else as it is."""
    found = _AGE.fullmatch(iso)
    if not found:
        return iso
    count, unit, timed = int(found[1]), found[2], "T" in iso
    try:
        if timed:
            ago = timedelta(**{{"S": "seconds", "M": "minutes", "H": "hours"}[unit]: count})
            return (now - ago).isoformat(timespec="minutes")
        if unit in "DW":
            return (now.date() - timedelta(days=count * (7 if unit == "W" else 1))).isoformat()
        months = now.year * 12 + now.month - 1 - count * (12 if unit == "Y" else 1)
        return f"{months // 12:04}" + (f"-{months % 12 + 1:02}" if unit == "M" else "") if months > 0 else iso
    except OverflowError:
        return iso


def day_comes_first(times: Iterable[str]) -> bool | None:
    """Whether the numeric dates of one page have the day in front, where one of them can only be read in one way."""
    for written in times:
        if found := _DATE.search(written):
            first, second = int(found[1]), int(found[3])
            if (first > 12) != (second > 12):
                return first > 12
    return None


def _day(written: str, language: str | None, day_first: bool | None) -> tuple[str | None, str]:
    """The calendar date as ISO, and what else is written."""
    for found in find_dates(written, language):
        if found.iso:
            return found.iso[:10], f"{written[: found.start]} {found.iso[10:]} {written[found.end :]}"
    if numeric := _DATE.search(written):
        first, second, year = int(numeric[1]), int(numeric[3]), int(numeric[4])
        if first > 12 or second > 12:
            day_first = first > 12
        elif day_first is None and numeric[2] == ".":
            day_first = True
        if day_first is not None:
            month, day = (second, first) if day_first else (first, second)
            try:
                iso = date(year + 2000 * (year < 100), month, day).isoformat()
            except ValueError:
                return None, written
            return iso, f"{written[: numeric.start()]} {written[numeric.end() :]}"
    return None, written


def _clock(text: str) -> str | None:
    """The time of day in `text`: "16:15", with seconds and zone where they are written."""
    words = time_words()
    for found in _CLOCK.finditer(text):
        hour, half = int(found["hour"]), (found["half"] or "").lower()
        early = (found["early"] or "").strip(" .,").casefold()
        if half == "p" or early in words.afternoon:
            hour += 12 * (hour < 12)
        elif (half == "a" or early in words.morning) and hour == 12:
            hour = 0
        if hour > 23:
            continue
        clock = f"{hour:02}:{found['minute'] or '00'}" + (f":{found['second']}" if found["second"] else "")
        zone = _ZONE.match(text[found.end() :].lstrip())
        if zone and (zone["offset"] or zone["z"]):
            offset = zone["offset"] or "+00:00"
            clock += offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
        return clock
    return None


def _age(text: str) -> str | None:
    """An age as a negative duration."""
    words, pattern = time_words(), _ages()
    if found := pattern.search(text):
        unit = next(name for name in _UNITS if found[name])
        count = 2 if found[unit] in words.pairs.get(unit, ()) else int(found["count"] or 1)
        return "-P" + _UNITS[unit].format(count) if not found["few"] else None
    if any(word in text for word in words.now):
        return "-PT0S"
    if any(word in text for word in words.yesterday):
        return "-P1D"
    return "-P0D" if any(word in text for word in words.today) else None


@cache
def _ages() -> re.Pattern[str]:
    words = time_words()
    long = "|".join(f"(?P<{unit}>{_any([*words.pairs.get(unit, ()), *words.units[unit]])})" for unit in _UNITS)
    number = rf"(?:(?P<count>\d{{1,4}})|(?P<few>{_any(words.few)})|(?:{_any(words.one)}))\s?"
    # Without a number ("godzinę temu") a short unit is any other word. Chinese and its neighbours write no spaces.
    bare = rf"(?=[^\W\d_]{{4}})(?!(?:{_any(words.one)})\b)"
    return re.compile(rf"(?<!\w)(?:{number}|{bare})(?:{long})(?![^\W\d_\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af])")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
