"""Zones, kinds, confidences and the page's kind, by weights that anybody can follow."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cleaner.document import LABELS, ZONES, PageKind
from cleaner.errors import WeightsError
from cleaner.packs import Matches
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import View
from cleaner.zoning import Zoner, Zoning

PROSE = "It was a long night for the town, and the council was not in favour of it, as its members said on Monday."


def view(page: str, form: Form = Form.HTML) -> View:
    blocks = segment(Page(page, form))
    size = len(blocks)
    zones, labels = np.zeros((size, len(ZONES))), np.zeros((size, len(LABELS)))
    return View(blocks, Matches(np.zeros((0, 3), np.intp), zones, zones.copy(), labels, zones.copy(), {}))


@pytest.fixture
def zoner(plain_weights: Path) -> Zoner:
    return Zoner(plain_weights)


def labels(zoning: Zoning) -> list[str]:
    return [f"{zone}/{kind}" for zone, kind in zoning.labels]


def test_zones_and_kinds(zoner: Zoner) -> None:
    zoning = zoner.zone(view(f"<p><a href=/>Home</a><h1>Title</h1><p>{PROSE}<p>Imprint"))
    assert labels(zoning) == ["chrome/menu", "article/title", "article/body", "chrome/menu"]
    assert [ZONES[zone] for zone in zoning.zones] == [zone for zone, _ in zoning.labels]


def test_both_forms(zoner: Zoner) -> None:
    assert labels(zoner.zone(view(f"Home\n\n{PROSE}", Form.TEXT))) == ["chrome/menu", "article/body"]


@pytest.mark.parametrize("form", list(Form))
def test_pages_without_blocks(zoner: Zoner, form: Form) -> None:
    zoning = zoner.zone(view("", form))
    assert (zoning.labels, zoning.confidence, zoning.page_kind) == ([], 0.0, PageKind.OTHER)
    assert zoning.zones.size == zoning.confidences.size == 0


@pytest.mark.parametrize("page", ["word", PROSE, "!", "<p>a<p>b", "<ul><li><a href=/>x</a></ul>", "<pre>\n\nx"])
def test_small_pages(zoner: Zoner, page: str) -> None:
    zoning = zoner.zone(view(page))
    assert len(zoning.labels) == len(zoning.view) > 0
    assert ((0 <= zoning.confidences) & (zoning.confidences <= 1)).all()
    assert 0 < zoning.confidence <= 1


def test_confidence_weighs_blocks_by_their_length(zoner: Zoner) -> None:
    zoning = zoner.zone(view(f"<p>{PROSE}<p>x"))
    first, second = zoning.confidences
    assert first != second
    assert zoning.confidence == pytest.approx((first * len(PROSE) + second) / (len(PROSE) + 1))


def test_what_rules_say_is_believed(zoner: Zoner) -> None:
    for zone in range(len(ZONES)):
        page = view("<p>one<p>two<p>three")
        before = zoner.zone(page).columns
        page.matches.line[1, zone] = 6
        zoning = zoner.zone(page)
        assert ZONES[zoning.zones[1]] == ZONES[zone]
        assert not np.array_equal(zoning.columns, before)


def test_neighbours_have_a_say(zoner: Zoner) -> None:
    page = view("<p>one<p>two<p>three")
    page.matches.line[:, ZONES.index("comment")] = [6, 3.05, 6]
    assert [ZONES[zone] for zone in zoner.zone(page).zones] == ["comment"] * 3
    page.matches.line[[0, 2], ZONES.index("comment")] = 0
    assert ZONES[zoner.zone(view("<p>one<p>two<p>three")).zones[1]] == "chrome"


@pytest.mark.parametrize(
    ("page", "votes", "expected"),
    [
        (f"<p>{PROSE}" * 8, {}, PageKind.ARTICLE),
        (f"<p>{PROSE}", {}, PageKind.OTHER),
        ("<h1>Item</h1>" * 20, {}, PageKind.LISTING),
        ("<p>a", {PageKind.FORUM: 2.0, PageKind.PRODUCT: 1.6}, PageKind.FORUM),
        (f"<p>{PROSE}" * 8, {PageKind.PRODUCT: 1.0}, PageKind.ARTICLE),
        (f"<p>{PROSE}" * 8, {PageKind.PRODUCT: 3.0}, PageKind.PRODUCT),
        ("<p>a", {PageKind.FORUM: -3.0}, PageKind.OTHER),
    ],
)
def test_kinds_of_pages(zoner: Zoner, page: str, votes: dict[PageKind, float], expected: PageKind) -> None:
    seen = view(page)
    seen.matches.page.update(votes)
    assert zoner.zone(seen).page_kind is expected


def test_missing_weights_are_named_when_a_page_of_their_form_comes(tmp_path: Path) -> None:
    zoner = Zoner(tmp_path)
    with pytest.raises(WeightsError, match=r"text\.json"):
        zoner.zone(view("a", Form.TEXT))
    with pytest.raises(WeightsError, match=r"html\.json"):
        zoner.zone(view("a"))
