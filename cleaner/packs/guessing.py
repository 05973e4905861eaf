"""langdetect's guess at a language, without the half second that it takes to get ready.

langdetect writes a table of its 88,000 n-grams with the probability of each in 55 languages. A text has some hundred of
them: here a row is written when its n-gram is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache

import msgspec
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory


class _Profile(msgspec.Struct):
    """How often each n-gram occurs in samples of a language, and how many of one, two and three letters there are."""

    name: str
    freq: dict[str, int]
    n_words: list[int]


class _Rows(dict[str, list[float]]):
    """The table, as far as it was asked for: n-gram -> its probability in each language."""

    def __init__(self, profiles: Sequence[_Profile]) -> None:
        self._profiles = profiles

    def __contains__(self, ngram: object) -> bool:
        return super().__contains__(ngram) or any(ngram in profile.freq for profile in self._profiles)

    def __missing__(self, ngram: str) -> list[float]:
        kind = len(ngram) - 1
        row = self[ngram] = [profile.freq.get(ngram, 0) / profile.n_words[kind] for profile in self._profiles]
        return row


def guess(text: str) -> str:
    """The language that langdetect takes `text` for, the same at every run.

    Raises `langdetect.LangDetectException` where the text has no letters that tell anything.
    """
    detector = _factory().create()
    detector.append(text)
    return str(detector.detect())


@cache
def _factory() -> DetectorFactory:
    # Ties are broken by chance and by the languages' order, which is the directory's.
    files = [os.path.join(PROFILES_DIRECTORY, name) for name in os.listdir(PROFILES_DIRECTORY)]
    profiles = [_read(file) for file in files if os.path.isfile(file)]
    factory = DetectorFactory()
    factory.seed = 0
    factory.langlist = [profile.name for profile in profiles]
    factory.word_lang_prob_map = _Rows(profiles)
    return factory


def _read(file: str) -> _Profile:
    with open(file, "rb") as data:
        return msgspec.json.decode(data.read(), type=_Profile)
