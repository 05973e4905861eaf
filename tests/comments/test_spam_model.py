"""The learned weights: that their file is checked, and that features are what they are said to be."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.comments.spam_model import BITS, DENSE, SpamModel, features, spam_model
from cleaner.errors import WeightsError
from cleaner.resources import rules_folder

SHIPPED = rules_folder() / "weights" / "spam.json"


def test_the_shipped_file_is_small_and_loads() -> None:
    assert SHIPPED.stat().st_size <= 2 * 2**20
    assert set(spam_model().tables) == set(BITS)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda file: file.update(version=99), "version 99"),
        (lambda file: file.update(crc32=1), "damaged"),
        (lambda file: file["tables"].update(words="AAAA"), "damaged"),
        (lambda file: file["tables"].update(words="!"), "spam.json"),
        (lambda file: file["tables"].pop("words"), "words"),
        (lambda file: file["dense"].pop("links"), "links"),
        (lambda file: file.pop("bias"), "bias"),
        (lambda file: file.update(more=1), "more"),
    ],
)
def test_a_wrong_file_is_refused_with_its_fault(tmp_path: Path, change: object, told: str) -> None:
    file = json.loads(SHIPPED.read_bytes())
    change(file)  # type: ignore[operator]
    path = tmp_path / "spam.json"
    path.write_text(json.dumps(file))
    with pytest.raises(WeightsError, match=told) as raised:
        SpamModel.load(path)
    assert "train --spam" in str(raised.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"none\.json"):
        SpamModel.load(tmp_path / "none.json")


def test_links_and_numbers_are_alike_whatever_they_are() -> None:
    one = features("see https://a.example/x for 12 pens", None, 0, False)
    other = features("see www.other.example for 47 pens", None, 0, False)
    assert all(np.array_equal(one.hashed[name], other.hashed[name]) for name in BITS)


def test_numbers_are_named() -> None:
    numbers = dict(zip(DENSE, features("Hi! www.a.example", "best cheap pens", 1.5, True).numbers, strict=True))
    assert numbers["rules"] == 1.5
    assert numbers["links"] == 1
    assert numbers["exclaims"] == 1
    assert numbers["author_phrase"] == 1
    assert numbers["one_below"] == 1
    assert numbers["rules_below"] == 1.5


@given(st.text(max_size=80), st.none() | st.text(max_size=20))
def test_every_text_has_features_within_the_tables(text: str, author: str | None) -> None:
    found = features(text, author, 0.0, False)
    for name, indices in found.hashed.items():
        assert len(set(indices.tolist())) == len(indices)
        assert all(0 <= index < 1 << BITS[name] for index in indices)
    assert len(found.numbers) == len(DENSE)
