from __future__ import annotations

import pytest

from cleaner.document import LABELS, ZONES, Document, Kind, Zone
from cleaner.errors import OptionError
from cleaner.rendering import parse_include


def test_article_is_the_report_and_the_default_of_a_document() -> None:
    assert parse_include(["article"]) == {(Zone.ARTICLE, kind) for kind in (Kind.TITLE, Kind.DECK, Kind.BODY)}
    assert Document([]).include == parse_include(["article"])


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != Zone.ARTICLE])
def test_another_zone_is_all_of_its_kinds(zone: Zone) -> None:
    assert parse_include([zone]) == {label for label in LABELS if label[0] == zone}


def test_a_kind_adds_itself() -> None:
    assert parse_include(["article", "caption"]) - parse_include(["article"]) == {(Zone.ARTICLE, Kind.CAPTION)}


def test_a_kind_of_two_zones_is_both_unless_the_zone_is_named() -> None:
    assert parse_include(["other"]) == {(Zone.CHROME, Kind.OTHER), (Zone.WIDGET, Kind.OTHER)}
    assert parse_include(["widget/other"]) == {(Zone.WIDGET, Kind.OTHER)}


def test_a_string_holds_names_separated_by_commas() -> None:
    assert parse_include(" Article, comment ") == parse_include(["article", "comment"])


@pytest.mark.parametrize("name", ["reports", "", "article/menu"])
def test_an_unknown_name_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(OptionError, match=r"cannot keep '.*article, chrome, widget, comment.*caption"):
        parse_include(["article", name])


def test_keeping_nothing_is_refused() -> None:
    with pytest.raises(OptionError, match="nothing to keep"):
        parse_include([])
