import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.zoning.bylines import bare_authors, clean_author, is_lead, lead_authors


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Ada Example", ["Ada Example"]),
        ("BY ADA EXAMPLE", ["ADA EXAMPLE"]),
        ("Von Anna Muster, Berlin", ["Anna Muster"]),
        ("Par Jean Modèle, publié le 3 mars 2021 à 10h", ["Jean Modèle"]),
        ("Por María de la Prueba en Madrid", ["María de la Prueba"]),
        ("Di Carla Esempio", ["Carla Esempio"]),
        ("Door Jan van Voorbeeld op 3 mei 2021", ["Jan van Voorbeeld"]),
        ("Ni Juan dela Cruz noong ika-18 ng Oktubre 2021", ["Juan dela Cruz"]),
        ("Autor: Jan Przykład", ["Jan Przykład"]),
        ("By Ada Example and Bo Sample | 18 October 2021", ["Ada Example", "Bo Sample"]),
        ("By Ada Example, Bo Sample and Cy de la Cruz", ["Ada Example", "Bo Sample", "Cy de la Cruz"]),
        ("By Ada Example, Staff Writer", ["Ada Example"]),
        ("By A. B. Example", ["A. B. Example"]),
        ("Posted on Oct 18, 2021 by admin in News", ["admin"]),
        ("18.10.2021, 16:20 von ada99", ["ada99"]),
        ("Written by: Ada Example Reviewed by: Bo Sample", ["Ada Example"]),
        ("Photo by Bo Sample | Story by Ada Example Updated 3:00 PM", ["Ada Example"]),
        ("By Ada Example March 18 at 12:22 PM", ["Ada Example"]),
        ("By Ada Example 5 min read", ["Ada Example"]),
        ("Ada Example", []),
        ("Photo by Bo Sample", []),
        ("Published 3 May 2020 · 5 min read", []),
        ("by using this site", []),
        ("By https://example.com/ada", []),
        ("", []),
    ],
)
def test_authors_behind_a_word(byline: str, authors: list[str]) -> None:
    assert lead_authors(byline) == authors


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Ada Example", ["Ada Example"]),
        ("Ada van Example | May 3, 2020", ["Ada van Example"]),
        ("Ada Example, Bo Sample", ["Ada Example", "Bo Sample"]),
        ("Ada Example, MD, PhD", ["Ada Example"]),
        ("Category: Local News", []),
        ("5 Comments", []),
        ("Share This", []),
        ("the last word", []),
        ("May 3, 2020", []),
        ("Ada", []),
    ],
)
def test_authors_without_a_word(byline: str, authors: list[str]) -> None:
    assert bare_authors(byline) == authors


def test_leads_of_a_line_of_their_own() -> None:
    assert is_lead("By:")
    assert is_lead("Auteur")
    assert not is_lead("By Ada")
    assert not is_lead("Bylaws")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("By  Ada\nExample", "Ada Example"),
        ("Ada Example", "Ada Example"),
        (
            "Institute for Bridges and Rivers of the Example Republic",
            "Institute for Bridges and Rivers of the Example Republic",
        ),
        ("https://www.example.com/ada", None),
        ("ada@example.com", None),
        ("example.com", None),
        ("  ", None),
    ],
)
def test_names_of_metadata(value: str, name: str | None) -> None:
    assert clean_author(value) == name


@given(
    st.text() | st.lists(st.sampled_from(["By", "and", ",", "Ada", "van", "|", "May 3, 2020", "in", "."])).map(" ".join)
)
def test_any_byline_is_read(text: str) -> None:
    for name in lead_authors(text) + bare_authors(text):
        assert name == name.strip() != ""
