"""Heuristic scorers: blocks -> a matrix of columns, one signal each."""

from __future__ import annotations

# Importing registers the scorers; `registry.columns` puts them in the order of their modules' names.
from cleaner.signals import (
    addresses,
    agreement,
    ancestors,
    cards,
    containers,
    embedded,
    evidence,
    headings,
    neighbourhood,
    page,
    place,
    recurrence,
    shape,
    threads,
)
from cleaner.signals.lexicon import LEXICON_NAMES, Lexicon, lexicon_columns
from cleaner.signals.registry import columns, signal_about, signal_names
from cleaner.signals.view import View

__all__ = [
    "LEXICON_NAMES",
    "Lexicon",
    "View",
    "addresses",
    "agreement",
    "ancestors",
    "cards",
    "columns",
    "containers",
    "embedded",
    "evidence",
    "headings",
    "lexicon_columns",
    "neighbourhood",
    "page",
    "place",
    "recurrence",
    "shape",
    "signal_about",
    "signal_names",
    "threads",
]
