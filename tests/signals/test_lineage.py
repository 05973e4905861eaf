"""What elements have from those above them, against walking up one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.signals.lineage import Lineage

ELEMENTS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9), st.booleans()), max_size=40)


def chain_of(parents: list[int], element: int) -> list[int]:
    """An element and those above it, from the innermost."""
    found = [element]
    while parents[found[-1]] >= 0:
        found.append(parents[found[-1]])
    return found


@given(ELEMENTS)
def test_an_element_has_what_it_and_those_above_it_have(elements: list[tuple[int, int, bool]]) -> None:
    parents = [pick % index if index else -1 for index, (pick, _, _) in enumerate(elements)]
    values = np.array([value for _, value, _ in elements] + [0])
    wanted = np.array([want for _, _, want in elements] + [False])
    lineage = Lineage(parents)
    sums, most = lineage.gather(np.add, values), lineage.gather(np.maximum, values)
    nearest = lineage.nearest(wanted)
    for element in range(len(elements)):
        above = chain_of(parents, element)
        assert sums[element] == values[above].sum()
        assert most[element] == values[above].max()
        assert nearest[element] == next((one for one in above if wanted[one]), lineage.outside)
    assert nearest[-1] == lineage.outside


def test_a_table_is_gathered_row_by_row() -> None:
    found = Lineage([-1, 0, 1]).gather(np.add, np.array([[1, 2, 3, 0], [0, 1, 0, 0]]))
    assert found.tolist() == [[1, 3, 6, 0], [0, 1, 1, 0]]


def test_several_outermost_elements() -> None:
    assert Lineage([-1, 0, -1, 2]).gather(np.add, np.array([1, 1, 5, 5, 0])).tolist() == [1, 2, 5, 10, 0]
