"""Fitted weights -> a weights file."""

from __future__ import annotations

from pathlib import Path

import msgspec

from cleaner.document import LABELS
from cleaner.zoning.weights import VERSION, Floats, Weights, WeightsFile


def write_weights(path: Path, about: str, weights: Weights) -> None:
    """Writes a file that `load_weights` reads: a line a signal, three decimals."""
    file = WeightsFile(
        version=VERSION,
        about=about,
        labels=[f"{zone}/{kind}" for zone, kind in LABELS],
        bias=_rounded(weights.bias),
        transitions=[_rounded(row) for row in weights.transitions],
        trust=weights.trust,
        lean=weights.lean,
        signals={name: _rounded(row) for name, row in zip(weights.signals, weights.matrix, strict=True)},
    )
    text = msgspec.json.encode(file).decode().replace('],"', '],\n"')
    path.write_text(text + "\n", encoding="utf-8")


def _rounded(values: Floats) -> list[float]:
    return [round(value, 3) for value in values.tolist()]
