"""A second opinion: trafilatura's answer as log-odds, asked only where the page is unsure of itself."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from plain import plain_file, signed, stumps

from cleaner import Cleaner
from cleaner.packs import Packs
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import View
from cleaner.zoning import second_opinion
from cleaner.zoning.second_opinion import SAY, agreement

PROSE = "The council of the town said on Monday that it was aware of the plan, and that it is in favour of it."
PAGE = f"<html lang=en><body><main><p>Ferry plans</p><p>{PROSE}</p></main><footer>Imprint and contact</footer>"


def view(markup: str) -> View:
    blocks = segment(Page(markup, Form.HTML))
    return View(blocks, Packs([]).match(blocks))


def test_blocks_in_the_answer_are_spoken_for() -> None:
    found = agreement(view(PAGE), f"Ferry plans\n{PROSE}")
    assert found[:, 0].tolist() == [SAY, SAY, -SAY]
    assert not found[:, 1:].any()


def test_no_answer_is_no_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trafilatura.extract", lambda *_, **__: None)
    assert second_opinion.second_opinion(view(PAGE), PAGE) is None

    def fails(*_: object, **__: object) -> str:
        raise RuntimeError("a foreign error")

    monkeypatch.setattr("trafilatura.extract", fails)
    assert second_opinion.second_opinion(view(PAGE), PAGE) is None


@pytest.mark.parametrize(("confidence", "asked"), [(0.3, 1), (0.9, 0)])
def test_it_is_asked_only_in_doubt(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, confidence: float, asked: int
) -> None:
    file = msgspec.structs.replace(plain_file(), confidence=stumps([confidence], []))
    (tmp_path / "html.json").write_bytes(msgspec.json.encode(signed(file)))
    calls: list[str] = []

    def answer(html: str, **_: object) -> str:
        calls.append(html)
        return PROSE

    monkeypatch.setattr("trafilatura.extract", answer)
    Cleaner(weights=tmp_path, second_opinion=True).clean(PAGE)
    assert len(calls) == asked
    Cleaner(weights=tmp_path).clean(PAGE)
    assert len(calls) == asked


def test_the_opinion_moves_a_block() -> None:
    opinion = agreement(view(PAGE), "Imprint and contact of the paper, with all that belongs to it")
    assert np.abs(opinion).max() == SAY
