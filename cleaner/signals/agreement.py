"""Signals of agreement with what the page says of itself out of sight: its description, and JSON-LD's article body."""

from __future__ import annotations

import numpy as np

from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import View, plain_words

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
        known = set(grams(body[:LONGEST]))
        for index, text in enumerate(view.blocks.text):
            own = grams(text[:400])
            if own and known:
                agreed[index] = sum(map(known.__contains__, own)) / len(own)
    return told, agreed, float(bool(body))


def grams(text: str) -> list[tuple[str, ...]]:
    """The runs of three words of a text; a shorter text is one run, one without words has none."""
    words = plain_words(text.lower())
    return list(zip(words, words[1:], words[2:], strict=False)) if len(words) > 2 else [tuple(words)] if words else []
