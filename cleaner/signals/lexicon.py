"""Signals from learned lexica: what class and id tokens, and the words of a block, say of its being the report.

A token's score is the log-odds, learned over sites, of what carries it being part of the report (the weighted
dictionary of a naive Bayes classifier; for class names see Boilernet: Leonhardt, Anand, Khosla, WWW 2020).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from cleaner.packs.tokens import plain, raw_tokens
from cleaner.reading.page import Form
from cleaner.signals.characters import Floats
from cleaner.signals.view import View
from cleaner.signals.windows import SIDES, last_marked, surroundings

REMEMBERED = 32_768

ABOUT = {
    "class_near": "what the nearest classes and ids around the block are elsewhere",
    "class_least": "the class or id around the block that is least often report elsewhere",
    "class_most": "the class or id around the block that is most often report elsewhere",
    "class_sum": "what all classes and ids around the block are elsewhere, added up",
    "class_own": "what the classes and ids of the block's own element are elsewhere",
    "word_mean": "what the block's first words are elsewhere, on average",
    "word_least": "the word of the block that is least often report elsewhere",
    "word_most": "the word of the block that is most often report elsewhere",
    "word_line": "what blocks of just these words are elsewhere",
    "word_known": "share of the block's first words that were learned",
    "word_heading": "what the words of the heading above are elsewhere",
}
_SIDED = ("word_mean", "word_least", "word_most", "word_line")
"""What is told of the blocks around as well, in text: HTML has classes for that. The first of what `_words` tells."""

ABOUT |= {f"{name}_{side}": f"{ABOUT[name]}: of the blocks around, in text" for name in _SIDED for side in SIDES}

LEXICON_NAMES: tuple[str, ...] = tuple(ABOUT)
_WORDS, _AROUND = LEXICON_NAMES.index("word_mean"), LEXICON_NAMES.index(f"{_SIDED[0]}_{SIDES[0]}")

_Attrs = tuple[str, str, str, str]
_Scores = tuple[float, float, float]
_NONE: _Scores = (-np.inf, np.inf, 0.0)
_HIGH, _LOW, _SUM = range(3)


@dataclass
class Lexicon:
    """Scores, in log-odds, of class and id tokens (as `packs.tokens` writes them) and of words; a whole line's key
    starts with "=" (`"=read more"`)."""

    tokens: dict[str, float] = field(default_factory=dict)
    words: dict[str, float] = field(default_factory=dict)
    seen: dict[_Attrs, _Scores] = field(default_factory=dict, repr=False)

    def element(self, attrs: _Attrs) -> _Scores:
        """The highest, the lowest and the sum of the scores of an element's tokens; -inf, inf and 0 where none is
        known.

        The answer is kept in `seen`, which is to be asked first.
        """
        get = self.tokens.get
        known = [score for token in map(plain, raw_tokens(attrs)) if (score := get(token)) is not None]
        if len(self.seen) >= REMEMBERED:
            self.seen.clear()
        found = self.seen[attrs] = (max(known), min(known), sum(known)) if known else _NONE
        return found


def lexicon_columns(view: View, lexicon: Lexicon) -> NDArray[np.float32]:
    """What the lexicon says of every block: shape (len(LEXICON_NAMES), blocks)."""
    found = np.zeros((len(LEXICON_NAMES), len(view)), np.float32)
    if len(view):
        if view.blocks.form is Form.HTML and lexicon.tokens:
            found[:_WORDS] = _classes(view, lexicon)
        words = _words(view, lexicon)
        found[_WORDS:_AROUND] = words
        if view.blocks.form is Form.TEXT:
            found[_AROUND:] = [side for values in words[: len(_SIDED)] for side in surroundings(values, view.section)]
    return found


def _classes(view: View, lexicon: Lexicon) -> list[Floats]:
    ask, element = lexicon.seen.get, lexicon.element
    attributes, which = view.attributes
    scores = [_NONE if attrs is None else ask(attrs) or element(attrs) for attrs in attributes]
    own = np.full((3, len(which) + 1), np.array(_NONE)[:, None])  # the last is above the root
    own[:, :-1] = np.array(scores).T[:, which]
    lineage, holder = view.lineage, view.frame_of
    known = own[_LOW] <= own[_HIGH]
    both = np.add(own[_HIGH], own[_LOW], where=known, out=np.zeros(len(known)))
    most = lineage.gather(np.maximum, own[_HIGH])[holder]
    least = lineage.gather(np.minimum, own[_LOW])[holder]
    sums = lineage.gather(np.add, own[_SUM])[holder]
    return [
        both[lineage.nearest(known)[holder]],
        np.minimum(least, 0.0),
        np.maximum(most, 0.0),
        np.copysign(np.log1p(np.abs(sums)), sums),
        both[holder],
    ]


def _words(view: View, lexicon: Lexicon) -> list[Floats]:
    """Looked up for every text once, however often it stands on the page."""
    openings = view.openings
    taken, size = openings.taken, len(openings.taken)
    lines = np.zeros(size)
    lines[openings.lines] = np.fromiter(map(lexicon.words.get, openings.keys, repeat(0.0)), np.float64)
    scores = np.fromiter(map(lexicon.words.get, openings.words, repeat(np.nan)), np.float64)
    known = np.flatnonzero(scores == scores)
    owner, scores = np.repeat(np.arange(size), taken)[known], scores[known]
    count = np.bincount(owner, minlength=size)
    mean, least, most = np.bincount(owner, scores, size) / np.maximum(count, 1), np.zeros(size), np.zeros(size)
    if len(scores):
        told = np.flatnonzero(count)
        starts = owner.searchsorted(told)
        least[told] = np.minimum.reduceat(scores, starts)
        most[told] = np.maximum.reduceat(scores, starts)
    heading = last_marked(view.level > 0)
    found = np.array([mean, least, most, lines, count / np.maximum(taken, 1)])[:, openings.which]
    return [*found, np.where(heading >= 0, (found[0] + found[3])[heading], 0.0)]
