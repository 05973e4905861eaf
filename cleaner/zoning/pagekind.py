"""What a page as a whole is: an article, a forum, a product, a listing, documentation or something else.

Told first, from all of the page, since it decides what counts as the report: a list of cards is the report on a listing
and a widget on an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from cleaner.document import PageKind
from cleaner.packs.tokens import token_string
from cleaner.segmenting.blocks import Blocks

KINDS: tuple[str, ...] = ("article", "collection", "documentation", "forum", "listing", "product", "service")
"""The kinds that are told apart, finer than those of a document."""

SHOWN = {
    "article": PageKind.ARTICLE,
    "collection": PageKind.LISTING,
    "documentation": PageKind.DOCUMENTATION,
    "forum": PageKind.FORUM,
    "listing": PageKind.LISTING,
    "product": PageKind.PRODUCT,
    "service": PageKind.OTHER,
}

KIND_NAMES: tuple[str, ...] = tuple(f"kind_{kind}" for kind in KINDS)
"""The columns that hold the probability of each kind."""

_STATISTICS = ("mean", "weighted", "most")
_SUMS = ("token_sum", "token_most")
_WORD = re.compile(r"[a-z]{3,}")
_ADDRESSES = frozenset({"canonical", "og:url"})
_TELLING = frozenset({"og:type", "jsonld:type", "generator"})
OUTERMOST = 4
"""Elements from the root whose classes tell of the page."""

Columns = NDArray[np.float32]
Floats = NDArray[np.float64]


def page_tokens(blocks: Blocks) -> set[str]:
    """What a page says of itself outside its text, as tokens: words and depth of its address, its declared types,
    which properties it has, and the classes of its outermost elements."""
    tokens: set[str] = set()
    for name, value in blocks.metadata.properties:
        if name in _ADDRESSES:
            path = _path(value)
            tokens.update(f"path:{word}" for word in _WORD.findall(path)[:12])
            tokens.add(f"depth:{path.count('/')}")
        elif name in _TELLING:
            tokens.add(f"{name}:{value.lower()[:30]}")
        else:
            tokens.add(f"has:{name}")
    for attrs in blocks.frames.attrs[:OUTERMOST]:
        if attrs is not None:
            tokens.update(f"class:{token}" for token in token_string(attrs).split())
    return tokens


def page_names(signals: Sequence[str]) -> tuple[str, ...]:
    """The names of what `page_row` gives."""
    return tuple(f"{statistic} {name}" for statistic in _STATISTICS for name in signals) + tuple(
        f"{sum_} {kind}" for sum_ in _SUMS for kind in KINDS
    )


def page_row(columns: Columns, words: Floats, tokens: Iterable[str], scores: Mapping[str, Sequence[float]]) -> Columns:
    """One page as one row: mean, mean by words, and maximum of every signal, and what `scores` say of its tokens."""
    share = words / words.sum()
    known = [scores[token] for token in tokens if token in scores]
    table = np.array(known or [[0.0] * len(KINDS)])
    return np.concatenate(
        [
            columns.mean(axis=1),
            np.einsum("sb,b->s", columns, share),
            columns.max(axis=1),
            table.sum(axis=0),
            table.max(axis=0),
        ],
        dtype=np.float32,
        casting="same_kind",
    )


def softmax(scores: Floats) -> Floats:
    """Probabilities from scores along the first axis."""
    chances = np.exp(scores - scores.max(axis=0))
    found: Floats = chances / chances.sum(axis=0)
    return found


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.lower()
    except ValueError:
        return ""
