"""The part of YAML that rule packs are written in, and where each value stands in its file.

Packs are read straight from libyaml's event stream: three times as fast as PyYAML's safe loader, and nothing but plain
values can come out. Of YAML 1.2's core schema it knows text, integers, floats, true, false and null, so that words
such as `no`, `on` or `y` stay words. Tags, anchors that are referred to, keys given twice and several documents in one
file are errors.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from cleaner.errors import PackError
from cleaner.packs.places import Places, Where

Value = str | int | float | bool | None | list[Any] | dict[str, Any]
DEEPEST = 16
"""Levels of nesting that a pack may have; three are needed."""

_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?")


def parse(text: str, path: str, places: Places | None = None) -> Value:
    """The value that a pack's text stands for; None for an empty text.

    `path` names the file in errors; `places`, where given, is filled with the place of every value. Raises `PackError`
    for anything that is no well-formed YAML of the kind described above.
    """
    try:
        return _Reading(text, path, places).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"not well-formed YAML: {error.problem or error.context}"
        raise PackError(message, path, *((mark.line + 1, mark.column + 1) if mark else (1, 1))) from None
    except yaml.YAMLError as error:
        raise PackError(f"not well-formed YAML: {' '.join(str(error).split())}", path) from None


def _plain(text: str) -> Value:
    """What an unquoted scalar stands for."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in "+-.0123456789":
        if _INTEGER.fullmatch(text) and len(text) <= 18:
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
    return text


class _Reading:
    """One pass over the events of one file."""

    def __init__(self, text: str, path: str, places: Places | None) -> None:
        self.path = path
        self.places = places
        self.next: Any = _Parser(text).get_event

    def document(self) -> Value:
        self.next()
        if isinstance(self.next(), yaml.StreamEndEvent):
            return None
        value = self.value(self.next(), ())
        self.next()
        rest = self.next()
        if not isinstance(rest, yaml.StreamEndEvent):
            raise self.error("a second document starts here: give every pack a file of its own", rest)
        return value

    def value(self, event: Any, where: Where) -> Value:
        if self.places is not None:
            self.places.values[where] = _place(event)
        kind = type(event)
        if kind is yaml.AliasEvent:
            raise self.error(f"packs know no aliases: write out what *{event.anchor} stands for", event)
        # "!" is what libyaml reports for a tag that says no more than "as it is written".
        if event.tag not in (None, "!"):
            raise self.error(f"packs know no tags: leave out {event.tag!r}", event)
        if kind is yaml.ScalarEvent:
            return _plain(event.value) if event.implicit[0] else str(event.value)
        if len(where) >= DEEPEST:
            raise self.error(f"nested more than {DEEPEST} levels deep", event)
        return self.mapping(where) if kind is yaml.MappingStartEvent else self.sequence(where)

    def mapping(self, where: Where) -> Value:
        found: dict[str, Any] = {}
        while type(event := self.next()) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent:
                raise self.error("a key must be a word", event)
            key = event.value
            if key in found:
                raise self.error(f"the key {key!r} is there twice: keep one", event)
            if self.places is not None:
                self.places.keys[*where, key] = _place(event)
            found[key] = self.value(self.next(), (*where, key))
        return found

    def sequence(self, where: Where) -> Value:
        found: list[Any] = []
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            found.append(self.value(event, (*where, len(found))))
        return found

    def error(self, message: str, event: Any) -> PackError:
        return PackError(message, self.path, *_place(event))


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
