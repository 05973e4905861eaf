"""Weights that anybody can follow, for tests: trees of a single question each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from cleaner.document import LABELS, ZONES
from cleaner.signals import LEXICON_NAMES, signal_names
from cleaner.zoning.network import OUTPUTS, TREES, NetworkFile, shapes
from cleaner.zoning.pagekind import KINDS, PAGE_NAMES, PageTokensFile
from cleaner.zoning.trees import TreesFile
from cleaner.zoning.weights import LABEL_NAMES, VERSION, LabelsFile, WeightsFile, checksum

SPREAD = 8.0
"""What the inputs of the network are divided by, which cuts them off at six."""

Stump = tuple[str, float, Sequence[float]]
"""A feature, the border that it has to exceed, and what that adds to each output."""


def stumps(bias: Sequence[float], some: Iterable[Stump]) -> TreesFile:
    """Trees that each ask one question and add nothing where the answer is no."""
    questions: dict[str, list[float]] = {}
    rows = sorted(some, key=lambda stump: stump[0])
    for name, border, _ in rows:
        questions.setdefault(name, []).append(border)
    size = len(rows)
    return TreesFile(
        outputs=len(bias),
        bias=list(bias),
        unit=0.5,
        questions=questions,
        trees=[[number] for number in range(size)],
        leaves=[[*[0] * len(bias), *(round(2 * value) for value in values)] for _, _, values in rows],
        counts=[[500, 500]] * size,
    )


def grow_small(patch: pytest.MonkeyPatch) -> None:
    """Lets trainings grow few and shallow trees, and a narrow network."""
    from cleaner.training import learning

    for name in ("KIND", "ARTICLE", "CONFIDENCE"):
        patch.setattr(learning, name, replace(getattr(learning, name), trees=12, depth=3, rate=0.4))
    small = {"members": 1, "width": 8, "epochs": 15, "pages": 4, "rate": 0.01}
    patch.setattr(learning, "NETWORK", {form: replace(course, **small) for form, course in learning.NETWORK.items()})


def passing(rules: Sequence[str]) -> NetworkFile:
    """A network that says of the report what the trees say, and of the other zones, chrome unless a rule speaks, what
    the columns `rules` do, whose names end in their zone."""
    inputs = [*rules, TREES]
    width = len(rules) + 2
    layers = [np.zeros(shape) for shape in shapes(len(inputs), width, ())]
    for unit, name in enumerate(rules):
        layers[0][unit, unit] = 1
        layers[-1][unit, ZONES.index(name.rpartition("_")[2])] = 6 * SPREAD
    layers[0][-2, -2:] = 1, -1
    layers[-1][width - 2 : width, 0] = SPREAD, -SPREAD
    layers[-1][-1, :] = 0, 3, *[0] * (OUTPUTS - 2)
    unit = 2.0**-9
    weights = np.concatenate([layer.ravel() for layer in layers]) / unit
    count = len(inputs)
    return NetworkFile(inputs, [0.0] * count, [SPREAD] * count, width, [], unit, [weights.astype("<i2").tobytes()])


def plain_file() -> WeightsFile:
    """Prose is article/body, the largest heading its title, the rest and all that is hidden chrome/menu, but for what
    rules say, which is believed. Pages are articles; where `page_forum` is high, forums."""
    size = len(LABELS)
    signals = signal_names()
    table = {name: [0.0] * size for name in (*signals, *LEXICON_NAMES, *PAGE_NAMES)}
    bias = [0.0] * size
    bias[LABEL_NAMES.index("chrome/menu")] = bias[LABEL_NAMES.index("article/body")] = 1.0
    table["headline"][LABEL_NAMES.index("article/title")] = 6.0
    for label, (zone, kind) in enumerate(LABELS):
        table[f"rule_{zone}_{kind}"][label] = 3.0
    others = ZONES[1:]
    file = WeightsFile(
        version=VERSION,
        about="plain",
        checksum="",
        signals=list(signals),
        labels=list(LABEL_NAMES),
        tokens={"teasers": -2.0},
        words={"news": -1.0, "=home": -3.0},
        page_tokens=PageTokensFile.of({"og:type:article": [1.0] + [0.0] * (len(KINDS) - 1)}),
        kind=stumps(
            [1.0] + [0.0] * (len(KINDS) - 1),
            [("mean page_forum", 0.4, [4.0 * (kind == "forum") for kind in KINDS])],
        ),
        article=stumps(
            [-3.0],
            [
                ("prose", 0.5, [6.0]),
                ("headline", 0.5, [6.0]),
                ("hidden", 0.5, [-9.0]),
                ("line_article", 0.9, [6.0]),
                *((f"{source}_{zone}", 0.9, [-6.0]) for source in ("line", "frame") for zone in others),
            ],
        ),
        network=passing([f"{source}_{zone}" for source in ("line", "frame") for zone in others]),
        confidence=stumps([0.8], []),
        kinds=LabelsFile(bias, table),
        trust=(0.0, 0.0, 0.0),
        transitions=[[0.1 * (row == column) for column in range(len(ZONES))] for row in range(len(ZONES))],
    )
    return signed(file)


def signed(file: WeightsFile) -> WeightsFile:
    """The file with the right checksum."""
    return msgspec.structs.replace(file, checksum=checksum(file))
