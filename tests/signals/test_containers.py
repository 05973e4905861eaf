"""Containers: the elements around a block."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.signals.containers import containers
from cleaner.signals.lineage import Lineage


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), min_size=1, max_size=30), st.integers(1, 9))
def test_climbing_stops_at_the_first_frame_that_is_large_enough(frames: list[tuple[int, int]], size: int) -> None:
    spans = [span for span, _ in frames]
    parents = [pick % index if index else -1 for index, (_, pick) in enumerate(frames)]

    def up(frame: int) -> int:
        return frame if spans[frame] >= size or parents[frame] < 0 else up(parents[frame])

    found = containers(np.array(spans), Lineage(parents), size)
    assert found.tolist()[:-1] == [up(frame) for frame in range(len(frames))]
