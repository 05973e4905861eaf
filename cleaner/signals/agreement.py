"""Signals of agreement with what the page says of itself out of sight: its description, and JSON-LD's article body."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import View
from cleaner.signals.words import split_words

LONGEST = 20_000
"""Characters of an article body that are looked at."""


@signal("in_description", "in_article_body", "has_article_body")
def agreement(view: View) -> Columns:
    """Share of the block's words that stand in the page's description and, three in a row, in JSON-LD's articleBody."""
    size = len(view)
    taken = view.taken
    told = np.where(taken >= 3, view.known_words[1] / np.maximum(taken, 1), 0.0)
    body = view.blocks.metadata.article_body
    agreed = np.zeros(size)
    if body:
        words, bounds = view.tokens
        known = set(grams(split_words([body], LONGEST)[0]))
        for index, (first, last) in enumerate(pairwise(bounds.tolist())):
            own = grams(words[first:last])
            if own and known:
                agreed[index] = sum(map(known.__contains__, own)) / len(own)
    return told, agreed, float(bool(body))


def grams(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The runs of three of some words; fewer are one run, none has none."""
    return list(zip(words, words[1:], words[2:], strict=False)) if len(words) > 2 else [tuple(words)] if words else []
