"""Whether a comment is spam: rules and counted signals, summed as log-odds, each with its reason in words.

A sum of weights of evidence through the logistic function (I. J. Good 1950) stays explainable: every reason names one
summand. A learned model can take the place of `_weigh` alone.
"""

from __future__ import annotations

import html
import math
import re

from cleaner.comments.spam_rules import SpamRule, Weighing, spam_rules
from cleaner.comments.spam_signals import SIGNALS, Signs, normal

LONGEST = 5_000
"""Characters of a comment that are looked at."""
LONGEST_REPORT = 20_000
"""Characters of the report that are looked at."""
TELLING = 0.3
"""Log-odds that a summand must have to be named among the reasons."""

_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)


def spam_score(text: str, author: str | None = None, report: str | None = None) -> float:
    """How probable it is that a comment is spam, 0 to 1.

    `author` is the name under it, `report` the text that it comments on: a comment that takes up its words is less
    suspect. An opinion is no spam, however harsh.
    """
    return judge(text, author, report)[0]


def judge(text: str, author: str | None = None, report: str | None = None) -> tuple[float, list[str]]:
    """The score of `spam_score`, and what speaks for spam, strongest first ("asks to be subscribed to")."""
    rules = spam_rules()
    raw = _readable(text[:LONGEST])
    signs = Signs(raw, normal(raw), _readable(report[:LONGEST_REPORT]) if report else None)
    fired = rules.match(signs.text)
    if author:
        fired += rules.match(normal(_readable(author[:LONGEST])), on="author")
    return _weigh(fired, {name: signal(signs) for name, signal in SIGNALS.items()}, rules.weighing)


def _weigh(fired: list[SpamRule], signals: dict[str, float], weighing: Weighing) -> tuple[float, list[str]]:
    """Sums the evidence. `signals` are 0 to 1 each."""
    summands = [(rule.weight, rule.reason) for rule in fired]
    for name, value in signals.items():
        if value and (signal := weighing.signals.get(name)):
            summands.append((value * signal.weight, signal.reason))
    odds = weighing.bias + sum(weight for weight, _ in summands)
    reasons = [reason for weight, reason in sorted(summands, key=lambda one: -one[0]) if weight >= TELLING]
    return 1 / (1 + math.exp(-odds)), list(dict.fromkeys(reasons))


def _readable(text: str) -> str:
    """Without lone surrogates, which no encoder takes, and with the markup of exported comments undone."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return _BREAK.sub("\n", html.unescape(text)) if "&" in text or "<" in text else text
