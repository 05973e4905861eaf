"""Documents made by hand, so that rendering is tested without an engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cleaner.document import Block, Document, Kind, Zone

Spec = tuple[str, str] | tuple[str, str, dict[str, Any]]


@pytest.fixture
def make() -> Callable[..., Document]:
    """`make(("title", "Head"), ("chrome/menu", "Home", {"tag": "li"}), include=...)`; a bare kind is of the article."""

    def build(*specs: Spec, **fields: Any) -> Document:
        blocks = []
        for index, (label, text, *more) in enumerate(specs):
            zone, _, kind = label.rpartition("/")
            extra: dict[str, Any] = dict(*more)
            blocks.append(
                Block(index, text, Zone(zone or "article"), Kind(kind), extra.pop("confidence", 0.9), **extra)
            )
        return Document(blocks, **fields)

    return build
