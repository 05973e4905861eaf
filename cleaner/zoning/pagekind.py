"""What a page as a whole is: an article, a forum, a product, a listing, documentation or something else.

Told first, from all of the page, since it decides what counts as the report: a list of cards is the report on a listing
and a widget on an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleaner.document import PageKind
from cleaner.packs.tokens import token_string
from cleaner.signals import View

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

COMMENT_RULES = ("line_comment", "frame_comment", "region_comment")
"""The signals that hold what rules say for comments. On forums, what elsewhere is a comment is the report."""

COMBINED_NAMES: tuple[str, ...] = (
    *(f"{name}_unless_forum" for name in COMMENT_RULES),
    "comment_unless_forum",
    "comment_if_forum",
)
"""The columns that hold what rules say for comments, one by one and in all, times the chance of a forum or of none."""

PAGE_NAMES: tuple[str, ...] = (*KIND_NAMES, *COMBINED_NAMES)
"""The columns that need the page's kind."""

BIAS = ""
"""The token that every page has."""

UNIT = 0.1
"""What scores of tokens are written in."""

_STATISTICS = ("mean", "weighted", "most")
_WORD = re.compile(r"[a-z]{3,}")
_ADDRESSES = frozenset({"canonical", "og:url"})
_SUBJECT = frozenset({"title", "og:title", "description", "og:description"})
_TELLING = frozenset({"og:type", "jsonld:type", "generator"})
OUTERMOST = 4
"""Elements from the root whose classes tell of the page."""

Columns = NDArray[np.float32]
Floats = NDArray[np.float64]


class PageTokensFile(msgspec.Struct, forbid_unknown_fields=True):
    """`PageTokens` as data: the scores of each of `KINDS` for each token, those of one token after those of the other,
    in whole multiples of `UNIT`. The token `BIAS` is that of every page."""

    tokens: list[str]
    scores: list[int]

    @classmethod
    def of(cls, scores: Mapping[str, Sequence[float]]) -> PageTokensFile:
        """From the scores of each token by kind."""
        return cls(list(scores), [round(value / UNIT) for row in scores.values() for value in row])


@dataclass(frozen=True)
class PageTokens:
    """What tokens of a page say of its kind: a multinomial logistic regression over which of them it has.

    `numbers` are the rows of the tokens in `table`, which has shape (tokens, KINDS); `bias` counts for every page.
    """

    numbers: Mapping[str, int]
    table: Floats
    bias: Floats

    @classmethod
    def of(cls, file: PageTokensFile) -> PageTokens:
        """From a file. Raises `ValueError` where it has not a score for each kind and token."""
        if len(file.scores) != len(file.tokens) * len(KINDS):
            raise ValueError("tokens of pages with the wrong number of scores")
        table = np.array(file.scores, np.float64).reshape(len(file.tokens), len(KINDS)) * UNIT
        numbers = dict(zip(file.tokens, range(len(table)), strict=True))
        own = numbers.pop(BIAS, None)
        return cls(numbers, table, np.zeros(len(KINDS)) if own is None else table[own])

    def scores(self, tokens: Iterable[str]) -> Floats:
        """Scores of the kinds, to be compared: the mean of the known tokens' rows, times the root of their number."""
        numbers = [number for number in map(self.numbers.get, tokens) if number is not None]
        found: Floats = self.bias + self.table[numbers].sum(axis=0) / np.sqrt(max(len(numbers), 1))
        return found


def page_tokens(view: View) -> set[str]:
    """A page as a set of tokens: the first words and the short lines of its blocks, and what it says of itself outside
    its text, which is words and depth of its address, its declared types, which properties it has, words of its title
    and description, and the classes of its outermost elements."""
    blocks = view.blocks
    tokens = {*view.openings.words, *view.openings.keys}
    for name, value in blocks.metadata.properties:
        if name in _ADDRESSES:
            path = _path(value)
            tokens.update(f"path:{word}" for word in _WORD.findall(path)[:12])
            tokens.add(f"depth:{path.count('/')}")
        elif name in _TELLING:
            tokens.add(f"{name}:{value.lower()[:30]}")
        else:
            tokens.add(f"has:{name}")
            if name in _SUBJECT:
                tokens.update(f"about:{word}" for word in _WORD.findall(value.lower())[:40])
    for attrs in blocks.frames.attrs[:OUTERMOST]:
        if attrs is not None:
            tokens.update(f"class:{token}" for token in token_string(attrs).split())
    return tokens


def page_names(signals: Sequence[str]) -> tuple[str, ...]:
    """The names of what `page_row` gives."""
    return tuple(f"{statistic} {name}" for statistic in _STATISTICS for name in signals) + tuple(
        f"tokens {kind}" for kind in KINDS
    )


def page_row(columns: Columns, words: Floats, tokens: Floats) -> Columns:
    """One page as one row: mean, mean by words, and maximum of every signal, and what `PageTokens` say of it."""
    share = words / words.sum()
    return np.concatenate(
        [columns.mean(axis=1), np.einsum("sb,b->s", columns, share), columns.max(axis=1), tokens],
        dtype=np.float32,
        casting="same_kind",
    )


def page_chances(trees: Floats, tokens: Floats) -> Floats:
    """The chances of the kinds from the scores of the trees and those of the tokens: the geometric mean of what the two
    say, since each is too sure where the other is not."""
    return softmax((trees + tokens) / 2)


def page_columns(comment: Columns, kinds: Floats) -> Columns:
    """The columns of `PAGE_NAMES` from those of `COMMENT_RULES`, shape (3, blocks), and the chances of the kinds."""
    forum = np.float32(kinds[KINDS.index("forum")])
    total = comment.sum(axis=0)
    same = np.repeat(kinds.astype(np.float32)[:, None], comment.shape[1], axis=1)
    return np.concatenate([same, comment * (1 - forum), [total * (1 - forum), total * forum]], dtype=np.float32)


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
