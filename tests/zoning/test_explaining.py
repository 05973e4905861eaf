"""Evidence: which rules and signals put a block where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import Evidence, Kind, Zone
from cleaner.packs import Packs
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import View, signal_names
from cleaner.zoning import Zoner, Zoning
from cleaner.zoning.explaining import AROUND, contributions, meaning
from cleaner.zoning.weights import load_weights

PACK = """
pack: test
about: Rules.
rules:
  - {id: test.count, line: '^\\d+ replies$', zone: comment/head, weight: 4, opens: comment, hits: [1 replies],
     misses: [a]}
  - {id: test.plain, line: 'replies$', zone: comment, weight: 1, hits: [1 replies], misses: [a]}
  - {id: test.against, line: 'replies', zone: comment, weight: -2, hits: [1 replies], misses: [a]}
  - {id: test.box, attr: '^box$', zone: widget/ad, weight: 2, hits: [box], misses: [a]}
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
        matches = packs.match(blocks)
        return Zoner(plain_weights).zone(View(blocks, matches), packs.trusted_weights(matches))

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


def test_rules_for_another_zone_speak_against(explained) -> None:
    zone, reasons = explained("<p class=box>12 replies<p>and other text")
    assert zone is Zone.COMMENT
    assert reasons["test.box"].weight < 0


def test_signals_are_named_with_their_value(explained) -> None:
    zone, reasons = explained("<p><a href=/>Home</a>")
    assert zone is Zone.CHROME
    assert reasons["prose"].value == 0
    assert reasons["prose"].weight > 0


def test_rules_of_ones_own_count_with_their_own_weight(explained, packs: Packs) -> None:
    _, reasons = explained("<p>12 replies")
    assert packs.number("test.count") in packs.trusted
    assert reasons["test.count"].weight >= 4
    assert reasons["test.against"].weight < 0


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
def test_evidence_adds_up_to_what_was_said(explained, packs: Packs, pieces: list[str]) -> None:
    page: Zoning = explained.zoning("".join(pieces))
    for block, (zone, _) in enumerate(page.labels):
        told, around = contributions(page.weights, page.way, block, zone)
        added = sum(reason.weight for reason in page.explainer(packs)(block))
        own = sum(
            packs.rules[rule].weight * (1 if packs.rules[rule].zone is zone else -1)
            for rule in page.view.matches.of(block)
            if packs.rules[rule].zone
        )
        # Contributions below 0.05 are not named.
        assert added == pytest.approx(told.sum() + around + own, abs=0.05 * (1 + (told != 0).sum()))


def test_every_signal_has_a_meaning(plain_weights: Path) -> None:
    weights = load_weights(plain_weights / "html.json", signal_names())
    for name in (*weights.signals, AROUND):
        assert len(meaning(name)) > 15
    assert meaning("test.count") == ""
