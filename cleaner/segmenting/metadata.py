"""What a page says of itself outside its visible text: `<meta>`, `<title>`, canonical address, JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.segmenting import jsonld
from cleaner.segmenting.blocks import Metadata

MAX_VALUE = 2000
"""Characters of a property that are kept."""

MAX_PROPERTIES = 400
"""`<meta>` elements that are kept."""

MAX_COMMENTS = 1000
"""Comments that are taken from JSON-LD."""


def read_metadata(
    title: str | None,
    lang: str | None,
    metas: Iterable[tuple[str, str]],
    canonical: str | None,
    json_ld: Iterable[str],
) -> Metadata:
    """Gather a page's metadata from the raw values that the tree walk found.

    `title` is the `<title>`, `lang` the `lang` of `<html>`, `metas` are (name or property, content) in page order,
    `json_ld` the contents of the page's JSON-LD scripts. Never raises: what is broken or too large is left out.

    Properties follow page order, JSON-LD last. There is a "jsonld:type" for each object that may be the page's subject
    (that of the subject first) and a "jsonld:author" for each author; values have their white space folded.
    """
    metadata = Metadata()
    add = metadata.properties.append
    for count, (name, value) in enumerate(metas):
        if count >= MAX_PROPERTIES:
            break
        name = name.strip().lower()
        if name and (folded := _fold(value)):
            add((name, folded))
    for name, single in (("title", title), ("lang", lang), ("canonical", canonical)):
        if folded := _fold(single):
            add((name, folded))
    if values := jsonld.parse(json_ld):
        _add_json_ld(metadata, values)
    return metadata


def _add_json_ld(metadata: Metadata, values: list[object]) -> None:
    nodes = jsonld.entities(values)
    main = jsonld.main_entity(nodes)
    by_id = jsonld.index(nodes)
    described = [main] if main else []
    kinds = dict.fromkeys(kind for node in described + nodes for kind in jsonld.types(node))
    found: list[tuple[str, str | None]] = [("jsonld:type", kind) for kind in kinds]
    if main:
        found.append(("jsonld:headline", jsonld.title(main)))
        found += (("jsonld:author", name) for name in jsonld.names(main.get("author"), by_id))
        # A plugin's article may leave the date to the page object beside it.
        dated = described + [node for node in nodes if not _is_comment(node)]
        found.append(
            ("jsonld:date", _first_of(dated, "datePublished") or _first_of([main], "dateCreated", "uploadDate"))
        )
        found.append(("jsonld:modified", _first_of(dated, "dateModified")))
        body = main.get("articleBody")
        metadata.article_body = (jsonld.plain(body) if isinstance(body, str) else "") or None
    metadata.properties += [(name, value[:MAX_VALUE]) for name, value in found if value]
    metadata.comments = _comments(described + [node for node in nodes if _is_comment(node)], by_id)


def _comments(nodes: list[jsonld.Node], by_id: dict[str, jsonld.Node]) -> list[tuple[str | None, str | None, str]]:
    """(author, time as written, text) of the comments below `nodes` and of those among them, each once."""
    comments: dict[tuple[str | None, str | None, str], None] = {}
    for node in nodes:
        for reply in [node] * _is_comment(node) + list(jsonld.replies(node)):
            text = next((reply[key] for key in ("text", "reviewBody", "description") if key in reply), None)
            if isinstance(text, str) and (text := jsonld.plain(text)):
                author = ", ".join(jsonld.names(reply.get("author") or reply.get("creator"), by_id)) or None
                comments[author, _first_of([reply], "dateCreated", "datePublished"), text] = None
            if len(comments) >= MAX_COMMENTS:
                return list(comments)
    return list(comments)


def _is_comment(node: jsonld.Node) -> bool:
    return "Comment" in jsonld.types(node)


def _first_of(nodes: Iterable[jsonld.Node], *keys: str) -> str | None:
    """The first text under one of `keys`, in the order of the nodes."""
    return next((text for node in nodes for key in keys for text in jsonld.texts(node.get(key))), None)


def _fold(value: str | None) -> str:
    return " ".join(value[: 2 * MAX_VALUE].split())[:MAX_VALUE] if value else ""
