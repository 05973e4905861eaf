"""`Cleaner.clean_many`: many pages, several processes."""

from __future__ import annotations

import itertools
import pickle
from pathlib import Path

import pytest

from cleaner import Cleaner, Document
from cleaner.errors import BinaryPage, OptionError, PageLost, PageTooLarge, WeightsError

SAMPLES = [path for path in sorted(Path(__file__).parents[1].glob("samples/*/page.*")) if path.suffix != ".png"]


def test_documents_are_those_of_clean_in_order() -> None:
    engine = Cleaner(include=["article", "comment"])
    pages = [path.read_bytes() for path in SAMPLES]
    for page, document in zip(pages, engine.clean_many(pages, jobs=2), strict=True):
        alone = engine.clean(page)
        assert isinstance(document, Document)
        assert document == alone
        for name in ("text", "title", "author", "date", "comments"):
            assert getattr(document, name) == getattr(alone, name)


def test_a_page_that_fails_yields_its_error_and_costs_no_other() -> None:
    pages = ["<p>One.", b"%PDF-1.7 ...", ("<p>Three.", "https://a.example/3"), "x" * 2000]
    one, two, three, four = Cleaner(limit=1000).clean_many(pages, jobs=1)
    assert isinstance(one, Document)
    assert isinstance(two, BinaryPage)
    assert isinstance(three, Document)
    assert three.url == "https://a.example/3"
    assert isinstance(four, PageTooLarge)
    assert (four.size, four.limit) == (2000, 1000)


def test_a_page_over_its_time_is_lost() -> None:
    slow = "".join(f"<p>{'A sentence that is quite like the others. ' * 40}{n}</p>" for n in range(16000))
    lost, fine = Cleaner().clean_many([slow, "<p>Fine."], jobs=1, seconds=3)
    assert isinstance(lost, PageLost)
    assert "took longer than 3 seconds" in str(lost)
    assert isinstance(fine, Document)


def test_endless_pages() -> None:
    documents = Cleaner().clean_many((f"<p>Page {n}." for n in itertools.count()), jobs=1)
    texts = [document.blocks[0].text for document in itertools.islice(documents, 3) if isinstance(document, Document)]
    assert texts == ["Page 0.", "Page 1.", "Page 2."]


def test_errors_of_the_settings_are_raised(tmp_path: Path) -> None:
    with pytest.raises(WeightsError):
        list(Cleaner(weights=tmp_path).clean_many(["<p>One."], jobs=1))
    with pytest.raises(OptionError):
        Cleaner(include=["nothing"])


def test_documents_and_errors_travel() -> None:
    document = Cleaner().clean("<html lang=en><title>A title</title><p>Some words.")
    copy = pickle.loads(pickle.dumps(document))
    assert copy == document
    assert (copy.title, copy.text, copy.blocks[0].evidence) == (document.title, document.text, [])
    error = pickle.loads(pickle.dumps(PageTooLarge(5, 3)))
    assert (str(error), error.size) == (str(PageTooLarge(5, 3)), 5)
