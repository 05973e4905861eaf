"""The same comment under several pages: spam is posted many times, opinions once."""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict

SHORTEST = 20
"""Letters below which a text says nothing by recurring ("Thanks for sharing!")."""


class Repeats:
    """Counts under how many pages a text was seen; it keeps eight bytes a text, and may serve several threads."""

    def __init__(self) -> None:
        self._pages: defaultdict[bytes, set[int]] = defaultdict(set)
        self._lock = threading.Lock()

    def add(self, text: str, page: int) -> None:
        """Notes that `text` stands under the page with this number."""
        if key := _key(text):
            with self._lock:
                self._pages[key].add(page)

    def elsewhere(self, text: str, page: int) -> int:
        """Under how many pages besides this one `text` was seen: what `judge` takes as `seen`."""
        key = _key(text)
        with self._lock:
            return len(self._pages.get(key, set()) - {page}) if key else 0


def _key(text: str) -> bytes | None:
    """The letters of a text, whatever their case and what is between them; None where these are too few."""
    letters = "".join(filter(str.isalpha, text.casefold()))
    return (
        hashlib.blake2b(letters.encode("utf-8", "replace"), digest_size=8).digest()
        if len(letters) >= SHORTEST
        else None
    )
