"""Gold -> the labels that each block of a page may have."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from cleaner.document import LABELS
from cleaner.segmenting import Blocks
from cleaner.training.corpora import Gold

_WORD = re.compile(r"\w+")
_NAMES = [f"{zone}/{kind}" for zone, kind in LABELS]
ARTICLE = np.array([name.startswith("article/") for name in _NAMES])
"""Which labels are of the article zone."""

SHORTEST, COMMONEST = 12, 3
"""Characters that a passage needs, and the most blocks it may occur in, to tell something of them."""

Mask = NDArray[np.bool_]


def allowed_labels(blocks: Blocks, gold: Gold) -> Mask:
    """Which labels each block may have according to the gold: shape (blocks, labels); all false where it cannot tell.

    A block whose line has a gold label may have just that; where only the main text is known, a block of it may have
    every label of the article zone, and any other block every label of the other zones; where only passages of it are
    known, the blocks that hold one are told alike.
    """
    if gold.lines:
        return _from_lines(blocks, gold.lines)
    if gold.wanted or gold.unwanted:
        return _from_passages(blocks, gold)
    return _from_text(blocks, gold.text)


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _from_lines(blocks: Blocks, lines: list[tuple[str, str]]) -> Mask:
    allowed = np.zeros((len(blocks), len(LABELS)), np.bool_)
    pieces = [
        (index, " ".join(_tokens(line)))
        for index, text in enumerate(blocks.text)
        for line in f"{blocks.marker[index]} {text}".split("\n")
    ]
    gold = [" ".join(_tokens(line)) for _, line in lines]
    votes: list[Counter[str]] = [Counter() for _ in range(len(blocks))]
    matcher = SequenceMatcher(None, gold, [text for _, text in pieces], autojunk=False)
    done_gold = done_piece = 0
    for start, other, size in matcher.get_matching_blocks():
        _by_words(lines[done_gold:start], gold[done_gold:start], pieces[done_piece:other], votes)
        for offset in range(size):
            index, text = pieces[other + offset]
            votes[index][lines[start + offset][0]] += max(1, len(text.split()))
        done_gold, done_piece = start + size, other + size
    for index, vote in enumerate(votes):
        if vote:
            allowed[index, _NAMES.index(vote.most_common(1)[0][0])] = True
    return allowed


def _by_words(
    lines: list[tuple[str, str]], gold: list[str], pieces: list[tuple[int, str]], votes: list[Counter[str]]
) -> None:
    """Lines and blocks that are cut differently: each block goes with the line that has most of its words."""
    bags = [Counter(text.split()) for text in gold]
    for index, text in pieces:
        bag = Counter(text.split())
        if not bag or not bags:
            continue
        common = [(bag & other).total() for other in bags]
        best = int(np.argmax(common))
        if common[best] >= 0.5 * bag.total():
            votes[index][lines[best][0]] += common[best]


def _from_passages(blocks: Blocks, gold: Gold) -> Mask:
    """Blocks that hold a passage, or are held by one, are what it is; those that hold both sorts stay open."""
    allowed = np.zeros((len(blocks), len(LABELS)), np.bool_)
    texts = [" ".join(text.split()) for text in blocks.text]
    for passages, inside in ((gold.wanted, True), (gold.unwanted, False)):
        for passage in (" ".join(text.split()) for text in passages):
            if len(passage) < SHORTEST:
                continue
            hits = [
                index
                for index, text in enumerate(texts)
                if passage in text or (len(text) >= SHORTEST and text in passage)
            ]
            if len(hits) <= COMMONEST:
                allowed[hits] |= ARTICLE == inside
    allowed[allowed.all(axis=1)] = False
    return allowed


def _from_text(blocks: Blocks, text: str) -> Mask:
    """Blocks whose words stand in the main text in the same order are its; each piece of it is used up once."""
    allowed = np.zeros((len(blocks), len(LABELS)), np.bool_)
    gold_tokens = _tokens(text)
    grams = Counter(zip(gold_tokens, gold_tokens[1:], gold_tokens[2:], strict=False))
    lines = Counter(" ".join(_tokens(line)) for line in text.split("\n"))
    words = Counter(gold_tokens)
    for index, block in enumerate(blocks.text):
        tokens = _tokens(block)
        if not tokens:
            continue
        if len(tokens) >= 5:
            own = Counter(zip(tokens, tokens[1:], tokens[2:], strict=False))
            share = (own & grams).total() / own.total()
            inside = True if share >= 0.6 else False if share <= 0.25 else None
            if inside:
                grams.subtract(own & grams)
                words.subtract(Counter(tokens) & words)
        else:
            key = " ".join(tokens)
            if lines[key] > 0:
                lines[key] -= 1
                inside = True
            elif all(words[token] > 0 for token in tokens):
                inside = None
            else:
                inside = False
        if inside is not None:
            allowed[index] = ARTICLE == inside
    return allowed
