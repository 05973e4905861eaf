"""HTML pages as blocks, frames and metadata."""

from __future__ import annotations

import time

import pytest

from cleaner.reading import Form, Page
from cleaner.segmenting import Blocks, segment
from cleaner.segmenting.concealing import PANEL

WIDE = "a long remark that fills its cell and more " * 6


def html(markup: str, hidden: frozenset[str] = frozenset({"sr-only"})) -> Blocks:
    return segment(Page(markup, Form.HTML), hidden)


def texts(markup: str) -> list[str]:
    return html(markup).text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<div>one</div><p>two<section>three</section>four", ["one", "two", "three", "four"]),
        ("<p>an <b>inline <i>part</i></b>, <a href=/x>merged</a>", ["an inline part, merged"]),
        ("<p>super<wbr>cali<b>fragi</b>listic", ["supercalifragilistic"]),
        ("<p> white \n\t space&nbsp;\n folded </p>", ["white space folded"]),
        ("<p>a line<br>its end", ["a line\nits end"]),
        ("<p>one<br><br>two<br> <br/>three", ["one", "two", "three"]),
        ("<p><br><br>one<br></p>", ["one"]),
        ("before<p>inside</p>after", ["before", "inside", "after"]),
        ("<p>one<x-card>two</x-card>three", ["one", "two", "three"]),
        ("<p>a<!-- unseen -->b", ["ab"]),
        ("<p>caf&eacute; &amp; &#8220;bar&#8221;", ["café & “bar”"]),
        ("<button>Go</button>text", ["Go", "text"]),
        ("<p>漢<ruby>字<rt>ji</rt></ruby>", ["漢字ji"]),
        ("no element at all", ["no element at all"]),
        ("", []),
        ("<div> \n <span></span><br></div>", []),
    ],
)
def test_blocks_follow_the_display_rules(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


def test_markers_and_depth_of_lists() -> None:
    blocks = html("<ul><li>a<ol><li>b<li>c</ol><li>d</ul><ol start=3><li>e<li value=7>f<li>g</ol><p>h")
    assert list(zip(blocks.text, blocks.marker, blocks.depth, strict=True)) == [
        ("a", "•", 1),
        ("b", "1.", 2),
        ("c", "2.", 2),
        ("d", "•", 1),
        ("e", "3.", 1),
        ("f", "7.", 1),
        ("g", "8.", 1),
        ("h", "", 0),
    ]


def test_only_the_first_block_of_an_item_carries_its_marker() -> None:
    blocks = html("<ul><li><p>first</p><p>second</p></li></ul><p>after")
    assert list(zip(blocks.text, blocks.marker, strict=True)) == [("first", "•"), ("second", ""), ("after", "")]


def test_a_marker_without_text_marks_nothing_outside_its_item() -> None:
    assert html("<ul><li><img src=x></li></ul><p>after").marker == [""]


def test_headings_keep_their_level() -> None:
    blocks = html("".join(f"<h{level}>a <em>b</em></h{level}>" for level in range(1, 7)) + "<p>c")
    assert blocks.level == [1, 2, 3, 4, 5, 6, 0]
    assert blocks.tag == ["h1", "h2", "h3", "h4", "h5", "h6", "p"]


def test_a_heading_in_an_item_stays_a_heading() -> None:
    blocks = html("<ul><li><h3>a</h3>b</ul>")
    assert (blocks.tag, blocks.level) == (["h3", "li"], [3, 0])


def test_rows_stay_rows() -> None:
    blocks = html("<table><tr><th>name<th>age<tr><td>Ada <b>L.</b><td><td>36</table>")
    assert list(zip(blocks.text, blocks.tag, strict=True)) == [("name | age", "tr"), ("Ada L. | 36", "tr")]


def test_a_long_cell_is_a_block_of_its_own() -> None:
    assert texts(f"<table><tr><td>menu<td>{WIDE}</table>") == ["menu", WIDE.strip()]


def test_preformatted_text_is_verbatim() -> None:
    blocks = html("<p>a<pre>\n  def f():\n\n      return  <b>1</b>\n</pre>b  c")
    assert blocks.text == ["a", "  def f():\n\n      return  1", "b c"]
    assert blocks.tag == ["p", "pre", "div"]


@pytest.mark.parametrize(
    ("markup", "tag"),
    [
        ("<div>x</div>", "div"),
        ("<blockquote><p>x</p></blockquote>", "blockquote"),
        ("<dl><dt>x</dl>", "dt"),
        ("<dl><dd>x</dl>", "dd"),
        ("<figure><figcaption>x</figcaption></figure>", "figcaption"),
        ("<ul><li>x</ul>", "li"),
        ("<p>x", "p"),
    ],
)
def test_the_element_that_made_the_block(markup: str, tag: str) -> None:
    assert html(markup).tag == [tag]


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>unseen()</script>",
        "<style>unseen {}</style>",
        "<template><p>unseen</p></template>",
        "<noscript><p>unseen</p></noscript>",
        "<textarea>unseen</textarea>",
        "<select><option>unseen</select>",
        "<iframe>unseen</iframe>",
        "<svg><title>unseen</title></svg>",
        "<div hidden>unseen</div>",
        "<div aria-hidden=true>unseen</div>",
        "<div style='color: red; Display : None'>unseen</div>",
        "<span class='note sr-only'>unseen</span>",
        "<ul hidden><li>unseen</ul>",
    ],
)
def test_what_is_not_visible_gives_no_text(unseen: str) -> None:
    assert texts(f"<body><p>seen</p>{unseen}<p>as well") == ["seen", "as well"]


@pytest.mark.parametrize("attribute", ["aria-hidden=false", "style='display: block'", "class=sr-only-not"])
def test_what_only_looks_hidden_is_visible(attribute: str) -> None:
    assert texts(f"<p {attribute}>seen") == ["seen"]


def test_a_long_hidden_element_is_a_panel_whose_blocks_are_marked() -> None:
    long = "word " * (PANEL // 5 + 1)
    blocks = html(f"<p>a<div hidden><p>{long}</p><p>b</p></div><p>c")
    assert blocks.text == ["a", long.strip(), "b", "c"]
    assert blocks.hidden == [False, True, True, False]


def test_links() -> None:
    blocks = html("<p>see <a href=/one>one</a> and <a href=/two>two</a>, <a>no link</a></p><p>plain</p>")
    assert blocks.links == [2, 0]
    assert blocks.link_chars == [6, 0]
    assert blocks.href == ["/one", None]


def test_a_link_around_blocks_is_in_each() -> None:
    blocks = html("<a href=/x><h3>title</h3><p>teaser</p></a>")
    assert (blocks.link_chars, blocks.href) == ([5, 6], ["/x", "/x"])


def test_a_block_is_in_the_innermost_element_that_holds_all_of_it() -> None:
    blocks = html("<div><b>bold</b> plain</div><p><i><a href=x>all of it</a></i></p><section><em>x</em><em>y</em>")
    assert [blocks.frames.tag[frame] for frame in blocks.frame] == ["div", "a", "section"]


def test_an_inline_element_counts_the_blocks_it_holds() -> None:
    frames = html("<p>a</p><span class=s><i>one</i><p>two</p></span><p>c <b>part</b>").frames
    spans = {tag: (first, last) for tag, first, last in zip(frames.tag, frames.first, frames.last, strict=True)}
    assert spans["body"] == (0, 4)
    assert spans["span"] == (1, 3)
    assert spans["i"] == (1, 2)
    assert spans["b"][0] == spans["b"][1]


def test_frames_nest_and_hold_their_blocks() -> None:
    blocks = html("<main id=m><ul><li>a<li>b</ul><p>c <span>d</span></main><footer class='x y'>e</footer>f")
    frames = blocks.frames
    for frame, parent in enumerate(frames.parent):
        assert parent < frame
        if parent >= 0:
            assert frames.first[parent] <= frames.first[frame] <= frames.last[frame] <= frames.last[parent]
    for block, frame in enumerate(blocks.frame):
        assert frames.first[frame] <= block < frames.last[frame]
    assert frames.attrs[frames.tag.index("main")] == ("", "m", "", "")
    assert frames.attrs[frames.tag.index("footer")] == ("x y", "", "", "")
    assert frames.attrs[frames.tag.index("ul")] is None


def test_metadata() -> None:
    metadata = html(
        """<html lang=de-AT><head><title> The
        title </title><meta name=Generator content="WordPress 6.5"><meta property="og:title" content="OG">
        <link rel=canonical href="https://example.org/a">
        <script type="application/ld+json">
        {"@type": "NewsArticle", "headline": "LD", "author": {"name": "Ada"}}</script>
        </head><body><p>text"""
    ).metadata
    assert metadata.first("generator") == "WordPress 6.5"
    assert metadata.first("og:title") == "OG"
    assert metadata.first("title") == "The title"
    assert metadata.first("lang") == "de-AT"
    assert metadata.first("canonical") == "https://example.org/a"
    assert metadata.first("jsonld:headline") == "LD"
    assert metadata.first("jsonld:author") == "Ada"


def test_selectors_find_frames() -> None:
    blocks = html("<div class=a>x</div><div class=b><p>y</p></div>")
    assert blocks.select is not None
    (frame,) = blocks.select("div.b")
    assert (blocks.frames.first[frame], blocks.frames.last[frame]) == (1, 2)
    with pytest.raises(ValueError, match=r"div\[\["):
        blocks.select("div[[")


def test_every_column_has_an_entry_a_block() -> None:
    blocks = html("<h1>a</h1><ul><li>b<li>c</ul><p>d")
    columns = ("tag", "level", "depth", "marker", "frame", "links", "link_chars", "href", "lines", "gap", "hidden")
    assert {len(getattr(blocks, column)) for column in columns} == {4}
    assert set(blocks.lines) == {(0, 0)}


@pytest.mark.parametrize("tag", ["div", "b", "span", "ul", "blockquote", "x-y", "table", "font"])
@pytest.mark.parametrize("closed", [False, True])
def test_deep_nesting_passes_within_seconds(tag: str, closed: bool) -> None:
    deep = 100_000
    markup = f"<{tag}>" * deep + "core" + f"</{tag}>" * (deep if closed else 0) + "<p>after"
    start = time.perf_counter()
    found = texts(markup)
    assert time.perf_counter() - start < 8
    assert sorted(" ".join(found).split()) == ["after", "core"]


def test_a_page_for_readers_without_scripts_is_read() -> None:
    post = "Every evening the ferry leaves Orva with nobody on board but the cat. " * 8
    found = texts(f"<body><div id=app></div><noscript><h1>The ferry cat</h1><p>{post}</p></noscript></body>")
    assert found == ["The ferry cat", post.strip()]


def test_a_short_noscript_is_left_out_whatever_it_leaves_open() -> None:
    assert texts("<body><noscript><p>Scripts are off.</noscript>Report.</body>") == ["Report."]
