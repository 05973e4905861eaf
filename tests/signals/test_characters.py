"""Counts of character classes, against counting one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.signals.characters import Counts, count_characters

LATIN = st.text("aB cD.,!?;:1 2\n\t\u00a0\u2003éÜß-'”)(#@|\u2028", max_size=30)


def one(text: str) -> dict[str, float]:
    return numbers(count_characters([text]), 0)


def numbers(counts: Counts, index: int) -> dict[str, float]:
    return {name: float(getattr(counts, name)[index]) for name in Counts.__slots__}


@given(st.lists(LATIN, min_size=1, max_size=8))
def test_counts_are_those_of_each_text_alone(texts: list[str]) -> None:
    counts = count_characters(texts)
    for index, text in enumerate(texts):
        assert counts.chars[index] == len(text)
        assert counts.words[index] == len(text.split())
        assert counts.digits[index] == sum(map(str.isdigit, text))
        assert counts.capitals[index] == sum(map(str.isupper, text))
        assert counts.letters[index] == sum(map(str.isalpha, text))
        assert counts.commas[index] == sum(char in ",;:" for char in text)
        assert counts.symbols[index] == sum(char in "#@|" for char in text)
        marks = (at for at, char in enumerate(text) if char in ".!?")
        assert counts.sentences[index] == sum((text + " ")[at + 1].isspace() for at in marks)
        assert counts.unspaced[index] == 0


@given(st.lists(st.text(max_size=20), min_size=1, max_size=8))
def test_a_text_counts_the_same_beside_others(texts: list[str]) -> None:
    together = count_characters(texts)
    for index, text in enumerate(texts):
        assert numbers(together, index) == one(text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("An end.", 1),
        ("“An end.”", 1),
        ("(An end!)", 1),
        ("No end", 0),
        ("No end,", 0),
        ("一个句子。", 1),
        ("вопрос?", 1),
        (".", 1),
        ("”", 0),
        ("", 0),
        ("An end. ", 0),
    ],
)
def test_where_a_sentence_ends(text: str, ends: int) -> None:
    assert one(text)["ends"] == ends
    assert count_characters(["x.", text, "x."]).ends[1] == ends


def test_scripts_without_spaces() -> None:
    found = one("北京今天下雨。明天晴。")
    assert found["unspaced"] == 9
    assert found["sentences"] == 2
    assert found["words"] == 1 + 9 // 2
    assert found["letters"] == 9


def test_scripts_with_spaces_are_not_among_them() -> None:
    for text in ("안녕하세요 여러분", "Привет всем", "مرحبا بكم", "नमस्ते दुनिया"):
        assert one(text)["unspaced"] == 0
        assert one(text)["words"] == 2
    assert one("Привет")["capitals"] == 1


def test_characters_beyond_the_basic_plane_and_lone_surrogates_count_as_one() -> None:
    assert one("a😀b")["chars"] == 3
    assert one("a\ud800b")["chars"] == 3


def test_no_texts() -> None:
    assert count_characters([]).chars.size == 0
