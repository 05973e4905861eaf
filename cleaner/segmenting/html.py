"""HTML -> blocks, in one walk of the Lexbor tree."""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cleaner.reading.page import Form, Page
from cleaner.segmenting.blocks import Blocks, Metadata
from cleaner.segmenting.depth import limit_depth
from cleaner.segmenting.elements import BLOCK, HEADING, NAMED, UNSEEN
from cleaner.segmenting.metadata import read_metadata
from cleaner.segmenting.state import add_state

PANEL = 400
"""A hidden element with more characters than this is a panel that a click or a script opens (a dialog, a tab, a part of
the page that is streamed): its blocks are kept and marked. Shorter ones are labels and templates, and are left out."""

LONG_CELL = 200
"""A table cell with more characters than this is a block of its own: such a table lays out a page, or holds posts."""

# <br>, and what is between two cells of a row: with a character that the parser never yields.
_BREAK, _CELL = "\x00b", "\x00c"
_NOSCRIPT = re.compile(r"<(?:noscript|NOSCRIPT)(?=[\s/>])[^>]*>(.*?)</(?:noscript|NOSCRIPT)\s*>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

# What the walk has to do at an element: nothing (inline), end the block (plain), or more than that.
_INLINE, _PLAIN, _MARKED, _UNSEEN, _BR, _LINK, _TABLE_CELL, _TIME = range(8)
_TASKS = (
    dict.fromkeys(BLOCK, _PLAIN)
    | dict.fromkeys((*NAMED, *HEADING, "tr", "ul", "ol", "html"), _MARKED)
    | dict.fromkeys(UNSEEN, _UNSEEN)
    | {"br": _BR, "a": _LINK, "td": _TABLE_CELL, "th": _TABLE_CELL, "time": _TIME}
)


def segment_html(page: Page, hidden: frozenset[str] = frozenset()) -> Blocks:
    """The visible text of an HTML page as blocks in reading order, its elements as frames, its metadata.

    `hidden` are class tokens of elements that are not visible. Hidden elements give no blocks, but see `PANEL`.
    """
    tree = LexborHTMLParser(limit_depth(_NOSCRIPT.sub(_long_noscript, page.text)))
    walk = _Walk(hidden)
    if tree.root is not None:
        walk.run(tree.root)
    blocks = walk.finish()
    blocks.metadata = walk.metadata()
    blocks.select = _selector(tree, walk.ids)
    add_state(blocks, (node.text() for node in walk.data))
    return blocks


def _long_noscript(found: re.Match[str]) -> str:
    """A <noscript> element as it is, where it holds a page's text for readers without scripts (as forums serve it to
    crawlers), or nothing: taken out before parsing, since to a browser it is raw text, whatever tags it leaves open."""
    return found[0] if len(" ".join(_TAG.sub(" ", found[1]).split())) > PANEL else ""


def _selector(tree: LexborHTMLParser, ids: list[int]) -> Callable[[str], list[int]]:
    frames: dict[int, int] = {}

    def select(css: str) -> list[int]:
        if not frames:
            frames.update(zip(ids, range(len(ids)), strict=True))
        try:
            found = tree.css(css)
        except (SelectolaxError, ValueError) as error:
            raise ValueError(f"bad CSS selector {css!r}: {error}") from error
        return [frames[node.mem_id] for node in found if node.mem_id in frames]

    return select


class _Walk:
    """One walk: what is open, the text gathered for the next block, and the rows written so far."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self.hidden = hidden
        self.blocks = Blocks(Form.HTML)
        self.rows: list[tuple[str, str, int, int, str, int, int, int, str | None, bool]] = []
        self.ids: list[int] = []
        self.title: str | None = None
        self.lang: str | None = None
        self.canonical: str | None = None
        self.metas: list[tuple[str, str]] = []
        self.json_ld: list[str] = []
        self.data: list[LexborNode] = []
        # the block being gathered
        self.parts: list[str] = []
        self.frame = -1
        self.broke = False
        self.links = 0
        self.link_chars = 0
        self.href: str | None = None
        self.marker = ""
        # what is open
        self.tags: list[str] = ["div"]
        self.level = 0
        self.verbatim = 0
        self.quotes = 0
        self.link: str | None = None
        self.lists: list[int | None] = []
        self.panel = -1

    def metadata(self) -> Metadata:
        return read_metadata(self.title, self.lang, self.metas, self.canonical, self.json_ld)

    def run(self, root: LexborNode) -> None:
        """Visits every node below `root` once, parents first, with a stack of its own instead of recursion.

        What most nodes need is done here, without a call: the walk is the dearest part of a page.
        """
        frames = self.blocks.frames
        parent, tag_of, attrs_of, first, last = frames.parent, frames.tag, frames.attrs, frames.first, frames.last
        rows, ids, parts, tasks = self.rows, self.ids, self.parts, _TASKS
        stack: list[tuple[LexborNode, int, int]] = []
        node: LexborNode | None = root
        current = -1
        while node is not None:
            child = None
            text = node.text_content
            if text is not None:
                if text and not text.isspace():
                    self.add(text, current)
                elif parts or self.verbatim:
                    parts.append(text if self.verbatim else " ")
            elif node.is_element_node:
                tag = node.tag or ""
                task = tasks.get(tag)
                if task is None:
                    task = _PLAIN if "-" in tag else _INLINE
                if task == _UNSEEN:
                    self.note(node, tag)
                elif task == _BR:
                    self.line_break()
                else:
                    attributes = node.attributes
                    concealed = bool(attributes) and self.is_hidden(attributes)
                    if not (concealed and _short(node)):
                        if parts and (task == _PLAIN or task == _MARKED):
                            self.flush()
                        index = len(parent)
                        ids.append(node.mem_id)
                        parent.append(current)
                        tag_of.append(tag)
                        attrs_of.append(_attrs(attributes) if attributes else None)
                        first.append(len(rows))
                        last.append(-1)
                        if concealed and self.panel < 0:
                            self.panel = index
                        if task > _PLAIN:
                            self.open(tag, task, attributes)
                        child = node.first_child
                        if child is not None:
                            stack.append((node, index, task))
                            current, node = index, child
                            continue
                        if task > _PLAIN:
                            self.close(tag, task)
                        last[index] = len(rows)
                        if self.panel == index:
                            self.panel = -1
            following = node.next
            while following is None and stack:
                node, index, task = stack.pop()
                if parts and (task == _PLAIN or task == _MARKED):
                    self.flush()
                if task > _PLAIN:
                    self.close(tag_of[index], task)
                last[index] = len(rows)
                if self.panel == index:
                    self.panel = -1
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
            (blocks.frame, blocks.links, blocks.link_chars, blocks.href, blocks.hidden) = columns
        blocks.lines = [(0, 0)] * size
        blocks.gap = [0] * size
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

    def is_hidden(self, attributes: dict[str, str | None]) -> bool:
        """Whether the element is not shown: by attribute, inline style or a class known to hide."""
        if "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return True
        style = attributes.get("style")
        if style:
            style = style.replace(" ", "").lower()
            if "display:none" in style:
                return True
        classes = attributes.get("class")
        return classes is not None and not self.hidden.isdisjoint(classes.split())

    def open(self, tag: str, task: int, attributes: dict[str, str | None]) -> None:
        if task == _LINK:
            self.link = attributes.get("href")
        elif task == _TABLE_CELL:
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

    def close(self, tag: str, task: int) -> None:
        if task == _LINK:
            self.link = None
        elif task == _MARKED:
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

    def add(self, text: str, current: int) -> None:
        """Takes a text node, not just white space, that stands in frame `current`."""
        parts = self.parts
        if parts and parts[-1] == _CELL and len(text) > LONG_CELL:
            parts.pop()
            self.flush()
        if self.frame < 0:
            self.frame = current
        elif self.frame != current:
            # A frame that is closed ended before this text: what holds both is the nearest open one.
            last, parent = self.blocks.frames.last, self.blocks.frames.parent
            while self.frame >= 0 and last[self.frame] >= 0:
                self.frame = parent[self.frame]
        self.broke = False
        parts.append(text)
        if self.link is not None:
            self.links += 1
            self.link_chars += len(text.strip())
            if self.href is None:
                self.href = self.link

    def line_break(self) -> None:
        if self.verbatim:
            self.parts.append("\n")
        elif self.broke:
            self.flush()
        elif self.parts:
            self.parts.append(_BREAK)
            self.broke = True

    def flush(self) -> None:
        """Ends the block that is being gathered, if it has any text."""
        parts = self.parts
        text = parts[0] if len(parts) == 1 else "".join(parts)
        parts.clear()
        frame, self.frame = self.frame, -1
        if self.verbatim:
            texts = [text.replace(_BREAK, "\n").replace(_CELL, " ").strip("\n")]
        elif _CELL in text:
            texts = _row([_fold(cell) for cell in text.split(_CELL)])
        else:
            texts = [_fold(text)]
        for text in texts:
            if text and frame >= 0 and not text.isspace():
                self.write(text, frame)
        self.broke = False
        if self.links:
            self.links = self.link_chars = 0
            self.href = None

    def write(self, text: str, frame: int) -> None:
        index = len(self.rows)
        tag, marker = self.tags[-1], self.marker
        if marker:
            self.marker = ""
            if not self.level:
                tag = "li"
        elif self.quotes and (tag == "p" or tag == "div"):
            tag = "blockquote"
        chars = min(self.link_chars, len(text))
        hidden = self.panel >= 0
        self.rows.append((text, tag, self.level, len(self.lists), marker, frame, self.links, chars, self.href, hidden))
        # Inline elements around all of the block's text are closed by now, before the block was counted.
        last, parent = self.blocks.frames.last, self.blocks.frames.parent
        while frame >= 0 and last[frame] == index:
            last[frame] = index + 1
            frame = parent[frame]


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


def _short(node: LexborNode) -> bool:
    """Whether an element has at most `PANEL` characters of text; no more of it is read than tells that."""
    chars = 0
    for inner in node.traverse(include_text=True, skip_empty=True):
        if inner.is_text_node and (holder := inner.parent) is not None and holder.tag not in UNSEEN:
            chars += len(" ".join((inner.text_content or "").split())) + 1
            if chars > PANEL:
                return False
    return True


def _attrs(attributes: dict[str, str | None]) -> tuple[str, str, str, str] | None:
    get = attributes.get
    found = (get("class") or "", get("id") or "", get("role") or "", get("itemprop") or "")
    return found if any(found) else None
