"""Times of comments as ISO 8601, in the languages of the packs."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.comments.times import day_comes_first, iso_time, resolve

NOW = datetime(2021, 10, 18, 16, 15)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("October 18, 2021 at 4:15 pm", "2021-10-18T16:15"),
        ("May. 12 2014 03:07 PM", "2014-05-12T15:07"),
        ("on 5 May 2014 at 12 a.m.", "2014-05-05T00:00"),
        ("18. Mai 2017 / 6:26", "2017-05-18T06:26"),
        ("04.05.2012 um 10:30 Uhr", "2012-05-04T10:30"),
        ("7 mars 2018 à 12:15", "2018-03-07T12:15"),
        ("12 avril 2020, 09h05", "2020-04-12T09:05"),
        ("26 de abril de 2022 a las 14:02", "2022-04-26T14:02"),
        ("3 maja 2015 o 9:30", "2015-05-03T09:30"),
        ("2 marzo 2016 alle 8:01", "2016-03-02T08:01"),
        ("5 mei 2012 om 10:30", "2012-05-05T10:30"),
        ("1 de maio de 2019 às 10:30", "2019-05-01T10:30"),
        ("5 мая 2020 в 12:30", "2020-05-05T12:30"),
        ("5. května 2020 v 12:30", "2020-05-05T12:30"),
        ("5 مايو 2020", "2020-05-05"),
        ("2021年5月3日 午後3:10", "2021-05-03T15:10"),
        ("2021年5月3日 下午3:10", "2021-05-03T15:10"),
        ("ika-5 ng Mayo 2020", "2020-05-05"),
        ("2009-05-02 00:53:18 +00:00", "2009-05-02T00:53:18+00:00"),
        ("2019-01-21T21:40:59Z", "2019-01-21T21:40:59+00:00"),
        ("13/04/21 at 11:02", "2021-04-13T11:02"),
        ("vor 3 Stunden", "-PT3H"),
        ("vor einem Tag", "-P1D"),
        ("hace 2 días", "-P2D"),
        ("il y a une heure", "-PT1H"),
        ("3 giorni fa", "-P3D"),
        ("há 2 meses", "-P2M"),
        ("2 dagen geleden", "-P2D"),
        ("5 minut temu", "-PT5M"),
        ("godzinę temu", "-PT1H"),
        ("před 2 dny", "-P2D"),
        ("3 часа назад", "-PT3H"),
        ("منذ ساعتين", "-PT2H"),
        ("3日前", "-P3D"),
        ("2小时前", "-PT2H"),
        ("3 araw ang nakalipas", "-P3D"),
        ("2 yrs", "-P2Y"),
        ("3d", "-P3D"),
        ("just now", "-PT0S"),
        ("gestern", "-P1D"),
        ("a few days ago", None),
        ("May 3", None),
        ("03/04/2021", None),
        ("Reply", None),
        ("", None),
    ],
)
def test_what_is_written_becomes_iso(written: str, iso: str | None) -> None:
    assert iso_time(written) == iso


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("vor 3 Stunden", "2021-10-18T13:15"),
        ("hace 2 días", "2021-10-16"),
        ("3 weeks ago", "2021-09-27"),
        ("a month ago", "2021-09"),
        ("2 years ago", "2019"),
        ("yesterday", "2021-10-17"),
        ("May 4, 2012", "2012-05-04"),
    ],
)
def test_ages_count_back_from_when_the_page_was_fetched(written: str, iso: str) -> None:
    assert iso_time(written, now=NOW) == iso


def test_one_date_tells_the_order_of_all() -> None:
    times = ["03/04/2021 10:30", "17/04/2021 11:00"]
    assert day_comes_first(times) is True
    assert iso_time(times[0], day_first=day_comes_first(times)) == "2021-04-03T10:30"
    assert day_comes_first(["03/04/2021", "04/17/2021"]) is False
    assert day_comes_first(["03/04/2021"]) is None


@given(st.text(max_size=60), st.booleans() | st.none())
def test_any_text_is_told_or_left(written: str, day_first: bool | None) -> None:
    found = iso_time(written, day_first=day_first)
    assert found is None or found[0].isdigit() or found.startswith("-P")
    assert found is None or resolve(found, NOW)
