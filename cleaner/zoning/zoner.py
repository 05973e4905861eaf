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

    def zone(self, view: View) -> Zoning:
        """The zones of a page's blocks: label scores, the best path through the zones, the best label within each."""
        weights = self._html if view.blocks.form is Form.HTML else self._text
        if not len(view):
            empty = np.zeros(0)
            none = np.zeros((0, len(weights.signals)), np.float32)
            return Zoning(view, none, empty.astype(np.int64), [], empty, 0.0, PageKind.OTHER, weights)
        matrix = columns(view)
        labels = weights.label_scores(matrix)
        scores = zone_scores(labels)
        zones = decode(scores, weights.transitions)
        trust = confidences(scores, weights.transitions, zones)
        best = np.where(LABEL_ZONE == zones[:, None], labels, -np.inf).argmax(axis=1)
        _find_headline(view, labels, zones, best)
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


def _find_headline(view: View, labels: Floats, zones: NDArray[np.int64], best: NDArray[np.int64]) -> None:
    """Makes the likeliest block at the head of the report its title, where no block is one yet.

    A report has a headline; block by block it is easily taken for a subhead or for body.
    """
    article = zones == ZONES.index(Zone.ARTICLE)
    prose = np.flatnonzero(article & (view.prose > 0))
    if not prose.size or (best == _TITLE).any():
        return
    head = np.flatnonzero(article[: prose[0]] & (view.counts.words[: prose[0]] >= 2))
    if head.size:
        best[head[np.argmax((labels[:, _TITLE] - labels[:, _ARTICLE].max(axis=1))[head])]] = _TITLE
