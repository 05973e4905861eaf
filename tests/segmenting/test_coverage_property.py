"""Every word of the visible text is in exactly one block, in reading order; nothing else is."""

from __future__ import annotations

import re
from itertools import count, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.reading import Form, Page
from cleaner.segmenting import Blocks, segment

# HTML: a tree is (element, attributes, children); an int is a text of so many words.
Tree = tuple[str, str, list["Tree | int"]] | int

SPACES = (" ", "\n", "\t ", "  &nbsp;", "\n\n  ")
TEXT = st.one_of(st.integers(1, 4), st.just(60))
VOID = st.sampled_from(["br", "hr", "img src=x", "input", "wbr", "br/"]).map(lambda tag: (tag, "void", []))
UNSEEN = st.tuples(
    st.sampled_from(["script", "style", "template", "textarea", "iframe", "noscript", "svg><desc"]),
    st.just("unseen"),
    st.lists(st.integers(1, 3), max_size=1),
)


def element(tags: list[str], children: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.tuples(st.sampled_from(tags), st.just(""), st.lists(children, max_size=4))


def hidden(tags: list[str], children: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    how = st.sampled_from(["hidden", "aria-hidden=true", "style='display:none'", "class='a sr-only'"])
    return st.tuples(st.sampled_from(tags), how, st.lists(children, max_size=2))


def table(children: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    cell = st.tuples(st.sampled_from(["td", "th"]), st.just(""), st.lists(children, max_size=2))
    row = st.tuples(st.just("tr"), st.just(""), st.lists(cell, max_size=3))
    return st.tuples(st.just("table"), st.just(""), st.lists(row, max_size=3))


SMALL = st.integers(1, 4)
PHRASE = st.recursive(
    TEXT | VOID | UNSEEN,
    lambda inner: element(["b", "i", "em", "span", "code", "sub", "label", "font"], inner) | hidden(["span"], SMALL),
    max_leaves=6,
)
FLOW = st.recursive(
    PHRASE | element(["p", "h1", "h4", "pre", "summary", "dt", "button"], PHRASE),
    lambda inner: st.one_of(
        element(["div", "section", "article", "blockquote", "main", "x-card", "figure", "center", "dl"], inner),
        element(["ul", "ol", "menu"], element(["li"], inner)),
        element(["span", "strong", "ins"], inner),
        hidden(["div", "section", "ul"], SMALL),
        table(inner),
    ),
    max_leaves=20,
)


def rendered(trees: list[Tree]) -> tuple[str, list[str]]:
    """The markup of some trees and the words in it that a reader sees."""
    numbers, seen, out = count(), [], []

    def write(tree: Tree, visible: bool) -> None:
        if isinstance(tree, int):
            for _ in range(tree):
                number = next(numbers)
                word = f"{'seen' if visible else 'unseen'}{number}"
                out.append(SPACES[number % 5] + word + SPACES[number % 3])
                seen.extend([word] * visible)
            return
        tag, attributes, children = tree
        if attributes == "void":
            out.append(f"<{tag}>")
            return
        visible = visible and not attributes
        out.append(f"<{tag} {attributes if attributes != 'unseen' else ''}>")
        for child in children:
            write(child, visible)
        out.append("".join(f"</{name}>" for name in reversed(tag.split("><"))))

    for tree in trees:
        write(tree, True)
    return "".join(out), seen


def words(blocks: Blocks) -> list[str]:
    return [word for text in blocks.text for word in text.split() if word != "|"]


@settings(max_examples=250)
@given(st.lists(FLOW, max_size=6))
def test_html_pages(trees: list[Tree]) -> None:
    markup, seen = rendered(trees)
    blocks = segment(Page(f"<!doctype html><body>{markup}", Form.HTML), frozenset({"sr-only"}))
    assert words(blocks) == seen
    assert all(blocks.text)
    frames = blocks.frames
    for frame, parent in enumerate(frames.parent):
        assert frames.first[frame] <= frames.last[frame]
        assert parent < 0 or frames.first[parent] <= frames.first[frame] <= frames.last[frame] <= frames.last[parent]
    for block, frame in enumerate(blocks.frame):
        assert frames.first[frame] <= block < frames.last[frame]


@settings(max_examples=300)
@given(st.text("<>/pabi brdivhg='\"!-&;\n wx", max_size=300))
def test_no_markup_is_too_broken(markup: str) -> None:
    blocks = segment(Page(markup, Form.HTML))
    assert all(text.strip() for text in blocks.text)
    for block, frame in enumerate(blocks.frame):
        assert blocks.frames.first[frame] <= block < blocks.frames.last[frame]


BULLETS = st.sampled_from(["", "", "", "• ", "- ", "* ", "1. ", "12) ", "◦ "])
INDENT = st.sampled_from(["", "", "  ", "    ", "\t"])
GLUE = st.sampled_from([" ", " ", " ", "  ", "\t", ", ", ". ", " — ", ": "])
END = st.sampled_from(["", "", ".", ",", ":", "!", " the", "…", "”"])


@st.composite
def line(draw: st.DrawFn, markdown: bool) -> str:
    """A line of lower-case or capitalised words, `#` in place of each word's number."""
    if draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(["", "", " ", "\t"]))
    starts = st.sampled_from(["w#", "w#", "W#", "“W#", "(w#)", ", w#", "w#%"])
    if markdown:
        starts |= st.sampled_from(["[w# w#](https://e.org/a_b)", "[W#](/x)", "**w#**", "_w#_", "`w#`", "![W#](i.png)"])
    text = draw(starts)
    for _ in range(draw(st.integers(0, 14))):
        text += draw(GLUE) + draw(starts)
    head = draw(st.sampled_from(["## ", "", "", ""])) if markdown else ""
    return draw(INDENT) + (head or draw(BULLETS)) + text + draw(END)


def numbered(lines: list[str]) -> str:
    numbers = count()
    return re.sub(r"(?<=[wW])#", lambda _: str(next(numbers)), "\n".join(lines))


WORD = re.compile(r"\w+")
NOTATION = re.compile(r"\]\([^)]*\)|[\[*_`#]|!(?=\[)")


def check(page: str, source: str) -> None:
    blocks = segment(Page(page, Form.TEXT), joiners=frozenset({"the"}))
    shown = [f"{marker} {text}" for marker, text in zip(blocks.marker, blocks.text, strict=True)]
    assert [word for text in shown for word in WORD.findall(text)] == WORD.findall(source)
    lines = source.split("\n")
    for text, (first, last) in zip(shown, blocks.lines, strict=True):
        assert WORD.findall(text) == WORD.findall(" ".join(lines[first - 1 : last]))
    assert all(first <= last for first, last in blocks.lines)
    assert all(one[1] < other[0] for one, other in pairwise(blocks.lines))


@settings(max_examples=250)
@given(st.lists(line(False), max_size=30))
def test_flattened_pages(lines: list[str]) -> None:
    page = numbered(lines)
    check(page, page)


@settings(max_examples=250)
@given(st.lists(line(True), max_size=30))
def test_markdown_pages(lines: list[str]) -> None:
    page = numbered([*lines, "", "[w#](/a)", "", "[w#](/b)", "", "[w#](/c)"])
    check(page, NOTATION.sub("", page))


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_no_letter_of_any_text_is_lost(page: str) -> None:
    blocks = segment(Page(page, Form.TEXT))
    shown = "".join(marker + text for marker, text in zip(blocks.marker, blocks.text, strict=True))
    letters = [letter for letter in page if letter.isalnum()]
    assert [letter for letter in shown if letter.isalnum()] == letters
