"""The packs that ship are right, and every rule in them proves itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.authoring.rules import Checkup, check_packs
from cleaner.packs import Packs
from cleaner.packs.loading import shipped

FILES = shipped()


@pytest.fixture(scope="module")
def checkup() -> Checkup:
    return check_packs(None)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_shipped_pack_is_right(file: Path, checkup: Checkup) -> None:
    assert [str(finding) for finding in checkup.errors if finding.path == str(file)] == []


@pytest.mark.skipif(not FILES, reason="no packs yet")
def test_the_shipped_packs_load_together() -> None:
    assert len(Packs.load().rules) > 0
