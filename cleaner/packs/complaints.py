"""What a pack's types complain of, in words an author of packs understands, with the way to the place."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from cleaner.packs.places import Where
from cleaner.packs.schema import Problem, nearest

T = TypeVar("T", bound=msgspec.Struct)

_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "keys with values",
    "null": "nothing",
}
_SCALARS = ("int", "float", "bool", "null")


def convert(value: Any, type: type[T]) -> tuple[T | None, list[Problem]]:
    """`value` as a `type`, and everything about its types that is wrong.

    msgspec stops at the first error: keys with errors are taken out one by one, so that the rest is looked at too.
    The struct is None where what is left is too little for one.
    """
    problems: list[Problem] = []
    rest, gone = value, set()
    while True:
        try:
            return msgspec.convert(rest, type), problems
        except msgspec.ValidationError as error:
            problem, absent = _problem(str(error), type)
            if absent is None or absent not in gone:
                problems.append(problem)
            key = problem.where[0] if problem.where else None
            if absent is not None or not isinstance(rest, dict) or key not in rest:
                return None, problems
            gone.add(key)
            rest = {name: value for name, value in rest.items() if name != key}


def _problem(message: str, type: type[msgspec.Struct]) -> tuple[Problem, str | None]:
    """A message of msgspec's as a problem, and which key is missing where that is its complaint."""
    said, _, path = message.partition(" - at ")
    where: Where = tuple(
        int(index) if index else name for name, index in re.findall(r"\.([\w-]+)|\[(\d+)\]", path.strip("`$"))
    )
    if found := re.match(r"Object contains unknown field `(.*)`", said):
        key = found[1]
        return Problem((*where, key), f"unknown key {key!r}: {nearest(key, _keys(type, where))}", key=True), None
    if found := re.match(r"Object missing required field `(.*)`", said):
        return Problem(where, f"the key {found[1]!r} is missing"), found[1]
    if found := re.match(r"Invalid enum value '(.*)'", said):
        return Problem(where, f"unknown value {found[1]!r}: {nearest(found[1], _values(type, where))}"), None
    if found := re.match(r"Expected `(.*)`, got `(.*)`", said):
        expected = " or ".join(_WORDS.get(word, word) for word in found[1].split(" | ") if word != "null")
        hint = ": put it in quotes" if found[1].startswith("str") and found[2] in _SCALARS else ""
        return Problem(where, f"expected {expected}, not {_WORDS.get(found[2], found[2])}{hint}"), None
    return Problem(where, said.replace("Expected `", "expected `").replace("`float`", "a number")), None


def _holder(type: type[msgspec.Struct], where: Where) -> dict[str, msgspec.inspect.Field]:
    """The fields of the innermost struct on the way to a value, by the name they have in packs."""
    fields: dict[str, msgspec.inspect.Field] = {}
    info: Any = msgspec.inspect.type_info(type)
    for step in ("", *where):
        if isinstance(step, str) and step in fields:
            info = fields[step].type
        for choice in (info, *getattr(info, "types", ())):
            inner = getattr(choice, "item_type", choice)
            if isinstance(inner, msgspec.inspect.StructType):
                fields = {field.encode_name: field for field in inner.fields}
    return fields


def _keys(type: type[msgspec.Struct], where: Where) -> list[str]:
    return list(_holder(type, where))


def _values(type: type[msgspec.Struct], where: Where) -> list[str]:
    """The values that an enumeration allows."""
    info: Any = _holder(type, where)[str(where[-1])].type
    values: list[str] = []
    for choice in (info, *getattr(info, "types", ())):
        if isinstance(choice, msgspec.inspect.EnumType):
            values += map(str, choice.cls)
        elif isinstance(choice, msgspec.inspect.LiteralType):
            values += map(str, choice.values)
    return values
