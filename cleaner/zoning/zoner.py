"""Evidence and signals weighed into zones, kinds, the page's kind and confidences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.document import LABELS, ZONES, Evidence, Kind, PageKind, Zone
from cleaner.packs import Packs
from cleaner.reading.page import Form
from cleaner.resources import rules_folder
from cleaner.segmenting.state import JSON_LD, STATE
from cleaner.signals import View, columns, lexicon_columns, signal_names
from cleaner.signals.evidence import STRONG
from cleaner.zoning.confidence import confidence_row
from cleaner.zoning.decoding import confidences, decode
from cleaner.zoning.explaining import Way, explain
from cleaner.zoning.headline import TITLE, find_headline
from cleaner.zoning.pagekind import KINDS, SHOWN, page_chances, page_columns, page_row, page_tokens
from cleaner.zoning.weights import LABEL_ZONE, Floats, Weights, load_weights

PANEL_ODDS = 3.0
"""Log-odds against a hidden panel being part of the report: what is surely the report stays, since on some shops' pages
its parts are opened by a script. (8 costs .001 of word F1 out of fold, 0 gains nothing.)"""

FORM_ODDS = 2.0
"""Log-odds, among the kinds of comments, against a form that no rule names."""

_FORM = LABELS.index((Zone.COMMENT, Kind.FORM))

FIRM = 12.0
"""Log-odds beyond which a block's chance of being the report is not followed."""


@dataclass
class Zoning:
    """The zones of one page: `zones` are indices into `ZONES`, `labels` the (zone, kind) of each block; `columns` has
    shape (`weights.signals`, blocks)."""

    view: View
    columns: NDArray[np.float32]
    zones: NDArray[np.int64]
    labels: list[tuple[Zone, Kind]]
    confidences: Floats
    confidence: float
    page_kind: PageKind
    weights: Weights

    def explainer(self, packs: Packs) -> Callable[[int], list[Evidence]]:
        """What tells the evidence of a block by its index, when asked."""

        def told(index: int) -> list[Evidence]:
            return explain(self.view, self.way, index, self.labels[index][0], self.weights, packs)

        return told

    @cached_property
    def way(self) -> Way:
        """The way of the page to its scores."""
        return Way.of(self.weights, self.columns)


class Zoner:
    """Weighs pages of both forms, with the weights in a folder (None: those that ship with the package).

    Raises `WeightsError` when a page is the first of its form and the weights for it are wrong.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or rules_folder() / "weights"

    @cached_property
    def _html(self) -> Weights:
        return load_weights(self.folder / "html.json", signal_names())

    @cached_property
    def _text(self) -> Weights:
        return load_weights(self.folder / "text.json", signal_names())

    def zone(self, view: View, trusted: Floats | None = None) -> Zoning:
        """The zones of a page's blocks. `trusted` (blocks, zones) are log-odds that are added to what was learned."""
        return weigh(view, self._html if view.blocks.form is Form.HTML else self._text, trusted)


def weigh(view: View, weights: Weights, trusted: Floats | None = None) -> Zoning:
    """The zones of a page's blocks: what trees say of each by itself and a network of all together, the best path, the
    best kinds."""
    if not len(view):
        none = np.zeros((len(weights.signals), 0), np.float32)
        empty = np.zeros(0)
        return Zoning(view, none, empty.astype(np.int64), [], empty, 0.0, PageKind.OTHER, weights)
    matrix, kinds = block_columns(view, weights)
    said = weights.network.scores(matrix, weights.article.scores(matrix)[0])
    report = np.clip(said[0], -FIRM, FIRM)
    if view.blocks.tag[-1] in (JSON_LD, STATE):
        # What a page carries as data, and does not show, was taken because it is the report.
        report[[tag in (JSON_LD, STATE) for tag in view.blocks.tag]] = FIRM
    odds = rule_odds(view, weights, trusted)
    # What speaks for another zone speaks against the report.
    report += odds[:, 0] - odds[:, 1:].max(axis=1)
    report -= PANEL_ODDS * panels(view)
    scores = zone_scores(report, said[1:] + odds[:, 1:].T)
    zones = decode(against_the_best(scores), weights.transitions)
    labels = weights.label_scores(matrix) + weights.trust[0] * np.clip(view.matches.kind, -STRONG, STRONG)
    headline = find_headline(view, labels, report, zones)
    if headline is not None:
        zones[headline] = ZONES.index(Zone.ARTICLE)
        labels[headline, TITLE] = np.inf
    # A form shows itself by its words, which rules know; what no rule names is what a reader wrote.
    labels[view.matches.kind[:, _FORM] <= 0, _FORM] -= FORM_ODDS
    best = np.where(LABEL_ZONE == zones[:, None], labels, -np.inf).argmax(axis=1)
    return Zoning(
        view=view,
        columns=matrix,
        zones=zones,
        labels=[LABELS[label] for label in best.tolist()],
        confidences=confidences(scores, weights.transitions, zones),
        confidence=confidence(view, weights, matrix, report),
        page_kind=SHOWN[KINDS[int(np.argmax(kinds))]],
        weights=weights,
    )


def panels(view: View) -> NDArray[np.bool_]:
    """Which blocks are in hidden panels; none where those hold most of the page's prose: then a script would have shown
    it."""
    hidden = view.hidden
    if view.prose_chars[hidden].sum() <= view.prose_chars[~hidden].sum():
        return hidden
    return np.zeros_like(hidden)


def block_columns(view: View, weights: Weights) -> tuple[NDArray[np.float32], Floats]:
    """Every signal of every block, shape (signals, blocks), and the chances of the page's kinds."""
    known = np.concatenate([columns(view), lexicon_columns(view, weights.lexicon)])
    tokens = weights.page_tokens.scores(page_tokens(view))
    row = page_row(known, view.words, tokens)
    kinds = page_chances(weights.kind.scores(row[:, None])[:, 0], tokens)
    return np.concatenate([known, page_columns(known[weights.comment_rules], kinds)]), kinds


def confidence(view: View, weights: Weights, matrix: NDArray[np.float32], report: Floats) -> float:
    """The word F1 that the result is likely to have, from the log-odds of the report."""
    chances = 1 / (1 + np.exp(-report))
    row = confidence_row(chances, view.words, view.prose, view.link_density, matrix[weights.about_page, 0])
    return float(np.clip(weights.confidence.scores(row[:, None])[0, 0], 0.0, 1.0))


def rule_odds(view: View, weights: Weights, trusted: Floats | None) -> Floats:
    """What rules add to the zones of themselves, beside what was learned of them: log-odds, (blocks, zones)."""
    line, frame, region = weights.trust
    matches = view.matches
    odds: Floats = line * np.clip(matches.line, -STRONG, STRONG) + frame * np.clip(matches.frame, -STRONG, STRONG)
    odds += region * matches.region
    return odds if trusted is None else odds + trusted


def zone_scores(report: Floats, others: Floats) -> Floats:
    """Log-probabilities of the zones, shape (blocks, 4), from the log-odds of the report and the scores, (3, blocks),
    of the zones that a block may be in else."""
    top = others.max(axis=0)
    rest = others - (top + np.log(np.exp(others - top).sum(axis=0)))
    scores = np.empty((len(report), len(ZONES)))
    scores[:, 0] = -np.logaddexp(0, -report)
    scores[:, 1:] = (rest - np.logaddexp(0, report)).T
    return scores


def against_the_best(scores: Floats) -> Floats:
    """Scores in which the likeliest zone beside the report has all of the chance that a block is no report: a block is
    kept where that is above one half, however the rest is shared out."""
    found = scores.copy()
    found[:, 1:] += (np.logaddexp.reduce(scores[:, 1:], axis=1) - scores[:, 1:].max(axis=1))[:, None]
    return found
