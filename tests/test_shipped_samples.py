"""The samples that ship with the project: that they are whole, and that the cleaner divides them as expected."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from cleaner.authoring.samples import check_sample, load_samples

SAMPLES = load_samples(Path(__file__).parent.parent / "samples")
UNSEEN = "head, script, style, template, noscript, select, textarea, [hidden], .screen-reader-text, .sr-only"

samples = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def words(text):
    return Counter(re.findall(r"\w+", text.lower()))


def visible(sample):
    page = sample.page.read_text(encoding="utf-8")
    if sample.form == "text":
        return page
    tree = LexborHTMLParser(page)
    for node in [*tree.css(UNSEEN), *tree.css('[style*="display:none"]')]:
        node.decompose()
    return tree.body.text(separator=" ")


@pytest.fixture(scope="module")
def cleaner():
    return pytest.importorskip("cleaner.cleaning").Cleaner()


@samples
def test_expected_zones_cover_every_visible_word(sample):
    assert sum((words(piece.text) for piece in sample.expected), Counter()) == words(visible(sample))


@samples
def test_sample_says_what_it_shows(sample):
    assert sample.about


@samples
def test_cleaner_divides_the_page_as_expected(sample, cleaner):
    result = check_sample(sample, cleaner)
    assert result.passed, "\n".join(result.lines())


def test_cleaner_tells_most_facts(cleaner):
    """Titles, authors, dates, languages, page kinds and numbers of comments: nine in ten, over all samples."""
    wrong = {sample.name: [str(fact) for fact in check_sample(sample, cleaner).facts] for sample in SAMPLES}
    told = sum(len(sample.facts) for sample in SAMPLES)
    assert told >= 80
    assert sum(map(len, wrong.values())) <= told * 0.1, wrong
