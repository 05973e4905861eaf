"""Gold pages -> examples to learn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from cleaner.cleaning import Cleaner
from cleaner.errors import PageError
from cleaner.reading import read
from cleaner.signals import columns
from cleaner.training.alignment import allowed_labels
from cleaner.training.corpora import Gold
from cleaner.training.fitting import Example


def examples(cleaner: Cleaner, pages: Iterable[Gold], weight: float = 1.0) -> Iterator[Example]:
    """The pages' columns with the labels that their gold allows.

    Pages count alike, blocks within a page by the root of their length: `weight` is shared among a page's blocks.
    Pages that cannot be read, and those without gold or blocks, are left out.
    """
    for gold in pages:
        try:
            page = read(gold.page, url=gold.url, kind="html" if isinstance(gold.page, bytes) else "text")
        except PageError:
            continue
        view = cleaner.view(page)
        if not len(view):
            continue
        allowed = allowed_labels(view.blocks, gold)
        if not allowed.any():
            continue
        importance = np.sqrt(view.words)
        yield Example(gold.name, gold.site, columns(view), allowed, weight * importance / importance.sum())
