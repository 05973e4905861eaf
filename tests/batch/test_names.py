from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch.names import safe_name, safe_path


@pytest.mark.parametrize("name", ["a.html", "news/2024/ferry.html", "Žluťoučký kůň.txt", "日本.html"])
def test_good_names_stay(name: str) -> None:
    assert safe_path(name) == name


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\x", "a/../../b", "..", "", ".", "a\0b", "nul.txt", "x. "]
)
def test_bad_names_become_good_ones(name: str) -> None:
    safe = safe_path(name)
    assert safe != name
    assert not set(PurePosixPath(safe).parts) & {"..", "/", "."}
    assert "\\" not in safe
    assert ":" not in safe


@given(st.text(max_size=300))
def test_every_name_is_safe_and_short(name: str) -> None:
    for safe in (safe_path(name), safe_name(name)):
        path = PurePosixPath(safe)
        assert not path.is_absolute()
        assert all(part not in ("", ".", "..") and len(part.encode()) <= 140 for part in path.parts)
        assert not any(part.startswith(".") for part in path.parts)
        assert safe.isprintable() or not any(ord(sign) < 32 for sign in safe)
    assert "/" not in safe_name(name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_two_names_stay_two(one: str, other: str) -> None:
    assert (safe_path(one) == safe_path(other)) == (one == other)
