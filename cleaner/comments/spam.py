"""Whether a comment is spam: rules, counted signals and learned weights, summed as log-odds, with reasons in words.

A sum of weights of evidence through the logistic function (I. J. Good 1950) stays explainable: every reason names one
summand. What rules and signals say of the text is one feature of the learned weights (`spam_model`), which add what
characters, words and shapes say; what the page says (its report, the same text elsewhere) comes on top.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable

from cleaner.comments.spam_model import Features, features, spam_model
from cleaner.comments.spam_rules import Weighing, spam_rules
from cleaner.comments.spam_signals import ON_PAGE, SIGNALS, Signs, normal

LONGEST = 5_000
"""Characters of a comment that are looked at."""
LONGEST_REPORT = 20_000
"""Characters of the report that are looked at."""
TELLING = 0.3
"""Log-odds that a summand must have to be named among the reasons."""
SUSPECT = 0.3
"""Score from which the words are named that count among the learned weights."""
NAMED = 3
"""How many of these words are named."""

_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")

Summand = tuple[float, str]


def spam_score(text: str, author: str | None = None, report: str | None = None) -> float:
    """How probable it is that a comment is spam, 0 to 1.

    `author` is the name under it, `report` the text that it comments on: a comment that takes up its words is less
    suspect. An opinion is no spam, however harsh. Raises `WeightsError` where the weights of the package are damaged.
    """
    return judge(text, author, report)[0]


def judge(text: str, author: str | None = None, report: str | None = None, seen: int = 0) -> tuple[float, list[str]]:
    """The score of `spam_score`, and what speaks for spam, strongest first ("asks to be subscribed to").

    `seen` is under how many other pages the same text stands, see `Repeats`.
    """
    signs = _signs(text, report, seen)
    summands = _of_text(signs, author)
    given = features(signs.text, author, sum(weight for weight, _ in summands), report is not None)
    model = spam_model()
    odds = model.odds(given)
    trust = model.trust(report is not None)
    summands = [(weight * trust, reason) for weight, reason in summands]
    on_page = _weighed(signs, ON_PAGE)
    summands += on_page
    odds += sum(weight for weight, _ in on_page)
    score = 1 / (1 + math.exp(-odds)) if odds > -700 else 0.0
    if score >= SUSPECT:
        words = {word: model.word_weight(word) for word in dict.fromkeys(map(str.casefold, _WORD.findall(signs.text)))}
        strongest = [word for word in sorted(words, key=lambda word: -words[word])[:NAMED] if words[word] > 0]
        if strongest:
            summands.append((TELLING, f"reads like known spam: {', '.join(strongest)}"))
    reasons = [reason for weight, reason in sorted(summands, key=lambda one: -one[0]) if weight >= TELLING]
    return score, list(dict.fromkeys(reasons))


def known(text: str, author: str | None, below_report: bool) -> Features:
    """A comment as the learned weights see it."""
    signs = _signs(text)
    return features(signs.text, author, sum(weight for weight, _ in _of_text(signs, author)), below_report)


def _signs(text: str, report: str | None = None, seen: int = 0) -> Signs:
    raw = _readable(text[:LONGEST])
    return Signs(raw, normal(raw), _readable(report[:LONGEST_REPORT]) if report else None, seen)


def _of_text(signs: Signs, author: str | None) -> list[Summand]:
    """What rules and signals say of the text and the author's name, with the odds of a comment of which nothing is
    known."""
    rules = spam_rules()
    fired = rules.match(signs.text)
    if author:
        fired += rules.match(normal(_readable(author[:LONGEST])), on="author")
    summands = [(rules.weighing.bias, "")] + [(rule.weight, rule.reason) for rule in fired]
    return summands + _weighed(signs, (name for name in SIGNALS if name not in ON_PAGE))


def _weighed(signs: Signs, names: Iterable[str]) -> list[Summand]:
    weighing: Weighing = spam_rules().weighing
    found = ((SIGNALS[name](signs), weighing.signals[name]) for name in names if name in weighing.signals)
    return [(value * signal.weight, signal.reason) for value, signal in found if value]


def _readable(text: str) -> str:
    """Without lone surrogates, which no encoder takes, and with the markup of exported comments undone."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return _BREAK.sub("\n", html.unescape(text)) if "&" in text or "<" in text else text
