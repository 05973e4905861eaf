"""Columns and targets -> boosted oblivious trees, by CatBoost (Prokhorenkova et al., NeurIPS 2018)."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cleaner.zoning.trees import TreesFile

Floats = NDArray[np.float64]
Loss = Literal["Logloss", "MultiClass", "RMSE"]

PRECISION = 2.0**-10, 2.0**-16
"""Leaf values are written as whole multiples of these, log-odds and figures: sums of some hundred are off by less than
0.01 and 0.0002."""

UNSEEN = -8.0
"""The score of a class that is not in the training data."""


@dataclass(frozen=True)
class Recipe:
    """How trees are grown; see CatBoost's documentation of the parameters of the same meaning."""

    loss: Loss
    trees: int
    depth: int
    rate: float
    penalty: float = 5.0
    features: float = 0.3
    rows: float = 0.6
    borders: int = 48
    classes: int | None = None


def grow(
    recipe: Recipe, names: tuple[str, ...], rows: NDArray[np.float32], targets: Floats, weights: Floats | None = None
) -> TreesFile:
    """Trees that predict `targets` from `rows` (examples, features). The same data gives the same trees.

    Targets are 0 or 1 (Logloss), numbers of classes (MultiClass), or numbers (RMSE).
    """
    unit = PRECISION[recipe.loss == "RMSE"]
    if recipe.loss == "RMSE" and not np.ptp(targets):  # CatBoost takes no targets that are all the same
        return TreesFile(1, [float(targets[0])], unit, {}, [], [], [])
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
            "random_seed": 1,
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
    pairs = ((name, border) for name, borders in questions.items() for border in borders)
    number = {question: place for place, question in enumerate(pairs)}
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
