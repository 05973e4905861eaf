"""What a page as a whole is: an article, a forum, a product, a listing, documentation or something else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.document import PageKind
from cleaner.signals import View

ENOUGH = 1.5
"""Votes of rules below this, in log-odds, leave the decision to the page's shape."""

REPORT = 600
"""Characters of prose in the article zone that make an article where no rule says what the page is."""


def page_kind(view: View, article: NDArray[np.bool_]) -> PageKind:
    """The kind that the rules vote for; without a clear vote an article where there is a report, else a listing where
    the article zone is a row of short blocks, else other. `article` says which blocks are in the article zone."""
    votes = view.matches.page
    best = max(votes, key=lambda kind: votes[kind], default=PageKind.OTHER)
    if votes.get(best, 0.0) >= ENOUGH:
        return best
    if float(view.prose_chars[article].sum()) >= REPORT:
        return PageKind.ARTICLE
    if int(article.sum()) >= 20:
        return PageKind.LISTING
    return PageKind.OTHER
