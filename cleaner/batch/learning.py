"""A first look through the pages of a batch: which sites have several, and what repeats on these."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from itertools import chain, islice
from typing import Any
from zlib import crc32

import numpy as np

from cleaner.batch.items import Item
from cleaner.batch.sources import load, open_packed
from cleaner.batch.task import decoded
from cleaner.cleaning import Cleaner
from cleaner.errors import PageError, SourceError
from cleaner.reading import read
from cleaner.sites import Profile, site_of
from cleaner.sites.evidence import site_weights
from cleaner.sites.profile import block_keys
from cleaner.workers import LIMITS, Limits, Lost, Pool, Task

HEAD = 2**16
"""Bytes at the start of a page in which it says its address."""

SAMPLE = 48
"""Pages of a site that are learned from: what is on most of its pages is on most of these."""

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
    """The site of a page, told from its address or, quickly, from what its head says; None where that fails."""
    if site := site_of(item.url):
        return site
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
            return site_of(unescape(target[1].decode("ascii", "replace")))
    return None


def glancing() -> Callable[[Item], str | None]:
    """`glance` as a task for workers."""
    return glance


def studying(options: dict[str, Any], limit: int) -> Callable[[Item], tuple[str, bytes] | None]:
    """A task for workers: the site of a page and the keys of its blocks; None for what is no page of a site."""
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
    sample: int | None = SAMPLE,
) -> tuple[Profile, int] | None:
    """A profile of the sites that have enough pages among `items`, which are gone through twice, the first time (the
    argument is True) perhaps without their contents, and how many sites these are; None where there are none.

    At most `sample` pages of a site are learned from, chosen by their keys, so that the same pages make the same
    profile.
    """
    chosen = _survey(items(True), jobs, limits, sample)
    if not chosen:
        return None
    profile = Profile()
    sites: set[str] = set()
    wanted = (item for item in _pages(items(False)) if item.number in chosen)
    pool = Pool(Task("cleaner.batch.learning:studying", {"options": options, "limit": limit}), jobs, limits)
    for _, answer in pool.map(wanted, size=lambda item: item.size):
        if answer is not None and not isinstance(answer, Lost):
            site, keys = answer
            profile.add(site, np.frombuffer(keys, np.uint64))
            sites.add(site)
    return profile, len(sites)


def _survey(items: Iterable[Item], jobs: int | None, limits: Limits, sample: int | None) -> set[int]:
    """The numbers of the pages to learn from."""
    found: dict[str, list[tuple[int, int]]] = {}
    counts: dict[str, int] = {}
    for item, site in _glances(_pages(items), jobs, limits):
        if not isinstance(site, str) or (site not in found and len(found) >= SITES):
            continue
        kept = found.setdefault(site, [])
        counts[site] = counts.get(site, 0) + 1
        entry = (-crc32(item.key.encode("utf-8", "replace")), item.number)
        if sample is None or len(kept) < sample:
            heapq.heappush(kept, entry)
        else:
            heapq.heappushpop(kept, entry)
    least = site_weights().pages
    return {number for site, kept in found.items() if counts[site] >= least for _, number in kept}


def _glances(items: Iterator[Item], jobs: int | None, limits: Limits) -> Iterator[tuple[Item, Any]]:
    first = list(islice(items, FEW))
    if len(first) < FEW or all(item.url for item in first):
        # Few, or addresses are known: nothing that a worker could do faster.
        return ((item, glance(item)) for item in chain(first, items))
    pool = Pool(Task("cleaner.batch.learning:glancing"), jobs, limits)
    return pool.map(chain(first, items), size=lambda item: item.size)


def _pages(items: Iterable[Item]) -> Iterator[Item]:
    return (item for item in items if item.page and item.error is None)
