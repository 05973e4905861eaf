"""Reports that stand only in a page's data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.reading import Form, Page
from cleaner.segmenting import Blocks, segment
from cleaner.segmenting.state import JSON_LD, STATE

SENTENCES = [
    f"The ferry number {number} sailed again on Saturday, nine years after the old boat had been scrapped."
    for number in range(8)
]


def blocks(markup: str) -> Blocks:
    return segment(Page(markup, Form.HTML))


def data(value: object, kind: str = "application/json") -> str:
    return f"<body><p>Please enable JavaScript</p><script type={kind!r}>{json.dumps(value)}</script></body>"


STORY = {"props": {"story": {"id": "a1", "html": "".join(f"<p>{one}</p>" for one in SENTENCES), "tags": ["x"]}}}


def taken(found: Blocks) -> list[tuple[str, str]]:
    return [(tag, text) for tag, text in zip(found.tag, found.text, strict=True) if tag in (JSON_LD, STATE)]


def test_prose_in_the_state_of_a_framework() -> None:
    found = blocks(data(STORY))
    assert found.text[0] == "Please enable JavaScript"
    assert taken(found) == [(STATE, one) for one in SENTENCES]
    assert found.frames.last[0] == len(found)
    assert found.frames.first[found.frame[-1]] == 1


def test_the_body_in_json_ld_comes_first() -> None:
    body = {"@type": "NewsArticle", "headline": "Ferry", "articleBody": "\n".join(SENTENCES)}
    page = data(STORY) + data(body, "application/ld+json")
    assert taken(blocks(page)) == [(JSON_LD, one) for one in SENTENCES]


@pytest.mark.parametrize(
    "page",
    [
        data(STORY) + "".join(f"<p>{one}</p>" for one in SENTENCES),  # the page shows a report
        data({"text": SENTENCES[0]}),  # too little to be a report
        data({"code": ["function () { return 1; }. What follows is code, so it is not for any reader; = {}"] * 20}),
        data(STORY, "text/plain"),
        "<script type=application/json>{broken</script><p>a",
        "<script type=application/json>" + "[" * 10_000 + "</script><p>a",
    ],
)
def test_what_is_not_taken(page: str) -> None:
    assert taken(blocks(page)) == []


def test_a_page_of_data_alone() -> None:
    page = f"<script type=application/json>{json.dumps(STORY)}</script>"
    assert [text for _, text in taken(blocks(page))] == SENTENCES


def test_it_is_the_report(plain_weights: Path) -> None:
    document = Cleaner(weights=plain_weights).clean(data(STORY))
    assert document.text.split("\n\n") == SENTENCES
    assert [block.tag for block in document.blocks if block.text == SENTENCES[0]] == [STATE]
