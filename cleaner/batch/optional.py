"""Libraries that only some batches need: imported when asked for, missed with the name of the extra that has them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleaner.errors import MissingExtra


def require(module: str, extra: str, what: str) -> Any:
    """The module, or `MissingExtra`, which says that `what` ("reading WARC files") needs the extra."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtra(what, extra) from error
