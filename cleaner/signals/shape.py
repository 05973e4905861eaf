"""Signals of a block's own text and element."""

from __future__ import annotations

import numpy as np

from cleaner.signals.characters import Floats
from cleaner.signals.registry import Columns, signal
from cleaner.signals.view import TAGS, View

_COLONS, _QUESTION_MARKS = (np.array([[ord(char)] for char in marks]) for marks in (":：", "?？"))
_CODES = np.arange(1, len(TAGS) + 1)[:, None]
_BULLETS = frozenset("•●◦▪‣·*+-–—")


@signal("length", "tiny", "short", "long", "words")
def length(view: View) -> Columns:
    """How long the block is; boilerplate is short (boilerpipe: Kohlschütter, Fankhauser, Nejdl 2010)."""
    chars = view.counts.chars
    return (
        np.log1p(chars) / 6,
        (chars < 12),
        (chars < 40),
        (chars > 160),
        np.log1p(view.words) / 5,
    )


@signal("link_density", "all_link")
def links(view: View) -> Columns:
    """Share of the text that is links: menus and teasers are links, prose is not (Kohlschütter et al. 2010)."""
    return view.link_density, (view.link_density > 0.85)


@signal("stop_density")
def stop_words(view: View) -> Floats:
    """Share of stop words: sentences have them, labels do not (jusText: Pomikálek 2011)."""
    return np.minimum(view.stop_density, 0.6) * 2


@signal("sentences", "ends_sentence", "prose")
def sentences(view: View) -> Columns:
    """Whether the text is made of sentences (C4's line rule: Raffel et al. 2020, with stop words beside it)."""
    return np.log1p(view.counts.sentences) / 2, view.counts.ends, view.prose


@signal("commas", "digits", "capitals", "symbols", "word_length", "unspaced")
def punctuation(view: View) -> Columns:
    """Rates of commas, digits, capitals and symbols, mean word length (Readability counts commas as well)."""
    counts, chars, words = view.counts, np.maximum(view.counts.chars, 1), view.words
    return (
        np.minimum(counts.commas / words, 0.5) * 2,
        counts.digits / chars,
        counts.capitals / np.maximum(counts.letters, 1),
        np.minimum(counts.symbols / words, 1),
        np.minimum(counts.chars / words, 15) / 10,
        counts.unspaced / chars,
    )


@signal("ends_colon", "asks", "all_digits", "teaser")
def last_character(view: View) -> Columns:
    """Lines that lead into something, questions, bare numbers, headlines of other stories."""
    last = view.counts.last
    return (
        (last == _COLONS).any(axis=0),
        (last == _QUESTION_MARKS).any(axis=0),
        (view.counts.digits >= view.counts.chars * 0.5),
        view.teasers,
    )


@signal("heading", "headline", "subheading", *(f"tag_{tag}" for tag in TAGS))
def element(view: View) -> Columns:
    """The element that made the block: headings by level, and the commonest others."""
    level = view.level
    tags = view.tag_codes
    return (
        (level > 0),
        (level == 1),
        (level >= 3),
        *(tags == _CODES),
    )


@signal("bullet", "numbered", "nesting", "hidden")
def listing(view: View) -> Columns:
    """List markers, depth of the list (indentation for text), and whether the block is in a hidden panel."""
    markers = view.blocks.marker
    return (
        np.array(list(map(_BULLETS.__contains__, markers))),
        np.array([mark[:1].isdigit() for mark in markers]),
        np.minimum(np.log1p(view.depth) / 3, 1),
        view.hidden,
    )
