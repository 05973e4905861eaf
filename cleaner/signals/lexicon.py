"""Signals from learned lexica: what class and id tokens, and the words of a block, say of its being the report.

A token's score is the log-odds, learned over sites, of what carries it being part of the report (the weighted
dictionary of a naive Bayes classifier; for class names see Boilernet: Leonhardt, Anand, Khosla, WWW 2020).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cleaner.packs.tokens import token_string
from cleaner.reading.page import Form
from cleaner.segmenting.blocks import Blocks
from cleaner.signals.view import View

START, WORDS, LINE_WORDS = 120, 12, 5
"""Characters and words at the start of a block that are looked up; a block of at most `LINE_WORDS` words is looked up
as a whole as well."""

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
LEXICON_NAMES: tuple[str, ...] = tuple(ABOUT)

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_Attrs = tuple[str, str, str, str]
_Scores = tuple[float, float, float]
_NEW: _Scores = (0.0, 0.0, 0.0)  # told by identity from what is remembered


@dataclass
class Lexicon:
    """Scores, in log-odds, of class and id tokens (as `packs.tokens` writes them) and of words; a whole line's key
    starts with "=" (`"=read more"`)."""

    tokens: dict[str, float] = field(default_factory=dict)
    words: dict[str, float] = field(default_factory=dict)
    seen: dict[_Attrs, _Scores | None] = field(default_factory=dict, repr=False)

    def element(self, attrs: _Attrs) -> _Scores | None:
        """The highest, the lowest and the sum of the scores of an element's tokens; None where none is known.

        The answer is kept in `seen`, which is to be asked first.
        """
        known = [self.tokens[token] for token in token_string(attrs).split() if token in self.tokens]
        if len(self.seen) >= REMEMBERED:
            self.seen.clear()
        found = self.seen[attrs] = (max(known), min(known), sum(known)) if known else None
        return found


def block_words(text: str) -> list[str]:
    """The words at the start of a block that are looked up, in lower case."""
    return _WORD.findall(text[:START].lower())[:WORDS]


def line_key(words: Sequence[str], text: str) -> str | None:
    """The key under which a short block is looked up as a whole; None for longer ones."""
    return "=" + " ".join(words) if len(words) <= LINE_WORDS and len(text) < 60 else None


def lexicon_columns(view: View, lexicon: Lexicon) -> NDArray[np.float32]:
    """What the lexicon says of every block: shape (len(LEXICON_NAMES), blocks)."""
    found = np.zeros((len(LEXICON_NAMES), len(view)), np.float32)
    if view.blocks.form is Form.HTML and lexicon.tokens:
        found[:5] = _classes(view, lexicon)
    found[5:] = np.array(_words(view.blocks, lexicon), np.float32).reshape(-1, 6).T
    return found


def _classes(view: View, lexicon: Lexicon) -> NDArray[np.float64]:
    frames = view.blocks.frames
    size = len(frames) + 1  # the last entry is the parent of the root
    high, low, total = np.full(size, np.nan), np.full(size, np.nan), np.zeros(size)
    ask, element = lexicon.seen.get, lexicon.element
    found: list[tuple[int, float, float, float]] = []
    for frame, attrs in enumerate(frames.attrs):
        if attrs is not None:
            known = ask(attrs, _NEW)
            if known is _NEW:
                known = element(attrs)
            if known is not None:
                found.append((frame, *known))
    if found:
        places, *columns = zip(*found, strict=True)
        high[list(places)], low[list(places)], total[list(places)] = columns
    both = high + low
    parent, holder = view.elements[2], view.frame_of
    own = np.nan_to_num(both[holder])
    near = np.full(len(view), np.nan)
    most, least, added = np.zeros(len(view)), np.zeros(len(view)), np.zeros(len(view))
    while (holder >= 0).any():
        near = np.where(np.isnan(near), both[holder], near)
        most, least = np.fmax(most, high[holder]), np.fmin(least, low[holder])
        added += total[holder]
        holder = np.where(holder >= 0, parent[holder], -1)
    return np.stack([np.nan_to_num(near), least, most, added, own])


def _words(blocks: Blocks, lexicon: Lexicon) -> list[tuple[float, float, float, float, float, float]]:
    scores = lexicon.words
    get = scores.get
    found: list[tuple[float, float, float, float, float, float]] = []
    heading = 0.0
    for text, level in zip(blocks.text, blocks.level, strict=True):
        words = block_words(text)
        known = [scores[word] for word in words if word in scores]
        mean = least = most = share = 0.0
        if known:
            mean, least, most, share = sum(known) / len(known), min(known), max(known), len(known) / len(words)
        key = line_key(words, text)
        line = get(key, 0.0) if key else 0.0
        if level:
            heading = line + mean
        found.append((mean, least, most, line, share, heading))
    return found
