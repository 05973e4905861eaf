"""Boosted oblivious trees, evaluated with numpy alone.

A tree is oblivious when all nodes of a level ask the same question (Kohavi 1994; Prokhorenkova et al., CatBoost,
NeurIPS 2018): the answers are the bits of the number of a leaf. So all trees are read for all blocks of a page with a
few array operations, in a fraction of a millisecond, without any library that would have to be installed for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Columns = NDArray[np.float32]


class TreesFile(msgspec.Struct, forbid_unknown_fields=True):
    """Trees as they stand in a weights file.

    questions   feature name -> its borders; the question is whether the feature's value lies above
    trees       for each tree the numbers of its questions, counted through `questions`, the lowest bit first
    leaves      for each tree its leaves' values, all outputs of a leaf side by side, in units of `unit`
    counts      for each tree how much of the training data is in each leaf, in thousandths
    """

    outputs: int
    bias: list[float]
    unit: float
    questions: dict[str, list[float]]
    trees: list[list[int]]
    leaves: list[list[int]]
    counts: list[list[int]]


@dataclass(frozen=True)
class Trees:
    """An ensemble of trees of equal depth.

    feature  (questions,) the row of the columns that each question asks about;  border: what it has to exceed
    asked    (depth, trees) which question each level of each tree asks
    leaves   (outputs, trees, 2 ** depth);  counts: (trees, 2 ** depth) share of the training data;  bias: (outputs,)
    """

    feature: NDArray[np.int64]
    border: Columns
    asked: NDArray[np.int64]
    leaves: Columns
    counts: Columns
    bias: Floats

    @classmethod
    def of(cls, file: TreesFile, names: tuple[str, ...]) -> Trees:
        """The trees of a file, for columns in the order of `names`.

        Raises `ValueError` for names that are not among them and for tables that do not fit together.
        """
        rows = {name: row for row, name in enumerate(names)}
        if unknown := sorted(set(file.questions) - set(rows)):
            raise ValueError(f"made for other signals ({', '.join(unknown[:5])})")
        feature = [rows[name] for name, borders in file.questions.items() for _ in borders]
        border = [value for borders in file.questions.values() for value in borders]
        size = len(file.trees)
        depth = len(file.trees[0]) if size else 0
        asked = np.array(file.trees, np.int64).reshape(size, depth)
        leaves = np.array(file.leaves, np.float64).reshape(size, 2**depth, file.outputs)
        counts = np.array(file.counts, np.float32).reshape(size, 2**depth)
        bias = np.array(file.bias, np.float64).reshape(file.outputs)
        if size and not (0 <= asked.min() and asked.max() < len(feature)):
            raise ValueError("a tree asks a question that there is not")
        return cls(
            np.array(feature, np.int64),
            np.array(border, np.float32),
            np.ascontiguousarray(asked.T),
            np.ascontiguousarray(leaves.transpose(2, 0, 1) * file.unit, np.float32),
            counts,
            bias,
        )

    def scores(self, columns: Columns) -> Floats:
        """The outputs for columns of shape (features, blocks): shape (outputs, blocks)."""
        size = columns.shape[1]
        if not self.asked.size:
            return np.repeat(self.bias[:, None], size, axis=1)
        answers = (columns.take(self.feature, axis=0) > self.border[:, None]).view(np.uint8)
        leaf = self._starts + self._leaf(answers)
        found: Floats = self._flat.take(leaf, axis=0, mode="clip").sum(axis=0) + self.bias
        return found.T

    def contributions(self, row: Columns) -> Floats:
        """What each feature of one block, `row` of shape (features,), adds to the outputs: shape (outputs, features).

        Going down a tree, the mean of the leaves that can still be reached changes with every answer; each change is
        what the feature that was asked about adds (Saabas 2014). With the ensemble's mean they add up to the scores.
        """
        found = np.zeros((len(self.bias), len(row)))
        if not self.asked.size:
            return found
        answers = (row[self.feature] > self.border).astype(np.int64)
        trees = np.arange(self.asked.shape[1])
        weight = self.counts.astype(np.float64) + 1e-6
        value = self.leaves * weight
        mean = value.sum(axis=2) / weight.sum(axis=1)
        for question in self.asked:  # the leaves are halved by their lowest bit
            answer = answers[question]
            value = value.reshape(*value.shape[:2], -1, 2)[:, trees, :, answer].transpose(1, 0, 2)
            weight = weight.reshape(len(trees), -1, 2)[trees, :, answer]
            after = value.sum(axis=2) / weight.sum(axis=1)
            for output, change in enumerate(after - mean):
                np.add.at(found[output], self.feature[question], change)
            mean = after
        return found

    def _leaf(self, answers: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The number of the leaf of each tree that each block is in, the first question its lowest bit."""
        leaf: NDArray[np.uint8] = answers.take(self.asked[-1], axis=0)
        for question in self.asked[-2::-1]:
            leaf += leaf
            leaf += answers.take(question, axis=0)
        return leaf

    @cached_property
    def _starts(self) -> NDArray[np.intp]:
        """Where each tree's leaves start in the flat table: shape (trees, 1)."""
        _, trees, leaves = self.leaves.shape
        starts: NDArray[np.intp] = (np.arange(trees) * leaves)[:, None]
        return starts

    @cached_property
    def _flat(self) -> Floats:
        """The leaves of all trees, one after the other: shape (trees * 2 ** depth, outputs)."""
        return np.ascontiguousarray(self.leaves.reshape(len(self.bias), -1).T, np.float64)
