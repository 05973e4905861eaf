"""Pictures, icons, fields and times among the blocks."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.packs import Packs
from cleaner.reading import Form, Page
from cleaner.segmenting import segment
from cleaner.signals import View, columns, signal_names


def counts(markup: str, name: str, form: Form = Form.HTML) -> list[float]:
    blocks = segment(Page(markup, form))
    view = View(blocks, Packs([]).match(blocks))
    return list(np.expm1(columns(view)[signal_names().index(name)]))


PAGE = "<p>a<div><img><img></div><p>b<p>c<p>d<p>e<p>f<p>g<time>1 May</time><input>"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("images_before", [0, 2, 0, 0, 0, 0, 0]),
        ("images_after", [2, 0, 0, 0, 0, 0, 0]),
        ("images_near", [0.5, 2 / 5, 2 / 6, 2 / 7, 2 / 6, 0, 0]),
        ("images_around", [2 / 7] * 7),
        ("times_before", [0, 0, 0, 0, 0, 0, 1]),
        ("fields_before", [0, 0, 0, 0, 0, 0, 1]),  # behind the last block: as good as at it
        ("icons_before", [0] * 7),
    ],
)
def test_what_stands_among_the_blocks_is_counted(name: str, expected: list[float]) -> None:
    assert counts(PAGE, name) == pytest.approx(expected, abs=1e-5)


def test_text_has_nothing_but_text() -> None:
    assert counts("a\n\nb", "images_around", Form.TEXT) == [0, 0]
