"""The phrases of the patterns that ship are written down, rightly, and nothing depends on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.authoring import preparing
from cleaner.errors import PackError
from cleaner.packs import prepared
from cleaner.packs.patterns import PatternSet
from cleaner.packs.phrases import phrases
from cleaner.resources import rules_folder


def test_what_is_written_down_is_what_the_shipped_patterns_need() -> None:
    written = (rules_folder() / prepared.FILE).read_bytes()
    assert written == prepared.prepared(preparing.shipped_patterns()), "run `cleaner rules prepare`"


def test_a_shipped_pattern_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    patterns = list(preparing.shipped_patterns())
    needed = list(map(phrases, patterns))
    monkeypatch.setattr(prepared, "phrases", None)
    for pattern, some in zip(patterns, needed, strict=True):
        found = prepared.phrases_of(pattern)
        assert (None if found is None else frozenset(found)) == some


def test_other_patterns_are_worked_out() -> None:
    assert prepared.phrases_of("gazette of nowhere") == {"gazette of nowhere"}


@pytest.mark.parametrize("contents", [None, b"", b"[1]", b'{"a": 3}'])
def test_without_the_file_everything_is_found(
    contents: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if contents is not None:
        (tmp_path / prepared.FILE).write_bytes(contents)
    monkeypatch.setattr(prepared, "rules_folder", lambda: tmp_path)
    prepared._prepared.cache_clear()
    try:
        pattern = next(preparing.shipped_patterns())
        assert prepared.phrases_of(pattern) == phrases(pattern)
        assert PatternSet(["^share this", "x"]).search("share this text") == [0, 1]
    finally:
        prepared._prepared.cache_clear()


def test_the_file_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "rules_folder", lambda: tmp_path)
    assert preparing.prepare_packs().read_bytes() == (rules_folder() / prepared.FILE).read_bytes()
    monkeypatch.setattr(preparing, "rules_folder", lambda: tmp_path / "nowhere")
    with pytest.raises(PackError, match="cannot write the phrases"):
        preparing.prepare_packs()
