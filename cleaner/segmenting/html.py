"""HTML -> blocks, in one walk of the Lexbor tree."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.reading.page import Form, Page
from cleaner.segmenting.blocks import Blocks, Metadata
from cleaner.segmenting.concealing import TELLING, by_class, is_page, is_short, parse_inside
from cleaner.segmenting.depth import limit_depth
from cleaner.segmenting.elements import BLOCK, HEADING, NAMED, PHRASING, UNSEEN
from cleaner.segmenting.metadata import read_metadata
from cleaner.segmenting.selecting import selector
from cleaner.segmenting.state import add_state

LONG_CELL = 200
"""A table cell with more characters than this is a block of its own: such a table lays out a page, or holds posts."""

# <br>, and what is between two cells of a row: with a character that the parser never yields.
_BREAK, _CELL = "\x00b", "\x00c"
# What the walk has to do at an element: nothing more than to note it (inline), to end the block as well (plain), to let
# it give its name to blocks (named), or more than that.
_UNSEEN, _BR, _INLINE, _LINK, _TABLE_CELL, _TIME, _PLAIN, _NAMED, _MARKED = range(9)
_TASKS = (
    dict.fromkeys(BLOCK, _PLAIN)
    | dict.fromkeys((*NAMED, "tr"), _NAMED)
    | dict.fromkeys((*HEADING, "li", "pre", "blockquote", "ul", "ol", "html"), _MARKED)
    | dict.fromkeys((*UNSEEN, "noscript"), _UNSEEN)
    | {"br": _BR, "a": _LINK, "td": _TABLE_CELL, "th": _TABLE_CELL, "time": _TIME}
)


def _by_id() -> dict[int, tuple[str, int]]:
    """Lexbor's number of each element that is common -> its name and task: a number is read faster than a name."""
    document = LexborHTMLParser("")
    names = (*_TASKS, *PHRASING)
    return {document.create_node(name).tag_id: (name, _TASKS.get(name, _INLINE)) for name in names}


_KNOWN = _by_id()
(_TEXT,) = {node.tag_id for node in LexborHTMLParser("text").css("body")[0].iter(include_text=True)}


def segment_html(page: Page, hidden: frozenset[str] = frozenset()) -> Blocks:
    """The visible text of an HTML page as blocks in reading order, its elements as frames, its metadata.

    `hidden` are class tokens of elements that are not visible. Hidden elements give no blocks, but see `PANEL`.
    """
    tree = LexborHTMLParser(limit_depth(page.utf8), scripting=True)
    walk = _Walk(hidden)
    if tree.root is not None:
        walk.run(tree.root)
    blocks = walk.finish()
    blocks.metadata = walk.metadata()
    blocks.select = selector(tree, walk.skipped)
    add_state(blocks, (node.text() for node in walk.data))
    return blocks


class _Walk:
    """One walk: what is open, the text gathered for the next block, and the rows written so far."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self.by_class = by_class(hidden)
        self.blocks = Blocks(Form.HTML)
        self.rows: list[tuple[str, str, int, int, str, int, int, int, str | None]] = []
        self.skipped: list[LexborNode] = []
        """Elements that, with all in them, have no frames."""
        self.panels: list[list[int]] = []
        """First block of each hidden panel, and the one behind its last."""
        self.title: str | None = None
        self.lang: str | None = None
        self.canonical: str | None = None
        self.metas: list[tuple[str, str]] = []
        self.json_ld: list[str] = []
        self.data: list[LexborNode] = []
        # the block being gathered: its texts, the frames that they stand in, and those that are in links
        self.parts: list[str] = []
        self.places: list[int] = []
        self.linked: list[tuple[str, str]] = []
        self.marker = ""
        # what is open
        self.tags: list[str] = ["div"]
        self.level = 0
        self.verbatim = 0
        self.quotes = 0
        self.lists: list[int | None] = []

    def metadata(self) -> Metadata:
        return read_metadata(self.title, self.lang, self.metas, self.canonical, self.json_ld)

    def run(self, root: LexborNode) -> None:
        """Visits every node below `root` once, parents first, with a stack of its own instead of recursion.

        What most nodes need is done here, without a call: the walk is the dearest part of a page.
        """
        frames = self.blocks.frames
        parent, tag_of, attrs_of, first, last = frames.parent, frames.tag, frames.attrs, frames.first, frames.last
        rows, skipped, tags = self.rows, self.skipped, self.tags
        parts, places, linked = self.parts, self.places, self.linked
        classes, known = self.by_class, _KNOWN.get
        stack: list[tuple[LexborNode, int, int]] = []
        node: LexborNode | None = root
        current = panel = -1
        link: str | None = None
        while node is not None:
            number = node.tag_id
            if number == _TEXT:
                if (parts or not node.is_empty_text_node or self.verbatim) and (text := node.text_content):
                    if not text.isspace():
                        if len(text) > LONG_CELL and parts and parts[-1] == _CELL:
                            parts.pop()
                            self.flush()
                        parts.append(text)
                        places.append(current)
                        if link is not None:
                            linked.append((text, link))
                    elif parts or self.verbatim:
                        parts.append(text if self.verbatim else " ")
            elif (found := known(number) or _unknown(node)) is not None:
                tag, task = found
                if task == _UNSEEN and tag == "noscript" and is_page(node.text()):
                    parse_inside(node)
                    task = _PLAIN
                if task == _UNSEEN:
                    self.note(node, tag)
                    skipped.append(node)
                elif task == _BR:
                    self.line_break()
                    skipped.append(node)
                else:
                    attributes = node.attributes
                    if TELLING.isdisjoint(attributes):
                        attrs, concealed = classes[attributes.get("class")]
                    else:
                        attrs, concealed = classes.describe(attributes)
                    if concealed and is_short(node):
                        skipped.append(node)
                    else:
                        if parts and task >= _PLAIN:
                            self.flush()
                        index = len(parent)
                        parent.append(current)
                        tag_of.append(tag)
                        attrs_of.append(attrs)
                        first.append(len(rows))
                        last.append(-1)
                        if concealed and panel < 0:
                            panel = index
                            self.panels.append([len(rows), -1])
                        if task == _LINK:
                            link = attributes.get("href")
                        elif task == _NAMED:
                            tags.append(tag)
                        elif task != _INLINE and task != _PLAIN:
                            self.open(tag, task, attributes)
                        child = node.first_child
                        if child is not None:
                            stack.append((node, index, task))
                            current, node = index, child
                            continue
                        if task == _LINK:
                            link = None
                        elif task == _NAMED:
                            tags.pop()
                        elif task == _MARKED:
                            self.close(tag)
                        last[index] = len(rows)
                        if panel == index:
                            panel = -1
                            self.panels[-1][1] = len(rows)
            following = node.next
            while following is None and stack:
                node, index, task = stack.pop()
                if task >= _PLAIN:
                    if parts:
                        self.flush()
                    if task == _NAMED:
                        tags.pop()
                    elif task == _MARKED:
                        self.close(tag_of[index])
                elif task == _LINK:
                    link = None
                last[index] = len(rows)
                if panel == index:
                    panel = -1
                    self.panels[-1][1] = len(rows)
                current = parent[index]
                following = node.next
            node = following
        if parts:
            self.flush()

    def finish(self) -> Blocks:
        """The blocks, their rows turned into columns."""
        blocks, size = self.blocks, len(self.rows)
        if size:
            columns = map(list, zip(*self.rows, strict=True))
            (blocks.text, blocks.tag, blocks.level, blocks.depth, blocks.marker) = (next(columns) for _ in range(5))
            (blocks.frame, blocks.links, blocks.link_chars, blocks.href) = columns
        blocks.lines = [(0, 0)] * size
        blocks.gap = [0] * size
        blocks.hidden = [False] * size
        for start, stop in self.panels:
            blocks.hidden[start:stop] = [True] * (stop - start)
        return blocks

    def note(self, node: LexborNode, tag: str) -> None:
        """Takes the page's metadata from elements that are not shown."""
        if tag == "meta":
            attributes = node.attributes
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            content = attributes.get("content")
            if name and content:
                self.metas.append((name.lower(), content))
        elif tag == "title":
            if self.title is None:
                self.title = " ".join(node.text().split())
        elif tag == "script":
            kind = node.attributes.get("type") or ""
            if "ld+json" in kind:
                self.json_ld.append(node.text())
            elif kind == "application/json":
                self.data.append(node)
        elif tag == "link" and self.canonical is None and node.attributes.get("rel") == "canonical":
            self.canonical = node.attributes.get("href")

    def open(self, tag: str, task: int, attributes: dict[str, str | None]) -> None:
        if task == _TABLE_CELL:
            if self.parts:
                self.parts.append(_CELL)
        elif task == _TIME:
            if when := attributes.get("datetime"):
                self.blocks.times.setdefault(len(self.rows), when)
        elif tag == "ul":
            self.lists.append(None)
        elif tag == "ol":
            start = attributes.get("start") or ""
            self.lists.append(int(start) - 1 if _is_number(start) else 0)
        elif tag == "html":
            self.lang = attributes.get("lang") or attributes.get("xml:lang")
        else:
            self.tags.append(tag)
            if tag == "li":
                self.item(attributes)
            elif tag in HEADING:
                self.level = HEADING[tag]
            elif tag == "pre":
                self.verbatim += 1
            elif tag == "blockquote":
                self.quotes += 1

    def close(self, tag: str) -> None:
        if tag == "ul" or tag == "ol":
            self.lists.pop()
        elif tag != "html":
            self.tags.pop()
            if tag == "li":
                self.marker = ""
            elif tag in HEADING:
                self.level = 0
            elif tag == "pre":
                self.verbatim -= 1
            elif tag == "blockquote":
                self.quotes -= 1

    def item(self, attributes: dict[str, str | None]) -> None:
        """Sets the marker that the next block carries."""
        counter = self.lists[-1] if self.lists else None
        if counter is None:
            self.marker = "•"
        else:
            value = attributes.get("value") or ""
            counter = int(value) if _is_number(value) else counter + 1
            self.lists[-1] = counter
            self.marker = f"{counter}."

    def line_break(self) -> None:
        if self.verbatim:
            self.parts.append("\n")
        elif self.parts:
            # With nothing but space since the one before, it is the second and ends a paragraph.
            before = next((part for part in reversed(self.parts) if part != " " and part != _CELL), "")
            if before == _BREAK:
                self.flush()
            else:
                self.parts.append(_BREAK)

    def flush(self) -> None:
        """Ends the block that is being gathered, if it has any text."""
        parts, places, linked = self.parts, self.places, self.linked
        text = parts[0] if len(parts) == 1 else "".join(parts)
        parts.clear()
        if not places:
            return
        frame = places[0]
        if len(places) > 1:
            frame = _common(places, self.blocks.frames.parent)
        places.clear()
        links, chars, href = 0, 0, None
        if linked:
            links, href = len(linked), linked[0][1]
            for inner, _ in linked:
                chars += len(inner.strip())
            linked.clear()
        if frame < 0:
            return
        if not self.verbatim and "\x00" not in text:
            self.write(" ".join(text.split()), frame, links, chars, href)
        else:
            for each in self.split(text):
                if each and not each.isspace():
                    self.write(each, frame, links, chars, href)

    def split(self, text: str) -> list[str]:
        """The blocks in a text that has marks for `<br>` or cells, or is verbatim."""
        if self.verbatim:
            return [text.replace(_BREAK, "\n").replace(_CELL, " ").strip("\n")]
        return _row([_fold(cell) for cell in text.split(_CELL)])

    def write(self, text: str, frame: int, links: int, chars: int, href: str | None) -> None:
        rows = self.rows
        index = len(rows)
        tag, marker = self.tags[-1], self.marker
        if marker:
            self.marker = ""
            if not self.level:
                tag = "li"
        elif self.quotes and (tag == "p" or tag == "div"):
            tag = "blockquote"
        if chars > len(text):
            chars = len(text)
        rows.append((text, tag, self.level, len(self.lists), marker, frame, links, chars, href))
        # Inline elements around all of the block's text are closed by now, before the block was counted.
        last, parent = self.blocks.frames.last, self.blocks.frames.parent
        while frame >= 0 and last[frame] == index:
            last[frame] = index + 1
            frame = parent[frame]


def _common(places: list[int], parent: list[int]) -> int:
    """The innermost frame that holds all of some; a frame's parent comes before it."""
    frame = places[0]
    for place in places:
        while frame != place:
            if frame > place:
                frame = parent[frame]
            else:
                place = parent[place]
    return frame


def _unknown(node: LexborNode) -> tuple[str, int] | None:
    """Name and task of an element that has no number of its own; None for comments and the like."""
    if not node.is_element_node:
        return None
    tag = node.tag or ""
    return tag, _TASKS.get(tag, _PLAIN if "-" in tag else _INLINE)


def _row(cells: list[str]) -> list[str]:
    """The cells of a table row as one text, joined by " | ", or each by itself where one of them is long."""
    filled = [cell for cell in cells if cell]
    return filled if any(len(cell) > LONG_CELL for cell in filled) else [" | ".join(filled)]


def _fold(text: str) -> str:
    """White space folded; `<br>` becomes a line feed."""
    if _BREAK in text:
        lines = (" ".join(line.split()) for line in text.split(_BREAK))
        return "\n".join(line for line in lines if line)
    return " ".join(text.split())


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10
