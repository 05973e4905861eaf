"""Weights files: read back as written, refused when damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from plain import plain_file, signed, stumps

from cleaner.document import LABELS
from cleaner.errors import WeightsError
from cleaner.resources import rules_folder
from cleaner.signals import LEXICON_NAMES, signal_names
from cleaner.zoning.pagekind import PAGE_NAMES, PageTokensFile
from cleaner.zoning.weights import WeightsFile, load_weights

SIGNALS = signal_names()
LARGEST = 2 * 2**20


def written(path: Path, **changed: Any) -> Path:
    path.write_bytes(msgspec.json.encode(signed(msgspec.structs.replace(plain_file(), **changed))))
    return path


def test_weights_are_read_back(tmp_path: Path) -> None:
    weights = load_weights(written(tmp_path / "html.json"), SIGNALS)
    assert weights.signals == (*SIGNALS, *LEXICON_NAMES, *PAGE_NAMES)
    assert weights.lexicon.words["=home"] == -3
    assert weights.matrix.shape == (len(weights.signals), len(LABELS))
    assert weights.matrix[weights.signals.index("headline")].max() == 6
    assert weights.article.scores(np.zeros((len(weights.signals), 2), np.float32)).tolist() == [[-3, -3]]


def test_scores_of_labels_are_those_of_one_product(tmp_path: Path) -> None:
    weights = load_weights(written(tmp_path / "html.json"), SIGNALS)
    columns = np.random.default_rng(0).normal(size=(len(weights.signals), 700)).astype(np.float32)
    expected = columns.T.astype(float) @ weights.matrix + weights.bias
    # Single precision: how sums are rounded differs by processor.
    assert np.allclose(weights.label_scores(columns), expected, atol=1e-4)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"version": 0}, "version 0"),
        ({"labels": ["article/title"]}, "other zones and kinds"),
        ({"signals": list(SIGNALS[1:])}, SIGNALS[0]),
        ({"signals": [*SIGNALS, "foreign"]}, r"other signals \(foreign\)"),
        ({"signals": list(reversed(SIGNALS))}, "another order"),
        ({"transitions": [[0.0] * 4] * 3}, "size"),
        ({"page_tokens": PageTokensFile(["a"], [1])}, "tokens of pages"),
        ({"article": msgspec.structs.replace(plain_file().article, bias=[0.0, 0.0], outputs=2)}, "damaged"),
        ({"article": plain_file().kind}, "other signals"),
        ({"article": stumps([0.0, 0.0], [])}, "outputs"),
        ({"article": msgspec.structs.replace(plain_file().article, questions={"foreign": [0.3] * 10})}, "foreign"),
        ({"network": msgspec.structs.replace(plain_file().network, width=3)}, "wrong size"),
        ({"kinds": msgspec.structs.replace(plain_file().kinds, signals={})}, "other signals"),
        ({"kinds": msgspec.structs.replace(plain_file().kinds, bias=[0.0])}, "damaged"),
    ],
)
def test_what_does_not_fit_is_named_with_its_file(tmp_path: Path, changed: dict[str, Any], complaint: str) -> None:
    path = written(tmp_path / "text.json", **changed)
    with pytest.raises(WeightsError, match=complaint) as caught:
        load_weights(path, SIGNALS)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.pop("article"),
        lambda file: file.update(more=1),
        lambda file: file["words"].update(news=1.0),
        lambda file: file["article"]["leaves"][0].__setitem__(1, 5),
        lambda file: file["kinds"]["bias"].__setitem__(0, None),
        lambda file: file.update(version="3"),
    ],
)
def test_a_file_that_was_changed_is_refused(tmp_path: Path, damage: Callable[[dict[str, Any]], Any]) -> None:
    file = json.loads(msgspec.json.encode(plain_file()))
    damage(file)
    path = tmp_path / "text.json"
    path.write_text(json.dumps(file))
    with pytest.raises(WeightsError, match="damaged"):
        load_weights(path, SIGNALS)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"null"])
def test_files_that_are_no_weights(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "html.json"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"html\.json"):
        load_weights(path, SIGNALS)


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"none\.json"):
        load_weights(tmp_path / "none.json", SIGNALS)
    with pytest.raises(WeightsError, match=str(tmp_path)):
        load_weights(tmp_path, SIGNALS)


@pytest.mark.parametrize("form", ["html", "text"])
def test_shipped_weights_fit_the_signals_and_are_light(form: str) -> None:
    path = rules_folder() / "weights" / f"{form}.json"
    weights = load_weights(path, SIGNALS)
    assert weights.article.asked.size
    assert path.stat().st_size <= LARGEST
    assert b"checksum" in msgspec.json.encode(msgspec.json.decode(path.read_bytes(), type=WeightsFile))
