"""Zones, kinds, confidences and the page's kind, by weights that anybody can follow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import LABELS, ZONES, PageKind
from cleaner.errors import WeightsError
from cleaner.packs import Matches
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import View, signal_names
from cleaner.zoning import Zoner, Zoning
from cleaner.zoning.weights import Weights, load_weights
from cleaner.zoning.zoner import weigh, zone_scores

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
    trusted = np.zeros((3, len(ZONES)))
    trusted[:, ZONES.index("comment")] = [9, 2.95, 9]
    assert [ZONES[zone] for zone in zoner.zone(page, trusted).zones] == ["comment"] * 3
    trusted[[0, 2]] = 0
    assert ZONES[zoner.zone(page, trusted).zones[1]] == "chrome"


def test_kinds_of_pages(zoner: Zoner) -> None:
    page = view(f"<p>{PROSE}")
    assert zoner.zone(page).page_kind is PageKind.ARTICLE
    page.matches.page[PageKind.FORUM] = 3.0
    assert zoner.zone(page).page_kind is PageKind.FORUM


def with_outputs(weights: Weights, *said: list[float]) -> Weights:
    """The weights, with a network each of whose members says the same of every block: the report's log-odds and the
    other zones' scores."""
    members = []
    for some in said:
        layers = [layer.copy() for layer in weights.network.members[0]]
        layers[-1][:-1] = 0
        layers[-1][-1] = some
        members.append(tuple(layers))
    network = replace(weights.network, members=tuple(members))
    return replace(weights, network=network, transitions=np.zeros((4, 4)))


def test_members_of_the_network_tell_the_zones_by_their_mean(zoner: Zoner) -> None:
    page = view(f"<p>{PROSE}<p>Imprint")
    weights = load_weights(zoner.folder / "html.json", signal_names())
    widget, comment = [-3.0, 0, 5, 0], [-3.0, 0, 0, 9]
    assert {ZONES[zone] for zone in weigh(page, with_outputs(weights, widget)).zones} == {"widget"}
    assert {ZONES[zone] for zone in weigh(page, with_outputs(weights, widget, comment)).zones} == {"comment"}


@pytest.mark.parametrize(("odds", "zone"), [(-0.2, "chrome"), (0.2, "article")])
def test_a_block_is_kept_from_one_half_on_however_the_rest_is_shared_out(zoner: Zoner, odds: float, zone: str) -> None:
    weights = load_weights(zoner.folder / "html.json", signal_names())
    even = with_outputs(weights, [odds, 0, 0, 0])  # each of the other zones is less likely than the report
    assert {ZONES[found] for found in weigh(view("<p>one<p>two"), even).zones} == {zone}


def test_trusted_weights_count_on_top(zoner: Zoner) -> None:
    page = view("<p>one<p>two<p>three")
    trusted = np.zeros((3, len(ZONES)))
    trusted[1, ZONES.index("widget")] = 5.0
    assert [ZONES[zone] for zone in zoner.zone(page, trusted).zones] == ["chrome", "widget", "chrome"]
    trusted[1] = 0
    trusted[1, ZONES.index("article")] = 8.0
    assert [ZONES[zone] for zone in zoner.zone(page, trusted).zones] == ["chrome", "article", "chrome"]


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=6), st.integers(0, 100))
def test_zone_scores_are_probabilities(report: list[float], seed: int) -> None:
    others = np.random.default_rng(seed).normal(0, 5, (3, len(report)))
    scores = zone_scores(np.array(report), others)
    assert np.exp(scores).sum(axis=1) == pytest.approx(np.ones(len(report)))
    assert np.exp(scores[:, 0]) == pytest.approx(1 / (1 + np.exp(-np.array(report))))


def test_missing_weights_are_named_when_a_page_of_their_form_comes(tmp_path: Path) -> None:
    zoner = Zoner(tmp_path)
    with pytest.raises(WeightsError, match=r"text\.json"):
        zoner.zone(view("a", Form.TEXT))
    with pytest.raises(WeightsError, match=r"html\.json"):
        zoner.zone(view("a"))
