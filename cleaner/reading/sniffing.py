"""HTML or flattened text? Told from the content, since neither file names nor MIME types reach this far."""

from __future__ import annotations

import re

from cleaner.reading.page import Form

SAMPLE = 32_768
"""Characters at the start of a page that are looked at."""

MIN_COVER = 0.5
"""Share of the text that closed elements must enclose in a fragment without `<html>`."""

MIN_TAGS_A_LINE = 0.3
"""Tags for each line of text: so many make HTML of a fragment that begins with one; one that does not needs them."""

MAX_LEAD = 200
"""Characters of text that may stand in front of a fragment's first tag, or belong to one line break."""

# Leading comments, processing instructions and white space, taken once and never given back.
_DOCUMENT = re.compile(
    r"(?:\s++|<!--(?>.*?-->)|<\?(?>.*?>))*+<(?:!doctype\s+html|html|head|body)(?=[\s>/])", re.IGNORECASE | re.DOTALL
)
_LATE_DOCUMENT = re.compile(r"^\s*<(?:!doctype\s+html\b|html[\s>])", re.IGNORECASE | re.MULTILINE)
_OPAQUE = re.compile(r"<!--(?>.*?(?:-->|\Z))|<(script|style|svg)\b(?>.*?(?:</\1\s*>|\Z))", re.IGNORECASE | re.DOTALL)
_ELEMENT = re.compile(r"<(/?)([a-z][a-z0-9-]*+)(?:\s[^<>]*+)?/?>", re.IGNORECASE)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 head header html li main nav ol p pre script section summary table tbody td th thead title tr ul".split()
)
_BREAKS = frozenset({"br", "hr"})
_IMPLIED_END = frozenset({"p", "li", "dd", "dt", "tr", "td", "th"})


def sniff(text: str) -> Form:
    """The form of a decoded page: HTML where it starts like a document, or where elements enclose most of its text.

    Text that only mentions tags, Markdown with some inline tags, and articles with listings of HTML are text.
    """
    head = text[:SAMPLE]
    if "<" not in head:
        return Form.TEXT
    if _DOCUMENT.match(head):
        return Form.HTML
    head = _OPAQUE.sub("<script></script>", head)
    first = _ELEMENT.search(head)
    if not first:
        return Form.TEXT
    lead = len(head[: first.start()].strip())
    lines = sum(1 for line in head.splitlines() if line.strip())
    dense = sum(1 for _ in _ELEMENT.finditer(head)) >= MIN_TAGS_A_LINE * lines
    if lead == 0 and dense:
        return Form.HTML
    if lead and not _LATE_DOCUMENT.search(head) and (lead > MAX_LEAD or not dense):
        return Form.TEXT
    return Form.HTML if _cover(head, cut=len(text) > SAMPLE) >= MIN_COVER else Form.TEXT


def _cover(head: str, cut: bool) -> float:
    """Share of the text that stands in closed block elements or in front of a line break.

    An opening tag without its closing one, or the other way round, encloses nothing: prose about tags has many such.
    Where the sample is `cut` out of a longer page, the elements that are still open at its end count as closed.
    """
    open_at: list[tuple[str, int]] = []
    spans: list[tuple[int, int]] = []
    total = end = 0
    for found in _ELEMENT.finditer(head):
        before, total = total, total + len(head[end : found.start()].strip())
        end = found.end()
        name = found[2].lower()
        if name in _BREAKS:
            spans.append((max(before, total - MAX_LEAD), total))
        elif name not in _BLOCKS:
            continue
        elif not found[1]:
            if name in _IMPLIED_END and open_at and open_at[-1][0] == name:
                spans.append((open_at.pop()[1], total))
            open_at.append((name, total))
        else:
            for index in range(len(open_at) - 1, max(-1, len(open_at) - 50), -1):
                if open_at[index][0] == name:
                    spans.append((open_at[index][1], total))
                    del open_at[index:]
                    break
    total += len(head[end:].strip())
    if cut:
        spans += [(start, total) for _, start in open_at]
    covered = reach = 0
    for start, stop in sorted(spans):
        covered += max(0, stop - max(start, reach))
        reach = max(reach, stop)
    return covered / total if total else 1.0
