from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from typer.testing import Result

Tree = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., Result]

PAGE = "chrome/menu Home [bold] :smile:\narticle/title Head\n" + "long " * 100 + "end\ncomment/text Yes!\n"


def test_facts_first_then_every_block_with_its_strongest_evidence(run: Run, tree: Tree) -> None:
    result = run("explain", tree({"a.html": PAGE}) / "a.html")
    assert result.exit_code == 0
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    assert lines[:5] == [
        "form        html", "encoding    utf-8", "language    en", "page kind   article", "confidence  0.90",
    ]  # fmt: skip
    assert lines[9:11] == [
        "   0  chrome   menu      0.75  Home [bold] :smile:",
        "      fake.rule (+4.0 for article), link_density 0.25 (-2.0), third (+1.0 for article)",
    ]
    assert lines[13].endswith("…")
    assert max(map(len, lines)) <= 120
    assert [line.split()[0] for line in lines[9::2]] == ["0", "1", "2", "3"]


def test_only_one_zone(run: Run, tree: Tree) -> None:
    result = run("explain", tree({"a.html": PAGE}) / "a.html", "--zone", "comment")
    assert "Yes!" in result.stdout
    assert "Home" not in result.stdout


def test_one_block_with_all_its_text_and_evidence(run: Run, tree: Tree) -> None:
    page = tree({"a.html": PAGE}) / "a.html"
    result = run("explain", page, "--block", "2")
    assert "long " * 100 + "end" in result.stdout
    for words in ("lines 3 to 3", "fake.rule", "article/body", "+4.00", "link_density", "0.25", "-2.00", "fourth"):
        assert words in result.stdout
    assert "Head" not in result.stdout


@pytest.mark.parametrize(("number", "says"), [("4", "there is no block 4: the page has 0 to 3"), ("x", "--block")])
def test_a_block_that_is_not_there(run: Run, tree: Tree, number: str, says: str) -> None:
    result = run("explain", tree({"a.html": PAGE}) / "a.html", "--block", number)
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_page_without_text(run: Run, tree: Tree) -> None:
    page = tree({"a.html": ""}) / "a.html"
    assert "no visible text" in run("explain", page).stderr
    assert "no visible text" in run("explain", page, "--block", "0").stderr


def test_a_page_that_is_not_there(run: Run) -> None:
    result = run("explain", "gone.html")
    assert (result.exit_code, result.stderr) == (1, "cleaner: gone.html: No such file or directory\n")


def test_colours_on_request_of_the_terminal_only(run: Run, tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tree({"a.html": PAGE}) / "a.html"
    assert "\x1b" not in run("explain", page).stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[32m" in run("explain", page).stdout
    assert "\x1b[32m" not in run("explain", page, "--no-color").stdout


def test_a_page_does_not_steer_the_terminal(run: Run, tree: Tree) -> None:
    page = tree({"a.html": "red \x1b[31m alert"}) / "a.html"
    for arguments in ([], ["--block", "0"]):
        result = run("explain", page, *arguments)
        assert "\x1b" not in result.stdout
        assert r"red \x1b[31m alert" in result.stdout
