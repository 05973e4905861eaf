"""What no pattern can tell of a comment: counts and shares, each a number from 0 (not at all) to 1 (fully)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

LONG = 400
"""Characters from which a comment counts as fully long."""
CAPITALS = 12
"""Capital letters below which nobody is said to shout."""
FEW = 4
"""Words beside a link that say no more than the link."""
HIDDEN = frozenset("\u200b\u200c\u200d\u2060\u00ad\u180e\u2061\u2062\u2063\u2064")
"""Invisible characters. Some scripts and emoji need the joiners: only those between Latin, Greek or Cyrillic count."""

_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_RUN = re.compile(r"(.)\1{5,}", re.DOTALL)
_HIDDEN_INSIDE = re.compile(f"(?<=[a-zA-Z\u0370-\u04ff])[{''.join(sorted(HIDDEN))}]+(?=[a-zA-Z\u0370-\u04ff])")
_LATIN = re.compile(r"[a-zA-Z]")
_OTHER = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")
_EMOJI = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
_STYLED = re.compile("[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\U0001f130-\U0001f189]")


@dataclass
class Signs:
    """A comment as the signals see it: `raw` as written, `text` after normalising, both without lone surrogates; the
    report that it comments on, and under how many other pages it was seen."""

    raw: str
    text: str
    report: str | None = None
    seen: int = 0

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(self.text.casefold())

    @cached_property
    def links(self) -> str:
        return "".join(_LINK.findall(self.text))

    @cached_property
    def plain(self) -> str:
        """The text without its links."""
        return _LINK.sub(" ", self.text) if self.links else self.text


def shouting(signs: Signs) -> float:
    """Share of capitals among the letters that have a case, where there are enough to tell."""
    upper = sum(map(str.isupper, signs.plain))
    if upper < CAPITALS:
        return 0.0
    share = upper / (upper + sum(map(str.islower, signs.plain)))
    return max(0.0, (share - 0.4) / 0.6)


def repeated_characters(signs: Signs) -> float:
    """A sign or letter six times in a row."""
    return float(bool(_RUN.search(signs.text)))


def repeated_words(signs: Signs) -> float:
    """How far the words of a comment of some length repeat each other."""
    if len(signs.words) < 12:
        return 0.0
    return max(0.0, 1 - 2 * len(set(signs.words)) / len(signs.words))


def mixed_scripts(signs: Signs) -> float:
    """A word of Latin and of Greek or Cyrillic letters, each more than once: "pаypаl" with two Cyrillic а."""
    if signs.text.isascii():
        return 0.0
    mixed = [w for w in signs.words if len(w) > 3 and _LATIN.search(w) and _OTHER.search(w)]
    return min(1.0, len(mixed) / 2)


def styled_letters(signs: Signs) -> float:
    """Letters that only look like Latin ones: mathematical, circled or full-width; five are taken for a habit."""
    if signs.raw.isascii():
        return 0.0
    return min(1.0, len(_STYLED.findall(signs.raw)) / 5)


def hidden_characters(signs: Signs) -> float:
    """Invisible characters between letters of alphabets that need none; soft hyphens are few and harmless."""
    if signs.raw.isascii():
        return 0.0
    return min(1.0, len([run for run in _HIDDEN_INSIDE.findall(signs.raw) if run.strip("\u00ad")]) / 2)


def emoji_flood(signs: Signs) -> float:
    """Emoji beyond six; sixteen are a flood."""
    if signs.text.isascii():
        return 0.0
    return min(1.0, max(0, len(_EMOJI.findall(signs.text)) - 6) / 10)


def bare_link(signs: Signs) -> float:
    """A link with hardly a word around it."""
    return float(bool(signs.links) and len(_WORD.findall(signs.plain)) <= FEW)


def link_share(signs: Signs) -> float:
    """Share of the characters that belong to links."""
    return len(signs.links) / max(1, len(signs.text))


def length(signs: Signs) -> float:
    """How long the comment is without its links."""
    return min(1.0, (len(signs.text) - 2 * len(signs.links)) / LONG) if len(signs.text) > 80 else 0.0


def question(signs: Signs) -> float:
    """A question mark outside links."""
    return float(any(mark in signs.plain for mark in "?？؟"))


def on_topic(signs: Signs) -> float:
    """How many different longer words the comment shares with the report; three are full marks."""
    if not signs.report:
        return 0.0
    return min(1.0, len(_long_words(signs.report) & {word for word in signs.words if len(word) > 5}) / 3)


@lru_cache(maxsize=8)
def _long_words(report: str) -> frozenset[str]:
    """The words of a report that tell what it is about; all comments on it ask for them."""
    return frozenset(word for word in _WORD.findall(report.casefold()) if len(word) > 5)


def repeated_elsewhere(signs: Signs) -> float:
    """Whether the same text, of some length, stands under other pages; under three it is certain."""
    return min(1.0, signs.seen / 3) if len(signs.words) >= FEW else 0.0


SIGNALS: dict[str, Callable[[Signs], float]] = {
    signal.__name__: signal
    for signal in (
        shouting,
        repeated_characters,
        repeated_words,
        mixed_scripts,
        styled_letters,
        hidden_characters,
        emoji_flood,
        bare_link,
        link_share,
        length,
        question,
        on_topic,
        repeated_elsewhere,
    )
}
"""Every signal by the name under which `rules/spam/signals.yaml` weighs it."""

ON_PAGE = ("on_topic", "repeated_elsewhere")
"""The signals that tell of the page rather than of the comment."""


def normal(raw: str) -> str:
    """The text as it reads: compatibility letters unified, invisible characters gone, white space folded."""
    if not raw.isascii():
        raw = unicodedata.normalize("NFKC", raw).replace("\ufeff", "")
        raw = raw.translate(_INVISIBLE)
    return " ".join(raw.split())


_INVISIBLE = dict.fromkeys(map(ord, HIDDEN))
