"""Where to cut: from which probability on a block is kept, chosen for each page.

The best cut for F1 lies below one half and differs from page to page (Lipton, Elkan, Naryanaswamy 2014): if all
probabilities were true and independent it would be half the F1 that can be had. They are not, so a model looks at what
a few cuts would keep, and says which is likely best, and how good the result is likely to be.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Columns = NDArray[np.float32]
Floats = NDArray[np.float64]

CUTS: tuple[float, ...] = (0.08, 0.14, 0.2, 0.26, 0.32, 0.38, 0.44, 0.5, 0.56, 0.62, 0.7, 0.8, 2.0)
"""The cuts that are weighed; the last keeps nothing: some pages hold no report."""

_CUTS = np.array(CUTS)

STEP = 0.1
"""How far to either side of a cut the words are counted that it just keeps or just leaves."""

_PAGE = ("best_expected", "expected_words", "expected_share", "surest", "doubt", "roughness", "blocks")
_CUT = (
    "cut",
    "expected",
    "precision",
    "recall",
    "expected_loss",
    "share",
    "words",
    "runs",
    "just_in",
    "just_out",
    "nothing",
    "prose",
    "links",
)

ABOUT_PAGE = (
    "page_prose",
    "page_links",
    "page_length",
    "page_words",
    "page_prose_blocks",
    "page_prose_words",
    "page_lists",
    "page_main",
    "page_frames",
    "page_spoken",
    "main_share",
    "headlines",
    "levels",
    "has_article_body",
)
"""Signals that say the same of all blocks, and are taken over."""


def cut_names(kinds: Sequence[str]) -> tuple[str, ...]:
    """The names of the rows of `cut_table`."""
    return (*_PAGE, *_CUT, *ABOUT_PAGE, *kinds)


def cut_table(chances: Floats, words: Floats, prose: Floats, links: Floats, about: Columns) -> Columns:
    """What each cut would keep: shape (features, len(CUTS)).

    `chances`, `words`, `prose` and `links` (link density) have one entry a block; `about` are `ABOUT_PAGE` and the
    kinds.
    """
    order = chances.argsort()
    ranked = chances[order]
    # What lies below each rank of some values of the blocks, the lowest chance first.
    values = np.ones((5, len(chances)))
    values[1:] = words, chances * words, prose, links
    below = np.zeros((5, len(chances) + 1))
    np.cumsum(values[:, order], axis=1, out=below[:, 1:])
    whole = below[:, -1]
    at = ranked.searchsorted(_CUTS)
    count, kept_words, kept_chances, kept_prose, kept_links = whole[:, None] - below[:, at]
    held = np.maximum(count, 1)
    total, expected_words = max(whole[1], 1.0), float(whole[2])
    expected = 2 * kept_chances / np.maximum(kept_words + expected_words, 1)
    kept = chances >= _CUTS[:, None]
    edges = np.count_nonzero(kept[:, 1:] != kept[:, :-1], axis=1)
    lower, upper = below[1, ranked.searchsorted(_CUTS - STEP)], below[1, ranked.searchsorted(_CUTS + STEP)]
    page = (
        expected.max(),
        np.log1p(expected_words),
        expected_words / total,
        ranked[-1],
        float((values[2] * (1 - chances)).sum()) / max(expected_words, 1.0),
        float(np.abs(np.diff(chances)).mean()) if len(chances) > 1 else 0.0,
        np.log1p(len(chances)),
    )
    each = (
        _CUTS,
        expected,
        kept_chances / np.maximum(kept_words, 1),
        kept_chances / max(expected_words, 1.0),
        expected - expected.max(),
        kept_words / total,
        np.log1p(kept_words),
        edges / held,
        (upper - below[1, at]) / total,
        (below[1, at] - lower) / total,
        count == 0,
        kept_prose / held,
        kept_links / held,
    )
    found = np.empty((len(page) + len(each) + len(about), len(CUTS)), np.float32)
    found[: len(page)] = np.array(page)[:, None]
    found[len(page) : -len(about)] = each
    found[-len(about) :] = about[:, None]
    return found
