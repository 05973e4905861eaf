import logging
from typing import Any

import pytest
import trafilatura

from cleaner.document import Block, Document, Kind, Zone
from cleaner.segmenting.blocks import Metadata
from cleaner.zoning.facts import asked_facts, cut_site_name, report_facts

HTML = """<html><head><title>t</title><meta name="author" content="Ada Example"></head>
<body><article><h1>A bridge opens</h1><time datetime="2021-10-18">then</time><p>Text.</p></article></body></html>"""


def document(*blocks: tuple[str, str], language: str | None = "en", url: str | None = None) -> Document:
    """A document of (kind, text), all in the article zone unless the kind says "menu"."""
    made = [
        Block(index, text, Zone.CHROME if kind == "menu" else Zone.ARTICLE, Kind(kind), 0.9)
        for index, (kind, text) in enumerate(blocks)
    ]
    return Document(made, language=language, url=url)


def facts(page: Document, *properties: tuple[str, str]) -> dict[str, str | None]:
    return report_facts(page, Metadata(list(properties)))


def test_a_flattened_page_tells_by_its_blocks() -> None:
    page = document(
        ("menu", "By Nobody | May 1, 2001"),
        ("title", "A bridge opens"),
        ("byline", "By Ada Example and Bo Sample | October 18, 2021"),
        ("body", "By Cy Wrong, 3 May 2002"),
    )
    assert facts(page) == {"title": "A bridge opens", "author": "Ada Example, Bo Sample", "date": "2021-10-18"}


def test_a_page_that_tells_nothing() -> None:
    assert facts(document(("body", "Text."))) == {"title": None, "author": None, "date": None}


def test_list_markers_are_no_part_of_facts() -> None:
    page = Document([Block(0, "• A bridge opens", Zone.ARTICLE, Kind.TITLE, 0.9, marker="•")])
    assert facts(page)["title"] == "A bridge opens"


class TestTitle:
    def test_the_block_that_agrees_with_metadata(self) -> None:
        page = document(("title", "Local news"), ("title", "A Bridge Opens!"))
        assert facts(page, ("og:title", "A bridge opens"))["title"] == "A Bridge Opens!"

    def test_a_block_beats_metadata_that_says_something_else(self) -> None:
        assert facts(document(("title", "A bridge opens")), ("og:title", "Our news site"))["title"] == "A bridge opens"

    def test_metadata_without_blocks(self) -> None:
        page = document(("body", "Text."))
        assert facts(page, ("title", "T | News"), ("og:title", "A bridge"))["title"] == "A bridge"
        assert facts(page, ("title", "T | News"), ("jsonld:headline", "A bridge"))["title"] == "A bridge"
        assert facts(page, ("title", "A bridge opens | News"))["title"] == "A bridge opens"

    @pytest.mark.parametrize(
        ("title", "cut"),
        [
            ("A bridge opens | The Daily Example", "A bridge opens"),
            ("The Daily Example - A bridge opens", "A bridge opens"),
            ("A bridge opens – Local – The Daily Example", "A bridge opens – Local"),
            ("A bridge opens at last » Somewhere", "A bridge opens at last"),
            ("A bridge opens - a photo essay", "A bridge opens - a photo essay"),
            ("Bridge | River | Daily-Example", "Bridge | River"),
            ("The Daily Example", "The Daily Example"),
            ("Well-known bridge", "Well-known bridge"),
        ],
    )
    def test_site_names_are_cut_off(self, title: str, cut: str) -> None:
        metadata = Metadata([("og:site_name", "The Daily Example")])
        assert cut_site_name(title, metadata, "https://www.daily-example.com/bridge") == cut


class TestAuthor:
    def test_metadata_that_the_byline_confirms(self) -> None:
        page = document(("byline", "Ada Example, Staff Writer at large"))
        assert facts(page, ("author", "admin"), ("jsonld:author", "Ada Example"))["author"] == "Ada Example"

    def test_a_byline_beats_metadata(self) -> None:
        assert facts(document(("byline", "By Ada Example")), ("author", "The Daily"))["author"] == "Ada Example"

    def test_a_lead_on_a_line_of_its_own(self) -> None:
        assert facts(document(("byline", "Written by"), ("byline", "Ada Example")))["author"] == "Ada Example"

    def test_metadata_beats_a_bare_name(self) -> None:
        assert facts(document(("byline", "City Desk")), ("author", "Ada Example"))["author"] == "Ada Example"
        assert facts(document(("byline", "Ada Example")))["author"] == "Ada Example"

    def test_several_authors_of_one_source(self) -> None:
        said = [("jsonld:author", "Ada Example"), ("author", "Ada E. Example"), ("jsonld:author", "Bo Sample")]
        assert facts(document(), *said)["author"] == "Ada Example, Bo Sample"

    @pytest.mark.parametrize("value", ["https://www.facebook.com/ada", "admin", "Editor", "example.com"])
    def test_values_that_name_nobody(self, value: str) -> None:
        assert facts(document(), ("article:author", value))["author"] is None
        assert facts(document(), ("article:author", value), ("author", "Ada Example"))["author"] == "Ada Example"


class TestDate:
    def test_metadata_adds_the_time_to_the_byline_s_day(self) -> None:
        page = document(("byline", "18 October 2021"))
        assert facts(page, ("article:published_time", "2021-10-18T12:30:00Z"))["date"] == "2021-10-18T12:30:00+00:00"

    def test_a_byline_beats_metadata(self) -> None:
        page = document(("byline", "18 October 2021"))
        assert facts(page, ("article:published_time", "2020-01-02"))["date"] == "2021-10-18"

    def test_the_day_of_an_update_counts_last(self) -> None:
        page = document(("byline", "Updated 3 May 2022 | Published 18 October 2021"))
        assert facts(page)["date"] == "2021-10-18"
        updated = document(("byline", "Last updated"), ("byline", "3 May 2022"))
        assert facts(updated)["date"] == "2022-05-03"
        assert facts(updated, ("jsonld:date", "2021-10-18"))["date"] == "2021-10-18"

    def test_ambiguous_dates_stay_as_written(self) -> None:
        assert facts(document(("byline", "03/04/2021")))["date"] == "03/04/2021"
        assert facts(document(("byline", "03/04/2021"), language="de"))["date"] == "2021-04-03"


class TestTrafilatura:
    def test_it_is_asked_where_page_and_metadata_are_silent(self) -> None:
        assert asked_facts(HTML, None) == {"title": "A bridge opens", "author": "Ada Example", "date": "2021-10-18"}
        page = document(("title", "The bridge"))
        page._facts = facts
        page._guesses = lambda: asked_facts(HTML, None)
        assert (page.title, page.author, page.date) == ("The bridge", "Ada Example", "2021-10-18")

    def test_it_is_not_asked_in_vain(self) -> None:
        page = document(("title", "A bridge"), ("byline", "By Ada Example"))
        page._facts = facts
        page._guesses = lambda: pytest.fail("asked though the page says it")
        assert (page.title, page.author) == ("A bridge", "Ada Example")

    def test_its_failures_are_swallowed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: Any, **__: Any) -> None:
            raise RuntimeError("broken page")

        monkeypatch.setattr(trafilatura, "extract_metadata", fail)
        assert asked_facts(HTML, None) == {"title": None, "author": None, "date": None}

    def test_its_loggers_are_left_as_they_were(self, caplog: pytest.LogCaptureFixture) -> None:
        level = logging.getLogger("trafilatura").level
        asked_facts("no html at all", None)
        assert logging.getLogger("trafilatura").level == level
        assert not caplog.records
