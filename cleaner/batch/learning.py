"""A first look through the pages of a batch: which sites have several, and what repeats on these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from html import unescape
from itertools import chain, islice
from typing import Any

import numpy as np

from cleaner.batch.items import Item
from cleaner.batch.sources import load, open_packed
from cleaner.batch.task import decoded
from cleaner.errors import PageError, SourceError
from cleaner.reading import read
from cleaner.sites import Profile, site_of
from cleaner.sites.evidence import site_weights
from cleaner.sites.profile import block_keys
from cleaner.workers import LIMITS, Limits, Lost, Pool, Task

HEAD = 2**16
"""Bytes at the start of a page in which it says its address."""

KEPT = 48
"""Addresses of a site that are remembered: those with the smallest hashes, which are a fair sample."""

PART, LEAST, MOST = 5, 3, 24
"""One in so many pages of a site is learned from, but at least and at most so many: to segment a page costs a good part
of cleaning it."""

SITES = 200_000
"""Sites that are kept count of; those that come later are left alone."""

FEW = 50
"""So few pages are looked through without workers."""

_ADDRESS = re.compile(
    rb"""<link\b[^>]{0,500}?\brel\s*=\s*["']?canonical\b[^>]*>|<meta\b[^>]{0,500}?\bproperty\s*=\s*["']?og:url\b[^>]*>""",
    re.IGNORECASE,
)
_TARGET = re.compile(rb"""\b(?:href|content)\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)


def glance(item: Item) -> str | None:
    """The address of a page, as is known or, looked for quickly, as its head says; None where that fails."""
    if item.url:
        return item.url
    try:
        content = item.content
        if content is None:
            with open_packed(item) as stream:
                content = stream.read(HEAD)
    except (OSError, SourceError):
        return None
    head = content[:HEAD].encode("utf-8", "replace") if isinstance(content, str) else content[:HEAD]
    for found in _ADDRESS.finditer(head):
        if target := _TARGET.search(found[0]):
            return unescape(target[1].decode("ascii", "replace"))
    return None


def glancing() -> Callable[[Item], str | None]:
    """`glance` as a task for workers."""
    return glance


def studying(options: dict[str, Any], limit: int) -> Callable[[Item], tuple[str, bytes] | None]:
    """A task for workers: the site of a page and the keys of its blocks; None for what is no page of a site."""
    from cleaner.cleaning import Cleaner  # for workers alone

    engine = Cleaner(**options)

    def study(item: Item) -> tuple[str, bytes] | None:
        try:
            page, _ = decoded(load(item, limit), item.charset)
            view = engine.view(read(page, url=item.url, kind=item.kind, limit=limit))
        except (PageError, SourceError, OSError):
            return None
        site = site_of(item.url, view.blocks.metadata)
        return None if site is None else (site, block_keys(site, view.blocks.text).tobytes())

    return study


def learn(
    items: Callable[[bool], Iterable[Item]],
    options: dict[str, Any],
    limit: int,
    jobs: int | None = None,
    limits: Limits = LIMITS,
    part: int = PART,
) -> tuple[Profile, int] | None:
    """A profile of the sites that have enough pages among `items`, which are gone through twice, the first time (the
    argument is True) perhaps without their contents, and how many sites these are; None where there are none.

    One in `part` pages of a site is learned from, chosen by their addresses, so that the same pages make the same
    profile; several copies of a page count as one.
    """
    sites = _survey(_glances(_pages(items(True)), jobs, limits))
    if not sites:
        return None
    profile = Profile()
    chosen: set[int] = set()
    for site, found in sites.items():
        profile.note_size(site, found.size)
        chosen.update(found.sample(max(LEAST, min(MOST if part > 1 else KEPT, found.size // part))))
    seen: set[tuple[str, bytes]] = set()
    wanted = (item for item in _pages(items(False)) if item.number in chosen)
    pool = Pool(Task("cleaner.batch.learning:studying", {"options": options, "limit": limit}), jobs, limits)
    for _, answer in pool.map(wanted, size=lambda item: item.size):
        if answer is None or isinstance(answer, Lost):
            continue
        site, keys = answer
        mark = site, blake2b(keys, digest_size=8).digest()
        if mark not in seen:  # copies under several addresses
            seen.add(mark)
            profile.add(site, np.frombuffer(keys, np.uint64))
    return profile, len(sites)


class _Site:
    """The pages of a site by the smallest hashes of their addresses (k minimum values: Bar-Yossef et al. 2002): how
    many there are, and a sample of them, copies not counted."""

    def __init__(self) -> None:
        self._pages: dict[int, int] = {}

    def add(self, address: str, number: int) -> None:
        mark = int.from_bytes(blake2b(address.encode("utf-8", "replace"), digest_size=6).digest(), "big")
        if mark not in self._pages:
            self._pages[mark] = number
            if len(self._pages) > KEPT:
                del self._pages[max(self._pages)]

    @property
    def size(self) -> int:
        """About how many pages there are; exact while they are few."""
        if len(self._pages) < KEPT:
            return len(self._pages)
        return round((KEPT - 1) / (max(self._pages) / 2**48))

    def sample(self, size: int) -> list[int]:
        """The numbers of up to `size` pages."""
        return [self._pages[mark] for mark in sorted(self._pages)[:size]]


def _survey(glances: Iterable[tuple[Item, Any]]) -> dict[str, _Site]:
    """The sites that have enough pages to tell what repeats."""
    found: dict[str, _Site] = {}
    for item, address in glances:
        if isinstance(address, str) and (site := site_of(address)) and (site in found or len(found) < SITES):
            found.setdefault(site, _Site()).add(address.partition("#")[0], item.number)
    least = site_weights().pages
    return {site: pages for site, pages in found.items() if pages.size >= least}


def _glances(items: Iterator[Item], jobs: int | None, limits: Limits) -> Iterator[tuple[Item, Any]]:
    first = list(islice(items, FEW))
    if len(first) < FEW or all(item.url for item in first):
        # Few, or addresses are known: nothing that a worker could do faster.
        return ((item, glance(item)) for item in chain(first, items))
    pool = Pool(Task("cleaner.batch.learning:glancing"), jobs, limits)
    return pool.map(chain(first, items), size=lambda item: item.size)


def _pages(items: Iterable[Item]) -> Iterator[Item]:
    return (item for item in items if item.page and item.error is None)
