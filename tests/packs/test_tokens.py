"""Attributes as the token strings that `attr` rules see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.packs.tokens import LONGEST, attributes, plain, token_string


@pytest.mark.parametrize(
    ("attrs", "tokens"),
    [
        (("relatedPosts main_content", "comments", "main", ""), "related-posts main-content #comments role=main"),
        (("", "", "", "articleBody author"), "itemprop=article-body itemprop=author"),
        (("post__title IsHTMLBox col2Wide", "", "", ""), "post--title is-html-box col2-wide"),
        (("  a\n\tb ", "TopBar", "", ""), "a b #top-bar"),
        (("", "", "", ""), ""),
    ],
)
def test_token_strings(attrs: tuple[str, str, str, str], tokens: str) -> None:
    assert token_string(attrs) == tokens


def test_endless_attributes_are_cut() -> None:
    assert len(token_string(("x" * 10**6, "", "", ""))) == LONGEST


words = st.lists(st.text("abzAB_-9", min_size=1, max_size=6), max_size=3).map(" ".join)


@given(st.tuples(words, words, words, words))
def test_a_token_string_can_be_read_back(attrs: tuple[str, str, str, str]) -> None:
    tokens = token_string(attrs)
    assert token_string(attributes(tokens)) == tokens


@given(st.text("aZß İΣ1_-\t\n\u00a0", max_size=20) | st.text(max_size=20))
def test_a_value_is_spelled_token_by_token(value: str) -> None:
    assert [plain(token) for token in value.split()] == plain(value).split()
