"""Learning the spam weights: what is read, what comes out, and what the table says."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy")

from cleaner.comments.spam import known
from cleaner.comments.spam_model import BITS, SpamModel
from cleaner.training.spam import (
    OWN,
    SpamExample,
    area,
    digest,
    held_out,
    labelled,
    learn,
    own_examples,
    scores,
    train_spam,
)

ROWS = [
    ("Come and buy cheap tyres", True),
    ("The tyres wore out in May", False),
    ("Buy cheap pills here", True),
    ("Nobody asked the people of Holm", False),
    ("cheap cheap cheap, buy now", True),
    ("It rained all day", False),
]
EXAMPLES = [SpamExample(f"s{i % 2}", f"s{i % 2}", text, None, spam) for i, (text, spam) in enumerate(ROWS * 2)]


def test_own_examples_are_many_varied_and_in_several_languages() -> None:
    found = own_examples()
    spam = [example for example in found if example.spam]
    assert len(spam) >= 300
    assert len(found) - len(spam) >= 300
    assert len({example.text for example in found}) == len(found)
    assert len({example.group for example in found}) >= 30


def test_what_is_learned_tells_the_examples_apart_and_survives_its_file(tmp_path: Path) -> None:
    model = learn(EXAMPLES)
    path = tmp_path / "spam.json"
    path.write_bytes(model.dump("test"))
    read = SpamModel.load(path)
    for text, spam in ROWS:
        given = known(text, None, False)
        assert (model.odds(given) > 0) == spam
        assert math.isclose(model.odds(given), read.odds(given), abs_tol=0.2)
    assert read.word_weight("cheap") > read.word_weight("people")
    assert set(read.tables) == set(BITS)


def test_held_out_sources_are_scored_by_others() -> None:
    """A word that stands in one source alone cannot help to score it."""
    told = [SpamExample("a", "a", f"zyx{i} qwv", None, True) for i in range(4)]
    told += [SpamExample("a", "a", f"zyx{i} hjk", None, False) for i in range(4)]
    told += [SpamExample("b", "b", "buy cheap", None, True), SpamExample("b", "b", "it rained", None, False)]
    odds = held_out(told)
    assert abs(odds[:4].mean() - odds[4:8].mean()) < 0.3


def test_the_table_counts_what_is_lost() -> None:
    lines = scores(EXAMPLES, np.array([1.0 if example.spam else -1.0 for example in EXAMPLES]))
    assert any(line.split()[:1] == ["s0"] and "1.000" in line for line in lines)


def test_area_under_the_curve() -> None:
    spam = np.array([True, True, False, False])
    assert area(spam, np.array([3.0, 2.0, 1.0, 0.0])) == 1
    assert area(spam, np.array([1.0, 1.0, 1.0, 1.0])) == 0.5
    assert area(spam, np.array([0.0, 3.0, 2.0, 1.0])) == 0.5


def test_a_digest_names_letters_alone() -> None:
    assert digest("Good  Post!\n\nthanks") == digest("good post, Thanks")
    assert digest("Good post") != digest("Bad post")


def test_the_whole_way_from_data_to_weights(tmp_path: Path) -> None:
    rows = "".join(f's{i % 2},Ann,"{text}",{int(spam)}\n' for i, (text, spam) in enumerate(ROWS))
    (tmp_path / "spam-dev.csv").write_text("source,author,text,spam\n" + rows)
    assert [example.spam for example in labelled(tmp_path / "spam-dev.csv")] == [spam for _, spam in ROWS]
    assert train_spam(tmp_path, None, check=False) == []
    assert not (tmp_path / "out.json").exists()
    train_spam(tmp_path, tmp_path / "out.json", check=False)
    assert OWN in (tmp_path / "out.json").read_text()
    assert SpamModel.load(tmp_path / "out.json").bias != 0
