"""Which blocks a rendering is made of: names such as "article" or "caption" -> pairs of zone and kind."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.document import LABELS, REPORT, ZONES, Kind, Zone
from cleaner.errors import OptionError

KINDS: tuple[str, ...] = tuple(dict.fromkeys(kind.value for _, kind in LABELS))
"""The names of all kinds, those of the article first."""


def parse_include(names: Iterable[str]) -> frozenset[tuple[Zone, Kind]]:
    """The (zone, kind) pairs that `names` stand for.

    A name is
    - "article": the report, that is title, deck and body;
    - another zone, such as "comment": every kind of that zone;
    - a kind, such as "caption": that kind ("other" in both zones that have one);
    - "zone/kind", such as "widget/other": exactly that.

    A single string may hold several names separated by commas. Raises `OptionError` for an unknown name, naming those
    that there are, and where there is no name at all.
    """
    split = names.split(",") if isinstance(names, str) else names
    wanted = [name.strip().lower() for name in split]
    if not wanted:
        raise OptionError(f"nothing to keep: name at least one of {_known()}")
    return frozenset(pair for name in wanted for pair in _pairs(name))


def _pairs(name: str) -> frozenset[tuple[Zone, Kind]]:
    if name == Zone.ARTICLE:
        return REPORT
    found = frozenset((zone, kind) for zone, kind in LABELS if name in (zone, kind, f"{zone}/{kind}"))
    if not found:
        raise OptionError(
            f"cannot keep {name!r}: name a zone ({', '.join(ZONES)}), a kind ({', '.join(KINDS)}), or both as zone/kind"
        )
    return found


def _known() -> str:
    return ", ".join((*ZONES, *KINDS))
