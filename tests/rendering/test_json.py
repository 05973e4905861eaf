from __future__ import annotations

import json
from collections.abc import Callable

from cleaner.document import Comment, Document, Evidence, Kind, PageKind, Zone
from cleaner.rendering import to_dict, to_json, to_json_line, to_text

Make = Callable[..., Document]


def page(make: Make) -> Document:
    document: Document = make(
        ("title", "Head", {"level": 1, "tag": "h1", "lines": (1, 2), "confidence": 0.98765}),
        ("chrome/menu", "Home"),
        url="https://example.com/",
        form="text",
        encoding="utf-8",
        language="en",
        page_kind=PageKind.ARTICLE,
        confidence=0.5,
        _text=to_text,
        _facts=lambda _: {"title": "Head", "author": None, "date": "2024-05-01"},
        _comments=lambda _: [Comment("Ann", "May 2", "Yes", 1, 0.123456, ["links"], [3])],
    )
    document.blocks[1]._explain = lambda index: [Evidence("core.nav", Zone.CHROME, 3.00001, Kind.MENU, None)]
    return document


def test_all_zones_and_facts_in_the_documented_order(make: Make) -> None:
    found = to_dict(page(make))
    assert list(found) == [
        "url", "form", "encoding", "language", "page_kind", "confidence", "title", "author", "date", "text", "blocks",
        "comments",
    ]  # fmt: skip
    assert found["blocks"] == [
        {"text": "Head", "zone": "article", "kind": "title", "confidence": 0.9877, "tag": "h1", "level": 1,
         "lines": [1, 2]},
        {"text": "Home", "zone": "chrome", "kind": "menu", "confidence": 0.9, "tag": "p", "level": 0, "lines": None},
    ]  # fmt: skip
    assert found["comments"] == [
        {"author": "Ann", "time": "May 2", "iso": None, "text": "Yes", "depth": 1, "parent": None, "likes": None,
         "permalink": None, "by_author": False, "sort": "comment", "spam": 0.1235, "reasons": ["links"], "labels": [],
         "blocks": [3]}
    ]  # fmt: skip
    assert (found["text"], found["date"], found["page_kind"]) == ("Head", "2024-05-01", "article")


def test_evidence_only_where_asked_for(make: Make) -> None:
    assert to_dict(page(make), evidence=True)["blocks"][1]["evidence"] == [
        {"source": "core.nav", "zone": "chrome", "kind": "menu", "weight": 3.0, "value": None}
    ]
    assert "evidence" not in to_json(page(make))


def test_the_source_stands_first(make: Make) -> None:
    assert next(iter(to_dict(page(make), source="a/b.html").items())) == ("source", "a/b.html")


def test_json_says_what_the_dict_says(make: Make) -> None:
    document = page(make)
    assert json.loads(to_json(document)) == to_dict(document)
    assert json.loads(to_json(document, evidence=True, indent=2)) == to_dict(document, evidence=True)
    assert to_json(document, indent=2).startswith('{\n  "url"')


def test_a_json_line_is_one_line(make: Make) -> None:
    line = to_json_line(make(("body", "a\nb\r\nc")), source="x")
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    assert json.loads(line)["source"] == "x"


def test_half_a_surrogate_pair_does_not_stop_it(make: Make) -> None:
    assert json.loads(to_json(make(("body", "a\ud800b"))))["blocks"][0]["text"] == "a?b"


def test_an_empty_document(make: Make) -> None:
    found = json.loads(to_json(make()))
    assert (found["text"], found["blocks"], found["comments"], found["title"]) == ("", [], [], None)
