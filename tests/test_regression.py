"""The gate: figures on a fixed part of the evaluation data, where that is present, must not fall.

The floors are the figures of the weights that ship, which have seen these pages: they tell a step back, and are no
measure of accuracy. `python tests/test_regression.py` prints the figures of now in the form of the file.
"""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.training.corpora import Gold, text_pages, zoned_pages
from cleaner.training.examples import examples
from cleaner.training.judging import judge_with

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FLOORS = Path(__file__).with_name("floors.json")
LEEWAY = 0.005

PART = {"wcxb-dev": (text_pages, 10), "zones-dev": (zoned_pages, 6), "segments-dev": (text_pages, 10)}
"""Which reader a corpus needs, and that every so manieth page of it is taken."""


def pages(corpus: str, form: str) -> list[Gold]:
    reader, step = PART[corpus]
    return list(islice(reader(DATA / corpus, form), 0, None, step))


def figures(corpus: str, form: str) -> dict[str, float]:
    cleaner = Cleaner()
    found = judge_with(examples(cleaner, pages(corpus, form)), cleaner.zoner.zone)[corpus].figures()
    return {name: found[name] for name in ("f1", "macro f1", "passages f1") if name in found}


@pytest.mark.parametrize("form", ["html", "text"])
@pytest.mark.parametrize("corpus", PART)
def test_figures_have_not_fallen(corpus: str, form: str) -> None:
    if not (DATA / corpus).is_dir():
        pytest.skip(f"no evaluation data: {corpus} is not beside the checkout")
    floors = json.loads(FLOORS.read_text())[f"{corpus} {form}"]
    found = figures(corpus, form)
    assert set(found) == set(floors)
    for name, floor in floors.items():
        assert found[name] >= floor - LEEWAY, f"{corpus} {form}: {name} fell from {floor:.4f} to {found[name]:.4f}"


if __name__ == "__main__":
    now = {
        f"{corpus} {form}": {name: round(value, 4) for name, value in figures(corpus, form).items()}
        for corpus in PART
        for form in ("html", "text")
    }
    print(json.dumps(now, indent=2))
