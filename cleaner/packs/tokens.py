"""What an element's attributes say of its role, in the form that `attr` rules are written for."""

from __future__ import annotations

import re

LONGEST = 1000
"""Characters of an attribute that are read."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PREFIXES = ("", "#", "role=", "itemprop=")


def token_string(attrs: tuple[str, str, str, str]) -> str:
    """The tokens of (class, id, role, itemprop), told apart by a prefix and joined by spaces.

    camelCase is split, "_" becomes "-", all is lower case: ("relatedPosts main_content", "comments", "main", "")
    gives "related-posts main-content #comments role=main".
    """
    tokens: list[str] = []
    for prefix, value in zip(_PREFIXES, attrs, strict=True):
        if value:
            parts = _plain(value[:LONGEST]).split()
            tokens += [prefix + part for part in parts] if prefix else parts
    return " ".join(tokens)


def attributes(tokens: str) -> tuple[str, str, str, str]:
    """The (class, id, role, itemprop) that a token string stands for."""
    values: list[list[str]] = [[] for _ in _PREFIXES]
    for token in tokens.split():
        which = next((index for index in (1, 2, 3) if token.startswith(_PREFIXES[index])), 0)
        values[which].append(token[len(_PREFIXES[which]) :])
    first, second, third, fourth = map(" ".join, values)
    return first, second, third, fourth


def _plain(value: str) -> str:
    if not value.islower():
        value = _HUMP.sub("-", value).lower()
    return value.replace("_", "-")
