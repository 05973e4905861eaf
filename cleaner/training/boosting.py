"""Columns and targets -> boosted oblivious trees, by CatBoost (Prokhorenkova et al., NeurIPS 2018)."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cleaner.zoning.trees import TreesFile

Floats = NDArray[np.float64]
Loss = Literal["Logloss", "MultiClass", "RMSE", "MultiRMSE"]

PRECISION = 2.0**-10, 2.0**-16
"""Leaf values are written as whole multiples of these, log-odds and figures: sums of some hundred are off by less than
0.01 and 0.0002."""

UNSEEN = -8.0
"""The score of a class that is not in the training data."""


@dataclass(frozen=True)
class Recipe:
    """How trees are grown; see CatBoost's documentation of the parameters of the same meaning. `ensembles` are grown
    with other random rows and features each, and their mean counts: what one happened to learn weighs less."""

    loss: Loss
    trees: int
    depth: int
    rate: float
    penalty: float = 5.0
    features: float = 0.3
    rows: float = 0.6
    borders: int = 48
    classes: int | None = None
    ensembles: int = 1


def grow(
    recipe: Recipe, names: tuple[str, ...], rows: NDArray[np.float32], targets: Floats, weights: Floats | None = None
) -> TreesFile:
    """Trees that predict `targets` from `rows` (examples, features). The same data gives the same trees.

    Targets are 0 or 1 (Logloss), numbers of classes (MultiClass), or numbers, one or more an example (RMSE,
    MultiRMSE).
    """
    seeds = range(1, recipe.ensembles + 1)
    return mean_of([_grow(recipe, names, rows, targets, weights, seed) for seed in seeds])


def mean_of(files: Sequence[TreesFile]) -> TreesFile:
    """One file whose trees give the mean of what some ensembles of the same outputs and unit give."""
    if len(files) == 1:
        return files[0]
    borders: dict[str, set[float]] = {}
    for file in files:
        for name, values in file.questions.items():
            borders.setdefault(name, set()).update(values)
    questions = {name: sorted(values) for name, values in borders.items()}
    number = {question: place for place, question in enumerate(_questions(questions))}
    asked, leaves, counts = [], [], []
    for file in files:
        own = [number[question] for question in _questions(file.questions)]
        asked += [[own[place] for place in tree] for tree in file.trees]
        leaves += [[round(value / len(files)) for value in tree] for tree in file.leaves]
        counts += file.counts
    bias = np.mean([file.bias for file in files], axis=0).tolist()
    return TreesFile(files[0].outputs, bias, files[0].unit, questions, asked, leaves, counts)


def _questions(questions: Mapping[str, Sequence[float]]) -> list[tuple[str, float]]:
    return [(name, border) for name, borders in questions.items() for border in borders]


def _grow(
    recipe: Recipe,
    names: tuple[str, ...],
    rows: NDArray[np.float32],
    targets: Floats,
    weights: Floats | None,
    seed: int,
) -> TreesFile:
    """One ensemble."""
    from catboost import CatBoost, Pool

    model = CatBoost(
        {
            "loss_function": recipe.loss,
            "iterations": recipe.trees,
            "depth": recipe.depth,
            "learning_rate": recipe.rate,
            "l2_leaf_reg": recipe.penalty,
            "rsm": recipe.features,
            "bootstrap_type": "Bernoulli",
            "subsample": recipe.rows,
            "border_count": recipe.borders,
            "random_seed": seed,
            "thread_count": 2,
            "verbose": False,
            "allow_writing_files": False,
        }
    )
    model.fit(Pool(rows, targets, weight=weights))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        model_file = json.loads(path.read_text())
    bias = [float(value) for value in model_file["scale_and_bias"][1]]
    outputs = list(range(len(bias)))
    if recipe.classes:  # CatBoost knows only the classes that it saw
        outputs = np.unique(targets).astype(int).tolist()
        seen = dict(zip(outputs, bias, strict=True))
        bias = [seen.get(output, UNSEEN) for output in range(recipe.classes)]
    unit = PRECISION[recipe.loss in ("RMSE", "MultiRMSE")]
    return _converted(model_file, names, recipe.depth, bias, outputs, unit)


def _converted(
    model: dict[str, Any], names: tuple[str, ...], depth: int, bias: list[float], outputs: list[int], unit: float
) -> TreesFile:
    """CatBoost's JSON as the form that ships: questions told once, trees of equal depth, rounded leaves. `outputs` are
    those of `bias` that the trees give."""
    borders: dict[int, set[float]] = {}
    trees = model["oblivious_trees"]
    for tree in trees:
        for split in tree["splits"] or ():
            borders.setdefault(split["float_feature_index"], set()).add(split["border"])
    questions = {names[feature]: sorted(map(float, borders[feature])) for feature in sorted(borders)}
    number = {question: place for place, question in enumerate(_questions(questions))}
    scale = model["scale_and_bias"][0]
    asked, leaves, counts = [], [], []
    for tree in trees:
        own = [number[names[split["float_feature_index"]], split["border"]] for split in tree["splits"] or ()]
        missing = depth - len(own)
        values = np.zeros((len(tree["leaf_weights"]), len(bias)))
        values[:, outputs] = np.array(tree["leaf_values"], np.float64).reshape(len(values), -1) * scale
        weights = np.array(tree["leaf_weights"], np.float64)
        # A tree that stopped early asks its last question again: only leaves where both answers agree are reached.
        for _ in range(missing):
            place = own[-1] if own else 0
            size = len(values)
            top = size // 2
            values = np.concatenate([values, values])
            weights = np.concatenate([weights, weights])
            if own and top:
                weights[top:size] = weights[size : size + top] = 0
            own.append(place)
        asked.append(own)
        leaves.append(np.round(values / unit).astype(int).ravel().tolist())
        counts.append(np.round(1000 * weights / max(weights.sum(), 1e-9)).astype(int).tolist())
    return TreesFile(len(bias), bias, unit, questions, asked, leaves, counts)
