"""Fitted weights -> a weights file."""

from __future__ import annotations

from pathlib import Path

import msgspec

from cleaner.document import LABELS
from cleaner.signals import signal_names
from cleaner.zoning.weights import VERSION, Floats, WeightsFile


def write_weights(path: Path, about: str, bias: Floats, matrix: Floats, transitions: Floats) -> None:
    """Writes a file that `load_weights` reads: one line a signal, three decimals."""
    file = WeightsFile(
        version=VERSION,
        about=about,
        labels=[f"{zone}/{kind}" for zone, kind in LABELS],
        bias=[round(value, 3) for value in bias.tolist()],
        transitions=[[round(value, 3) for value in row] for row in transitions.tolist()],
        signals={
            name: [round(value, 3) for value in row] for name, row in zip(signal_names(), matrix.tolist(), strict=True)
        },
    )
    text = msgspec.json.format(msgspec.json.encode(file), indent=0).decode()
    path.write_text(text.replace(",\n", ",").replace("[\n", "[").replace("\n]", "]").replace('],"', '],\n"') + "\n")
