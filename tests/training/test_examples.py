"""What the gold says of the words of each block."""

from __future__ import annotations

import numpy as np

from cleaner.cleaning import Cleaner
from cleaner.training.corpora import Gold
from cleaner.training.examples import Example, examples

PAGE = (
    "<html lang=en><h1>A ferry for the islands</h1><p>The ferry sails at noon, and it takes an hour to the islands."
    "<p>red boat, blue boat, old pier and the new one too<p>The ferry</p>"
)


def example(**gold: object) -> Example:
    (found,) = examples(Cleaner(), [Gold("page", "site.example", PAGE.encode(), **gold)])  # type: ignore[arg-type]
    return found


def test_words_of_the_main_text_are_right_once() -> None:
    one = example(
        text="A ferry for the islands\nThe ferry sails at noon, and it takes an hour to the islands.\nblue boat"
    )
    assert one.report.tolist()[:2] == [1, 1]
    assert one.counted.tolist() == [5, 13, 11, 2]
    assert one.right.tolist()[:2] == [5, 13]
    assert one.right[3] == 0  # "The ferry" is used up
    assert one.wanted == 20


def test_a_block_may_be_in_the_main_text_in_part() -> None:
    one = example(text="red boat, blue boat, old pier")
    assert np.isnan(one.report[2])
    assert one.right.tolist() == [0, 0, 6, 0]


def test_of_passages_only_their_blocks_count() -> None:
    one = example(wanted=("The ferry sails at noon, and it takes",), unwanted=("red boat, blue boat, old pier",))
    assert one.counted.tolist() == [0, 13, 11, 0]
    assert one.right.tolist() == [0, 13, 0, 0]
    assert one.wanted == 13
