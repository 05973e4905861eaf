"""The figures of a run: what became of its pages, and what the pages are made of."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from cleaner.batch.items import Figures, State
from cleaner.document import ZONES

LISTED = 50
"""How many of the slowest and of the least confident pages are kept by name."""

BINS = 20
"""Bars of the histogram of confidences."""


@dataclass(slots=True)
class Tally:
    """Counts of pages by what became of them. `failures` are (name, cause, class of cause)."""

    done: int = 0
    unchanged: int = 0
    empty: int = 0
    passed_over: int = 0
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    seconds: float = 0.0
    interrupted: bool = False

    zones: Counter[str] = field(default_factory=Counter)
    page_kinds: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    confidences: list[int] = field(default_factory=lambda: [0] * BINS)
    comments: int = 0
    spam: int = 0
    slowest: list[tuple[float, str, str]] = field(default_factory=list)
    least: list[tuple[float, str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.done + self.unchanged + len(self.failures)

    def count(self, state: State, shown: str, error: str | None = None, reason: str | None = None) -> None:
        """Counts a page by what became of it."""
        if state is State.DONE:
            self.done += 1
        elif state is State.UNCHANGED:
            self.unchanged += 1
        elif state is State.PASSED:
            self.passed_over += 1
        else:
            self.failures.append((shown, error or "", reason or "other"))

    def study(self, figures: Figures | None, shown: str, target: str, seconds: float) -> None:
        """Adds what a cleaned page is made of; `target` is where its result is."""
        _keep(self.slowest, seconds, shown, target)
        if figures is None:
            return
        self.empty += figures.empty
        for zone, characters in zip(ZONES, figures.zones, strict=True):
            self.zones[zone.value] += characters
        self.page_kinds[figures.page_kind] += 1
        self.languages[figures.language or "unknown"] += 1
        self.confidences[min(BINS - 1, int(figures.confidence * BINS))] += 1
        self.comments += figures.comments
        self.spam += figures.spam
        _keep(self.least, -figures.confidence, shown, target)

    def reasons(self) -> Counter[str]:
        """How many pages failed for each class of causes."""
        return Counter(reason for _, _, reason in self.failures)

    def to_dict(self) -> dict[str, Any]:
        """The figures for machines."""
        letters = sum(self.zones.values()) or 1
        return {
            "pages": self.total,
            "done": self.done,
            "unchanged": self.unchanged,
            "failed": len(self.failures),
            "passed_over": self.passed_over,
            "empty": self.empty,
            "interrupted": self.interrupted,
            "seconds": round(self.seconds, 3),
            "zones": {zone: round(count / letters, 4) for zone, count in self.zones.items()},
            "page_kinds": dict(self.page_kinds.most_common()),
            "languages": dict(self.languages.most_common()),
            "confidences": self.confidences,
            "comments": self.comments,
            "spam": self.spam,
            "slowest": [{"source": shown, "seconds": round(value, 3)} for value, shown, _ in _best(self.slowest)],
            "least_confident": [
                {"source": shown, "result": target, "confidence": round(-value, 4)}
                for value, shown, target in _best(self.least)
            ],
            "reasons": dict(self.reasons().most_common()),
            "failures": [{"source": name, "error": why, "reason": reason} for name, why, reason in self.failures],
        }


def _keep(heap: list[tuple[float, str, str]], value: float, shown: str, target: str) -> None:
    if len(heap) < LISTED:
        heapq.heappush(heap, (value, shown, target))
    elif value > heap[0][0]:
        heapq.heapreplace(heap, (value, shown, target))


def _best(heap: list[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    return sorted(heap, reverse=True)
