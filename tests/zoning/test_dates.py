from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.zoning.dates import find_dates, month_numbers, normalise_date
from cleaner.zoning.words import month_words


def isos(text: str, language: str | None = None) -> list[str | None]:
    return [found.iso for found in find_dates(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "October 18, 2021",
        "Posted on Oct. 18th 2021 at 5 pm",
        "Mon, 18 Oct 2021 12:00:00 GMT",
        "18-Oct-2021",
        "2021 Oct 18",
        "18. Oktober 2021, 10:39 Uhr",
        "18 octobre 2021",
        "18 de octubre de 2021",
        "18 ottobre 2021",
        "18 de outubro de 2021",
        "18 oktober 2021",
        "18 października 2021",
        "ika-18 ng Oktubre 2021",
        "2021年10月18日",
        "2021년 10월 18일",
        "2021-10-18",
        "2021/10/18",
        "18.10.2021",
        "18.10.21",
        "18/10/2021",
        "10/18/2021",
    ],
)
def test_dates_that_can_be_told(text: str) -> None:
    assert isos(text) == ["2021-10-18"]


def test_a_time_with_its_zone_is_kept() -> None:
    assert isos("at 2021-10-18 12:30+02:00") == ["2021-10-18T12:30+02:00"]


def test_ambiguous_dates_are_not_guessed() -> None:
    found = find_dates("Published 03/04/2021 by Ada")
    assert [(each.written, each.iso) for each in found] == [("03/04/2021", None)]
    assert isos("03/04/2021", "en") == [None]


def test_languages_that_agree_on_the_order_tell() -> None:
    assert isos("03/04/2021", "fr") == ["2021-04-03"]
    assert isos("03.04.2021", "en") == ["2021-04-03"]
    assert isos("04/04/2021") == ["2021-04-04"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no date",
        "30 February 2020",
        "31.11.2020",
        "2021",
        "October 2021",
        "14:30",
        "1.2.3.2021",
        "may 2021 be",
        "2021-13-01",
    ],
)
def test_no_dates(text: str) -> None:
    assert isos(text) == []


def test_several_dates_with_their_places() -> None:
    text = "Published May 3, 2020, updated 5 June 2021."
    assert [text[found.start : found.end] for found in find_dates(text)] == ["May 3, 2020", "5 June 2021"]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(sorted(month_words().months)))
def test_every_day_is_found_in_every_language(day: date, language: str) -> None:
    for name in month_words().months[language][day.month - 1]:
        assert isos(f"{day.day} {name} {day.year}") == [day.isoformat()]
        assert isos(f"{name.upper()} {day.day}, {day.year}") == [day.isoformat()]


def test_no_name_means_two_months() -> None:
    for language in month_words().months.values():
        assert len(language) == 12
        for number, names in enumerate(language, 1):
            assert {month_numbers()[name] for name in names} == {number}


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2021-10-18T12:30:00Z", "2021-10-18T12:30:00+00:00"),
        ("2021-10-18 12:30:00 +0200", "2021-10-18T12:30:00+02:00"),
        ("2021-10-18", "2021-10-18"),
        ("20211018", "2021-10-18"),
        ("1634558400", "2021-10-18T12:00:00+00:00"),
        ("1634558400000", "2021-10-18T12:00:00+00:00"),
        ("Mon, 18 Oct 2021 12:30:00 GMT", "2021-10-18"),
        ("03/04/2021", "03/04/2021"),
        ("Spring 2021", "Spring 2021"),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_values_of_metadata(value: str, iso: str | None) -> None:
    assert normalise_date(value) == iso


@given(st.text() | st.text("0123456789-/. T:+Z年月日", max_size=30))
def test_any_text_is_searched(text: str) -> None:
    normalise_date(text)
    for found in find_dates(text):
        assert text[found.start : found.end] == found.written
