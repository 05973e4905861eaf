import time

import pytest

from cleaner.reading.page import Form
from cleaner.reading.sniffing import SAMPLE, sniff

PROSE = "The council met on Tuesday and talked about the bridge until late at night.\n\n"

HTML = {
    "doctype": "<!DOCTYPE html>\n<html><body><p>Text</p></body></html>",
    "doctype after comments": " \n<!-- saved -->\n<!-- x --><!doctype HTML><p>Text",
    "xhtml": '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html>',
    "html without doctype": "<html lang=en><p>" + PROSE,
    "body only": "<body class=x>" + PROSE,
    "fragment": f"<div class='post'><h1>Bridge</h1><p>{PROSE}</p><p>{PROSE}</p></div>",
    "paragraphs with long text": "".join(f"<p>{PROSE * 8}</p>\n" for _ in range(20)),
    "hard-wrapped paragraphs": "<p>\n" + "a line of some words\n" * 12 + "</p>\n<p>\n" + "more words\n" * 12 + "</p>\n",
    "paragraphs never closed": "<p>One paragraph\n<p>Another paragraph\n<p>A third\n",
    "text before the first tag": f"Bridge news <br><br>{PROSE}<br/>{PROSE}<br>{PROSE}<br>",
    "a server's warning": f"<br />\n<b>Warning</b>: no session\n<!DOCTYPE html><html><p>{PROSE}</p></html>",
    "custom elements": f"<app-root><app-story><span>{PROSE}</span></app-story></app-root>",
    "scripts first": "<script>if (a < b) { f('<p>') }\n" + "g();\n" * 200 + f"</script><div><p>{PROSE}</p></div>",
    "element open beyond the sample": "<div><p>" + PROSE * 1000 + "</p></div>",
}

TEXT = {
    "empty": "",
    "prose": PROSE,
    "arithmetic": "if a < b and c > d then\n" * 5,
    "prose about tags": "Use the <div> tag for boxes.\nThe <p> tag makes a paragraph.\n" + PROSE * 5,
    "prose that begins with a tag's name": "<table> is the element for tables.\n\n" + PROSE * 10,
    "markdown with inline tags": "# Bridge\n\nSome <b>bold</b> words and a <a href='x'>link</a>.\n\n" + PROSE * 5,
    "markdown after an image in HTML": "<p align=center><img src=logo.png></p>\n\n# Bridge\n\n" + PROSE * 20,
    "article with a listing": PROSE * 6 + "<ul>\n  <li>One</li>\n  <li>Two</li>\n</ul>\n\n" + PROSE * 6,
    "document within a tutorial": PROSE * 6 + "    <html><body><p>Hi</p></body></html>\n" + PROSE * 6,
    "allowed tags of a comment form": PROSE * 4 + 'You may use <a href="" title=""> <b> <cite> <code> <em>\n' + PROSE,
    "generics": "fn largest<T: PartialOrd>(list: &[T]) -> Result<Vec<T>, Error>\n" * 10,
    "addresses": PROSE + "Contact <press@example.com> or <https://example.com>\n",
    "numbered comments": "20 Responses\n\n  1. NAME says:\n\n    <3 this bridge\n" * 5,
}


@pytest.mark.parametrize("page", HTML.values(), ids=HTML.keys())
def test_html_is_told(page: str) -> None:
    assert sniff(page) is Form.HTML


@pytest.mark.parametrize("page", TEXT.values(), ids=TEXT.keys())
def test_text_is_told(page: str) -> None:
    assert sniff(page) is Form.TEXT


@pytest.mark.parametrize(
    "unit", ["<!--", "<!-- a --> ", "<?x ?>", "<", "<p ", "</div>", "<div>", "<script>", "< ", "<a-"]
)
def test_no_page_takes_long(unit: str) -> None:
    """Time must grow no worse than the sample: hostile pages repeat what makes a pattern backtrack."""
    page = unit * (SAMPLE // len(unit) + 1) + "x"
    start = time.perf_counter()
    sniff(page)
    assert time.perf_counter() - start < 1
