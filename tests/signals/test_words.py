"""The words of texts: runs of letters, in lower case."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from cleaner.signals.words import SAMPLE, split_words


def words(*texts: str) -> list[list[str]]:
    found, bounds = split_words(texts)
    assert (len(bounds), bounds[-1]) == (len(texts) + 1, len(found))
    return [found[first:last] for first, last in zip(bounds.tolist(), bounds.tolist()[1:], strict=False)]


@given(st.lists(st.text("aBé'’1_-ß\t\n \ud800", max_size=30)))
def test_words_are_runs_of_letters(texts: list[str]) -> None:
    assert words(*texts) == [re.findall(r"[^\W\d_]+", text.lower()) for text in texts]


@given(st.lists(st.text(max_size=20)))
def test_what_a_text_holds_does_not_hang_on_the_others(texts: list[str]) -> None:
    assert words(*texts) == [words(text)[0] for text in texts]


def test_vowel_signs_belong_to_their_letters() -> None:
    assert words("\u0939\u093f\u0928\u094d\u0926\u0940 \u092e\u0947\u0902") == [
        ["\u0939\u093f\u0928\u094d\u0926\u0940", "\u092e\u0947\u0902"]
    ]


def test_only_the_start_of_a_text_is_read() -> None:
    assert words("a " * SAMPLE, "b") == [["a"] * (SAMPLE // 2), ["b"]]
    assert split_words(["a " * SAMPLE], 10)[0] == ["a"] * 5
    assert words() == []
