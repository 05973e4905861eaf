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
from cleaner.signals import View, columns, signal_names
from cleaner.zoning.decoding import confidences, decode
from cleaner.zoning.explaining import explain
from cleaner.zoning.pagekind import page_kind
from cleaner.zoning.weights import LABEL_ZONE, Floats, Weights, load_weights, zone_scores

PANEL_ODDS = 8.0
"""Log-odds against a hidden panel being part of the report."""

HEADLINE_REACH, HEADLINE_ODDS = 8, 3.0
"""How many blocks above the report's first prose are looked at for a lost headline, and the log-odds against its being
one that are forgiven there."""

FORM_ODDS = 2.0
"""Log-odds, among the kinds of comments, against a form that no rule names."""

_FORM = LABELS.index((Zone.COMMENT, Kind.FORM))
_TITLE = LABELS.index((Zone.ARTICLE, Kind.TITLE))
_ARTICLE = np.flatnonzero(ZONES.index(Zone.ARTICLE) == LABEL_ZONE)


@dataclass
class Zoning:
    """The zones of one page: `zones` are indices into `ZONES`, `labels` the (zone, kind) of each block."""

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
        return lambda index: explain(self.view, self.columns[index], self.weights, packs, index, self.labels[index][0])


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

    def zone(self, view: View, adjust: Floats | None = None) -> Zoning:
        """The zones of a page's blocks: label scores, the best path through the zones, the best label within each.

        `adjust` are log-odds to add from outside the page: shape (blocks, zones).
        """
        weights = self._html if view.blocks.form is Form.HTML else self._text
        if not len(view):
            empty = np.zeros(0)
            none = np.zeros((0, len(weights.signals)), np.float32)
            return Zoning(view, none, empty.astype(np.int64), [], empty, 0.0, PageKind.OTHER, weights)
        matrix = columns(view)
        labels = weights.label_scores(matrix)
        if adjust is not None:
            labels += adjust[:, LABEL_ZONE]
        _keep_panels_out(view, labels)
        scores = zone_scores(labels)
        zones = decode(scores, weights.transitions)
        headline = _find_headline(view, labels, zones)
        if headline is not None:
            # What stands around a headline, a standfirst or a byline, follows it.
            labels[headline, _TITLE] = labels[headline].max() + HEADLINE_ODDS
            scores = zone_scores(labels)
            zones = decode(scores, weights.transitions)
        trust = confidences(scores, weights.transitions, zones)
        # A form shows itself by its words, which rules know; what no rule names is what a reader wrote.
        labels[view.matches.kind[:, _FORM] <= 0, _FORM] -= FORM_ODDS
        best = np.where(LABEL_ZONE == zones[:, None], labels, -np.inf).argmax(axis=1)
        chars = np.maximum(view.counts.chars, 1)
        return Zoning(
            view=view,
            columns=matrix,
            zones=zones,
            labels=[LABELS[label] for label in best.tolist()],
            confidences=trust,
            confidence=float((trust * chars).sum() / chars.sum()),
            page_kind=page_kind(view, zones == ZONES.index(Zone.ARTICLE)),
            weights=weights,
        )


def _keep_panels_out(view: View, labels: Floats) -> None:
    """Lets hidden panels be no part of the report, unless they hold most of the page's prose: then a script would have
    shown it."""
    hidden = np.array(view.blocks.hidden)
    if hidden.any() and view.prose_chars[hidden].sum() <= view.prose_chars[~hidden].sum():
        labels[np.ix_(hidden, _ARTICLE)] -= PANEL_ODDS


def _find_headline(view: View, labels: Floats, zones: NDArray[np.int64]) -> int | None:
    """The block that is likeliest the headline, where none has come out as one; None where there is none to be had.

    A report has a headline. Block by block it is easily taken for a subhead, for body or, in flattened text, for one of
    the menu lines above it: so the blocks of the report before its first prose are asked, then those just above it.
    """
    article = zones == ZONES.index(Zone.ARTICLE)
    prose = np.flatnonzero(article & (view.prose > 0))
    if not prose.size or (article & (labels.argmax(axis=1) == _TITLE)).any():
        return None
    first = int(prose[0])
    words = view.counts.words[:first]
    margin = labels[:first, _TITLE] - labels[:first].max(axis=1, initial=-np.inf)
    inside = np.flatnonzero(article[:first] & (words >= 2))
    if inside.size:
        return int(inside[np.argmax(margin[inside])])
    near = np.arange(first) >= first - HEADLINE_REACH
    above = np.flatnonzero(near & (words >= 3) & (words <= 30) & (margin > -HEADLINE_ODDS))
    return int(above[np.argmax(margin[above])]) if above.size else None
