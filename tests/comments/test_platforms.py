"""Every platform's way of setting out comments, on made-up pages: who, when, how deep, which text.

`platforms/` holds what stands below the report: HTML, or the lines of a dump.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import cleaner
from cleaner.document import Comment, CommentSort, Document

FOLDER = Path(__file__).parent / "platforms"

REPORT = [
    "The ferry between Orva and Holm sailed again on Saturday, nine years after the old boat was scrapped",
    "People had been waiting on the quay since five in the morning, said the harbour master.",
    "The crossing takes 25 minutes, costs 40 crowns, and was sold out within minutes on the first day of the season.",
    "The council paid for the boat with money that had been set aside for a bridge nobody wanted.",
]
ADA = "My grandmother cried when the old boat was towed away, so this is a good day for all of us."
BO = "And who pays for the repairs when the first winter storm has passed over the quay?"
CY = "The insurance does, as the council told us twice at the meeting in March."


@dataclass(frozen=True)
class Told:
    """What must be told of one comment."""

    author: str | None
    iso: str | None
    text: str
    depth: int = 0


PAGES = {
    "wordpress.html": [
        Told("Ada Moor", "2024-05-04T09:12:00+00:00", ADA),
        Told("Bo Lind", "2024-05-04T10:00:00+00:00", BO, 1),
    ],
    "wpdiscuz.html": [Told("Ada Moor", "-P3D", ADA), Told("Bo Lind", "-P2D", BO, 1)],
    "blogger.html": [Told("Ada Moor", "2024-05-04T09:12", ADA), Told("Bo Lind", "2024-05-04T10:00", BO, 1)],
    "schema-org.html": [
        Told("Ada Moor", "2024-05-04T09:12:00+00:00", ADA),
        Told("Bo Lind", "2024-05-05T09:12:00+00:00", BO),
    ],
    "substack.html": [Told("Ada Moor", "-PT71H", ADA), Told("Bo Lind", "-PT8H", BO), Told("Cy Hart", "-PT9H", CY)],
    "coral.html": [
        Told("Ada Moor", "2024-05-04T09:12:00+00:00", ADA),
        Told("Bo Lind", "2024-05-04T10:00:00+00:00", BO, 1),
    ],
    "reddit.html": [
        Told("ada_moor", "2024-05-04T09:12:00+00:00", ADA),
        Told("bo_lind", "2024-05-04T10:00:00+00:00", BO, 1),
    ],
    "json-ld.html": [Told("Ada Moor", "2024-05-04T09:12:00+00:00", ADA)],
    "disqus.txt": [Told("Ada Moor", "-P3Y", ADA), Told("Bo Lind", "-P2Y", BO)],
    "facebook.txt": [Told("Ada Moor", "2024-05-04", ADA), Told("Bo Lind", "2024-05-05", BO)],
    "jetpack.txt": [Told("Ada Moor", "2024-05-04T09:12", ADA), Told("Bo Lind", "2024-05-04T10:00", BO)],
    "livefyre.txt": [Told("Ada Moor", "2024-05-04", ADA), Told("Bo Lind", "2024-05-05", BO)],
    "stack-exchange.html": [Told("ada", "2024-05-04T09:12", ADA), Told("bo", "2024-05-04T10:00", BO)],
    "reddit.txt": [Told("ada_moor", "-P3D", ADA), Told("bo_lind", "-P2D", BO)],
}
BOARDS = ("discourse.html", "phpbb.html", "vbulletin.html")


def page(name: str) -> Document:
    below = (FOLDER / name).read_text("utf-8")
    if name.endswith(".txt"):
        return cleaner.clean("\n\n".join(["Ferry returns to Lake Orva", *REPORT, below]), kind="text")
    report = "" if name in BOARDS else f"<main>{''.join(f'<p>{text}</p>' for text in REPORT)}</main>"
    head = "<html lang=en><head><title>Ferry</title></head><body><h1>Ferry returns to Lake Orva</h1>"
    return cleaner.clean(f"{head}{report}{below}</body></html>", url="https://orva.example/ferry/", kind="html")


def told(comments: list[Comment]) -> list[Told]:
    return [Told(one.author, one.iso, one.text, one.depth) for one in comments]


@pytest.mark.parametrize("name", PAGES)
def test_platform(name: str) -> None:
    found = [one for one in page(name).comments if one.sort is CommentSort.COMMENT]
    assert told(found) == PAGES[name]


def test_every_file_is_tested() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*PAGES, *BOARDS}


def test_wordpress_tells_the_authors_answer_the_pingback_and_the_links() -> None:
    ada, bo, ping = page("wordpress.html").comments
    assert (ada.by_author, bo.by_author) == (False, True)
    assert (ada.parent, bo.parent, ping.parent) == (None, 0, None)
    assert ada.permalink == "https://orva.example/ferry/#comment-11"
    assert (ada.sort, ping.sort) == (CommentSort.COMMENT, CommentSort.PINGBACK)
    assert ping.permalink == "https://orva.example/ferry/#comment-13"


@pytest.mark.parametrize(
    ("name", "likes"),
    [
        ("schema-org.html", [4, 5]),
        ("substack.html", [71, 8, 9]),
        ("coral.html", [4, None]),
        ("reddit.html", [12, -3]),
        ("reddit.txt", [12, 3]),
        ("facebook.txt", [3, 1]),
    ],
)
def test_likes_are_counted_where_they_are_told(name: str, likes: list[int | None]) -> None:
    assert [one.likes for one in page(name).comments] == likes


def test_a_badge_marks_the_author_of_the_report() -> None:
    assert [one.by_author for one in page("substack.html").comments] == [False, True, False]


@pytest.mark.parametrize("name", BOARDS)
def test_the_posts_of_a_board_are_the_report(name: str) -> None:
    document = page(name)
    assert document.comments == []
    assert all(text in document.text for text in REPORT)
