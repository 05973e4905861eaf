"""Gold blocks -> the lexicon: how often what carries a token is part of the report, a site having one vote."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain, pairwise

import numpy as np

from cleaner.packs.tokens import token_string
from cleaner.signals import Lexicon
from cleaner.training.boosting import UNSEEN
from cleaner.training.examples import FOLDS, Example
from cleaner.zoning.pagekind import BIAS, KINDS

SITES = 4
"""Sites that have to know a token."""

PAGE_SITES = 9
"""Sites that have to have a token for it to tell of the page's kind."""

LOOSENESS, ROUNDS = 200.0, 100
"""Of the regression of the kinds: the inverse of its penalty, and its steps."""

DOUBT = 2.0
"""Votes that every token has from the start, divided as all votes are."""

Tally = dict[str, list[float]]
"""For each token how many sites have it, and how many of them (in parts) as report."""


class Lexica:
    """Votes on tokens, fold by fold, so that a lexicon can be had without those of a fold."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._tokens = _by_fold((example, _token_shares(example)) for example in examples)
        self._words = _by_fold((example, _word_shares(example)) for example in examples)

    def without(self, fold: int | None) -> Lexicon:
        """The lexicon from all folds but one; from all of them for None."""
        return Lexicon(_scores(self._tokens, fold), _scores(self._words, fold))


def page_token_scores(examples: Iterable[Example], fold: int | None) -> dict[str, list[float]]:
    """How much each token of pages speaks for each kind of page, from all folds but one: the coefficients of a
    multinomial logistic regression with a ridge (L2) penalty; `BIAS` is its intercept."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    known = [example for example in examples if example.fold != fold and example.gold.page_kind in KINDS]
    targets = [KINDS.index(example.gold.page_kind or "") for example in known]
    sites: dict[str, set[str]] = defaultdict(set)
    for example in known:
        for token in example.tokens:
            sites[token].add(example.gold.site)
    numbers = {
        token: number for number, token in enumerate(sorted(t for t, s in sites.items() if len(s) >= PAGE_SITES))
    }
    if len(set(targets)) < 2 or not numbers:
        return {}
    rows = [sorted(numbers[token] for token in example.tokens if token in numbers) for example in known]
    # Pages of any number of tokens are of the same length.
    values = [1 / math.sqrt(len(row)) for row in rows for _ in row]
    starts = [0, *accumulate(map(len, rows))]
    table = csr_matrix((values, list(chain.from_iterable(rows)), starts), shape=(len(rows), len(numbers)))
    model = LogisticRegression(C=LOOSENESS, max_iter=ROUNDS).fit(table, targets)
    scores = np.zeros((len(KINDS), 1 + len(numbers)))
    scores[:, 0] = UNSEEN
    coefficients = np.concatenate([model.intercept_[:, None], model.coef_], axis=1)
    if len(model.classes_) == 2:  # one row stands for both
        coefficients = np.concatenate([-coefficients / 2, coefficients / 2])
    scores[model.classes_] = coefficients
    rounded = np.round(scores.T, 1).tolist()
    return {BIAS: rounded[0]} | dict(zip(numbers, rounded[1:], strict=True))


def _token_shares(example: Example) -> dict[str, float]:
    """For each class or id token of a page the share of what it holds that is report."""
    told = ~np.isnan(example.report)
    weight = example.importance * told
    all_of = [0.0, *accumulate(weight.tolist())]
    report_of = [0.0, *accumulate((weight * np.nan_to_num(example.report)).tolist())]
    sums: dict[str, list[float]] = {}
    frames = example.view.blocks.frames
    for attrs, first, last in zip(frames.attrs, frames.first, frames.last, strict=True):
        if attrs is not None and all_of[last] > all_of[first]:
            for token in token_string(attrs).split():
                sum_ = sums.setdefault(token, [0.0, 0.0])
                sum_[0] += report_of[last] - report_of[first]
                sum_[1] += all_of[last] - all_of[first]
    return {token: report / all_ for token, (report, all_) in sums.items()}


def _word_shares(example: Example) -> dict[str, float]:
    """For each word of a page, and each short line, the share of blocks with it that are report."""
    sums: dict[str, list[float]] = {}
    openings = example.view.openings
    bounds = accumulate(openings.taken.tolist(), initial=0)
    told = [set(openings.words[first:last]) for first, last in pairwise(bounds)]
    for line, key in zip(openings.lines.tolist(), openings.keys, strict=True):
        told[line].add(key)
    for text, report in zip(openings.which.tolist(), example.report.tolist(), strict=True):
        if report != report:
            continue
        for word in told[text]:
            sum_ = sums.setdefault(word, [0.0, 0.0])
            sum_[0] += report
            sum_[1] += 1
    return {word: report / all_ for word, (report, all_) in sums.items()}


def _by_fold(shares: Iterable[tuple[Example, Mapping[str, float]]]) -> list[Tally]:
    """The votes of the sites of each fold: a site's vote on a token is the mean of its pages'."""
    sites: dict[tuple[int, str], dict[str, list[float]]] = defaultdict(dict)
    for example, tokens in shares:
        votes = sites[example.fold, example.gold.site]
        for token, share in tokens.items():
            votes.setdefault(token, []).append(share)
    found: list[Tally] = [{} for _ in range(FOLDS)]
    for (fold, _), votes in sites.items():
        for token, given in votes.items():
            sum_ = found[fold].setdefault(token, [0.0, 0.0])
            sum_[0] += sum(given) / len(given)
            sum_[1] += 1
    return found


def _scores(folds: Sequence[Tally], left_out: int | None) -> dict[str, float]:
    total: Tally = {}
    for fold, tally in enumerate(folds):
        if fold != left_out:
            for token, (report, sites) in tally.items():
                sum_ = total.setdefault(token, [0.0, 0.0])
                sum_[0] += report
                sum_[1] += sites
    sites = sum(votes[1] for votes in total.values())
    prior = sum(votes[0] for votes in total.values()) / max(sites, 1)
    odds = math.log(prior / (1 - prior)) if 0 < prior < 1 else 0.0
    return {
        token: round(math.log((report + DOUBT * prior) / (sites - report + DOUBT * (1 - prior))) - odds, 2)
        for token, (report, sites) in sorted(total.items())
        if sites >= SITES
    }
