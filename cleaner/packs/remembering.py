"""Answers kept in mind: menus and classes repeat within a page and a site."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

REMEMBERED = 32_768
"""Answers kept; then all are forgotten but those just asked for."""

Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")


class Remembered(Generic[Q, A]):
    """A function from questions to their answers that works out each but once. May be called by several threads."""

    def __init__(self, work: Callable[[Sequence[Q]], Sequence[A]]) -> None:
        self._work = work
        self._known: dict[Q, A] = {}

    def __call__(self, questions: Iterable[Q]) -> Mapping[Q, A]:
        """The answer to each question; answers to questions asked before may be among them."""
        known, asked = self._known, set(questions)
        unknown = list(asked.difference(known))
        if unknown:
            answers = zip(unknown, self._work(unknown), strict=True)
            if len(known) + len(unknown) > REMEMBERED:
                # A dictionary that was given away keeps its answers.
                known = self._known = {question: known[question] for question in asked if question in known}
            known.update(answers)
        return known
