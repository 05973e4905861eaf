"""Evidence: which rules and signals put a block where it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import ZONES, Evidence, Kind, Zone
from cleaner.packs import Packs
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import View, signal_names
from cleaner.zoning import Zoner, Zoning
from cleaner.zoning.weights import zone_scores

PACK = """
pack: test
about: Rules.
rules:
  - {id: test.count, line: '^\\d+ replies$', zone: comment/head, weight: 4, opens: comment, hits: [1 replies],
     misses: [a]}
  - {id: test.plain, line: 'replies$', zone: comment, weight: 1, hits: [1 replies], misses: [a]}
  - {id: test.against, line: 'replies', zone: comment, weight: -2, hits: [1 replies], misses: [a]}
  - {id: test.box, attr: '^box$', zone: widget/ad, weight: 3, hits: [box], misses: [a]}
  - {id: test.page, tag: form, page: forum, weight: 2}
  - {id: test.opener, line: '^open$', opens: widget, hits: [open], misses: [a]}
"""


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Packs:
    path = tmp_path_factory.mktemp("packs") / "test.yaml"
    path.write_text(PACK)
    return Packs.load([path])


@pytest.fixture(scope="module")
def explained(packs: Packs, plain_weights: Path):
    def zoning(markup: str) -> Zoning:
        blocks = segment(Page(markup, Form.HTML))
        return Zoner(plain_weights).zone(View(blocks, packs.match(blocks)))

    def explain(markup: str, block: int = 0) -> tuple[Zone, dict[str, Evidence]]:
        page = zoning(markup)
        return page.labels[block][0], {reason.source: reason for reason in page.explainer(packs)(block)}

    explain.zoning = zoning
    return explain


def test_rules_are_named_with_what_they_added(explained) -> None:
    zone, reasons = explained("<p>12 replies")
    assert zone is Zone.COMMENT
    assert reasons["test.count"].weight > reasons["test.plain"].weight > 0 > reasons["test.against"].weight
    assert reasons["test.count"].kind is Kind.HEAD
    assert reasons["test.count"].value is None
    assert {reason.zone for reason in reasons.values()} == {Zone.COMMENT}
    assert "line_comment" not in reasons


def test_rules_in_one_column_share_it_by_their_weights(explained) -> None:
    _, reasons = explained("<p>12 replies")
    assert reasons["test.plain"].weight == pytest.approx(-reasons["test.against"].weight / 2)


def test_rules_for_another_zone_speak_against(explained) -> None:
    zone, reasons = explained("<p class=box>12 replies<p>and other text")
    assert zone is Zone.COMMENT
    assert reasons["test.box"].weight < 0


def test_signals_are_named_with_their_value(explained) -> None:
    zone, reasons = explained("<p><a href=/>Home</a>")
    assert zone is Zone.CHROME
    assert reasons["link_density"].value == 1
    assert reasons["link_density"].weight > 0
    assert set(reasons) == {"link_density"}


def test_open_regions_are_named(explained) -> None:
    _, reasons = explained("<p>open<p>after", 1)
    assert reasons["region_widget"].weight < 0


def test_strongest_first(explained) -> None:
    _, reasons = explained("<div class=box>12 replies</div><p>and other text")
    weights = [abs(reason.weight) for reason in reasons.values()]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) >= 4


def test_rules_for_the_page_are_no_evidence_for_a_block(explained) -> None:
    _, reasons = explained("<form><p>text</form><p>b")
    assert "test.page" not in reasons


PIECES = st.sampled_from(
    [
        "<p>12 replies",
        "<p class=box>1 replies</p><p>other text</p>",
        "<h1>Head</h1>",
        "<p><a href=/>x</a>",
        "<p>open",
        "<p>a",
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=5))
def test_contributions_add_up_to_the_slope_of_the_odds(explained, packs: Packs, pieces: list[str]) -> None:
    """All evidence together is what scaling the whole evidence up a little would add to the zone's log-odds."""
    page: Zoning = explained.zoning("".join(pieces))

    def odds(block: int, zone: Zone, scale: float) -> float:
        scores = zone_scores(page.weights.label_scores(page.columns[[block]].astype(np.float64) * scale))[0]
        own = scores[ZONES.index(zone)]
        return float(own - np.logaddexp.reduce(np.delete(scores, ZONES.index(zone))))

    for block, (zone, _) in enumerate(page.labels):
        slope = (odds(block, zone, 1.001) - odds(block, zone, 0.999)) / 0.002
        added = sum(reason.weight for reason in page.explainer(packs)(block))
        # Contributions below 0.05 are not named.
        assert added == pytest.approx(slope, abs=0.1 + 0.002 * len(signal_names()))
