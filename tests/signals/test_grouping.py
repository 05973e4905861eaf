"""Things that are alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.signals.grouping import distinct, first_alike, seen_before


@given(st.lists(st.sampled_from("abc")))
def test_each_is_known_by_the_first_of_its_kind_and_counted(keys: list[str]) -> None:
    groups = first_alike(keys)
    assert groups.tolist() == [keys.index(key) for key in keys]
    first, which = distinct(groups)
    assert first.tolist() == sorted({keys.index(key) for key in keys})
    assert first[which].tolist() == groups.tolist()
    assert seen_before(groups).tolist() == [keys[:index].count(key) for index, key in enumerate(keys)]
