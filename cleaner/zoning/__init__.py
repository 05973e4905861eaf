"""Evidence and signals -> zones, kinds and confidence."""

from __future__ import annotations

from cleaner.zoning.zoner import Zoner, Zoning

__all__ = ["Zoner", "Zoning"]
