"""HTML -> text as other tools flatten it, so that the weights for text hold for dumps of every kind."""

from __future__ import annotations

from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser

from cleaner.reading import read


def inscriptis(html: str) -> str:
    """Indented text as inscriptis lays it out."""
    from inscriptis import get_text

    return str(get_text(html))


def html2text(html: str) -> str:
    """Markdown, unwrapped, as html2text writes it."""
    from html2text import HTML2Text

    writer = HTML2Text(bodywidth=0)
    writer.ignore_images = True
    return str(writer.handle(html))


def nodes(html: str) -> str:
    """One text node a line, as BeautifulSoup's and selectolax's `get_text` give it."""
    tree = LexborHTMLParser(html)
    tree.strip_tags(["script", "style", "noscript", "template"])
    return tree.body.text(separator="\n") if tree.body else ""


FLATTENERS: tuple[Callable[[str], str], ...] = (inscriptis, html2text, nodes)


def flatten(html: bytes, tool: Callable[[str], str]) -> str:
    """A page flattened by one of the tools; empty where the tool fails on it."""
    text = read(html, kind="html").text
    try:
        return tool(text)
    except Exception:  # a foreign tool may fail in any way; one page less does not matter
        return ""
