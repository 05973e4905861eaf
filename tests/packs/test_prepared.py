"""What the packs that ship need at hand is written down, rightly, and nothing depends on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.authoring import preparing
from cleaner.errors import PackError
from cleaner.packs import loading, prepared, written
from cleaner.packs.loosening import loosened
from cleaner.packs.patterns import PatternSet
from cleaner.packs.phrases import anchored, phrases
from cleaner.resources import rules_folder

FILES = loading.WRITTEN.name, prepared.WRITTEN.name


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the files are looked for."""
    monkeypatch.setattr(written, "rules_folder", lambda: tmp_path)
    for module in (loading, prepared):
        monkeypatch.setattr(module, "WRITTEN", written.Written(module.WRITTEN.name, module.WRITTEN.kind))
    return tmp_path


def test_what_is_written_down_is_what_ships() -> None:
    packs_file, phrases_file = ((rules_folder() / name).read_bytes() for name in FILES)
    assert phrases_file == prepared.prepared(preparing.shipped_patterns()), "run `cleaner rules prepare`"
    assert packs_file == preparing.shipped_packs(), "run `cleaner rules prepare`"


def test_what_ships_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    patterns = list(preparing.shipped_patterns())
    needed = [(anchored(pattern), phrases(pattern)) for pattern in patterns]
    monkeypatch.setattr(prepared, "_worked_out", None)
    for pattern, (fixed, some) in zip(patterns, needed, strict=True):
        found = prepared.needed_by(pattern)
        assert (found.anchored, None if found.phrases is None else frozenset(found.phrases)) == (fixed, some)
    monkeypatch.setattr(loading, "_parse", None)
    assert len(loading.load(loading.shipped())) == len(loading.shipped())


def test_a_loosened_pattern_is_anchored_where_its_own_is() -> None:
    for pattern in preparing.shipped_patterns():
        assert anchored(loosened(pattern).pattern) == anchored(pattern), pattern


def test_other_patterns_are_worked_out() -> None:
    assert prepared.needed_by("^gazette of nowhere") == prepared.Needed(True, ["\0gazette of nowhere"])


def test_a_changed_pack_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "menus.yaml"
    path.write_bytes((rules_folder() / "core" / "menus.yaml").read_bytes())
    before = loading.load([path])[0].pack
    path.write_bytes(path.read_bytes().replace(b"\nabout: ", b"\nabout: Changed. ", 1))
    after = loading.load([path])[0].pack
    assert after.about == f"Changed. {before.about}"
    assert before.rules == after.rules


@pytest.mark.parametrize("contents", [None, b"", b"[1]", b'{"a": 3}'])
def test_without_the_files_everything_is_found(contents: bytes | None, elsewhere: Path) -> None:
    ready = [source.pack for source in loading.load(loading.shipped())]
    if contents is not None:
        for name in FILES:
            (elsewhere / name).write_bytes(contents)
    pattern = next(preparing.shipped_patterns())
    found = prepared.needed_by(pattern)
    assert frozenset(found.phrases or ()) == phrases(pattern)
    assert PatternSet(["^share this", "x"]).search("share this text") == [0, 1]
    assert [source.pack for source in loading.load(loading.shipped())] == ready


def test_the_files_are_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "rules_folder", lambda: tmp_path)
    assert [path.name for path in preparing.prepare_packs()] == list(FILES)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (rules_folder() / name).read_bytes()
    monkeypatch.setattr(preparing, "rules_folder", lambda: tmp_path / "nowhere")
    with pytest.raises(PackError, match="cannot write what is prepared"):
        preparing.prepare_packs()
