"""In which language a page is written: what it declares, checked by a vote of function words, else langdetect.

Themes and site builders often declare "en" for whatever is published with them, so a declaration is believed only as
long as the text does not clearly speak against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

PIECES, PIECE = 12, 200
"""The sample: so many of the longest texts, so many characters of each. Long texts are prose, short ones are menus."""

MIN_WORDS = 20
"""Words below which function words have no vote."""

MIN_SHARE = 0.15
"""Share of function words that a language needs to win; prose has 0.3 to 0.5 in its own, below 0.15 in most others."""

FAINT = 0.5
"""A declared language is overruled where its share is below this part of the winner's."""

MIN_SHARE_UNLISTED = 0.3
"""What the winner needs against a declared language without a word list: a close relative of it reaches 0.2."""

CLEAR_LEAD = 1.2
"""Winner's share over the second's without a declaration; less is left to langdetect."""

ABSENT = 0.04
"""Share of its own function words below which the text refutes a declared language though no other wins."""

GUESS_SAMPLE = 1000
"""Characters that langdetect is given; more cost time and change nothing."""

MIN_LETTERS = 20
"""Letters that langdetect needs; it guesses wildly on less."""

# Compiled when needed: that takes some milliseconds.
_KANA = r"[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d]"
_HANGUL = r"[\u1100-\u11ff\uac00-\ud7a3]"
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_EAST_ASIAN = r"[\u1100-\u11ff\u3041-\u9fff\uac00-\ud7a3]"
_CODE = re.compile(r"\s*([a-z]{2,3})(?![a-z])", re.IGNORECASE)
# ISO 639-2 and other names in use for languages that have a two-letter code (ISO 639-1).
_TWO_LETTERS = {
    "eng": "en",
    "deu": "de",
    "ger": "de",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "ita": "it",
    "por": "pt",
    "nld": "nl",
    "dut": "nl",
    "pol": "pl",
    "tgl": "tl",
    "fil": "tl",
    "rus": "ru",
    "ukr": "uk",
    "jpn": "ja",
    "zho": "zh",
    "chi": "zh",
    "cmn": "zh",
    "kor": "ko",
    "ara": "ar",
    "heb": "he",
    "tur": "tr",
    "swe": "sv",
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "jp": "ja",
    "cn": "zh",
    "kr": "ko",
    "cz": "cs",
}


def detect_language(declared: str | None, texts: Sequence[str], stopwords: Mapping[str, frozenset[str]]) -> str | None:
    """The ISO 639-1 code of the language that most of a page is written in, lower case; None where nothing tells.

    `declared` is the `lang` of `<html>` as written; `texts` are the page's blocks, of which the longest count;
    `stopwords` are the most frequent function words of some languages, in lower case.
    """
    claim = language_code(declared)
    sample = [text[:PIECE] for text in sorted(texts, key=len)[-PIECES:]]
    joined = "\n".join(sample)
    if by_script := _by_script(joined):
        return by_script
    shares = _shares(joined, stopwords)
    winner, best = max(shares.items(), key=lambda share: share[1], default=("", 0.0))
    if claim is None:
        second = max((share for language, share in shares.items() if language != winner), default=0.0)
        return winner if best >= MIN_SHARE and best >= CLEAR_LEAD * second else _guess(joined) or winner or None
    if not shares:
        return claim
    if claim not in stopwords:
        return winner if best >= MIN_SHARE_UNLISTED else claim
    if best >= MIN_SHARE and shares[claim] < FAINT * best:
        return winner
    return (_guess(joined) or claim) if shares[claim] < ABSENT else claim


def language_code(tag: str | None) -> str | None:
    """The ISO 639-1 code in a language tag: "en-US" gives "en", "fil" gives "tl"; None for "und" and the like."""
    found = _CODE.match(tag or "")
    if not found:
        return None
    code = found[1].lower()
    return _TWO_LETTERS.get(code, code if len(code) == 2 else None)


def _by_script(text: str) -> str | None:
    """Japanese, Korean and Chinese by their letters; every other script serves several languages."""
    if text.isascii() or not re.search(_EAST_ASIAN, text):
        return None
    kana, hangul, han = (len(re.findall(script, text)) for script in (_KANA, _HANGUL, _HAN))
    own = kana + hangul + han
    # A letter stands for about three of the Latin alphabet's.
    if own == 0 or 4 * own < len(text) - text.count(" ") - text.count("\n"):
        return None
    if 10 * kana >= own:
        return "ja"
    return "ko" if 2 * hangul >= own else "zh"


def _shares(text: str, stopwords: Mapping[str, frozenset[str]]) -> dict[str, float]:
    """Share of each language's function words among the words of a text; empty where there are too few words."""
    # Splitting is five times as fast as a pattern for words, and punctuation seldom touches function words.
    counts = Counter(text.lower().replace("'", " ").replace("’", " ").split())
    total = counts.total()
    if total < MIN_WORDS:
        return {}
    seen = frozenset(counts)
    return {language: sum(map(counts.__getitem__, seen & words)) / total for language, words in stopwords.items()}


def _guess(text: str) -> str | None:
    """langdetect's opinion, the same at every run; None where it has none."""
    text = text[:GUESS_SAMPLE]
    if sum(map(str.isalpha, text)) < MIN_LETTERS:
        return None
    from langdetect.lang_detect_exception import LangDetectException  # rarely needed, slow to import

    from cleaner.packs.guessing import guess

    try:
        return language_code(guess(text))
    except LangDetectException:
        return None
