"""What a page as a whole is: from its tokens, from trees, and what depends on it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.cleaning import Cleaner
from cleaner.reading import read
from cleaner.zoning.pagekind import (
    BIAS,
    COMBINED_NAMES,
    COMMENT_RULES,
    KINDS,
    PAGE_NAMES,
    PageTokens,
    PageTokensFile,
    page_chances,
    page_columns,
    page_tokens,
    softmax,
)

FORUM = KINDS.index("forum")

scores = st.lists(st.integers(-9, 9), min_size=len(KINDS), max_size=len(KINDS))
chances = scores.map(lambda values: softmax(np.array(values)))


def row(**kinds: float) -> list[float]:
    return [kinds.get(kind, 0.0) for kind in KINDS]


def test_a_page_is_known_by_its_words_short_lines_address_and_types():
    page = """<html><head><title>Lake ferry</title><meta property="og:type" content="article">
    <link rel="canonical" href="https://a.example/news/2024/ferry"></head><body class="single"><p>Share this</p>
    <p>The ferry between Orva and Holm sailed again on Saturday, nine years after the boat was scrapped.</p></body>"""
    tokens = page_tokens(Cleaner().view(read(page)))
    assert {"ferry", "=share this", "path:news", "depth:3", "og:type:article", "about:lake", "has:title"} <= tokens


def test_tokens_count_by_the_root_of_how_many_are_known():
    file = PageTokensFile.of({BIAS: row(article=1), "a": row(forum=2), "b": row(forum=4)})
    tokens = PageTokens.of(file)
    assert tokens.scores(["a"]).tolist() == row(article=1, forum=2)
    assert tokens.scores(["a", "never seen", "b"]) == pytest.approx(row(article=1, forum=6 / 2**0.5))
    assert tokens.scores([]).tolist() == row(article=1)
    assert PageTokens.of(PageTokensFile.of({})).scores(["a"]).tolist() == row()


@given(scores, scores)
def test_chances_are_the_geometric_mean_of_what_trees_and_tokens_say(trees, tokens):
    found = page_chances(np.array(trees), np.array(tokens))
    mean = np.sqrt(softmax(np.array(trees)) * softmax(np.array(tokens)))
    assert found == pytest.approx(mean / mean.sum())


@given(chances, st.lists(st.tuples(*[st.floats(-2, 2)] * len(COMMENT_RULES)), min_size=1, max_size=4))
def test_what_rules_say_for_comments_is_shared_out_by_the_chance_of_a_forum(kinds, said):
    comment = np.array(said, np.float32).T
    found = page_columns(comment, kinds)
    assert found.shape == (len(PAGE_NAMES), len(said))
    assert found[: len(KINDS)] == pytest.approx(np.repeat(kinds[:, None], len(said), axis=1), abs=1e-6)
    named = dict(zip(COMBINED_NAMES, found[len(KINDS) :], strict=True))
    assert named["comment_unless_forum"] + named["comment_if_forum"] == pytest.approx(comment.sum(axis=0), abs=1e-5)
    assert named["comment_if_forum"] == pytest.approx(comment.sum(axis=0) * kinds[FORUM], abs=1e-5)
