"""Where the values of a pack stand in its file."""

from __future__ import annotations

from dataclasses import dataclass, field

Where = tuple[str | int, ...]
"""The way to a value: ("rules", 3, "hits", 0)."""


@dataclass(slots=True)
class Places:
    """Where values and keys stand: (line, column), both from 1."""

    values: dict[Where, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Where, tuple[int, int]] = field(default_factory=dict)

    def of(self, where: Where, key: bool = False) -> tuple[int, int]:
        """The place of a value, of its key where `key` is set, or of the nearest that is there and holds it."""
        if key and where in self.keys:
            return self.keys[where]
        while where and where not in self.values:
            where = where[:-1]
        return self.values.get(where, (1, 1))
