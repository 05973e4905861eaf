"""cleaner: the core report of a scraped page, its comments, and why."""

from __future__ import annotations

__version__ = "0.1.0"
