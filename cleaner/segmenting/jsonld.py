"""JSON-LD, the machine-readable description that a page carries in `<script type="application/ld+json">`.

Vocabulary: https://schema.org. The scripts are written by templates and plugins, so they are read with patience: HTML
comments and CDATA around them, line breaks in strings, entities for quotes, trailing commas and junk are all forgiven.
Nothing here recurses, so no depth of nesting is too deep.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import msgspec

Node: TypeAlias = dict[str, Any]
"""A JSON object; its values are whatever the page wrote."""

MAX_SCRIPT = 2**20
"""Characters of a script beyond which it is left unread."""

MAX_SCRIPTS = 64
"""Scripts of a page that are read."""

MAX_NODES = 2000
"""Objects that are looked at while searching for one thing."""

MAX_DOCUMENTS = 16
"""Values written one after another into a single script that are read."""

_CDATA = re.compile(r"(?://|/\*)? {0,4}(?:<!\[CDATA\[|\]\]>) {0,4}(?:\*/)?")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_OPENING = re.compile(r"[{\[]")
_LENIENT = json.JSONDecoder(strict=False)
_LINE_TAG = re.compile(
    r"<(?:br|hr|/?(?:p|div|li|ul|ol|h[1-6]|table|tr|blockquote|figure|section|pre))\b[^<>]*+>", re.IGNORECASE
)
_OPAQUE_TAG = re.compile(r"<(script|style)\b(?>.*?(?:</\1\s*>|\Z))", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-z][^<>]*+>|<!--(?>.*?(?:-->|\Z))", re.IGNORECASE | re.DOTALL)

# The way from a script's root to what its page is about. Not followed: item lists, parts, mentions, publishers, ...
_TO_MAIN = ("@graph", "mainEntity", "mainEntityOfPage")
# schema.org's names for pages that hold what they are about, and whose own names are not a report's.
_CONTAINERS = frozenset({"webpage", "website", "itempage", "collectionpage", "faqpage", "qapage", "profilepage"})
# schema.org's types for what a page can be about, besides those that end in Article or Posting.
_SUBJECTS = frozenset({"report", "product", "recipe", "question", "howto", "review", "creativework", "videoobject"})


def parse(scripts: Iterable[str]) -> list[Any]:
    """The JSON values of a page's scripts, in order; a script that cannot be read is left out."""
    values: list[Any] = []
    for count, script in enumerate(scripts):
        if count >= MAX_SCRIPTS:
            break
        if len(script) <= MAX_SCRIPT:
            values += _parse_script(script)
    return values


def entities(values: Iterable[Any]) -> list[Node]:
    """The objects that may be what the page is about: at the root, in a graph, or named as main entity."""
    found: list[Node] = []
    stack = list(values)[::-1]
    seen = 0
    while stack and seen < MAX_NODES:
        value = stack.pop()
        seen += 1
        if isinstance(value, list):
            stack += value[: MAX_NODES - seen][::-1]
        elif isinstance(value, dict):
            found.append(value)
            inner = [value[key] for key in _TO_MAIN if key in value]
            # A list of main entities is a list of questions (FAQ) or items, none of which is the page's subject.
            stack += [each for each in inner[::-1] if isinstance(each, dict) or each is value.get("@graph")]
    return found


def main_entity(nodes: Iterable[Node]) -> Node | None:
    """The object that describes the report: the one that has most of what reports have; the first of several equal."""
    best = max(((_report_score(node), -index, node) for index, node in enumerate(nodes)), default=None, key=_rank)
    return best[2] if best and best[0] > 0 else None


def types(node: Node) -> list[str]:
    """schema.org types of an object without their address, as written: ["NewsArticle"]."""
    return [name.rpartition("/")[2].rpartition(":")[2] for name in texts(node.get("@type"))]


def texts(value: Any) -> list[str]:
    """The strings of a string, number or list of them, white space folded, entities resolved; no empty ones."""
    found = []
    for each in value if isinstance(value, list) else (value,):
        if isinstance(each, dict):
            each = each.get("@value")
        if isinstance(each, int | float) and not isinstance(each, bool):
            each = str(each)
        if isinstance(each, str) and (text := " ".join(html.unescape(each).split())):
            found.append(text)
    return found


def names(value: Any, by_id: dict[str, Node]) -> list[str]:
    """Names of persons or organisations, given as strings, objects or references into the graph, or a list of them."""
    found: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            if "name" not in each:
                each = by_id.get(str(each.get("@id")), each)
            each = each.get("name")
        found += (name for name in texts(each) if name not in found)
    return found


def index(nodes: Iterable[Node]) -> dict[str, Node]:
    """Objects by their `@id`; of several with the same, the first that has a name."""
    by_id: dict[str, Node] = {}
    for node in nodes:
        key = node.get("@id")
        if isinstance(key, str) and "name" in node:
            by_id.setdefault(key, node)
    return by_id


def replies(node: Node) -> Iterator[Node]:
    """The comments and reviews below an object, each in front of its own replies."""
    stack: list[Any] = [node]
    seen = 0
    while stack and seen < MAX_NODES:
        value = stack.pop()
        seen += 1
        if isinstance(value, list):
            stack += value[: MAX_NODES - seen][::-1]
        elif isinstance(value, dict):
            if value is not node:
                yield value
            stack += [value[key] for key in ("review", "reviews", "comments", "comment") if key in value]


def plain(text: str) -> str:
    """Text without mark-up, one line a paragraph; some sites put HTML, or HTML escaped once more, into JSON-LD."""
    text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", _LINE_TAG.sub("\n", _OPAQUE_TAG.sub("", text)))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def _parse_script(script: str) -> list[Any]:
    try:
        return [msgspec.json.decode(script)]
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        pass
    text = _CDATA.sub("", script) if "CDATA" in script else script
    for attempt in (text, _TRAILING_COMMA.sub("", text), _TRAILING_COMMA.sub("", html.unescape(text))):
        if values := _decode_each(attempt):
            return values
    return []


def _decode_each(text: str) -> list[Any]:
    """The values that stand one after another in a text; what is between and after them is passed over."""
    values: list[Any] = []
    at = 0
    while len(values) < MAX_DOCUMENTS and (opening := _OPENING.search(text, at)):
        try:
            value, at = _LENIENT.raw_decode(text, opening.start())
        except (ValueError, RecursionError):
            break
        values.append(value)
    return values


def _report_score(node: Node) -> int:
    kinds = [kind.casefold() for kind in types(node)]
    subject = any(kind in _SUBJECTS or kind.endswith(("article", "posting")) for kind in kinds)
    container = any(kind in _CONTAINERS for kind in kinds)
    return (
        8 * ("articleBody" in node)
        + 4 * ("headline" in node and not container)
        + 4 * subject
        + 2 * ("datePublished" in node)
        + 1 * ("author" in node)
    )


def _rank(scored: tuple[int, int, Node]) -> tuple[int, int]:
    return scored[:2]


def title(node: Node) -> str | None:
    """The headline of an object, or the name of one that is no mere container."""
    named = [] if any(kind.casefold() in _CONTAINERS for kind in types(node)) else texts(node.get("name"))
    return next(iter(texts(node.get("headline")) + named), None)
