"""Heuristic scorers: blocks -> a matrix of columns, one signal each."""

from __future__ import annotations

# The order of these imports is the order of the columns.
from cleaner.signals import containers, evidence, page, place, shape
from cleaner.signals.registry import columns, signal_about, signal_names
from cleaner.signals.view import View

__all__ = ["View", "columns", "containers", "evidence", "page", "place", "shape", "signal_about", "signal_names"]
