"""Answers kept in mind: menus and classes repeat within a page and a site."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

REMEMBERED = 32_768
"""Answers kept; then all are forgotten."""

Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")


class Remembered(Generic[Q, A]):
    """A function from questions to their answers that works out each but once. May be called by several threads."""

    def __init__(self, work: Callable[[Sequence[Q]], Sequence[A]]) -> None:
        self._work = work
        self._known: dict[Q, A] = {}

    def __call__(self, questions: Iterable[Q]) -> dict[Q, A]:
        known = self._known
        answers: dict[Q, A] = {}
        unknown: list[Q] = []
        for question in dict.fromkeys(questions):
            answer = known.get(question)
            if answer is None:
                unknown.append(question)
            else:
                answers[question] = answer
        if unknown:
            new = dict(zip(unknown, self._work(unknown), strict=True))
            if len(known) + len(new) > REMEMBERED:
                known.clear()
            known.update(new)
            answers.update(new)
        return answers
