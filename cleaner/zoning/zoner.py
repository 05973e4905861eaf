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
from cleaner.zoning.cutting import CUTS, cut_table
from cleaner.zoning.decoding import confidences, decode
from cleaner.zoning.explaining import Decided, explain
from cleaner.zoning.headline import TITLE, find_headline
from cleaner.zoning.pagekind import KINDS, SHOWN, page_chances, page_columns, page_row, page_tokens
from cleaner.zoning.second_look import second_columns
from cleaner.zoning.weights import LABEL_ZONE, Floats, Weights, load_weights

PANEL_ODDS = 8.0
"""Log-odds against a hidden panel being part of the report."""

FORM_ODDS = 2.0
"""Log-odds, among the kinds of comments, against a form that no rule names."""

_FORM = LABELS.index((Zone.COMMENT, Kind.FORM))

_COMMENT = ZONES.index(Zone.COMMENT)

FIRM = 12.0
"""Log-odds beyond which a block's chance of being the report is not followed."""


@dataclass(frozen=True)
class FirstLook:
    """What is told of each block by itself: `columns` of shape (signals, blocks), `kinds` the chances of the page's
    kinds, `kept` the log-odds (blocks,) of being kept for the report with the `cut` that was chosen, `scores` the
    log-probabilities of the zones, (blocks, 4)."""

    columns: NDArray[np.float32]
    kinds: Floats
    kept: Floats
    scores: Floats
    cut: float
    confidence: float


@dataclass
class Zoning:
    """The zones of one page: `zones` are indices into `ZONES`, `labels` the (zone, kind) of each block.

    `columns` has shape (`weights.all_signals`, blocks); `cut` is the chance of being the report from which on a block
    was kept, `share` how much the second look had of a say in that.
    """

    view: View
    columns: NDArray[np.float32]
    zones: NDArray[np.int64]
    labels: list[tuple[Zone, Kind]]
    confidences: Floats
    confidence: float
    page_kind: PageKind
    cut: float
    share: Floats
    weights: Weights

    def explainer(self, packs: Packs) -> Callable[[int], list[Evidence]]:
        """What tells the evidence of a block by its index, when asked."""

        def told(index: int) -> list[Evidence]:
            zone, share = self.labels[index][0], float(self.share[index])
            return explain(
                self.view, Decided(index, self.columns[:, index], zone, self.cut, share), self.weights, packs
            )

        return told


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
    """The zones of a page's blocks: a first look at each by itself, a second at its neighbours, the best path, the best
    kinds."""
    size = len(view)
    if not size:
        none = np.zeros((len(weights.all_signals), 0), np.float32)
        empty = np.zeros(0)
        return Zoning(view, none, empty.astype(np.int64), [], empty, 0.0, PageKind.OTHER, 0.5, empty, weights)
    look = first_look(view, weights, trusted)
    matrix = np.concatenate([look.columns, second_columns(view, np.exp(look.scores).T)])
    second = weights.second.scores(matrix)
    scores, share = look_again(look, second if trusted is None else second + trusted.T, weights.again)
    zones = decode(scores, weights.transitions)
    labels = weights.label_scores(look.columns) + weights.trust[0] * np.clip(view.matches.kind, -STRONG, STRONG)
    headline = find_headline(view, labels, look.kept, zones)
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
        confidence=look.confidence,
        page_kind=SHOWN[KINDS[int(np.argmax(look.kinds))]],
        cut=look.cut,
        share=share,
        weights=weights,
    )


def first_look(view: View, weights: Weights, trusted: Floats | None = None) -> FirstLook:
    """The page's kind, each block's chances, a cut. A page without blocks has none."""
    matrix, kinds = block_columns(view, weights)
    report = np.clip(weights.article.scores(matrix)[0], -FIRM, FIRM)
    if view.blocks.tag[-1] in (JSON_LD, STATE):
        # What a page carries as data, and does not show, was taken because it is the report.
        report[[tag in (JSON_LD, STATE) for tag in view.blocks.tag]] = FIRM
    odds = rule_odds(view, weights, trusted)
    # What speaks for another zone speaks against the report.
    report += odds[:, 0] - odds[:, 1:].max(axis=1)
    _keep_panels_out(view, report)
    cut, confidence = choose_cut(view, weights, matrix, report)
    kept = report - np.log(cut / (1 - cut))
    scores = zone_scores(kept, weights.zones.scores(matrix) + odds[:, 1:].T)
    return FirstLook(matrix, kinds, kept, scores, cut, confidence)


def look_again(look: FirstLook, second: Floats, again: tuple[float, float, float]) -> tuple[Floats, Floats]:
    """Log-probabilities of the zones, (blocks, 4), from both looks, and how much the second has of a say in whether a
    block is the report, (blocks,). `second` are its scores, (4, blocks); `again` as in `WeightsFile`.

    The first look learned the report from many more pages: the second has a say where it takes blocks away, and where
    comments stand, which it tells better.
    """
    less, thread, others = again
    rest = np.logaddexp.reduce(second[1:], axis=0)
    odds = second[0] - rest
    elsewhere = 1 / (1 + np.exp(odds))
    comment = np.maximum(np.exp(look.scores[:, _COMMENT]), np.exp(second[_COMMENT] - rest) * elsewhere)
    share = np.maximum(less * elsewhere, thread * comment)
    kept = look.kept + share * (odds - look.kept)
    return zone_scores(kept, (1 - others) * look.scores[:, 1:].T + others * second[1:]), share


def _keep_panels_out(view: View, report: Floats) -> None:
    """Lets hidden panels be no part of the report, unless they hold most of the page's prose: then a script would have
    shown it."""
    hidden = view.hidden
    if hidden.any() and view.prose_chars[hidden].sum() <= view.prose_chars[~hidden].sum():
        report[hidden] -= PANEL_ODDS


def block_columns(view: View, weights: Weights) -> tuple[NDArray[np.float32], Floats]:
    """Every signal of every block, shape (signals, blocks), and the chances of the page's kinds."""
    known = np.concatenate([columns(view), lexicon_columns(view, weights.lexicon)])
    tokens = weights.page_tokens.scores(page_tokens(view))
    row = page_row(known, view.words, tokens)
    kinds = page_chances(weights.kind.scores(row[:, None])[:, 0], tokens)
    return np.concatenate([known, page_columns(known[weights.comment_rules], kinds)]), kinds


def choose_cut(view: View, weights: Weights, matrix: NDArray[np.float32], report: Floats) -> tuple[float, float]:
    """The chance from which on a block is kept, and the word F1 that the result is likely to have."""
    chances = 1 / (1 + np.exp(-report))
    about = matrix[weights.about_page, 0]
    beside, whole = weights.cut.scores(cut_table(chances, view.words, view.prose, view.link_density, about))
    best = int(np.argmax(beside))
    return min(CUTS[best], 1 - 1e-6), float(np.clip(whole[best], 0.0, 1.0))


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
