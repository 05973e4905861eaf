"""Which field of a row holds the page, which its address and which its id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from cleaner.errors import PackError, SourceError
from cleaner.resources import rules_folder


class FieldNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Common names of fields, best first, lower case."""

    page: list[str]
    url: list[str]
    id: list[str]
    charset: list[str]


@cache
def field_names() -> FieldNames:
    """The contents of `rules/words/fields.yaml`. Raises `PackError` where it is missing or damaged."""
    path = rules_folder() / "words" / "fields.yaml"
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=FieldNames)
    except (OSError, msgspec.MsgspecError) as error:
        raise PackError(f"the names of fields are missing or damaged: {error}", str(path)) from error


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of fields as given by the user, dotted where they lie deeper ("data.html"); None: to be guessed."""

    page: str | None = None
    url: str | None = None
    id: str | None = None

    def names(self, columns: Iterable[str]) -> dict[str, str]:
        """For a table: which of `columns` are the page, url, id and charset. Raises `SourceError` where no column
        holds pages."""
        known = {name.lower(): name for name in columns}
        found: dict[str, str] = {}
        for role, own, names in self._roles():
            name = next((known[name] for name in ([own.lower()] if own else names) if name in known), None)
            if name is not None:
                found[role] = name
            elif own or role == "page":
                raise SourceError(_missing(role, own, known.values()))
        return found

    def read(self, row: dict[str, Any]) -> dict[str, Any]:
        """For a JSON object: the values of page, url, id and charset that it has."""
        found: dict[str, Any] = {}
        for role, own, names in self._roles():
            values = (_at(row, name) for name in ([own] if own else names))
            value = next(
                (one for one in values if isinstance(one, str | bytes) or (role == "id" and one is not None)), None
            )
            if value is not None:
                found[role] = value
        return found

    def missing(self, columns: Iterable[str]) -> str:
        """Why there is no page among `columns`, and the way out."""
        return _missing("page", self.page, columns)

    def _roles(self) -> list[tuple[str, str | None, list[str]]]:
        """(role, the user's name for its field, common names)."""
        common = field_names()
        return [
            ("page", self.page, common.page),
            ("url", self.url, common.url),
            ("id", self.id, common.id),
            ("charset", None, common.charset),
        ]


def _at(row: Any, path: str) -> Any:
    """The value at a dotted path; a field whose own name has dots counts first."""
    if isinstance(row, dict) and path in row:
        return row[path]
    for part in path.split("."):
        if not isinstance(row, dict):
            return None
        row = row.get(part)
    return row


def _missing(role: str, own: str | None, columns: Iterable[str]) -> str:
    names = ", ".join(sorted(map(str, columns))[:12]) or "none"
    wanted = f"no field {own!r}" if own else "no field that is known to hold a page"
    option = "--field" if role == "page" else f"--{role}-field"
    return f"{wanted}; there are: {names}. Name it with {option}"
