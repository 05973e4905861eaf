"""`cleaner stream`: a line in, a line out."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import Result

Run = Callable[..., Result]

PAGE = "chrome/menu Home\narticle/title Head\nOne.\n"


def lines(*records: Any) -> bytes:
    return b"".join((one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in records)


def test_lines_are_answered_in_order_bad_ones_with_an_error_record(run: Run) -> None:
    result = run(
        "stream", "--field", "data.html", "--id-field", "key", "--jobs", "2",
        stdin=lines(
            {"key": 1, "url": "https://a.example/1", "data": {"html": PAGE}},
            b"{broken",
            b"",
            {"key": 4, "data": {}},
            {"key": 5, "data": {"html": "CRASH"}},
            {"key": 6, "data": {"html": "\0binary"}},
            {"key": 7, "data": {"html": PAGE.replace("Head", "Seven")}},
        ),
    )  # fmt: skip
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["source"] for answer in answers] == [f"stdin#{n}" for n in range(1, 8)]
    assert [answer.get("id") for answer in answers] == ["1", None, None, "4", "5", "6", "7"]
    assert (answers[0]["url"], answers[0]["text"]) == ("https://a.example/1", "Head\n\nOne.")
    assert answers[6]["text"] == "Seven\n\nOne."
    errors = [answer.get("error", "") for answer in answers]
    for error, words in zip(
        errors, ["", "no JSON", "no JSON", "no field 'data.html'", "the fake is broken", "no text", ""], strict=True
    ):
        assert words in error
        assert bool(words) == bool(error)
    assert result.exit_code == 1
    assert "5 lines failed" in result.stderr


def test_an_answer_comes_at_once(command: list[str]) -> None:
    process = subprocess.Popen([*command, "stream"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    for number in range(3):
        process.stdin.write(lines({"id": number, "html": PAGE}))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == str(number)
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()


@pytest.mark.parametrize("more_may_come", [False, True])
def test_a_reader_that_goes_away_is_no_error(command: list[str], more_may_come: bool) -> None:
    process = subprocess.Popen(
        [*command, "stream"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.write(lines({"html": PAGE}))
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write(lines({"html": PAGE}))
    process.stdin.flush()
    if not more_may_come:  # else a thread still waits for the next line when the program ends
        process.stdin.close()
    assert (process.stderr.read(), process.wait(30)) == (b"", 141)
    process.stdin.close()
    process.stderr.close()


def test_options_reach_the_engine(run: Run) -> None:
    result = run("stream", "--keep", "article,comment", stdin=lines({"html": PAGE + "comment/text Yes!\n"}))
    assert json.loads(result.stdout)["text"] == "Head\n\nOne.\n\nYes!"
    assert run("stream", "--keep", "stories", stdin=b"").exit_code == 2


def test_nothing_in_nothing_out(run: Run) -> None:
    result = run("stream", stdin=b"")
    assert (result.exit_code, result.stdout) == (0, "")
