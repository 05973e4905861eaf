"""Groups the blocks of the comment zone into comments.

Four steps: read every block (`lines`), cut the zone into sections, learn how this page sets off one comment from the
next, and assemble (`assembling`, on HTML with what the elements around tell).

Pages differ in that: list markers may open every comment, the author's line may stand before the text, or below it.
What is learned is the way that leaves the fewest lines without an owner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise

from cleaner.comments.assembling import assemble, by_badge, same_person, take_in
from cleaner.comments.lines import Line, find_bare_names, read_line
from cleaner.comments.surroundings import Surroundings, is_author, is_ping
from cleaner.comments.times import day_comes_first, iso_time
from cleaner.document import Block, Comment, CommentSort, Document, Kind, Zone
from cleaner.segmenting.blocks import Blocks

CLEAR = 2
"""Orphans by which one order must beat the other in a section to be taken for it whatever the page does."""
STRAY = 3
"""Blocks of other zones that may interrupt a comment (an advertisement, a block that was misjudged)."""
MARKED = 0.8
"""Share of texts that a list marker must open for the markers to be taken for the start of comments."""
TITLED = 2
"""Runs of text that one comment may have: a title above the author's line, and the text below."""
HEADED = 2
"""Heads with a time, or with a name that is sure, from which a page is taken to have them throughout."""
REPEATED = 3
"""How often a line must recur to be taken for a button whose word is not known."""

Parts = Callable[[int], dict[str, str]]


def read_comments(document: Document, parts: Parts, blocks: Blocks) -> list[Comment]:
    """The comments of a page in reading order, without spam scores.

    `parts(i)` are the named groups (author, time, text, count) of the rules that fired on block `i`. A comment whose
    text the page has lost keeps its author and an empty text. Where the page shows no comments, those that its
    JSON-LD names are given; they have no blocks. Every word of the zone's author and text blocks is in the author,
    time, text or labels of one comment.
    """
    sections = _sections(document.blocks, parts)
    _keep_quotes(sections)
    _find_buttons(sections)
    _keep_subheads(sections)
    for section in sections:
        find_bare_names(section)
    sections, stray = _without_stray(sections)
    cuts = _marked(sections, inside=1 if document.form == "text" else 0)
    names_first = [True] * len(sections)
    if cuts is None:
        names_first = _orders(sections, lambda line: line.name)
        times_first = _orders(sections, lambda line: line.time)
        cuts = [_cut(*how) for how in zip(sections, names_first, times_first, strict=True)]
    comments: list[Comment] = []
    waiting, behind = stray
    for section, starts, name_first in zip(sections, cuts, names_first, strict=True):
        runs = [section[start:end] for start, end in pairwise([*starts, len(section)])]
        waiting = _thread(_missing(runs), name_first, comments, waiting)
    if comments:
        take_in(comments[-1], behind)
    if not comments:
        comments = [Comment(author, time, text) for author, time, text in blocks.metadata.comments]
    if not comments:
        return comments
    around = Surroundings(blocks, [block.href for block in document.blocks], document.url)
    _place(comments, around)
    _date(comments, around, document.language)
    _recognise(comments, around, document.named_author)
    return comments


# 1 and 2: lines and sections


def _sections(blocks: list[Block], parts: Parts) -> list[list[Line]]:
    """The lines of authors and texts, cut at heads, forms and longer stretches of other zones."""
    sections: list[list[Line]] = [[]]
    last = bottom = None
    for block in blocks:
        gap = max(0, block.lines[0] - bottom - 1) if block.lines and bottom is not None else 0
        bottom = block.lines[1] if block.lines else None
        if block.zone is not Zone.COMMENT:
            continue
        if last is not None and block.index - last > STRAY + 1:
            sections.append([])
        last = block.index
        if block.kind in (Kind.HEAD, Kind.FORM):
            sections.append([])
        else:
            sections[-1].append(read_line(block, parts(block.index), gap))
    return [section for section in sections if section]


def _keep_quotes(sections: list[list[Line]]) -> None:
    """Turns "NAME said:" inside texts back into text on a page whose authors stand on lines of their own."""
    lines = [line for section in sections for line in section if line.name]
    quotes = [line for line in lines if line.kind is Kind.TEXT and not line.time]
    if len(quotes) * 2 <= len(lines):
        for line in quotes:
            line.text, line.name, line.time, line.sure = line.raw, None, None, False


def _find_buttons(sections: list[list[Line]]) -> None:
    """Takes lines for buttons that recur under most comments while another line of the same group is a name."""
    groups = [[line for line in group if not line.text] for section in sections for group in _groups(section)]
    groups = [group for group in groups if group]
    seen = Counter(shape for group in groups for shape in {line.shape for line in group if line.name and not line.sure})
    often = {shape for shape, n in seen.items() if n >= max(REPEATED, len(groups) / 2)}
    for shape in often:
        holding = [group for group in groups if any(line.shape == shape for line in group)]
        named = sum(any(line.name and line.shape not in often for line in group) for group in holding)
        if named * 2 >= len(holding):
            for group in holding:
                for line in group:
                    if line.shape == shape:
                        line.name = None


def _keep_subheads(sections: list[list[Line]]) -> None:
    """Turns single short lines inside texts back into text on a page whose authors' heads tell more than a name."""
    strong, weak = 0, []
    for section in sections:
        groups = _groups(section)
        for i, group in enumerate(groups):
            if group[0].text and not group[0].sure:
                continue
            strong += any(line.strong for line in group)
            inner = 0 < i < len(groups) - 1 and len(group) == 1
            if inner and group[0].name and not group[0].strong and not group[0].marker:
                weak.append(group[0])
    if strong >= HEADED and strong >= len(weak):
        for line in weak:
            line.text, line.name = line.raw, None


def _without_stray(sections: list[list[Line]]) -> tuple[list[list[Line]], tuple[list[Line], list[Line]]]:
    """The sections that hold comments, and the lines in front of and behind them that only were judged to.

    On a page whose authors' heads tell more than a name, a section without any is no comment: in front of the first
    head and behind the last it is the form or the frame of the page, between two it goes on with a comment.
    """
    headed = [any(line.strong or line.ping for line in section) for section in sections]
    heads = sum(line.strong for section in sections for line in section)
    if heads < HEADED or all(headed):
        return sections, ([], [])
    first, last = headed.index(True), len(headed) - headed[::-1].index(True)
    kept: list[list[Line]] = []
    for section, has_head in zip(sections[first:last], headed[first:last], strict=True):
        if has_head:
            kept.append(section)
        else:
            kept[-1] = kept[-1] + section
    front, behind = ([line for section in part for line in section] for part in (sections[:first], sections[last:]))
    return kept, (front, behind)


def _groups(section: list[Line]) -> list[list[Line]]:
    """Runs of text and runs of head lines and buttons, in turn."""
    return [list(run) for _, run in groupby(section, key=lambda line: bool(line.text) and not line.sure)]


# 3: where comments begin


def _marked(sections: list[list[Line]], inside: int) -> list[list[int]] | None:
    """The first lines of comments by their list markers; None where the page's markers do not open its comments.

    `inside` is how much deeper than its marker a comment's text stands at least.
    """
    heads: set[tuple[str, int]] = set()
    texts: set[tuple[str, int]] = set()
    for line, previous, depth in _openings(sections):
        if line.text and not line.sure:
            if not previous or not previous.text:
                texts.add(line.place)
        elif _opens(line) and line.depth + inside <= depth:
            heads.add(line.place)

    if heads:
        texts &= heads

    def starts(section: list[Line]) -> list[int]:
        found, texted, named = [0], bool(section[0].text), bool(section[0].name)
        for i, (previous, line) in enumerate(pairwise(section), 1):
            if line.marker and line.text and not line.sure:
                opens = line.place in texts and (not heads or not previous.text or line.depth < previous.depth)
            else:
                opens = bool(line.marker) and line.place in heads and _opens(line)
            if line.ping or (previous.ping and line.name) or (opens and (texted or (named and line.name))):
                found.append(i)
                texted = named = False
            texted = texted or bool(line.text)
            named = named or bool(line.name)
        return found

    cuts = [starts(section) for section in sections]
    opened = total = 0
    for section, found in zip(sections, cuts, strict=True):
        for start, end in pairwise([*found, len(section)]):
            runs = sum(bool(group[0].text) for group in _groups(section[start:end]))
            total += runs
            if section[start].place in heads | texts:
                opened += runs if runs <= TITLED else 1
    return cuts if total and opened / total >= MARKED else None


def _openings(sections: list[list[Line]]) -> Iterator[tuple[Line, Line | None, int]]:
    """Every line with a list marker, the line before it, and the depth of the next text that is no list item."""
    for section in sections:
        depth = -1
        following: list[int] = []
        for line in reversed(section):
            if line.text and not line.marker:
                depth = line.depth
            following.append(depth)
        following.reverse()
        for i, line in enumerate(section):
            if line.marker:
                yield line, section[i - 1] if i else None, following[i]


def _opens(line: Line) -> bool:
    """Whether a head line with a list marker can open a comment; bulleted buttons cannot."""
    return bool(line.name or line.time or line.count) or line.bullet == "1"


def _orders(sections: list[list[Line]], told: Callable[[Line], str | None]) -> list[bool]:
    """For every section, whether what is `told` stands before its text: so if that leaves no more orphans.

    A text at the edge of a section with nothing told before it is an orphan, and so is something told at the end with
    no text behind it; and the other way round. A section that tells nothing clear follows the page.
    """
    balance = []
    for section in sections:
        at = [i for i, line in enumerate(section) if told(line)]
        texts = [i for i, line in enumerate(section) if line.text and not line.sure]
        if at and texts:
            before = (texts[0] < at[0]) + (at[-1] > texts[-1])
            after = (texts[-1] > at[-1]) + (at[0] < texts[0])
            balance.append(after - before)
        else:
            balance.append(0)
    page = sum(balance) >= 0
    return [one > 0 if abs(one) == CLEAR else page for one in balance]


def _cut(section: list[Line], names_first: bool, times_first: bool) -> list[int]:
    """The first lines of comments by the order of authors, times and texts."""
    starts, texted, sure = [0], False, False
    for i, line in enumerate(section):
        if line.ping and i:
            starts.append(i)
            texted, sure = True, False
        elif line.text and not line.sure:
            if not names_first and texted and not section[i - 1].text:
                starts.append(i)
            texted = True
        elif names_first and (line.name or (line.time and times_first)):
            if texted or (line.sure and sure):
                starts.append(i)
                texted = sure = False
            sure = sure or line.sure
            texted = texted or bool(line.text)
    return starts


def _missing(comments: list[list[Line]]) -> list[list[Line]]:
    """Splits a numbered comment whose successor skips a number, at its widest gap: the head line between was lost.

    Only flattened text tells gaps, and only one that no other comment of the page has inside its text is trusted.
    """
    widest = list(map(_widest, comments))
    second, first = sorted([0, 0, *(gap for gap, _ in widest)])[-2:]
    out: list[list[Line]] = []
    for i, (lines, (gap, at)) in enumerate(zip(comments, widest, strict=True)):
        after = comments[i + 1][0] if i + 1 < len(comments) else None
        skips = after and after.place == lines[0].place and _number(after) - _number(lines[0]) == 2
        usual = second if gap == first else first
        if skips and gap > max(1, usual):
            lines[at].depth = lines[0].depth
            out += [lines[:at], lines[at:]]
        else:
            out.append(lines)
    return out


def _widest(lines: list[Line]) -> tuple[int, int]:
    """The widest gap between two texts of a comment, and where the second stands."""
    gaps = [(b.gap, i) for i, (a, b) in enumerate(pairwise(lines), 1) if a.text and b.text]
    return max(gaps, default=(0, 0))


def _number(line: Line) -> int:
    digits = line.marker.rstrip(".)")
    return int(digits) if digits.isdecimal() else 0


# 4: what is known of the comments together


def _thread(runs: list[list[Line]], before: bool, out: list[Comment], waiting: list[Line]) -> list[Line]:
    """Adds the comments of one section to `out`, with depths by indentation or by whom they say they answer.

    Lines that make no comment go to the one before them, or wait for the first; those that still wait are returned.
    """
    above: list[int] = []
    levels: dict[str, int] = {}
    for lines in runs:
        comment = assemble(lines, before)
        if not comment:
            if out:
                take_in(out[-1], lines)
            else:
                waiting = waiting + lines
            continue
        if waiting:
            take_in(comment, waiting, front=True)
            waiting = []
        column = next((line for line in lines if line.marker or not line.empty), lines[0]).depth
        while above and above[-1] >= column:
            above.pop()
        comment.depth = len(above)
        above.append(column)
        parent = next((line.parent for line in lines if line.parent), None)
        if parent and comment.depth == 0 and parent in levels:
            comment.depth = levels[parent] + 1
        if comment.author:
            levels[comment.author] = comment.depth
        out.append(comment)
    return waiting


def _place(comments: list[Comment], around: Surroundings) -> None:
    """Depths by the elements where these tell them, parents by depth, and permalinks."""
    levels = [around.level(comment) for comment in comments]
    told = [level for level in levels if level is not None]
    lowest = min(told, default=0)
    if max(told, default=0) > lowest:
        for comment, level in zip(comments, levels, strict=True):
            comment.depth = lowest if level is None else level - lowest
    path: list[int] = []
    for index, comment in enumerate(comments):
        # An answer whose comment is on another page, or was lost, is one level below the last that is there.
        comment.depth = min(comment.depth, len(path))
        del path[comment.depth :]
        comment.parent = path[-1] if path else None
        path.append(index)
        comment.permalink = around.permalink(comment)


def _date(comments: list[Comment], around: Surroundings, language: str | None) -> None:
    """Times as ISO 8601; what one date of the page tells about the order of day and month holds for all."""
    day_first = day_comes_first(comment.time for comment in comments if comment.time)
    for comment in comments:
        machine = around.time(comment)
        if machine:
            comment.time = comment.time or machine
            comment.iso = iso_time(machine, language)
        if comment.time and not comment.iso:
            comment.iso = iso_time(comment.time, language, day_first)


def _recognise(comments: list[Comment], around: Surroundings, author: str | None) -> None:
    """Which comments the author of the report wrote, and which are pingbacks, by the elements as well."""
    names = author.split(",") if author else []
    for comment, badge in zip(comments, by_badge(comments), strict=True):
        own = around.own(comment)
        comment.by_author = badge or is_author(own) or same_person(comment.author, names)
        if is_ping(own):
            comment.sort = CommentSort.PINGBACK
