"""Shared by all tests: steady examples from hypothesis, and weights that stay the same when those of the package are
trained again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))
from plain import plain_file

settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

# Hundreds of processes are started; without compiled files each of them would compile the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session")
def plain_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with weights that anybody can follow, see `plain_file`."""
    folder = tmp_path_factory.mktemp("weights")
    for form in ("html", "text"):
        (folder / f"{form}.json").write_bytes(msgspec.json.encode(plain_file()))
    return folder
