"""From the lines of one comment to its parts: author, time, text, likes, and what is left over as labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from cleaner.comments.lines import Line
from cleaner.comments.words import wording
from cleaner.document import Comment, CommentSort

CLOCK_DIGITS = 4
"""Digits of a clock time; a time with more has a date, and is preferred."""
INITIALS = 2
"""Characters of a name that only stands for an avatar's picture."""
COMMON = 0.5
"""Share of a page's comments with a badge from which it is a word of the page's template and marks nobody."""

_SIGNS = " |·•∙/,;:"
_NUMBER = re.compile(r"[+-]?\d[\d.,]*(?:\s?[km]\b)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
_PARTS = re.compile(r"\s*[|·•∙⋅\n]\s*")
_WORD = re.compile(r"\w")


def assemble(lines: list[Line], before: bool) -> Comment | None:
    """One comment; None where there is neither a text nor an author of whom it is certain that one was meant.

    `before` tells whether the author's line stands before the text.
    """
    heads = lines
    if not before:
        last = max((i for i, line in enumerate(lines) if line.text), default=-1)
        heads = lines[last + 1 :] + lines[: last + 1]
    named = _named(heads)
    times = [line for line in heads if line.time]
    timed = next((line for line in times if _digits(line.time) > CLOCK_DIGITS), times[0] if times else None)
    texts = [line for line in lines if line.text] or _spoken(lines, named, timed)
    certain = named and (named.sure or (timed and (named is timed or lines[0].marker)))
    if not texts and not certain:
        return None
    text = "\n\n".join(_shown(line, line is lines[0]) for line in texts)
    labels = [rest for line in lines if (rest := _rest(line, line in texts, line is named, line is timed))]
    return Comment(
        named.name if named else None,
        timed.time if timed else None,
        text,
        blocks=[line.index for line in lines],
        likes=_likes(labels),
        sort=CommentSort.PINGBACK if lines[0].ping else CommentSort.COMMENT,
        labels=labels,
    )


def take_in(comment: Comment, lines: list[Line], front: bool = False) -> None:
    """Gives a comment the lines of a neighbour that came to nothing by themselves."""
    labels = [line.raw for line in lines if _WORD.search(line.raw)]
    blocks = [line.index for line in lines]
    comment.labels = labels + comment.labels if front else comment.labels + labels
    comment.blocks = blocks + comment.blocks if front else comment.blocks + blocks
    if comment.likes is None and not front:
        comment.likes = _likes(labels)


def by_badge(comments: list[Comment]) -> list[bool]:
    """Which comments carry a badge of the report's author."""
    badge = wording().badge
    marked = [
        any(badge.fullmatch(part) for label in comment.labels for part in _PARTS.split(label)) for comment in comments
    ]
    return marked if sum(marked) < COMMON * len(comments) or len(comments) == 1 else [False] * len(comments)


def same_person(author: str | None, names: Iterable[str]) -> bool:
    """Whether a comment's author is one of `names`, whatever the order and case of the parts."""
    parts = Counter(re.findall(r"\w+", author.casefold())) if author else None
    return bool(parts) and any(parts == Counter(re.findall(r"\w+", name.casefold())) for name in names)


def _named(heads: list[Line]) -> Line | None:
    """The line that names the author."""
    named = [line for line in heads if line.name]
    first = next((line for line in named if line.sure), named[0] if named else None)
    if first and len(first.name or "") <= INITIALS:
        alike = (line for line in named if line is not first and (line.name or "").startswith(first.name or ""))
        return next(alike, first)
    return first


def _spoken(lines: list[Line], named: Line | None, timed: Line | None) -> list[Line]:
    """Where a comment has no text: what looked like a name or a button, but stands where the text should."""
    after = max((lines.index(line) for line in (named, timed) if line), default=-1)
    if named is None or timed is None:
        return [line for line in lines[after + 1 :] if line.doubtful][:1]
    rest = lines[after + 1 :]
    return [line for line in rest if line.doubtful or (line.name and not line.sure and line.name != named.name)][:1]


def _rest(line: Line, spoken: bool, named: bool, timed: bool) -> str:
    """What of a line is in no other part of the comment; "" for signs alone."""
    rest = line.raw
    for used in ((line.text or line.raw) * spoken, (line.name or "") * named, (line.time or "") * timed):
        if used:
            rest = rest.replace(used, " ", 1)
    rest = " ".join(rest.split()).strip(_SIGNS)
    return rest if _WORD.search(rest) else ""


def _likes(labels: list[str]) -> int | None:
    likes = wording().likes
    for label in labels:
        for part in (label, *_PARTS.split(label)):
            if (found := likes.search(part)) and (number := _NUMBER.search(found[0])):
                return _number(number[0])
    return None


def _number(written: str) -> int | None:
    """12, "1,204" or "1.2k" as a number."""
    digits = written.strip().lower()
    times = {"k": 1_000, "m": 1_000_000}.get(digits[-1], 1)
    digits = _THOUSANDS.sub("", digits.rstrip("km ")).replace(",", ".").rstrip(".")
    try:
        return round(float(digits) * times)
    except ValueError:
        return None


def _digits(time: str | None) -> int:
    return sum(map(str.isdigit, time or ""))


def _shown(line: Line, first: bool) -> str:
    """The line's text; list items inside a comment keep their markers, the marker that opens it goes."""
    text = line.text or line.raw
    return text if first or not line.marker or line.sure else f"{line.marker} {text}"
