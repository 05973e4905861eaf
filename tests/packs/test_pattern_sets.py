"""Sets of patterns find what each pattern by itself finds, fast whatever the text."""

from __future__ import annotations

from sys import maxsize
from time import process_time

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from cleaner.packs.folding import EDGE, folded
from cleaner.packs.loosening import loosened
from cleaner.packs.patterns import PatternSet, compile_pattern, encoded, flaw
from cleaner.packs.phrases import anchored, phrases

PATTERNS = [
    r"^\d+ (comments?|replies)$",
    r"^.{0,8}\bby (?P<author>\pL{2,6}( \pL{2,6}){0,2})$",
    r"^(a|b)+$|^c{3,5}$",
    r"\bre(ad|ply)\b",
    r"(?-i:^A[a-z]{1,5})",
    r"^[^.!?]{2,9}: [\pL ]{5,}$",
    r"é|[^\pL\s]{3,6}$",
    r"^x{2,}$",
    r"^(?P<time>\d{1,2}[./]\d{5})?y$",
    r"a{0}b{5}",
]
TEXTS = st.text("abcxyzABé.:! 12/\n", max_size=24) | st.lists(
    st.sampled_from(["12 comments", "By ", "anna", " ", "reply", "ccc", "x", "bbbbb", ": ", "1.22222y", "!!!"]),
    max_size=5,
).map("".join)


ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "K",
        "ß",
        "é",
        "7",
        " ",
        "ab",
        ".",
        r"\d",
        r"\pL",
        r"\b",
        "^",
        "$",
        "[ab]",
        "[^a]",
        r"[1-9 -]",
        r"\.",
        "[é-ë]",
        r"\x{73}",
        "ς",
    ]
)
REPEATS = st.sampled_from(["", "", "?", "*", "+", "{2}", "{1,3}", "{2,}", "{0,7}", "??", "+?"])


def _grow(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    row = st.lists(st.tuples(parts, REPEATS).map("".join), min_size=1, max_size=3).map("".join)
    return (
        st.tuples(
            st.sampled_from(["(", "(?:", "(?P<time>", "(?-i:"]), st.lists(row, min_size=1, max_size=3).map("|".join)
        ).map(lambda pair: f"{pair[0]}{pair[1]})")
        | row
    )


GROWN = st.recursive(ATOMS, _grow, max_leaves=8).filter(
    lambda pattern: flaw(pattern) is None and pattern.count("(?P") < 2
)
GROWN_TEXTS = st.text("abkKſßsé19 .\n\0ΣςẞK", max_size=8)


@given(TEXTS)
def test_a_set_finds_what_each_pattern_finds(text: str) -> None:
    alone = [index for index, pattern in enumerate(PATTERNS) if compile_pattern(pattern).search(encoded(text))]
    assert PatternSet(PATTERNS).search(text) == alone


@given(st.lists(GROWN, min_size=1, max_size=3), st.lists(GROWN_TEXTS, max_size=4))
def test_a_set_of_any_patterns_finds_what_each_finds_in_any_texts(patterns: list[str], texts: list[str]) -> None:
    alone = {
        place: [index for index, pattern in enumerate(patterns) if compile_pattern(pattern).search(encoded(text))]
        for place, text in enumerate(texts)
    }
    assert PatternSet(patterns).search_all(texts) == {place: found for place, found in alone.items() if found}


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("share this", {"share this"}),
        ("^Share (this|that)$", {f"{EDGE}share this{EDGE}", f"{EDGE}share that{EDGE}"}),
        (r"^(home|about .{0,9}|\d+ more)$", {f"{EDGE}home", f"{EDGE}about ", " more"}),
        (r"^.{0,40}\b(mon|tues)day (19|20)\d\d", {"monday 0000", "tuesday 0000"}),
        (r"comments?", {"comment"}),
        (r"^(a b)+", {f"{EDGE}a b"}),
        (r"(?m)^note", {"note"}),
        (r"[»›] ?\pL+", {"»", "›"}),
        (r"^[^\pL]{1,6}$", None),
        (r"(share|.*)", None),
        (r"(?=share)", None),
        (r"\Qshare\E", None),
    ],
)
def test_the_phrases_that_a_pattern_needs(pattern: str, needed: set[str] | None) -> None:
    assert phrases(pattern) == needed


def test_texts_are_folded_as_phrases_are() -> None:
    assert folded("Straße ΣΊΣΥΦΟΣ 1987") == "strasse σίσυφοσ 0000".encode()


def test_patterns_are_tried_on_texts_of_their_lengths_only() -> None:
    patterns = PatternSet(["share", "share", r"\pL"], [(0, 5), (6, 9), (7, 7)])
    assert patterns.search_all(["share", "shares", "sharers", "shareholders"]) == {0: [0], 1: [1], 2: [1, 2]}


@given(TEXTS, st.sampled_from(PATTERNS))
def test_a_loosened_pattern_occurs_wherever_the_pattern_does(text: str, pattern: str) -> None:
    if compile_pattern(pattern).search(encoded(text)):
        assert compile_pattern(loosened(pattern).pattern).search(encoded(text))


@given(TEXTS, st.sampled_from(PATTERNS))
def test_a_loosened_pattern_says_the_same_of_texts_it_is_sure_of(text: str, pattern: str) -> None:
    loose = loosened(pattern)
    data = encoded(text)
    if len(data) <= loose.sure and (loose.foreign or data.isascii()):
        alone, same = (compile_pattern(each).search(data) for each in (pattern, loose.pattern))
        assert (same is None) == (alone is None)


@pytest.mark.parametrize(
    ("pattern", "sure", "foreign"),
    [
        (r"^.{0,60} by .{2,20}$", 20, True),
        (r"^a{3}b{2,}$", maxsize, True),
        (r"^a{7}$", 0, True),
        (r"^by \pL{1,9}$", 9, False),
        (r"^[\pL ]+$", maxsize, False),
    ],
)
def test_of_which_texts_a_loosened_pattern_is_sure(pattern: str, sure: int, foreign: bool) -> None:
    loose = loosened(pattern)
    assert (loose.sure, loose.foreign) == (sure, foreign)


def test_a_set_too_large_for_its_memory_still_finds_everything() -> None:
    patterns = [rf"w{number}x.*y{number}\b.*z{number % 7}" for number in range(60)]
    text = " ".join(f"w{number}x" for number in range(60)) + " y31 z3"
    assert PatternSet(patterns, memory=1 << 16).search(text) == [31]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"^share this$", True),
        (r"share this", False),
        (r"^(a|b) .*$|^c", True),
        (r"^share$|tweet", False),
        (r"^(share|tweet) .*$", True),
        (r"(^share|tweet)", False),
        (r"(?m)^share$", False),
        (r"^.{0,80} via reader$", True),
        (r"^(by )?(?P<author>[^:]+) says$", True),
        (r"^by (?P<author>[^:]+)$", True),
        (r"^\W*(share|tweet).*$", True),
        (r"^\(share\|", True),
        (r"^[|]|^x", True),
        (r"^?share", False),
    ],
)
def test_where_a_pattern_can_start(pattern: str, expected: bool) -> None:
    assert anchored(pattern) == expected


def test_many_texts_are_searched_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.packs.patterns.TOGETHER", 12)
    texts = ["share", "a long text that fills a batch by itself, share", "", "tweet", "no", "share", "tweet" * 9]
    assert PatternSet(["^share", "tweet$"]).search_all(texts) == {0: [0], 3: [1], 5: [0], 6: [1]}


def test_letters_and_case() -> None:
    patterns = PatternSet([r"^ÜBER \pL+$", r"(?-i:^Über)", r"^[\pL]{6,}$"])
    assert patterns.search("über uns") == [0]
    assert patterns.search("Über Δέλτα") == [0, 1]
    assert patterns.search("Überall") == [1, 2]


def test_lone_surrogates_are_text_too() -> None:
    assert PatternSet(["^a.b$"]).search("a\ud800b") == [0]


def test_a_pattern_that_does_not_compile() -> None:
    with pytest.raises(re2.error):
        PatternSet(["fine", "(broken"]).search("text")


def test_time_is_linear_in_the_text() -> None:
    patterns = PatternSet([r"^(a+)+$", r"(a|aa)+b", r"^(.*)*x$", r"(a*)*c"])
    patterns.search("a" * 100)
    start = process_time()
    assert patterns.search("a" * 200_000 + "!") == []
    assert process_time() - start < 2
