"""Where links lead: addresses taken apart, and what the page says of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.packs import Packs
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import View, columns, signal_names
from cleaner.signals.addresses import Address, look


def values(markup: str, name: str, form: Form = Form.HTML) -> list[float]:
    blocks = segment(Page(markup, form))
    view = View(blocks, Packs([]).match(blocks))
    return [round(float(value), 3) for value in columns(view)[signal_names().index(name)]]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            "https://www.Gazette.example/2016/12/13/bridge-to-close/?from=top#photo",
            Address("gazette.example", "2016/12/13/bridge-to-close", 2, 4, 26, True, True, True),
        ),
        ("/sports/", Address("", "sports", 0, 1, 6)),
        ("story_12345.html", Address("", "story_12345.html", 1, 1, 16, True)),
        ("//other.example", Address("other.example")),
        ("#top", Address(inside=True)),
        ("?page=2", Address(query=True)),
        ("javascript:void(0)", Address(action=True)),
        ("mailto:desk@gazette.example?subject=x", Address(action=True, query=True)),
        ("", Address()),
    ],
)
def test_addresses_are_taken_apart(link: str, expected: Address) -> None:
    assert look(link) == expected


@given(st.text())
def test_any_address_can_be_taken_apart(link: str) -> None:
    assert look(link).length <= 300


PAGE = """<link rel=canonical href="https://gazette.example/news/bridge">
<p><a href="/news/bridge?print=1">Print</a><p><a href="https://gazette.example/news/ferry-back-2026">Ferry</a>
<p><a href="https://www.other.example/">Other</a><p><a href="/news/ferry-back-2026">Ferry</a><p>no link
<p><a href="https://www.other.example/">Again</a>"""


def test_what_the_page_says_of_its_links() -> None:
    assert values(PAGE, "link") == [1, 1, 1, 1, 0, 1]
    assert values(PAGE, "link_self") == [1, 0, 0, 0, 0, 0]
    assert values(PAGE, "link_outside") == [0, 0, 1, 0, 0, 1]
    assert values(PAGE, "link_shared") == [0, 0, 0.347, 0, 0, 0.347]
    assert values(PAGE, "link_slug") == [0, 0.549, 0, 0.549, 0, 0]
    assert values(PAGE, "link_number") == [0, 1, 0, 1, 0, 0]


def test_a_page_that_does_not_say_where_it_is_lies_where_most_of_its_links_lead() -> None:
    page = "<p><a href='https://a.example/x'>x</a><p><a href='https://b.example/'>b</a><p><a href='http://a.example/y'>y</a>"
    assert values(page, "link_outside") == [0, 1, 0]


def test_text_has_no_addresses() -> None:
    assert values("[Ferry](https://gazette.example/2026/ferry)", "link_date", Form.TEXT) == [0]
