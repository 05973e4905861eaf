"""Means over the blocks around each block, distances, and the signals of a neighbourhood in text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import LABELS, ZONES
from cleaner.packs import Packs
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import View, columns, signal_names
from cleaner.signals.windows import FAR, SIDES, distances, mean_around, shown, surroundings

NAMES = signal_names()


@given(st.lists(st.booleans(), min_size=1, max_size=80), st.integers(1, 30))
def test_distances_and_means_are_those_of_a_plain_count(marked: list[bool], reach: int) -> None:
    since, to = distances(np.array(marked))
    share = mean_around(np.array(marked), reach)
    for place in range(len(marked)):
        above = [place - other for other in range(place + 1) if marked[other]]
        below = [other - place for other in range(place, len(marked)) if marked[other]]
        assert since[place] == min([*above, FAR])
        assert to[place] == min([*below, FAR])
        around = marked[max(place - reach, 0) : place + reach + 1]
        assert share[place] == pytest.approx(sum(around) / len(around))


def column(name: str, form: Form = Form.TEXT) -> list[float]:
    """Of five lines, of which the second is a widget's heading and the fourth a teaser."""
    lines = ["The bridge opens on Monday, the mayor said.", "Read also", "A ferry sinks in the bay", "Ad", "Home"]
    markup = "\n\n".join(lines) if form is Form.TEXT else "".join(f"<p>{line}</p>" for line in lines)
    blocks = segment(Page(markup, form))
    matches = Packs([]).match(blocks)
    matches.line[[1, 3], ZONES.index("widget")] = 3, 6
    matches.line[4, ZONES.index("chrome")] = -2
    matches.kind[1, LABELS.index(("widget", "related"))] = 3
    return columns(View(blocks, matches))[NAMES.index(name)].tolist()


def test_what_rules_say_around() -> None:
    assert column("widget_lines_3") == pytest.approx([3 / 4, 3 / 5, 3 / 5, 3 / 5, 3 / 4])
    assert column("widget_lines_above") == pytest.approx([*shown(np.array([0, 0, 1, 1, 3]))])
    assert column("widget_lines_below") == pytest.approx([*shown(np.array([3, 2, 2, 0, 0]))])
    assert column("since_widget_line") == pytest.approx([*shown(np.array([FAR, 0, 1, 0, 1]))])
    assert column("to_related") == pytest.approx([*shown(np.array([1, 0, FAR, FAR, FAR]))])


def test_what_speaks_against_a_zone_is_no_line_of_it() -> None:
    assert column("chrome_lines_30") == [0] * 5


def test_lengths_around() -> None:
    assert column("short_3") == pytest.approx([2 / 4, 3 / 5, 3 / 5, 3 / 5, 3 / 4])
    words = np.log1p(np.array([8, 2, 6, 1, 1])) / 4
    assert column("length_2")[2] == pytest.approx(words.mean(), abs=1e-6)
    assert column("unevenness_6")[0] == pytest.approx(words.std(), abs=1e-6)


def test_html_has_elements_for_that() -> None:
    for name in ("widget_lines_3", "since_widget_line", "length_5", "short_10"):
        assert column(name, Form.HTML) == [0] * 5


def test_surroundings() -> None:
    found = surroundings(np.array([4.0, 2.0, 0.0, 6.0]), np.array([0, 1, 1, 1]))
    assert dict(zip(SIDES, (side.tolist() for side in found), strict=True)) == {
        "previous": [0, 4, 2, 0],
        "next": [2, 0, 6, 0],
        "3": [3] * 4,
        "10": [3] * 4,
        "30": [3] * 4,
        "section": [4] + [pytest.approx(8 / 3)] * 3,
        "all_above": [0, 4, 3, 2],
        "all_below": [pytest.approx(8 / 3), 3, 6, 0],
    }
