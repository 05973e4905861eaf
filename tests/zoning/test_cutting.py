"""Cuts: what each would keep, against counting block by block."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.zoning.cutting import CUTS, STEP, cut_names, cut_table

NAMES = cut_names(())
ABOUT = len(NAMES) - NAMES.index("page_prose")
BLOCKS = st.lists(
    st.tuples(st.sampled_from([*CUTS[:-1], 0.01, 0.25, 0.9, 1.0]), st.integers(1, 90), st.booleans(), st.floats(0, 1)),
    min_size=1,
    max_size=12,
)


@given(BLOCKS)
def test_a_cut_keeps_the_blocks_from_its_chance_on(blocks: list[tuple[float, int, bool, float]]) -> None:
    chances, words, prose, links = (np.array(column, np.float64) for column in zip(*blocks, strict=True))
    table = cut_table(chances, words, prose, links, np.arange(ABOUT, dtype=np.float32))
    assert table.shape == (len(NAMES), len(CUTS))
    for column, cut in zip(table.T, CUTS, strict=True):
        told = dict(zip(NAMES, column.tolist(), strict=True))
        kept = [block for block in blocks if block[0] >= cut]
        inside = sum(count for _, count, _, _ in kept)
        total = words.sum()
        runs = sum((one[0] >= cut) != (other[0] >= cut) for one, other in pairwise(blocks))
        just_in = sum(count for chance, count, _, _ in blocks if cut <= chance < cut + STEP)
        just_out = sum(count for chance, count, _, _ in blocks if cut - STEP <= chance < cut)
        expected = {
            "cut": cut,
            "share": inside / total,
            "words": np.log1p(inside),
            "precision": sum(chance * count for chance, count, _, _ in kept) / max(inside, 1),
            "prose": sum(flag for _, _, flag, _ in kept) / max(len(kept), 1),
            "links": sum(link for _, _, _, link in kept) / max(len(kept), 1),
            "runs": runs / max(len(kept), 1),
            "just_in": just_in / total,
            "just_out": just_out / total,
            "nothing": float(not kept),
            "surest": chances.max(),
        }
        assert {name: told[name] for name in expected} == pytest.approx(expected, abs=1e-5)
    assert table[-ABOUT:, 0].tolist() == list(range(ABOUT))
