"""Lines that recur with other numbers or names in them."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.packs import Packs
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import View, columns, signal_names
from cleaner.signals.windows import FAR, shown

NAMES = signal_names()

LINES = [
    "Hanna says",
    "4 May 2012, 10:30",
    "I rode the old ferry every week until it was sold.",
    "Bo Lind says",
    "5 May 2012, 9:07",
    "Nobody asked us about the price before the vote was held.",
    "hill42 says",
    "12 June 2012, 22:15",
    "Good riddance to it, the engine kept us awake all night long.",
]


def column(name: str, lines: list[str] = LINES, form: Form = Form.TEXT) -> list[float]:
    markup = "\n\n".join(lines) if form is Form.TEXT else "".join(f"<p>{line}</p>" for line in lines)
    blocks = segment(Page(markup, form))
    assert len(blocks) == len(lines)
    return columns(View(blocks, Packs([]).match(blocks)))[NAMES.index(name)].tolist()


def test_dates_recur_but_for_their_numbers() -> None:
    # "May" twice, "June" once, as does "hill42"
    assert column("shape_alike") == pytest.approx([np.log1p(n) / 3 for n in (0, 2, 0, 0, 2, 0, 1, 1, 0)])


def test_bylines_recur_in_their_last_word() -> None:
    found = column("end_alike")
    assert [found[at] for at in (0, 3, 6)] == pytest.approx([np.log1p(3) / 3] * 3)
    assert found[2] == pytest.approx(np.log1p(1) / 3)
    assert column("since_end_alike") == pytest.approx(shown(np.array([0, 1, 2] * 3)).tolist())
    assert column("to_end_alike") == pytest.approx(shown(np.array([0, 2, 1, 0, 2, 1, 0, FAR, FAR])).tolist())
    assert column("end_alike_3")[3] == pytest.approx(3 / 7)


def test_a_report_has_no_such_lines() -> None:
    report = [line for line in LINES if line.endswith(".")]
    assert column("end_alike_12", report) == column("shape_alike_12", report) == [0.0] * 3


def test_long_lines_and_single_words_are_made_by_no_template() -> None:
    long = ["Word " * 20 + "end"] * 4
    assert column("end_alike", long) == [0.0] * 4
    assert column("begin_alike", ["Home"] * 4) == [0.0] * 4


def test_html_has_elements_for_that() -> None:
    assert column("end_alike", form=Form.HTML) == [0.0] * len(LINES)
