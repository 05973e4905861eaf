"""Document -> JSON, with every zone."""

from __future__ import annotations

from typing import Any

import msgspec

from cleaner.document import Block, Comment, Document

DIGITS = 4
"""Decimal places of probabilities and weights: more would say nothing, and make files longer."""


def to_dict(
    document: Document, evidence: bool = False, source: str | None = None, id: str | None = None
) -> dict[str, Any]:
    """The document as a `dict` of plain values, its keys always in this order:

        source id         where the page came from and what it was called there, only if given
        url form encoding language page_kind confidence title author date text
        blocks            text zone kind confidence tag level lines, and evidence if asked for
        comments          author time iso text depth parent likes permalink by_author sort spam reasons labels blocks

    Every block of every zone is in `blocks`; `lines` is [first, last] or None. A piece of `evidence` has source, zone,
    kind, weight and value; it is worked out only if asked for, since that takes time.
    """
    found: dict[str, Any] = {} if source is None else {"source": source}
    if id is not None:
        found["id"] = id
    return found | {
        "url": document.url,
        "form": str(document.form),
        "encoding": document.encoding,
        "language": document.language,
        "page_kind": document.page_kind.value,
        "confidence": _rounded(document.confidence),
        "title": document.title,
        "author": document.author,
        "date": document.date,
        "text": document.text,
        "blocks": [_block(block, evidence) for block in document.blocks],
        "comments": [comment_dict(comment) for comment in document.comments],
    }


def to_json(
    document: Document,
    evidence: bool = False,
    indent: int | None = None,
    source: str | None = None,
    id: str | None = None,
) -> str:
    """`to_dict` as JSON: on one line, or with `indent` spaces a level. No line feed at the end.

    Halves of surrogate pairs, which no UTF-8 file can hold, become "?".
    """
    found = to_dict(document, evidence, source, id)
    try:
        encoded = msgspec.json.encode(found)
    except UnicodeEncodeError:
        encoded = msgspec.json.encode(_encodable(found))
    return (encoded if indent is None else msgspec.json.format(encoded, indent=indent)).decode()


def to_json_line(document: Document, evidence: bool = False, source: str | None = None, id: str | None = None) -> str:
    """`to_json` as a line of a JSON Lines file, its line feed included."""
    return to_json(document, evidence, source=source, id=id) + "\n"


def _block(block: Block, evidence: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "text": block.text,
        "zone": block.zone.value,
        "kind": block.kind.value,
        "confidence": _rounded(block.confidence),
        "tag": block.tag,
        "level": block.level,
        "lines": block.lines and list(block.lines),
    }
    if evidence:
        found["evidence"] = [
            {
                "source": reason.source,
                "zone": reason.zone.value,
                "kind": reason.kind and reason.kind.value,
                "weight": _rounded(reason.weight),
                "value": None if reason.value is None else _rounded(reason.value),
            }
            for reason in block.evidence
        ]
    return found


def comment_dict(comment: Comment) -> dict[str, Any]:
    """A comment as a `dict` of plain values, its keys always in the order that `to_dict` names."""
    return {
        "author": comment.author,
        "time": comment.time,
        "iso": comment.iso,
        "text": comment.text,
        "depth": comment.depth,
        "parent": comment.parent,
        "likes": comment.likes,
        "permalink": comment.permalink,
        "by_author": comment.by_author,
        "sort": comment.sort.value,
        "spam": _rounded(comment.spam),
        "reasons": list(comment.reasons),
        "labels": list(comment.labels),
        "blocks": list(comment.blocks),
    }


def _rounded(number: float) -> float:
    return round(float(number), DIGITS)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _encodable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    return value
