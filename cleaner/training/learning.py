"""Examples -> weights, stage by stage.

A stage learns from what the stages before it say of pages whose sites they never saw (stacked generalisation: Wolpert
1992). So every stage is fitted once without each fold, to serve the pages of that fold, and once with all, to ship.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleaner.reading.page import Form
from cleaner.signals import LEXICON_NAMES, Lexicon, lexicon_columns, signal_names
from cleaner.signals.recurrence import RECURRENCE_NAMES
from cleaner.training.boosting import Recipe, grow
from cleaner.training.examples import FOLDS, Example
from cleaner.training.fitting import Additive, count_transitions, fit_kinds
from cleaner.training.lexica import Lexica, page_token_scores
from cleaner.training.networking import Course, Lesson, teach
from cleaner.zoning.confidence import ABOUT_PAGE, KEPT, confidence_names, confidence_row
from cleaner.zoning.network import TREES, Network, NetworkFile
from cleaner.zoning.pagekind import (
    COMMENT_RULES,
    KIND_NAMES,
    KINDS,
    PAGE_NAMES,
    PageTokens,
    PageTokensFile,
    page_chances,
    page_columns,
    page_names,
    page_row,
)
from cleaner.zoning.trees import Trees, TreesFile
from cleaner.zoning.weights import LABEL_NAMES, VERSION, LabelsFile, Weights, WeightsFile, checksum

KIND = Recipe("MultiClass", trees=200, depth=4, rate=0.08, penalty=6, features=0.2, classes=len(KINDS))
ARTICLE = Recipe("Logloss", trees=240, depth=6, rate=0.1)
CONFIDENCE = Recipe("RMSE", trees=150, depth=4, rate=0.05, penalty=10, features=0.4)

NETWORK = {Form.HTML: Course(members=2, soft=4.0, zoning=1.2, parts=True), Form.TEXT: Course(epochs=5)}
"""How the network is taught: flattened pages come twice, so that fewer rounds do; a second member, which doubles the
time, adds .002 there. Blocks that count in part, with twice the weight, add .002 to the word F1 of HTML and take .001
from that of text, whose blocks are lines."""

SUCCESSION = 0.1
"""How much of the log-odds of one zone following another counts: the signals see the neighbours as well."""

TRUST = 0.35, 0.2, 0.5
"""The share of their own log-odds that rules on lines, and on elements, add to what was learned, and what an open
region adds: trees trust a rule as far as it fired in the training data, and its author knows more."""

Part = tuple[NDArray[np.float32], NDArray[Any], NDArray[np.float64]]
"""What there is to learn from one page: rows (blocks, features), targets and importance of its blocks."""

Say = Callable[[str], None]
Folds = list[int | None]

ALL: Folds = [*range(FOLDS), None]
"""The folds to leave out, one after the other; None leaves out none."""


@dataclass
class Learned:
    """`weights[k]` were learned without fold k; `shipped` from everything."""

    weights: list[Weights]
    shipped: WeightsFile


def learn(examples: Sequence[Example], about: str, say: Say = lambda _: None, ship: bool = True) -> Learned:
    """Fits every stage. `examples` gain the columns and chances that later stages learn from."""
    folds: Folds = ALL if ship else ALL[:-1]
    say("lexicon")
    lexica = Lexica(examples)
    lexicon = {fold: lexica.without(fold) for fold in folds}
    for example in examples:
        known = lexicon_columns(example.view, lexicon[example.fold])
        example.columns = np.concatenate([example.columns, known])
    say("kinds of pages")
    tokens = {fold: page_token_scores(examples, fold) for fold in folds}
    kind = _learn_kinds(examples, folds, tokens)
    say("report or not")
    article, odds = _learn_article(examples, folds)
    say("network")
    network = _learn_network(examples, folds, odds)
    say("confidence")
    confidence = _learn_confidence(examples, folds)
    say("kinds of blocks")
    zoned = [example for example in examples if (example.label >= 0).any() and example.gold.lines]
    kinds = {fold: fit_kinds(_without(zoned, fold)) for fold in folds}
    files = {
        fold: _file(
            about,
            lexicon[fold],
            tokens[fold],
            (kind[fold], article[fold], confidence[fold]),
            network[fold],
            kinds[fold],
            np.round(count_transitions(_without(zoned, fold), SUCCESSION), 3).tolist(),
        )
        for fold in folds
    }
    return Learned([Weights.of(files[fold]) for fold in range(FOLDS)], files[folds[-1]])


def _without(examples: Sequence[Example], fold: int | None) -> list[Example]:
    return [example for example in examples if example.fold != fold]


def _of(examples: Sequence[Example], fold: int) -> list[Example]:
    return [example for example in examples if example.fold == fold]


def _learn_kinds(
    examples: Sequence[Example], folds: Folds, tokens: dict[int | None, dict[str, list[float]]]
) -> dict[int | None, TreesFile]:
    """The trees of the page's kind; every example gains the columns that need its kind."""
    names = page_names((*signal_names(), *LEXICON_NAMES))
    known_tokens = {fold: PageTokens.of(PageTokensFile.of(scores)) for fold, scores in tokens.items()}
    said = {id(example): known_tokens[example.fold].scores(example.tokens) for example in examples}
    rows = {id(example): page_row(example.columns, example.view.words, said[id(example)]) for example in examples}
    known = [example for example in examples if example.gold.page_kind in KINDS]
    found: dict[int | None, TreesFile] = {}
    for fold in folds:
        some = _without(known, fold)
        targets = np.array([KINDS.index(example.gold.page_kind or "") for example in some], np.float64)
        found[fold] = grow(KIND, names, np.stack([rows[id(example)] for example in some]), targets)
    comment = [signal_names().index(name) for name in COMMENT_RULES]
    for fold in range(FOLDS):
        trees = Trees.of(found[fold], names)
        for example in _of(examples, fold):
            chances = page_chances(trees.scores(rows[id(example)][:, None])[:, 0], said[id(example)])
            example.columns = np.concatenate([example.columns, page_columns(example.columns[comment], chances)])
    return found


def _names() -> tuple[str, ...]:
    return (*signal_names(), *LEXICON_NAMES, *PAGE_NAMES)


def _learn_article(
    examples: Sequence[Example], folds: Folds
) -> tuple[dict[int | None, TreesFile], dict[int, NDArray[np.float64]]]:
    """The trees that tell the report, and the log-odds that they give the blocks of every example, by its `id`."""
    found: dict[int | None, TreesFile] = {}
    odds: dict[int, NDArray[np.float64]] = {}
    seen = np.array([name not in RECURRENCE_NAMES for name in _names()])
    names = tuple(name for name, is_seen in zip(_names(), seen.tolist(), strict=True) if is_seen)
    for fold in folds:
        some = [(example, ~np.isnan(example.report)) for example in _without(examples, fold)]
        # The report recurs in no line of it; trees that see where others do are worse out of fold (.003 of word F1).
        found[fold] = _grow_blocks(
            ARTICLE,
            names,
            [(one.columns[np.ix_(seen, told)].T, one.report[told], one.importance[told]) for one, told in some],
        )
    for fold in range(FOLDS):
        trees = Trees.of(found[fold], _names())
        for example in _of(examples, fold):
            odds[id(example)] = trees.scores(example.columns)[0]
    return found, odds


def _learn_network(
    examples: Sequence[Example], folds: Folds, odds: dict[int, NDArray[np.float64]]
) -> dict[int | None, NetworkFile]:
    """The network that tells the zones from the signals and the `odds` of the trees; every example gains its chances of
    the report."""
    course = NETWORK[examples[0].view.blocks.form]
    lessons = {id(example): _lesson(example, odds[id(example)], course.parts) for example in examples}
    found: dict[int | None, NetworkFile] = {}
    for fold in folds:
        found[fold] = teach((*_names(), TREES), [lessons[id(one)] for one in _without(examples, fold)], course)
    for fold in range(FOLDS):
        network = Network.of(found[fold], _names())
        for example in _of(examples, fold):
            said = network.scores(example.columns, odds[id(example)])
            example.chances = 1 / (1 + np.exp(-said[0]))
    return found


def _lesson(example: Example, odds: NDArray[np.float64], parts: bool) -> Lesson:
    """What a network learns from a page. With `parts` a block counts with those of its words that the main text has,
    else with all or none of them."""
    if parts:
        words, right, wanted = example.counted, example.right, float(example.wanted)
    else:
        words = np.where(np.isnan(example.report), 0, example.view.words)
        right = words * np.nan_to_num(example.report)
        wanted = float(right.sum())
    return Lesson(
        np.concatenate([example.columns, odds[None]], dtype=np.float32, casting="same_kind").T,
        example.report.astype(np.float32),
        example.zone,
        example.importance.astype(np.float32),
        words.astype(np.float32),
        right.astype(np.float32),
        wanted,
    )


def _learn_confidence(examples: Sequence[Example], folds: Folds) -> dict[int | None, TreesFile]:
    """The trees that tell how good the result of a page is."""
    names = confidence_names(KIND_NAMES)
    about = [_names().index(name) for name in (*ABOUT_PAGE, *KIND_NAMES)]
    known = [example for example in examples if example.truth is not None]
    figures = {id(example): example.f1(example.chances >= KEPT) for example in known}
    rows = {
        id(example): confidence_row(
            example.chances,
            example.view.words,
            example.view.prose,
            example.view.link_density,
            example.columns[about, 0],
        )
        for example in known
    }
    found: dict[int | None, TreesFile] = {}
    for fold in folds:
        some = [id(example) for example in _without(known, fold)]
        targets = np.array([figures[key] for key in some])
        found[fold] = grow(CONFIDENCE, names, np.stack([rows[key] for key in some]), targets)
    return found


def _grow_blocks(recipe: Recipe, names: tuple[str, ...], parts: Sequence[Part]) -> TreesFile:
    """Trees from the blocks of several pages."""
    rows, targets, importance = (np.concatenate(some) for some in zip(*parts, strict=True))
    return grow(recipe, names, rows, targets.astype(np.float64), importance / importance.mean())


def _file(
    about: str,
    lexicon: Lexicon,
    tokens: dict[str, list[float]],
    trees: tuple[TreesFile, TreesFile, TreesFile],
    network: NetworkFile,
    kinds: Additive,
    transitions: list[list[float]],
) -> WeightsFile:
    def rounded(values: NDArray[np.float64]) -> list[float]:
        return [round(value, 3) for value in values.tolist()]

    named = {name: rounded(row) for name, row in zip(_names(), kinds.matrix, strict=True)}
    kind, article, confidence = trees
    file = WeightsFile(
        version=VERSION,
        about=about,
        checksum="",
        signals=list(signal_names()),
        labels=list(LABEL_NAMES),
        tokens=lexicon.tokens,
        words=lexicon.words,
        page_tokens=PageTokensFile.of(tokens),
        kind=kind,
        article=article,
        network=network,
        confidence=confidence,
        kinds=LabelsFile(rounded(kinds.bias), named),
        transitions=transitions,
        trust=TRUST,
    )
    return msgspec.structs.replace(file, checksum=checksum(file))


def write_weights(path: Path, file: WeightsFile) -> None:
    """Writes a file that `load_weights` reads. The same weights give the same bytes."""
    path.write_bytes(msgspec.json.encode(file) + b"\n")
