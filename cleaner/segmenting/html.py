"""HTML -> blocks, in one walk of the Lexbor tree."""

from __future__ import annotations

from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cleaner.reading.page import Form, Page
from cleaner.segmenting.blocks import Blocks, Metadata
from cleaner.segmenting.depth import limit_depth
from cleaner.segmenting.elements import BLOCK, HEADING, NAMED, UNSEEN
from cleaner.segmenting.metadata import read_metadata

PANEL = 400
"""A hidden element with more characters than this is a panel that a click or a script opens (a dialog, a tab, a part of
the page that is streamed): its blocks are kept and marked. Shorter ones are labels and templates, and are left out."""

LONG_CELL = 200
"""A table cell with more characters than this is a block of its own: such a table lays out a page, or holds posts."""

_BREAK = "\x00"  # <br>; the parser never yields this character
_CELL = "\x01"  # between two cells of a row


def segment_html(page: Page, hidden: frozenset[str] = frozenset()) -> Blocks:
    """The visible text of an HTML page as blocks in reading order, its elements as frames, its metadata.

    `hidden` are class tokens of elements that are not visible. Hidden elements give no blocks, but see `PANEL`.
    """
    tree = LexborHTMLParser(limit_depth(page.text))
    walk = _Walk(hidden)
    if tree.root is not None:
        walk.run(tree.root)
    blocks = walk.blocks
    blocks.metadata = walk.metadata()
    blocks.select = _selector(tree, walk.nodes)
    return blocks


def _selector(tree: LexborHTMLParser, nodes: dict[int, int]) -> Callable[[str], list[int]]:
    def select(css: str) -> list[int]:
        try:
            found = tree.css(css)
        except (SelectolaxError, ValueError) as error:
            raise ValueError(f"bad CSS selector {css!r}: {error}") from error
        return [nodes[node.mem_id] for node in found if node.mem_id in nodes]

    return select


class _Walk:
    """One walk: what is open, the text gathered for the next block, and the columns written so far."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self.hidden = hidden
        self.blocks = Blocks(Form.HTML)
        self.nodes: dict[int, int] = {}
        self.title: str | None = None
        self.lang: str | None = None
        self.canonical: str | None = None
        self.metas: list[tuple[str, str]] = []
        self.json_ld: list[str] = []
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
        """Visits every node below `root` once, parents first, with a stack of its own instead of recursion."""
        frames = self.blocks.frames
        parent, tag_of, attrs_of, first, last = frames.parent, frames.tag, frames.attrs, frames.first, frames.last
        texts, nodes = self.blocks.text, self.nodes
        stack: list[tuple[LexborNode, int, bool]] = []
        node: LexborNode | None = root
        current = -1
        while node is not None:
            child = None
            if node.is_text_node:
                self.add(node.text_content or "", current)
            elif node.is_element_node:
                tag = node.tag or ""
                attributes = node.attributes
                if tag in UNSEEN:
                    self.note(node, tag, attributes)
                elif attributes and (concealed := self.is_hidden(attributes)) and _short(node):
                    pass
                elif tag == "br":
                    self.line_break()
                else:
                    block = tag in BLOCK or "-" in tag
                    if block:
                        self.flush()
                    index = len(parent)
                    nodes[node.mem_id] = index
                    parent.append(current)
                    tag_of.append(tag)
                    attrs_of.append(_attrs(attributes) if attributes else None)
                    first.append(len(texts))
                    last.append(-1)
                    if attributes and concealed and self.panel < 0:
                        self.panel = index
                    self.open(tag, attributes, block)
                    child = node.first_child
                    if child is not None:
                        stack.append((node, index, block))
                        current, node = index, child
                        continue
                    self.close(tag, block)
                    last[index] = len(texts)
                    if self.panel == index:
                        self.panel = -1
            following = node.next
            while following is None and stack:
                node, index, block = stack.pop()
                self.close(tag_of[index], block)
                last[index] = len(texts)
                if self.panel == index:
                    self.panel = -1
                current = parent[index]
                following = node.next
            node = following
        self.flush()

    def note(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        """Takes the page's metadata from elements that are not shown."""
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            content = attributes.get("content")
            if name and content:
                self.metas.append((name.lower(), content))
        elif tag == "title":
            if self.title is None:
                self.title = " ".join(node.text().split())
        elif tag == "script":
            if "ld+json" in (attributes.get("type") or ""):
                self.json_ld.append(node.text())
        elif tag == "link" and self.canonical is None and attributes.get("rel") == "canonical":
            self.canonical = attributes.get("href")

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

    def open(self, tag: str, attributes: dict[str, str | None], block: bool) -> None:
        if tag == "a":
            self.link = attributes.get("href")
        elif tag == "td" or tag == "th":
            if self.parts:
                self.parts.append(_CELL)
        elif block:
            if tag in HEADING:
                self.level = HEADING[tag]
                self.tags.append(tag)
            elif tag in NAMED:
                self.tags.append(tag)
                if tag == "li":
                    self.item(attributes)
                elif tag == "pre":
                    self.verbatim += 1
                elif tag == "blockquote":
                    self.quotes += 1
            elif tag == "tr":
                self.tags.append(tag)
            elif tag == "ul":
                self.lists.append(None)
            elif tag == "ol":
                start = attributes.get("start") or ""
                self.lists.append(int(start) - 1 if start.isascii() and start.isdigit() else 0)
            elif tag == "html":
                self.lang = attributes.get("lang") or attributes.get("xml:lang")

    def close(self, tag: str, block: bool) -> None:
        if block:
            self.flush()
            if tag in HEADING:
                self.level = 0
                self.tags.pop()
            elif tag in NAMED or tag == "tr":
                self.tags.pop()
                if tag == "pre":
                    self.verbatim -= 1
                elif tag == "blockquote":
                    self.quotes -= 1
                elif tag == "li":
                    self.marker = ""
            elif (tag == "ul" or tag == "ol") and self.lists:
                self.lists.pop()
        elif tag == "a":
            self.link = None

    def item(self, attributes: dict[str, str | None]) -> None:
        """Sets the marker that the next block carries."""
        counter = self.lists[-1] if self.lists else None
        if counter is None:
            self.marker = "•"
        else:
            value = attributes.get("value") or ""
            counter = int(value) if value.isascii() and value.isdigit() else counter + 1
            self.lists[-1] = counter
            self.marker = f"{counter}."

    def add(self, text: str, current: int) -> None:
        """Takes a text node that stands in frame `current`."""
        if not text or text.isspace():
            if self.parts:
                self.parts.append(text)
            return
        if self.parts and self.parts[-1] == _CELL and len(text) > LONG_CELL:
            self.parts.pop()
            self.flush()
        if self.frame < 0:
            self.frame = current
        else:
            # A frame that is closed ended before this text: what holds both is the nearest open one.
            last, parent = self.blocks.frames.last, self.blocks.frames.parent
            while self.frame >= 0 and last[self.frame] >= 0:
                self.frame = parent[self.frame]
        self.broke = False
        self.parts.append(text)
        if self.link is not None:
            self.links += 1
            self.link_chars += len(text.strip())
            self.href = self.href or self.link

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
        if not self.parts:
            return
        text = "".join(self.parts)
        self.parts.clear()
        frame, self.frame = self.frame, -1
        text = text.replace(_BREAK, "\n").replace(_CELL, " ").strip("\n") if self.verbatim else _fold(text)
        if text and frame >= 0:
            self.write(text, frame)
        self.broke = False
        self.links = self.link_chars = 0
        self.href = None

    def write(self, text: str, frame: int) -> None:
        blocks = self.blocks
        index = len(blocks.text)
        tag = self.tags[-1]
        marker, self.marker = self.marker, ""
        if marker:
            tag = "li" if not self.level else tag
        elif self.quotes and (tag == "p" or tag == "div"):
            tag = "blockquote"
        blocks.text.append(text)
        blocks.tag.append(tag)
        blocks.level.append(self.level)
        blocks.depth.append(len(self.lists))
        blocks.marker.append(marker)
        blocks.frame.append(frame)
        blocks.links.append(self.links)
        blocks.link_chars.append(min(self.link_chars, len(text)))
        blocks.href.append(self.href)
        blocks.lines.append((0, 0))
        blocks.gap.append(0)
        blocks.hidden.append(self.panel >= 0)
        # Inline elements around all of the block's text are closed by now, before the block was counted.
        last, parent = blocks.frames.last, blocks.frames.parent
        while frame >= 0 and last[frame] == index:
            last[frame] = index + 1
            frame = parent[frame]


def _fold(text: str) -> str:
    """White space folded; `<br>` becomes a line feed, cells of a table row are joined by " | "."""
    if _CELL in text:
        cells = (_fold(cell) for cell in text.split(_CELL))
        return " | ".join(cell for cell in cells if cell)
    if _BREAK in text:
        lines = (" ".join(line.split()) for line in text.split(_BREAK))
        return "\n".join(line for line in lines if line)
    return " ".join(text.split())


def _short(node: LexborNode) -> bool:
    return len(" ".join(node.text().split())) <= PANEL


def _attrs(attributes: dict[str, str | None]) -> tuple[str, str, str, str] | None:
    get = attributes.get
    found = (get("class") or "", get("id") or "", get("role") or "", get("itemprop") or "")
    return found if any(found) else None
