"""The headline of a report: block by block it is easily taken for a subhead, for body, or for one of the menu lines
above it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.document import LABELS, ZONES, Kind, Zone
from cleaner.signals import View
from cleaner.zoning.weights import LABEL_ZONE, Floats

REACH, FORGIVEN = 8, 3.0
"""How many blocks above the report's first prose are looked at for a lost headline, and the log-odds against its being
part of the report that are forgiven there."""

FEWEST, MOST = 3, 30
"""Words of a headline that stands outside the report."""

TITLE = LABELS.index((Zone.ARTICLE, Kind.TITLE))
_ARTICLE = np.flatnonzero(ZONES.index(Zone.ARTICLE) == LABEL_ZONE)


def find_headline(view: View, labels: Floats, report: Floats, zones: NDArray[np.int64]) -> int | None:
    """The block that is likeliest the headline, where none has come out as one; None where there is none to be had.

    A report has a headline: the blocks before its first prose are asked, those of the report and those just above it.
    `labels` are the scores of the labels, (blocks, labels), `report` the log-odds of being kept.
    """
    article = zones == ZONES.index(Zone.ARTICLE)
    prose = np.flatnonzero(article & (view.prose > 0))
    if not prose.size or (article & (labels[:, _ARTICLE].argmax(axis=1) == _ARTICLE.tolist().index(TITLE))).any():
        return None
    first = int(prose[0])
    words = view.counts.words[:first]
    own = labels[:first, _ARTICLE]
    margin = labels[:first, TITLE] - np.logaddexp.reduce(own, axis=1) if first else np.zeros(0)
    near = (np.arange(first) >= first - REACH) & (words >= FEWEST) & (words <= MOST) & (report[:first] > -FORGIVEN)
    asked = np.flatnonzero(near | (article[:first] & (words >= 2)))
    likely = margin[asked] + np.minimum(report[asked], 0)
    return int(asked[np.argmax(likely)]) if asked.size else None
