"""What an element's attributes say of its role, in the form that `attr` rules are written for."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 1000
"""Characters of an attribute that are read."""

REMEMBERED = 16_384
"""Elements, and tokens, of which the answer is kept: rules and lexica ask for the same ones."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PREFIXES = ("", "#", "role=", "itemprop=")


def token_string(attrs: tuple[str, str, str, str]) -> str:
    """The tokens of (class, id, role, itemprop), told apart by a prefix and joined by spaces.

    camelCase is split, "_" becomes "-", all is lower case: ("relatedPosts main_content", "comments", "main", "")
    gives "related-posts main-content #comments role=main".
    """
    return " ".join(map(plain, raw_tokens(attrs)))


@lru_cache(REMEMBERED)
def raw_tokens(attrs: tuple[str, str, str, str]) -> tuple[str, ...]:
    """The same tokens in the spelling of the page."""
    tokens = attrs[0][:LONGEST].split()
    for prefix, value in zip(_PREFIXES[1:], attrs[1:], strict=True):
        if value:
            tokens += [prefix + token for token in value[:LONGEST].split()]
    return tuple(tokens)


@lru_cache(REMEMBERED)
def plain(token: str) -> str:
    """A token in the one spelling that rules are written for."""
    if not token.islower():
        token = _HUMP.sub("-", token).lower()
    return token.replace("_", "-")


def attributes(tokens: str) -> tuple[str, str, str, str]:
    """The (class, id, role, itemprop) that a token string stands for."""
    values: list[list[str]] = [[] for _ in _PREFIXES]
    for token in tokens.split():
        which = next((index for index in (1, 2, 3) if token.startswith(_PREFIXES[index])), 0)
        values[which].append(token[len(_PREFIXES[which]) :])
    first, second, third, fourth = map(" ".join, values)
    return first, second, third, fourth
