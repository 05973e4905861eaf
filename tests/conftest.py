"""Shared by all tests: steady examples from hypothesis, and weights that stay the same when those of the package are
trained again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from cleaner.document import LABELS, ZONES
from cleaner.signals import signal_names
from cleaner.training.writing import write_weights
from cleaner.zoning.weights import Weights

settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture(scope="session")
def plain_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with weights that anybody can follow: prose is article/body, the largest heading its title, the rest and
    all that is hidden chrome/menu, but for what rules say, which is believed as it stands."""
    signals, bias, matrix = signal_names(), np.zeros(len(LABELS)), np.zeros((len(signal_names()), len(LABELS)))
    menu, body, title = (
        LABELS.index(label) for label in (("chrome", "menu"), ("article", "body"), ("article", "title"))
    )
    bias[menu] = 3.0
    matrix[signals.index("prose"), body] = 6.0
    matrix[signals.index("headline"), title] = 6.0
    matrix[signals.index("link_density"), menu] = 3.0
    matrix[signals.index("hidden"), menu] = 9.0
    for label, (zone, kind) in enumerate(LABELS):
        matrix[signals.index(f"rule_{zone}_{kind}"), label] = 1.0
    transitions = np.eye(len(ZONES)) * 0.1
    folder = tmp_path_factory.mktemp("weights")
    for form in ("html", "text"):
        write_weights(
            folder / f"{form}.json", "plain", Weights(signals, bias, matrix, transitions, trust=1.0, lean=1.0)
        )
    return folder
