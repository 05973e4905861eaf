"""Signals of threads of comments in flattened text."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.document import LABELS, ZONES
from cleaner.packs import Packs
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import View, columns, signal_names
from cleaner.signals.threads import lines_of_threads

NAMES = signal_names()
SAID = "I have crossed that bridge every day for years."
LINES = [SAID, "2 comments so far", "Ada Brook", SAID, "3 May 2021, 10:12", SAID, "3 May 2021, 11:40", SAID]


def thread(form: Form) -> View:
    """A report, the heading of a thread, two comments with the time below; what comes after has no such line."""
    markup = "\n\n".join(LINES) if form is Form.TEXT else "".join(f"<p>{line}</p>" for line in LINES)
    blocks = segment(Page(markup, form))
    matches = Packs([]).match(blocks)
    for block in (1, 4, 6):
        matches.line[block, ZONES.index("comment")] = 2.5
    matches.kind[1, LABELS.index(("comment", "head"))] = 3
    matches.kind[[4, 6], LABELS.index(("comment", "author"))] = 3
    return View(blocks, matches)


def column(name: str, form: Form = Form.TEXT) -> list[float]:
    return [round(float(value), 3) for value in columns(thread(form))[NAMES.index(name)]]


def test_lines_of_comments_above_below_and_since_the_heading() -> None:
    logs = [round(float(np.log1p(number) / 4), 3) for number in range(4)]
    assert column("thread_above") == [logs[0], logs[1], logs[1], logs[1], logs[2], logs[2], logs[3], logs[3]]
    assert column("authors_below") == [logs[2]] * 4 + [logs[1]] * 2 + [logs[0]] * 2
    assert column("under_head") == [0, 1, 1, 1, 1, 1, 1, 1]
    assert column("author_rate_under_head") == [0, 0, 0, 0, 0.333, 0.25, 0.4, 0.333]


def test_how_far_the_nearest_are() -> None:
    assert np.exp(4 * np.array(column("since_author"))).round() == pytest.approx([61] * 4 + [1, 2, 1, 2], abs=1)
    assert np.exp(4 * np.array(column("to_author"))).round() == pytest.approx([5, 4, 3, 2, 1, 2, 1, 61], abs=1)


def test_a_bare_name_stands_above_what_was_written() -> None:
    assert column("names_4") == [0.4, 0.333, 0.429, 0.375, 0.375, 0.429, 0.5, 0.4]


def test_elements_hold_a_thread_together_in_html() -> None:
    for name in ("thread_3", "since_author", "under_head", "names_4"):
        assert column(name, Form.HTML) == [0] * 8


def test_a_page_of_one_block() -> None:
    blocks = segment(Page("Hello", Form.TEXT))
    assert np.isfinite(np.array([*lines_of_threads(View(blocks, Packs([]).match(blocks)))])).all()
