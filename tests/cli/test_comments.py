"""`cleaner comments` with the engine that users get."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner.cli import app

OPINION = "My grandmother cried when the old boat was towed away, so this is a good day for all of us."
SPAM = "Cheap loans without credit check, only 2% interest! Apply now: https://cheap-loans.example/?ref=77"
REPORT = (
    "The ferry between Orva and Holm sailed again on Saturday, nine years after the old boat was scrapped.",
    "People had been waiting on the quay since five in the morning, said the harbour master, who sold the tickets.",
    "The crossing takes 25 minutes, costs 40 crowns, and was sold out within minutes on the first day of the season.",
)
THREAD = f"""2 Responses

  1. Ada Moor says:
     3 hours ago
     {OPINION}
     Reply
  2. BestLoans24 says:
     May 4, 2024 at 9:40 am
     {SPAM}
     Reply

Leave a Reply
"""


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "pages" / "ferry.txt"
    path.parent.mkdir()
    path.write_text("\n\n".join(["Ferry returns to Lake Orva", *REPORT, THREAD]), "utf-8")
    return path


def test_a_thread_as_text_with_verdicts(page: Path) -> None:
    result = run("comments", page)
    assert result.exit_code == 0
    blocks = result.stdout.strip().split("\n\n")
    assert blocks[0] == f"Ada Moor | 3 hours ago\n{OPINION}"
    assert blocks[1].startswith("BestLoans24 | May 4, 2024 at 9:40 am [spam ")
    assert "offers loans" in blocks[1]
    assert blocks[1].endswith(SPAM)


def test_json_lines(page: Path) -> None:
    rows = [json.loads(line) for line in run("comments", page, "--format", "jsonl").stdout.splitlines()]
    assert [(row["source"], row["number"], row["author"], row["verdict"]) for row in rows] == [
        ("ferry.txt", 0, "Ada Moor", "ham"),
        ("ferry.txt", 1, "BestLoans24", "spam"),
    ]
    assert [row["iso"] for row in rows] == ["-PT3H", "2024-05-04T09:40"]


def test_csv(page: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("comments", page, "--format", "csv").stdout)))
    assert [row["text"] for row in rows] == [OPINION, SPAM]
    assert [row["verdict"] for row in rows] == ["ham", "spam"]


def test_a_spreadsheet_is_given_no_formulas(page: Path) -> None:
    text = page.read_text("utf-8").replace(OPINION, '=HYPERLINK("https://x.example") is what I think')
    page.write_text(text, "utf-8")
    assert "'=HYPERLINK" in run("comments", page, "--format", "csv").stdout


def test_ham_only_and_threshold(page: Path) -> None:
    assert SPAM not in run("comments", page, "--ham-only").stdout
    assert SPAM in run("comments", page, "--ham-only", "--threshold", "1").stdout
    assert run("comments", page, "--ham-only", "--threshold", "0").stdout.strip() == ""


def test_ages_count_back_from_when_the_page_was_fetched(page: Path) -> None:
    result = run("comments", page, "--format", "jsonl", "--fetched", "2024-05-04T12:00:00")
    assert json.loads(result.stdout.splitlines()[0])["iso"] == "2024-05-04T09:00"


def test_a_folder_names_its_pages_and_counts_repeats(page: Path) -> None:
    again = "A man in the market repairs old clocks and told me the story of the first ferry."
    for number in range(4):
        text = page.read_text("utf-8").replace(OPINION, again).replace("Ada", f"Ada{number}")
        (page.parent / f"page{number}.txt").write_text(text, "utf-8")
    rows = [json.loads(line) for line in run("comments", page.parent, "--format", "jsonl").stdout.splitlines()]
    one = next(row for row in rows if row["text"] == again)
    assert "stands under other pages too" in one["reasons"]
    assert not any("stands under" in reason for row in rows if row["text"] == OPINION for reason in row["reasons"])
    assert "== ferry.txt\n" in run("comments", page.parent).stdout


def test_failures_are_told_and_the_rest_is_done(page: Path) -> None:
    result = run("comments", page, page.parent / "none.txt")
    assert result.exit_code == 1
    assert OPINION in result.stdout
    assert "none.txt" in result.stderr


def test_url_is_for_one_page(page: Path) -> None:
    assert run("comments", page, "--url", "https://a.example").exit_code == 0
    (page.parent / "b.txt").write_text("Text.", "utf-8")
    assert run("comments", page.parent, "--url", "https://a.example").exit_code == 2


def test_clean_drops_spam_among_the_comments_unless_asked(page: Path) -> None:
    kept = run("clean", page, "--keep", "article,comment").stdout
    assert OPINION in kept
    assert SPAM not in kept
    assert "BestLoans24" not in kept
    assert SPAM in run("clean", page, "--keep", "article,comment", "--keep-spam").stdout
