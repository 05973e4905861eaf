"""Trees: their leaves are found by the answers, and contributions add up to the scores."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.zoning.trees import Trees, TreesFile

NAMES = ("a", "b", "c")


def file(seed: int, trees: int = 5, depth: int = 3, outputs: int = 2) -> TreesFile:
    random = np.random.default_rng(seed)
    questions = {"a": [-0.5, 0.5], "c": [0.0, 1.0]}
    return TreesFile(
        outputs,
        random.normal(size=outputs).tolist(),
        0.25,
        questions,
        random.integers(0, 4, (trees, depth)).tolist(),
        random.integers(-8, 9, (trees, 2**depth * outputs)).tolist(),
        random.integers(1, 100, (trees, 2**depth)).tolist(),
    )


def by_hand(file: TreesFile, row: dict[str, float]) -> list[float]:
    answers = [row[name] > border for name, borders in file.questions.items() for border in borders]
    scores = list(file.bias)
    for asked, leaves in zip(file.trees, file.leaves, strict=True):
        leaf = sum(answers[question] << bit for bit, question in enumerate(asked))
        for output in range(file.outputs):
            scores[output] += leaves[leaf * file.outputs + output] * file.unit
    return scores


ROW = st.lists(st.floats(-2, 2, width=32), min_size=3, max_size=3)


@given(
    st.integers(0, 50), st.integers(0, 6), st.integers(1, 7), st.integers(1, 4), st.lists(ROW, min_size=1, max_size=4)
)
def test_scores_are_the_leaves_that_the_answers_lead_to(
    seed: int, trees: int, depth: int, outputs: int, rows: list[list[float]]
) -> None:
    told = file(seed, trees, depth, outputs)
    scores = Trees.of(told, NAMES).scores(np.array(rows, np.float32).T)
    assert scores.shape == (outputs, len(rows))
    for column, row in zip(scores.T, rows, strict=True):
        assert column == pytest.approx(by_hand(told, dict(zip(NAMES, row, strict=True))), abs=1e-4)


@given(st.integers(0, 50), ROW)
def test_contributions_and_the_mean_add_up_to_the_scores(seed: int, row: list[float]) -> None:
    trees = Trees.of(file(seed), NAMES)
    values = np.array(row, np.float32)
    added = trees.contributions(values)
    mean = (trees.leaves * trees.counts).sum(axis=2) / trees.counts.sum(axis=1)
    expected = trees.scores(values[:, None])[:, 0] - trees.bias - mean.sum(axis=1)
    assert added.sum(axis=1) == pytest.approx(expected, abs=1e-3)
    assert not added[:, NAMES.index("b")].any()


def test_what_does_not_fit_is_refused() -> None:
    told = file(0)
    with pytest.raises(ValueError, match=r"other signals \(c\)"):
        Trees.of(told, ("a", "b"))
    with pytest.raises(ValueError, match="question"):
        Trees.of(msgspec.structs.replace(told, trees=[[9, 0, 0]] * 5), NAMES)
    with pytest.raises(ValueError, match="reshape"):
        Trees.of(msgspec.structs.replace(told, leaves=[[1]] * 5), NAMES)
