"""The commands with the engine that users get: one page, all the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cleaner.cli import app

REPORT = [
    "The ferry between Orva and Holm sailed again on Saturday, nine years after the old boat was scrapped.",
    "The harbour master said that people had been waiting on the pier since five in the morning, some of them with "
    "blankets and flasks of coffee. The first crossing was sold out within minutes, and a second boat was borrowed.",
    "The crossing takes 25 minutes and costs 40 crowns; children travel free. The council expects about 300 people "
    "to use the line on a working day, most of them pupils of the school in Holm.",
    "Until now they had to take the bus around the lake, which takes an hour and a half when the road is free of snow.",
]
PAGE = f"""<!doctype html><html lang=en><head><title>Ferry returns to Lake Orva - Riverton Gazette</title></head><body>
<header><nav><ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/sport>Sport</a></ul></nav></header>
<main><article><h1>Ferry returns to Lake Orva</h1>{"".join(f"<p>{text}</p>" for text in REPORT)}</article></main>
<aside><h3>Most read</h3><ul><li><a href=/1>Storm closes the pass</a><li><a href=/2>Bakery wins a prize</a></ul></aside>
<footer><p>© 2024 Riverton Gazette. All rights reserved.</p></footer></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    return str(path)


def test_clean_keeps_the_report(page: str) -> None:
    result = CliRunner().invoke(app, ["clean", page])
    assert (result.exit_code, result.stderr) == (0, "")
    assert all(f"{text}\n" in result.stdout for text in REPORT)
    assert not any(words in result.stdout for words in ("Sport", "Storm", "All rights"))


def test_json_tells_why(page: str) -> None:
    found = json.loads(CliRunner().invoke(app, ["clean", page, "--format", "json", "--evidence"]).stdout)
    menu = next(block for block in found["blocks"] if block["text"] == "• Home")
    assert menu["zone"] == "chrome"
    assert menu["evidence"]
    assert found["language"] == "en"


def test_explain_shows_zones(page: str) -> None:
    result = CliRunner().invoke(app, ["explain", page, "--zone", "chrome"])
    assert result.exit_code == 0
    assert "• Home" in result.stdout
    assert "40 crowns" not in result.stdout


def test_an_unknown_zone_to_keep_is_wrong_usage(page: str) -> None:
    result = CliRunner().invoke(app, ["clean", page, "--keep", "stories"])
    assert (result.exit_code, "cannot keep 'stories'" in result.stderr) == (2, True)


def test_a_wrong_pack_is_wrong_usage(page: str, tmp_path: Path) -> None:
    pack = tmp_path / "mine.yaml"
    pack.write_text("pack: mine\nrules: [", "utf-8")
    result = CliRunner().invoke(app, ["clean", page, "--packs", str(pack)])
    assert result.exit_code == 2
    assert f"{pack}:" in result.stderr
