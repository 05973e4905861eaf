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
    cuts = np.array(CUTS)[:, None]
    kept = chances >= cuts  # (cuts, blocks)
    total = max(words.sum(), 1.0)

    def held(blocks: NDArray[np.bool_], values: Floats) -> Floats:
        """The sum of `values` over some blocks for each cut."""
        sums: Floats = np.where(blocks, values, 0.0).sum(axis=1)
        return sums

    expected_words = float((chances * words).sum())
    kept_words = held(kept, words)
    kept_chances = held(kept, chances * words)
    count = np.maximum(kept.sum(axis=1), 1)
    expected = 2 * kept_chances / np.maximum(kept_words + expected_words, 1)
    edges = np.abs(np.diff(kept.astype(np.int8), axis=1)).sum(axis=1)
    page = (
        expected.max(),
        np.log1p(expected_words),
        expected_words / total,
        chances.max(),
        float((words * chances * (1 - chances)).sum()) / max(expected_words, 1.0),
        float(np.abs(np.diff(chances)).mean()) if len(chances) > 1 else 0.0,
        np.log1p(len(chances)),
    )
    each = (
        cuts[:, 0],
        expected,
        kept_chances / np.maximum(kept_words, 1),
        kept_chances / max(expected_words, 1.0),
        expected - expected.max(),
        kept_words / total,
        np.log1p(kept_words),
        edges / count,
        held(kept & (chances < cuts + STEP), words) / total,
        held(~kept & (chances >= cuts - STEP), words) / total,
        (kept_words == 0).astype(float),
        held(kept, prose) / count,
        held(kept, links) / count,
    )
    size = len(CUTS)
    return np.concatenate(
        [np.repeat(np.array(page)[:, None], size, axis=1), np.stack(each), np.repeat(about[:, None], size, axis=1)]
    ).astype(np.float32)
