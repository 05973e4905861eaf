"""Signals of where a block's link leads: a story's address looks unlike that of a section, a tag or a button, in every
language."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

import numpy as np

from cleaner.reading.page import Form
from cleaner.signals.grouping import distinct, first_alike, group_sizes
from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import View

LONGEST = 300
"""Characters of an address that are looked at."""

_NUMBER = re.compile(r"\d{4}")
_DATE = re.compile(r"(?:19|20)\d\d[/-]?[01]?\d(?:[/-]|$)")
_ABSOLUTE = ("http://", "https://", "//")


class Address(NamedTuple):
    """An address: its host (without "www."; "" for one on the page's own site), its path, and what it looks like."""

    host: str = ""
    path: str = ""
    breaks: int = 0
    """In the last part of the path: between words."""
    parts: int = 0
    length: int = 0
    number: bool = False
    date: bool = False
    query: bool = False
    action: bool = False
    """A script, a mail or the like instead of a place."""
    inside: bool = False
    """A place on the page itself."""


_NOWHERE = Address()


@signal(
    *("link_slug", "link_depth", "link_length", "link_number", "link_date", "link_query", "link_action"),
    *("link_inside", "link", "link_outside", "link_self", "link_shared"),
    form=Form.HTML,
)
def addresses(view: View) -> Columns:
    """What the address of the block's first link looks like (Kan, Nguyen Thi 2005): words in its last part, its depth
    and length, a number, a date, a query; whether it is a script or a mail, leads within the page, anywhere, to another
    site or to the page itself; and how often it stands on the page."""
    links = view.blocks.href
    same = first_alike(links)
    own, which = distinct(same)
    some = [_NOWHERE if (link := links[index]) is None else look(link) for index in own.tolist()]
    page = look(view.blocks.metadata.first("canonical", "og:url") or "")
    hosts = Counter(address.host for address in some if address.host)
    home = page.host or max(hosts, key=hosts.__getitem__, default="")
    breaks, parts, length, *marks = np.array([address[2:] for address in some], np.float64).T
    linked = np.array([address is not _NOWHERE for address in some])
    at_home = np.array([address.host in ("", home) for address in some])
    at_page = np.array([page.path != "" and address.path == page.path for address in some]) & at_home
    found = np.array(
        [np.log1p(breaks) / 2, np.minimum(parts, 8) / 4, length / 100, *marks, linked, ~at_home, at_page], np.float64
    )
    return *found[:, which], np.log(group_sizes(same)) / 2 * linked[which]


def look(link: str) -> Address:
    """An address as it stands in a link, taken apart."""
    address, inside, _ = link[:LONGEST].partition("#")
    path, query, _ = address.strip().partition("?")
    host = ""
    if path.startswith(_ABSOLUTE):
        host, _, path = path.partition("//")[2].partition("/")
        host = host.lower().removeprefix("www.")
    elif ":" in path and "/" not in path[: path.index(":")]:
        return Address(query=bool(query), action=True)
    path = path.strip("/")
    last = path[path.rfind("/") + 1 :]
    number = _NUMBER.search(path) is not None
    return Address(
        host,
        path,
        last.count("-") + last.count("_") + last.count("+") + last.count("%20"),
        path.count("/") + bool(path),
        len(path),
        number,
        number and _DATE.search(path) is not None,
        bool(query),
        False,
        bool(inside) and not path and not host,
    )
