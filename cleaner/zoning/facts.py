"""Title, author and date of the report: from its own blocks, else from the page's metadata, else from trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from cleaner.document import Document, Kind, Zone
from cleaner.segmenting.blocks import Metadata
from cleaner.zoning.bylines import bare_authors, clean_author, is_lead, lead_authors
from cleaner.zoning.dates import find_dates, normalise_date
from cleaner.zoning.silence import silence
from cleaner.zoning.words import alternation, byline_words, fact_names

FACTS = ("title", "author", "date")

AGREEMENT = 0.6
"""Part of the longer of two titles that the shorter must be for both to be the same headline."""

MAX_SITE_WORDS = 4
"""Words that the name of a site has at most."""

MAX_AUTHORS = 10
"""Authors of metadata that are named."""

_SEPARATOR = re.compile(r"(\s+(?:[|·•»«›‹~/]+|::|[-–—])\s+|\s*\|\s*)")
_STRONG_SEPARATOR = re.compile(r"[|·•»«›‹]|::")
_WORDS = re.compile(r"\w+")


def report_facts(document: Document, metadata: Metadata) -> dict[str, str | None]:
    """What a page says of its report: a dict of "title", "author" (several joined by commas) and "date".

    Blocks of kind title and byline count first, then the page's metadata. Dates are ISO 8601 where they can be told,
    else as written.
    """
    titles = _texts(document, Kind.TITLE)
    bylines = _texts(document, Kind.BYLINE)
    return {
        "title": _title(titles, metadata, document.url),
        "author": _author(bylines, metadata),
        "date": _date(bylines, metadata, document.language),
    }


def _texts(document: Document, kind: Kind) -> list[str]:
    """The texts of the report's blocks of one kind, without list markers."""
    return [
        block.text.removeprefix(block.marker).strip()
        for block in document.blocks
        if block.zone is Zone.ARTICLE and block.kind is kind
    ]


def _title(blocks: list[str], metadata: Metadata, url: str | None) -> str | None:
    said = [cut_site_name(value, metadata, url) for value in _values(metadata, fact_names().title)]
    if document_title := metadata.first("title"):
        said.append(cut_site_name(document_title, metadata, url))
    for block in blocks:
        if any(_same_headline(block, title) for title in said):
            return block
    return next((title for title in blocks + said if title), None)


def cut_site_name(title: str, metadata: Metadata, url: str | None = None) -> str:
    """A page's title without the name of its site: "A bridge opens | The Daily Example" gives "A bridge opens".

    The site's name is known from metadata and address; a short last part behind "|" and the like is taken for one too.
    """
    parts = _SEPARATOR.split(title)
    known = {_squeeze(name) for name in _values(metadata, fact_names().site)}
    host = _squeeze(_host(url or metadata.first("canonical", "og:url")))
    while len(parts) > 1 and _is_site(parts[-1], known, host):
        parts = parts[:-2]
    while len(parts) > 1 and _is_site(parts[0], known, host):
        parts = parts[2:]
    if len(parts) > 1 and "".join(parts) == title and _STRONG_SEPARATOR.search(parts[-2]):
        head, tail = len(" ".join(parts[:-2]).split()), len(parts[-1].split())
        if tail <= MAX_SITE_WORDS and head >= tail:
            parts = parts[:-2]
    return "".join(parts).strip()


def _is_site(part: str, known: set[str], host: str) -> bool:
    name = _squeeze(part)
    return name in known or (len(name) > 3 and name in host)


def _author(bylines: list[str], metadata: Metadata) -> str | None:
    said: dict[str, str] = {}
    for value in _values(metadata, fact_names().author):
        name = clean_author(value)
        if name and name.casefold() not in fact_names().nobody:
            said.setdefault(name.casefold(), name)
    shown = "\n".join(bylines).casefold()
    agreed = [name for key, name in said.items() if key in shown]
    if agreed:
        return ", ".join(agreed[:MAX_AUTHORS])
    for index, byline in enumerate(bylines):
        if is_lead(byline):
            byline = " ".join(bylines[index : index + 2])
        if names := lead_authors(byline):
            return ", ".join(names)
    if said:
        return ", ".join(_first_source(metadata, said)[:MAX_AUTHORS])
    return next((", ".join(names) for names in map(bare_authors, bylines) if names), None)


def _first_source(metadata: Metadata, said: dict[str, str]) -> list[str]:
    """The authors that the best property names: others often give the same people in another spelling."""
    for source in fact_names().author:
        names = [clean_author(value) or "" for name, value in metadata.properties if name == source]
        if kept := [said[name.casefold()] for name in names if name.casefold() in said]:
            return list(dict.fromkeys(kept))
    return list(said.values())


def _date(bylines: list[str], metadata: Metadata, language: str | None) -> str | None:
    said = (normalise_date(value, language) for value in _values(metadata, fact_names().date))
    published = next((value for value in said if value), None)
    written: list[str] = []
    later: list[str] = []
    before = ""  # the label of a date may be the line before it
    for byline in bylines:
        start = 0
        for found in find_dates(byline, language):
            label = byline[start : found.start].strip() or before
            (later if _updated().search(label) else written).append(found.iso or found.written)
            start = found.end
        before = "" if start else byline
    if published and any(published.startswith(day) for day in written):
        return published  # the same day, perhaps with the time
    return next(iter(written), None) or published or next(iter(later), None)


@cache
def _updated() -> re.Pattern[str]:
    return re.compile(rf"\b{alternation(byline_words().updated)}\b", re.IGNORECASE)


def _values(metadata: Metadata, names: list[str]) -> Iterator[str]:
    """The values of some properties, in the order of `names`."""
    for name in names:
        for key, value in metadata.properties:
            if key == name and value:
                yield value


def _same_headline(one: str, other: str) -> bool:
    short, long = sorted((_squeeze(one), _squeeze(other)), key=len)
    return bool(short) and short in long and len(short) >= AGREEMENT * len(long)


def _squeeze(text: str) -> str:
    """Letters and digits alone, without case: what is left where layout and punctuation differ."""
    return "".join(_WORDS.findall(text.casefold()))


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    except ValueError:
        return ""


def asked_facts(html: str, url: str | None) -> dict[str, str | None]:
    """The same as trafilatura guesses it from HTML (A. Barbaresi, ACL 2021), for what the page does not say; nothing
    where it fails on the page."""
    silent: dict[str, str | None] = dict.fromkeys(FACTS)
    try:
        from trafilatura import extract_metadata  # slow to import, rarely needed

        with silence("trafilatura", "htmldate", "courlan"):
            # Without `extensive` it does not take the year of a copyright notice for a date.
            found = extract_metadata(html, default_url=url, extensive=False)
    except Exception:  # whatever a foreign parser trips over, the page is cleaned all the same
        return silent
    names = (clean_author(name) for name in (getattr(found, "author", None) or "").split(";"))
    return {
        "title": getattr(found, "title", None) or None,
        "author": ", ".join(filter(None, names)) or None,
        "date": normalise_date(getattr(found, "date", None) or ""),
    }
