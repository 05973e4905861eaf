"""Learned weights over a comment's characters, words and shapes: hashed features, one weight each, summed.

Feature hashing (Weinberger et al. 2009) needs no vocabulary, so words in any language and spelling count, and one small
table holds all weights. A weights file is JSON (`rules/weights/spam.json`): the tables are base64 of signed bytes, with
a scale each and a CRC-32 over all of them.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleaner.errors import WeightsError
from cleaner.resources import rules_folder

VERSION = 1
BITS = {"chars": 16, "words": 15, "shapes": 12}
"""Families of features, and the size of each one's table as a power of two."""
PLAIN = ("rules", "links", "words", "exclaims", "digits", "author_phrase", "author_digits")
DENSE = (*PLAIN, *(f"{name}_below" for name in PLAIN), "long_below", "one_below")
"""Features that are plain numbers: for every comment, and once more for those that stand below a report, which their
site has moderated: they are spam far less often than those that somebody collected, and their links and length mean
less. Each kind of source has weights of its own besides the common ones (Daumé 2007)."""
LONGEST = 600
"""Characters of a comment that are looked at."""
FULL = 30
"""Words from which a comment is as long as any: up to there advertisers write more than others."""
LARGEST = 4
"""Length of the longest runs of characters; the shortest are two."""

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[a-z0-9][\w-]*(?:\.[\w-]+)*\.[a-z]{2,8}(?:/\S*)?(?=[\s,;:!?)]|$)", re.IGNORECASE
)
_MARK = "\x02"
_TOKEN = re.compile(rf"{_MARK}|\w+|[^\w\s]+")
_PLACES = re.compile(r"\d")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_BASE = np.uint64(1_000_003)

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Features:
    """A comment as the model sees it: indices into the table of each family, and the plain numbers of `DENSE`."""

    hashed: dict[str, Indices]
    numbers: tuple[float, ...]


def features(text: str, author: str | None, rules: float, below_report: bool) -> Features:
    """What the weights are applied to.

    `text` is normalised; `rules` are the log-odds that the rules give; `below_report` tells where the comment stands.
    """
    links = _LINK.findall(text)
    masked = _PLACES.sub("0", _LINK.sub(_MARK, text[:LONGEST]))
    folded = masked.casefold()
    tokens, shown = _TOKEN.findall(folded), _TOKEN.findall(masked)
    name = (author or "").strip()
    hashed = {
        "chars": _runs(f" {folded} "),
        "words": _chain([zlib.crc32(token.encode()) for token in tokens], BITS["words"], 2),
        "shapes": _chain([_shape(token) for token in shown], BITS["shapes"], 4),
    }
    phrase = name.count(" ") >= 1 and name == name.casefold() and name.isascii()
    numbers = (
        max(-4.0, min(6.0, rules)),
        float(min(len(links), 4)),
        math.log1p(min(len(tokens), FULL)),
        float(min(text.count("!"), 5)),
        min(sum(map(str.isdigit, text)), 20) / 10,
        float(phrase),
        float(any(map(str.isdigit, name))),
    )
    below = (*numbers, math.log1p(max(0, len(text) - 6 * FULL) / 6), 1.0) if below_report else (0.0,) * (len(PLAIN) + 2)
    return Features(hashed, (*numbers, *below))


def _runs(text: str) -> Indices:
    """Hashes of all runs of two to `LARGEST` characters, each once."""
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    found, run = [], codes
    for length in range(2, LARGEST + 1):
        if len(codes) < length:
            break
        run = run[:-1] * _BASE + codes[length - 1 :]
        found.append(run * _BASE + np.uint64(length))
    return _fold(np.concatenate(found), BITS["chars"]) if found else np.empty(0, np.int64)


def _chain(items: list[int], bits: int, longest: int) -> Indices:
    """Hashes of all runs of one to `longest` items, each once."""
    if not items:
        return np.empty(0, np.int64)
    codes = np.array(items, np.uint64)
    found, run = [codes], codes
    for length in range(2, min(longest, len(items)) + 1):
        run = run[:-1] * _BASE + codes[length - 1 :]
        found.append(run + np.uint64(length))
    return _fold(np.concatenate(found), bits)


def _fold(hashes: NDArray[np.uint64], bits: int) -> Indices:
    """Hashes as distinct indices into a table of 2**bits weights (Fibonacci hashing)."""
    folded: NDArray[np.uint64] = (hashes * _MIX) >> np.uint64(64 - bits)
    # Sorting and comparing is what np.unique does, without its overhead on small arrays.
    folded.sort()
    return folded[np.concatenate(([True], folded[1:] != folded[:-1]))].astype(np.int64)


def _shape(token: str) -> int:
    """What a token looks like: its length in steps, and whether it is capitals, capitalised, lower, number or sign."""
    if token == _MARK:
        return 1
    if not token[0].isalnum():
        return 2 + (ord(token[0]) & 63)
    kind = 0 if token.isdigit() else 1 if token.islower() else 2 if token.istitle() else 3 if token.isupper() else 4
    return 128 + kind * 8 + min(len(token).bit_length(), 7)


class WeightsFile(msgspec.Struct, forbid_unknown_fields=True):
    """What `spam.json` holds: `tables` are base64 of one signed byte a weight, to be multiplied by `scales`."""

    version: int
    about: str
    bias: float
    dense: dict[str, float]
    scales: dict[str, float]
    tables: dict[str, str]
    crc32: int


class _Versioned(msgspec.Struct):
    version: int


@dataclass(frozen=True)
class SpamModel:
    """Weights of logistic regression: `tables` of the hashed families, `dense` in the order of `DENSE`, and `bias`."""

    bias: float
    dense: NDArray[np.float64]
    tables: dict[str, NDArray[np.float32]]

    def odds(self, given: Features) -> float:
        """Log-odds of spam. Every family counts alike however long the comment is: a sum is divided by the root of
        the number of its features."""
        total = self.bias + float(self.dense @ given.numbers)
        for family, indices in given.hashed.items():
            if len(indices):
                total += float(self.tables[family][indices].sum()) / len(indices) ** 0.5
        return total

    def trust(self, below_report: bool) -> float:
        """How much of their own log-odds the rules are given."""
        return float(self.dense[0] + below_report * self.dense[DENSE.index("rules_below")])

    def word_weight(self, word: str) -> float:
        """The weight of a single word, to name those that count."""
        index = _chain([zlib.crc32(word.casefold().encode())], BITS["words"], 1)
        return float(self.tables["words"][index[0]])

    @classmethod
    def load(cls, path: Path) -> SpamModel:
        """Reads and checks a file. Raises `WeightsError`, naming what is wrong with it and the way out."""
        try:
            data = path.read_bytes()
            version = msgspec.json.decode(data, type=_Versioned).version
            if version != VERSION:
                raise WeightsError(
                    f"{path}: version {version} of the weights, this program reads {VERSION}: {_WAY_OUT}"
                )
            file = msgspec.json.decode(data, type=WeightsFile)
            raw = {family: base64.b64decode(file.tables[family], validate=True) for family in BITS}
            dense = np.array([file.dense[name] for name in DENSE])
            scales = {family: float(file.scales[family]) for family in BITS}
        except KeyError as fault:
            raise WeightsError(f"{path}: no weights for {fault}: {_WAY_OUT}") from fault
        except (OSError, msgspec.MsgspecError, binascii.Error) as fault:
            raise WeightsError(f"{path}: {fault}: {_WAY_OUT}") from fault
        if checksum(raw) != file.crc32 or any(len(raw[family]) != 1 << bits for family, bits in BITS.items()):
            raise WeightsError(f"{path}: the tables are damaged: {_WAY_OUT}")
        tables = {family: np.frombuffer(raw[family], np.int8).astype(np.float32) * scales[family] for family in BITS}
        return cls(file.bias, dense, tables)

    def dump(self, about: str) -> bytes:
        """The weights as a file, in bytes; weights are rounded to 127 steps in each direction."""
        scales = {family: max(float(np.abs(table).max()), 1e-9) / 127 for family, table in self.tables.items()}
        raw = {
            family: np.round(table / scales[family]).astype(np.int8).tobytes() for family, table in self.tables.items()
        }
        file = WeightsFile(
            VERSION,
            about,
            round(self.bias, 6),
            {name: round(float(weight), 6) for name, weight in zip(DENSE, self.dense, strict=True)},
            {family: round(scale, 9) for family, scale in scales.items()},
            {family: base64.b64encode(table).decode() for family, table in raw.items()},
            checksum(raw),
        )
        return msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n"


_WAY_OUT = "install the package again, or learn them anew with `cleaner train --spam`"


def checksum(raw: dict[str, bytes]) -> int:
    """CRC-32 over the tables in the order of `BITS`."""
    found = 0
    for family in BITS:
        found = zlib.crc32(raw[family], found)
    return found


@cache
def spam_model() -> SpamModel:
    """The weights that ship with the package, read once. Raises `WeightsError` where they are missing or damaged."""
    return SpamModel.load(rules_folder() / "weights" / "spam.json")
