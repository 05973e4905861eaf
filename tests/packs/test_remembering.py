"""Answers are worked out once, and all together."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cleaner.packs import remembering
from cleaner.packs.remembering import Remembered


def test_each_question_is_worked_out_once() -> None:
    asked: list[list[str]] = []

    def lengths(words: Sequence[str]) -> list[int]:
        asked.append(list(words))
        return [len(word) for word in words]

    remembered = Remembered(lengths)
    assert remembered(["a", "bcd", "a"]) == {"a": 1, "bcd": 3}
    assert remembered(["bcd", "ef"]) == {"a": 1, "bcd": 3, "ef": 2}
    assert [sorted(words) for words in asked] == [["a", "bcd"], ["ef"]]


def test_answers_are_right_after_forgetting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "REMEMBERED", 3)
    remembered = Remembered(lambda words: [word.upper() for word in words])
    for number in range(10):
        words = [f"w{number}", f"w{number // 2}", "again"]
        answers = remembered(words)
        assert [answers[word] for word in words] == [word.upper() for word in words]
    assert len(remembered._known) <= 3


def test_answers_given_stay_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "REMEMBERED", 3)
    remembered = Remembered(lambda words: [word.upper() for word in words])
    answers = remembered(["a", "b"])
    remembered(["c", "d"])
    assert answers == {"a": "A", "b": "B"}
