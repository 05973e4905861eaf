"""What the confidence is told from, against counting block by block."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.zoning.confidence import KEPT, STEP, confidence_names, confidence_row

NAMES = confidence_names(())
ABOUT = len(NAMES) - NAMES.index("page_prose")
BLOCKS = st.lists(
    st.tuples(
        st.sampled_from([0.01, 0.25, 0.45, KEPT, 0.55, 0.9, 1.0]), st.integers(1, 90), st.booleans(), st.floats(0, 1)
    ),
    min_size=1,
    max_size=12,
)


@given(BLOCKS)
def test_what_is_kept_is_counted(blocks: list[tuple[float, int, bool, float]]) -> None:
    chances, words, prose, links = (np.array(column, np.float64) for column in zip(*blocks, strict=True))
    row = confidence_row(chances, words, prose, links, np.arange(ABOUT, dtype=np.float32))
    assert row.shape == (len(NAMES),)
    told = dict(zip(NAMES, row.tolist(), strict=True))
    kept = [block for block in blocks if block[0] >= KEPT]
    inside, total = sum(count for _, count, _, _ in kept), words.sum()
    likely, all_likely = sum(chance * count for chance, count, _, _ in kept), (chances * words).sum()
    expected = {
        "expected": 2 * likely / max(inside + all_likely, 1),
        "precision": likely / max(inside, 1),
        "recall": likely / max(all_likely, 1),
        "share": inside / total,
        "words": np.log1p(inside),
        "prose": sum(flag for _, _, flag, _ in kept) / max(len(kept), 1),
        "links": sum(link for _, _, _, link in kept) / max(len(kept), 1),
        "runs": sum((one[0] >= KEPT) != (other[0] >= KEPT) for one, other in pairwise(blocks)) / max(len(kept), 1),
        "just_in": sum(count for chance, count, _, _ in blocks if KEPT <= chance < KEPT + STEP) / total,
        "just_out": sum(count for chance, count, _, _ in blocks if KEPT - STEP < chance < KEPT) / total,
        "surest": chances.max(),
    }
    assert {name: told[name] for name in expected} == pytest.approx(expected, abs=1e-5)
    assert row[-ABOUT:].tolist() == list(range(ABOUT))
