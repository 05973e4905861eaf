"""Weights as data: loaded from a file, checked, and ready to be applied.

A weights file is JSON (`rules/weights/html.json`, `text.json`) with the fields of `WeightsFile`. It names the signals
that it was learned with and carries a checksum, so that a file made for other signals, or a damaged one, is refused
instead of giving a wrong answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleaner.document import LABELS, ZONES
from cleaner.errors import WeightsError
from cleaner.signals import LEXICON_NAMES, Lexicon
from cleaner.zoning.confidence import ABOUT_PAGE, confidence_names
from cleaner.zoning.network import Network, NetworkFile
from cleaner.zoning.pagekind import COMMENT_RULES, KIND_NAMES, KINDS, PAGE_NAMES, PageTokens, PageTokensFile, page_names
from cleaner.zoning.products import product
from cleaner.zoning.trees import Trees, TreesFile

VERSION = 8

Floats = NDArray[np.float64]

LABEL_ZONE: NDArray[np.int64] = np.array([ZONES.index(zone) for zone, _ in LABELS])
"""The index of each label's zone."""

LABEL_NAMES: tuple[str, ...] = tuple(f"{zone}/{kind}" for zone, kind in LABELS)


class _Versioned(msgspec.Struct):
    version: int


class LabelsFile(msgspec.Struct, forbid_unknown_fields=True):
    """An additive model of the labels: a bias and, a signal, what it adds to each of `LABELS`."""

    bias: list[float]
    signals: dict[str, list[float]]


class WeightsFile(msgspec.Struct, forbid_unknown_fields=True):
    """What a weights file holds.

    about        how it was made, for people
    checksum     SHA-256, hexadecimal, of the file with an empty checksum
    signals      the signals in their order;  labels: the names of zones and kinds in theirs
    tokens, words   the lexicon, see `cleaner.signals.lexicon`
    page_tokens  what tokens of a page (its words, its metadata) add to each of `KINDS`
    kind, article, confidence   trees: the page's kind; is a block, by itself, the report; how good the result is
    network      it sees all blocks of a page, their signals and what the trees say of the report, and tells the report
                 and the other zones
    kinds        the additive model of the kinds within a zone
    transitions  what following the zone of the row adds to the score of the zone of the column
    trust        the share of their own log-odds that rules on lines, and on elements, add to what was learned, and what
                 an open region adds at its start
    """

    version: int
    about: str
    checksum: str
    signals: list[str]
    labels: list[str]
    tokens: dict[str, float]
    words: dict[str, float]
    page_tokens: PageTokensFile
    kind: TreesFile
    article: TreesFile
    network: NetworkFile
    confidence: TreesFile
    kinds: LabelsFile
    transitions: list[list[float]]
    trust: tuple[float, float, float]


@dataclass(frozen=True)
class Weights:
    """The weights for one form of page. `signals` are the names of the columns of a block: those that are computed,
    those of the lexicon, and those that need the page's kind.

    `kind` has an output for each of `KINDS`, `article` the log-odds of the report, `network` these and the scores of
    the other zones, `confidence` the word F1 that the result is likely to have. `bias` has shape (labels,), `matrix`
    (signals, labels), `transitions` (zones, zones).
    """

    signals: tuple[str, ...]
    lexicon: Lexicon
    page_tokens: PageTokens
    kind: Trees
    article: Trees
    network: Network
    confidence: Trees
    bias: Floats
    matrix: Floats
    transitions: Floats
    trust: tuple[float, float, float]

    @classmethod
    def of(cls, file: WeightsFile) -> Weights:
        """The weights of a file. Raises `ValueError` where its tables do not fit together."""
        computed = tuple(file.signals)
        signals = (*computed, *LEXICON_NAMES, *PAGE_NAMES)
        trees = (
            Trees.of(file.kind, page_names((*computed, *LEXICON_NAMES))),
            Trees.of(file.article, signals),
            Trees.of(file.confidence, confidence_names(KIND_NAMES)),
        )
        if tuple(len(some.bias) for some in trees) != (len(KINDS), 1, 1):
            raise ValueError("trees with the wrong number of outputs")
        if set(file.kinds.signals) != set(signals):
            raise ValueError("the model of the kinds has other signals than the file")
        table = np.array([file.kinds.bias, *(file.kinds.signals[name] for name in signals)], np.float64)
        transitions = np.array(file.transitions, np.float64)
        if table.shape != (1 + len(signals), len(LABELS)) or transitions.shape != (len(ZONES), len(ZONES)):
            raise ValueError("tables of the wrong size")
        lexicon = Lexicon(file.tokens, file.words)
        tokens = PageTokens.of(file.page_tokens)
        return cls(
            signals=signals,
            lexicon=lexicon,
            page_tokens=tokens,
            kind=trees[0],
            article=trees[1],
            network=Network.of(file.network, signals),
            confidence=trees[2],
            bias=table[0],
            matrix=table[1:],
            transitions=transitions,
            trust=file.trust,
        )

    @cached_property
    def about_page(self) -> list[int]:
        """The rows of the columns that `confidence_row` takes over: those about the page and its kinds."""
        return [self.signals.index(name) for name in (*ABOUT_PAGE, *KIND_NAMES)]

    @cached_property
    def comment_rules(self) -> list[int]:
        """The rows of the columns that `page_columns` combines with the page's kind."""
        return [self.signals.index(name) for name in COMMENT_RULES]

    def label_scores(self, columns: NDArray[np.float32]) -> Floats:
        """Scores of every label for every block, to be compared within a zone: shape (blocks, labels)."""
        return product(columns.T, self._single) + self.bias

    @cached_property
    def _single(self) -> NDArray[np.float32]:
        """`matrix` as precise as the columns are."""
        return self.matrix.astype(np.float32)


def checksum(file: WeightsFile) -> str:
    """What the field `checksum` of a file has to be."""
    return sha256(msgspec.json.encode(msgspec.structs.replace(file, checksum=""))).hexdigest()


def load_weights(path: Path, signals: Sequence[str]) -> Weights:
    """The weights in the file `path`, for columns in the order of `signals`.

    Raises `WeightsError` where the file is missing, damaged, of another version or made for other signals.
    """
    try:
        data = path.read_bytes()
        file = msgspec.json.decode(data, type=WeightsFile)
    except OSError as error:
        raise WeightsError(f"{path}: cannot read the weights: {error.strerror}") from error
    except msgspec.MsgspecError as error:
        # What else a file of another version holds is not known.
        _check_version(path, _version_in(data))
        raise WeightsError(f"{path}: damaged weights: {error}") from error
    _check_version(path, file.version)
    # As it was written first: to write it anew takes longer than all else that is checked.
    as_written = data.removesuffix(b"\n").replace(f'"checksum":"{file.checksum}"'.encode(), b'"checksum":""', 1)
    if sha256(as_written).hexdigest() != file.checksum and checksum(file) != file.checksum:
        raise WeightsError(
            f"{path}: damaged weights: the checksum is not that of the contents: train the weights again"
        )
    if tuple(file.labels) != LABEL_NAMES:
        raise WeightsError(f"{path}: made for other zones and kinds: train the weights again")
    if tuple(file.signals) != tuple(signals):
        others = sorted(set(signals) ^ set(file.signals)) or ["in another order"]
        raise WeightsError(f"{path}: made for other signals ({', '.join(others[:5])}): train the weights again")
    try:
        return Weights.of(file)
    except ValueError as error:
        raise WeightsError(f"{path}: damaged weights: {error}: train the weights again") from error


def _version_in(data: bytes) -> int | None:
    """The version of a file that else cannot be decoded; None where not even that can."""
    try:
        return msgspec.json.decode(data, type=_Versioned).version
    except msgspec.MsgspecError:
        return None


def _check_version(path: Path, version: int | None) -> None:
    """Raises `WeightsError` for weights of another version."""
    if version not in (None, VERSION):
        raise WeightsError(f"{path}: weights of version {version}, not {VERSION}: train the weights again")
