"""How good the result of a page is likely to be: what its word F1 is told from.

If all chances were true and independent, the F1 to be expected would follow from them (Lipton, Elkan, Naryanaswamy
2014). They are not, so a model is given that figure, others of the same sort, and what the page is like.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Columns = NDArray[np.float32]
Floats = NDArray[np.float64]

KEPT = 0.5
"""The chance of being the report from which on a block is kept: what tells it is taught so that F1 is best there."""

STEP = 0.1
"""How far to either side of that the words are counted that are just kept or just left."""

_OF_CHANCES = (
    "expected",
    "precision",
    "recall",
    "expected_words",
    "expected_share",
    "surest",
    "doubt",
    "roughness",
    "blocks",
    "share",
    "words",
    "runs",
    "just_in",
    "just_out",
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


def confidence_names(kinds: Sequence[str]) -> tuple[str, ...]:
    """The names of what `confidence_row` gives."""
    return (*_OF_CHANCES, *ABOUT_PAGE, *kinds)


def confidence_row(chances: Floats, words: Floats, prose: Floats, links: Floats, about: Columns) -> Columns:
    """What the confidence is told from, (features,).

    `chances` of being the report, `words`, `prose` and `links` (link density) have one entry a block; `about` are
    `ABOUT_PAGE` and the kinds.
    """
    kept = chances >= KEPT
    count = max(int(kept.sum()), 1)
    likely = chances * words
    total, expected_words = max(float(words.sum()), 1.0), float(likely.sum())
    kept_words, kept_likely = float(words[kept].sum()), float(likely[kept].sum())
    near = np.abs(chances - KEPT) < STEP
    of_chances = (
        2 * kept_likely / max(kept_words + expected_words, 1.0),
        kept_likely / max(kept_words, 1.0),
        kept_likely / max(expected_words, 1.0),
        np.log1p(expected_words),
        expected_words / total,
        float(chances.max()),
        float((likely * (1 - chances)).sum()) / max(expected_words, 1.0),
        float(np.abs(np.diff(chances)).mean()) if len(chances) > 1 else 0.0,
        np.log1p(len(chances)),
        kept_words / total,
        np.log1p(kept_words),
        np.count_nonzero(kept[1:] != kept[:-1]) / count,
        float(words[near & kept].sum()) / total,
        float(words[near & ~kept].sum()) / total,
        float(prose[kept].sum()) / count,
        float(links[kept].sum()) / count,
    )
    return np.concatenate([np.array(of_chances, np.float32), about])
