"""Grouping of comment blocks: what a reader would call one comment, whatever the page's way of setting it out."""

from __future__ import annotations

from collections import Counter
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.comments import read_comments
from cleaner.comments.lines import Line
from cleaner.comments.threads import _missing
from cleaner.document import Block, Comment, Document, Kind, Zone
from cleaner.reading.page import Form
from cleaner.segmenting.blocks import Blocks, Metadata

Row = tuple[str, str]
NO_PARTS: dict[int, dict[str, str]] = {}


def page(rows: list[Row | None], form: str = "text") -> Document:
    """A document from (kind, text) rows: leading blanks are indentation, None a blank line."""
    blocks: list[Block] = []
    for number, row in enumerate(rows, 1):
        if row is None:
            continue
        kind, raw = Kind(row[0]), row[1]
        text = raw.strip()
        head = text.split(" ")[0]
        marker = head if head in ("•", "-") or (head[:-1].isdigit() and head[-1:] == ".") else ""
        zone = Zone.COMMENT if kind in (Kind.HEAD, Kind.AUTHOR, Kind.TEXT, Kind.FORM) else Zone.ARTICLE
        depth = len(raw) - len(raw.lstrip())
        blocks.append(Block(len(blocks), text, zone, kind, 1.0, depth=depth, marker=marker, lines=(number, number)))
    return Document(blocks, form=form)


def read(rows: list[Row | None], parts: dict[int, dict[str, str]] = NO_PARTS, form: str = "text") -> list[Comment]:
    return read_comments(page(rows, form), lambda index: parts.get(index, {}), Blocks(Form.TEXT))


def brief(comments: list[Comment]) -> list[tuple[str | None, str, int]]:
    return [(comment.author, comment.text, comment.depth) for comment in comments]


def test_numbered_list_with_lost_text_and_lost_name() -> None:
    comments = read(
        [
            ("head", "5 Responses"),
            None,
            ("author", "  1. Ada Moor says:"),
            None,
            ("text", "    The bridge should have been closed years ago."),
            None,
            ("author", "  2. Bo Lind says:"),
            None,
            None,
            ("author", "  3. Cy Hart says:"),
            None,
            ("text", "    I crossed it every day."),
            None,
            None,
            ("text", "    And nobody asked us."),
            None,
            ("author", "  5. Di Ray says:"),
            None,
            ("text", "    First line."),
            ("text", "    Second line."),
            ("form", "Leave a Reply"),
        ]
    )
    assert brief(comments) == [
        ("Ada Moor", "The bridge should have been closed years ago.", 0),
        ("Bo Lind", "", 0),
        ("Cy Hart", "I crossed it every day.", 0),
        (None, "And nobody asked us.", 0),
        ("Di Ray", "First line.\n\nSecond line.", 0),
    ]


def test_a_deleted_number_does_not_split_paragraphs() -> None:
    comments = read(
        [
            ("author", "  1. Ada says:"),
            ("text", "    One."),
            None,
            ("text", "    Two."),
            ("author", "  3. Bo says:"),
            ("text", "    Three."),
            None,
            ("text", "    Four."),
        ]
    )
    assert [comment.text for comment in comments] == ["One.\n\nTwo.", "Three.\n\nFour."]


def test_name_and_time_before_the_text_with_buttons_after() -> None:
    comments = read(
        [
            ("head", "Comments"),
            ("author", "Ada Moor"),
            ("author", "Oct 4, 2024"),
            ("text", "Well said."),
            ("author", "Reply"),
            ("author", "3 likes"),
            ("author", "Bo Lind"),
            ("author", "6 months ago"),
            ("text", "I do not agree."),
            ("text", "Not at all."),
            ("author", "Reply"),
        ]
    )
    assert [(c.author, c.time, c.text) for c in comments] == [
        ("Ada Moor", "Oct 4, 2024", "Well said."),
        ("Bo Lind", "6 months ago", "I do not agree.\n\nNot at all."),
    ]


def test_author_below_the_text_is_learned_from_the_page() -> None:
    comments = read(
        [
            ("text", "bien dit"),
            ("author", "une voisine Le 7 mars 2018 à 12:15"),
            ("author", "Répondre"),
            ("text", "pas du tout"),
            ("author", "marcel Le 9 mars 2018 à 05:07"),
            ("author", "Répondre"),
        ]
    )
    assert [(c.author, c.time, c.text) for c in comments] == [
        ("une voisine", "7 mars 2018 à 12:15", "bien dit"),
        ("marcel", "9 mars 2018 à 05:07", "pas du tout"),
    ]


def test_name_before_and_time_after() -> None:
    comments = read(
        [
            ("author", "Wilma"),
            ("text", "I listened twice."),
            ("author", "May. 12 2014 03:07 PM"),
            ("author", "kurt"),
            ("text", "Downloaded it."),
            ("author", "May. 13 2014 11:17 AM"),
        ]
    )
    assert [(c.author, c.time) for c in comments] == [
        ("Wilma", "May. 12 2014 03:07 PM"),
        ("kurt", "May. 13 2014 11:17 AM"),
    ]


def test_indentation_is_nesting() -> None:
    comments = read(
        [
            ("author", "  1. Ada"),
            ("author", "    18. Mai 2017 / 6:26"),
            ("text", "    Oben."),
            ("author", "    • Bo"),
            ("author", "      18. Mai 2017 / 7:10"),
            ("text", "      Darunter."),
            ("author", "      • Cy"),
            ("text", "        Noch tiefer."),
            ("author", "  2. Di"),
            ("text", "    Wieder oben."),
        ]
    )
    assert [(c.author, c.depth) for c in comments] == [("Ada", 0), ("Bo", 1), ("Cy", 2), ("Di", 0)]
    assert comments[0].time == "18. Mai 2017 / 6:26"


def test_list_nesting_of_html_is_depth() -> None:
    document = page(
        [("author", " • Ada says:"), ("text", " One."), ("author", "  • Bo says:"), ("text", "  Two.")], form="html"
    )
    comments = read_comments(document, lambda index: {}, Blocks(Form.TEXT))
    assert brief(comments) == [("Ada", "One.", 0), ("Bo", "Two.", 1)]


def test_answers_nest_by_the_name_they_answer() -> None:
    comments = read(
        [
            ("author", "Ida"),
            ("text", "Thank you for sharing."),
            ("author", "Ruth"),
            ("author", "Reply to  Ida"),
            ("text", "You are welcome!"),
            ("author", "Zoe"),
            ("text", "Nice."),
        ]
    )
    assert [(c.author, c.depth) for c in comments] == [("Ida", 0), ("Ruth", 1), ("Zoe", 0)]


def test_a_bulleted_list_inside_a_text_opens_no_comment() -> None:
    comments = read(
        [
            ("author", "  1. Ada says:"),
            ("text", "    I need:"),
            ("text", "    • flour"),
            ("text", "    • eggs"),
            ("author", "  2. Bo says:"),
            ("text", "    Me too."),
        ]
    )
    assert [comment.text for comment in comments] == ["I need:\n\n• flour\n\n• eggs", "Me too."]


def test_scores_in_front_of_texts_and_names_behind() -> None:
    comments = read(
        [
            ("author", "  • 3"),
            ("text", "    Does it stop?"),
            ("author", "    ulf"),
            ("author", "    2011-06-03 01:23:45 +00:00"),
            ("text", "  • It depends."),
            ("author", "    knut"),
            ("author", "    2011-06-03 02:00:10 +00:00"),
        ]
    )
    assert [(c.author, c.text) for c in comments] == [("ulf", "Does it stop?"), ("knut", "It depends.")]


def test_names_are_parted_from_glued_times() -> None:
    comments = read(
        [
            ("author", "  1. Ada Q. MoorApril 3, 2011 at 7:16 AM"),
            ("text", "    Good series."),
            ("author", "    ReplyDelete"),
            ("author", "  2. Frau Lindner26.05.2021, 21:20 Uhr"),
            ("text", "    Das sehe ich auch so."),
        ]
    )
    assert [(c.author, c.time) for c in comments] == [
        ("Ada Q. Moor", "April 3, 2011 at 7:16 AM"),
        ("Frau Lindner", "26.05.2021, 21:20 Uhr"),
    ]


def test_unknown_buttons_are_learned_by_repetition() -> None:
    rows: list[Row | None] = []
    for name in ("Ada", "Bo", "Cy", "Di"):
        rows += [("author", name), ("text", f"So says {name}."), ("author", "Krompeln")]
    comments = read(rows)
    assert [(c.author, c.text) for c in comments] == [(name, f"So says {name}.") for name in ("Ada", "Bo", "Cy", "Di")]


def test_rules_win_over_shape() -> None:
    parts = {0: {"author": "by the river", "time": "long ago"}, 2: {"author": "Bo", "text": "Two in one."}}
    comments = read([("author", "by the river, long ago"), ("text", "One."), ("author", "Bo: Two in one.")], parts)
    assert [(c.author, c.time, c.text) for c in comments] == [
        ("by the river", "long ago", "One."),
        ("Bo", None, "Two in one."),
    ]


def test_a_quoted_author_stays_text() -> None:
    comments = read(
        [
            ("author", "  • ada 16 October 2021 13:27"),
            ("text", "    Sold out."),
            ("author", "  • bo 16 October 2021 16:13"),
            ("text", "    ada said:"),
            ("text", "    Sold out."),
            ("text", "    As ever."),
        ],
        {3: {"author": "ada"}},
    )
    assert [c.text for c in comments] == ["Sold out.", "ada said:\n\nSold out.\n\nAs ever."]


def test_an_advertisement_between_two_paragraphs_does_not_end_a_comment() -> None:
    comments = read([("author", "Ada"), ("text", "One."), ("body", "Buy now!"), ("text", "Two.")])
    assert brief(comments) == [("Ada", "One.\n\nTwo.", 0)]


def test_json_ld_is_asked_only_where_the_page_shows_nothing() -> None:
    blocks = Blocks(Form.TEXT, metadata=Metadata(comments=[("Ada", "2020-01-01", "From the script.")]))
    hidden = read_comments(page([("body", "A report.")]), lambda index: {}, blocks)
    shown = read_comments(page([("author", "Bo says:"), ("text", "Shown.")]), lambda index: {}, blocks)
    assert [(c.author, c.time, c.text) for c in hidden] == [("Ada", "2020-01-01", "From the script.")]
    assert [(c.author, c.text) for c in shown] == [("Bo", "Shown.")]


KINDS = st.sampled_from(["head", "author", "text", "form", "body"])
LINES = st.one_of(
    st.text(max_size=80),
    st.sampled_from(["  1. Ada says:", "Reply", "• 3", "May 3, 2019", "    • Bo on 1/2/2020", "Replying to Ada", "2d"]),
)


@given(st.lists(st.one_of(st.none(), st.tuples(KINDS, LINES)), max_size=25), st.sampled_from(["text", "html"]))
def test_every_page_can_be_read_and_no_text_is_lost_or_doubled(rows: list[Row | None], form: str) -> None:
    document = page(rows, form)
    comments = read_comments(document, lambda index: {}, Blocks(Form.TEXT))
    used = [index for comment in comments for index in comment.blocks]
    assert len(used) == len(set(used))
    assert all(document.blocks[index].zone is Zone.COMMENT for index in used)
    assert all(comment.depth >= 0 for comment in comments)
    texts = [block for block in document.blocks if block.kind is Kind.TEXT and len(block.text) > 50]
    assert all(block.index in used for block in texts)


def letters(*texts: str | None) -> Counter[str]:
    return Counter(char for text in texts if text for char in text if char.isalnum())


@given(st.lists(st.one_of(st.none(), st.tuples(KINDS, LINES)), max_size=25), st.sampled_from(["text", "html"]))
def test_no_word_of_a_comment_is_lost(rows: list[Row | None], form: str) -> None:
    """Joined, the parts of the comments have every letter of the zone's author and text blocks."""
    document = page(rows, form)
    comments = read_comments(document, lambda index: {}, Blocks(Form.TEXT))
    parts = [part for one in comments for part in (one.author, one.time, one.text, *one.labels)]
    zone = [block for block in document.blocks if block.kind in (Kind.AUTHOR, Kind.TEXT)]
    if comments:
        assert not letters(*(block.text.removeprefix(block.marker) for block in zone)) - letters(*parts)


def test_pingbacks_are_a_sort_of_their_own() -> None:
    comments = read(
        [
            ("text", "Pingback: Boats of Holm"),
            ("text", "Trackback: The Lake"),
            ("author", "Ada says:"),
            ("text", "A pingback is a nice thing."),
        ]
    )
    assert [one.sort.value for one in comments] == ["pingback", "pingback", "comment"]
    assert [one.text for one in comments] == [
        "Pingback: Boats of Holm",
        "Trackback: The Lake",
        "A pingback is a nice thing.",
    ]


def test_short_lines_between_texts_open_no_comment_where_heads_have_times() -> None:
    rows: list[Row | None] = []
    for name in ("Ada", "Bo", "Cy"):
        rows += [("author", f"{name} says:"), ("author", "May 4, 2024 at 9:12 am"), ("text", "What I think is this."),
                 ("author", "Conclusion"), ("text", "So it is.")]  # fmt: skip
    assert [one.text for one in read(rows)] == ["What I think is this.\n\nConclusion\n\nSo it is."] * 3


def test_what_stands_behind_the_form_is_no_comment() -> None:
    comments = read(
        [
            ("text", "Share this page"),
            ("head", "2 Comments"),
            ("author", "Ada says:"),
            ("author", "May 4, 2024 at 9:12 am"),
            ("text", "One."),
            ("author", "Bo says:"),
            ("author", "May 4, 2024 at 9:40 am"),
            ("text", "Two."),
            ("form", "Leave a Reply"),
            ("author", "About me"),
            ("text", "I write about boats."),
        ]
    )
    assert [(one.author, one.text) for one in comments] == [("Ada", "One."), ("Bo", "Two.")]
    assert comments[0].labels[0] == "Share this page"
    assert comments[1].labels[-1] == "I write about boats."


def test_parents_are_the_comments_above() -> None:
    comments = read(
        [
            ("author", "  1. Ada says:"),
            ("text", "    Above."),
            ("author", "    • Bo says:"),
            ("text", "      Below."),
            ("author", "    • Cy says:"),
            ("text", "      Below as well."),
            ("author", "  2. Di says:"),
            ("text", "    Above again."),
        ]
    )
    assert [one.parent for one in comments] == [None, 0, 0, None]


def test_the_author_of_the_report_is_known_by_name() -> None:
    document = page([("author", "Moor, Ada says:"), ("text", "Thanks."), ("author", "Bo says:"), ("text", "Hm.")])
    document._facts = lambda _: {"author": "Ada Moor"}
    document._guesses = lambda: pytest.fail("a guess takes as long as the page, and has never told anything more")
    comments = read_comments(document, lambda index: {}, Blocks(Form.TEXT))
    assert [one.by_author for one in comments] == [True, False]
    document = page([("author", "Ada says:"), ("text", "Thanks.")])
    document._guesses = lambda: pytest.fail("asked though the page names nobody")
    assert not read_comments(document, lambda index: {}, Blocks(Form.TEXT))[0].by_author


@pytest.mark.parametrize(
    ("label", "likes"),
    [("3 likes", 3), ("Like (12)", 12), ("1,204 points", 1204), ("1.2k upvotes", 1200), ("👍 7", 7),
     ("Gefällt 4 Mal", 4), ("12 me gusta", 12), ("5 j'aime", 5), ("Mi piace 3", 3), ("Score: 0/0", 0),
     ("Reply", None), ("3 replies", None)],
)  # fmt: skip
def test_likes(label: str, likes: int | None) -> None:
    head: list[Row | None] = [("author", "Ada says:"), ("author", "May 4, 2024 at 9:12 am"), ("text", "Well.")]
    (comment,) = read([*head, ("author", label)])
    assert comment.likes == likes


def test_parts_are_asked_for_the_blocks_own_index() -> None:
    asked: list[int] = []

    def parts(index: int) -> dict[str, str]:
        asked.append(index)
        return {}

    read_comments(page([("body", "Report."), ("author", "Ada"), ("text", "Hm.")]), parts, Blocks(Form.TEXT))
    assert asked == [1, 2]


def test_bare_names_above_texts_whose_feet_tell_the_time() -> None:
    comments = read(
        [
            ("author", "Ada Moor"),
            ("text", "My grandmother cried when the old boat was towed away."),
            ("author", "Like · Reply · 3 · May 4, 2024"),
            ("text", "Bo Lind"),
            ("text", "And who pays for the repairs when winter has passed?"),
            ("author", "Like · Reply · 1 · May 5, 2024"),
        ]
    )
    assert brief(comments) == [
        ("Ada Moor", "My grandmother cried when the old boat was towed away.", 0),
        ("Bo Lind", "And who pays for the repairs when winter has passed?", 0),
    ]
    assert [comment.time for comment in comments] == ["May 4, 2024", "May 5, 2024"]


def test_thousands_of_comments_take_little_time() -> None:
    comments = [[Line(number, Kind.TEXT, text="The boat was towed away.")] for number in range(12_000)]
    start = process_time()
    assert _missing(comments) == comments
    assert process_time() - start < 3
