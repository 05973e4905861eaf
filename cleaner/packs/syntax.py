"""Pieces of RE2's syntax (https://github.com/google/re2/wiki/Syntax), as regular expressions for Python's `re`."""

from __future__ import annotations

ESCAPE = r"\\(?:x\{[0-9A-Fa-f]+\}|x[0-9A-Fa-f]{2}|[pP]\{\^?\w+\}|[pP]\w|.)"
"""A backslash and what belongs to it; with `re.DOTALL`."""

NAMED = r"\[:\^?\w+:\]"
"""A class by name, within brackets."""

SET = rf"\[\^?\]?(?:{NAMED}|{ESCAPE}|[^\]\\])*\]"
"""Characters in brackets."""
