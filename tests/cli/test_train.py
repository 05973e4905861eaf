"""`cleaner train`: wrong use is said in a line, and a small folder trains."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from plain import grow_small
from typer.testing import CliRunner, Result

from cleaner.cli import app

pytest.importorskip("catboost", reason="the extra `train` is not installed")
pytest.importorskip("scipy", reason="the extra `train` is not installed")


def run(*args: object) -> Result:
    return CliRunner().invoke(app, [*map(str, args)])


def test_wrong_use(tmp_path: Path) -> None:
    for args, words in (
        ([tmp_path], "zones-dev"),
        ([tmp_path / "none"], "no folder"),
        ([tmp_path, "--form", "pdf"], "pdf"),
        ([tmp_path, "--spam"], "spam-dev.csv"),
    ):
        done = run("train", *args)
        assert (done.exit_code, words in done.stderr) == (2, True), done.stderr


def test_cross_validation_prints_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow_small(monkeypatch)
    folder = tmp_path / "data" / "zones-dev"
    folder.mkdir(parents=True)
    sentence = "The ferry number {} sailed again on Saturday, nine years after the old boat of {} had been scrapped."
    rows = []
    for number in range(24):
        name, text = f"page-{number}", sentence.format(number, "Holm" if number % 2 else "Orva")
        (folder / f"{name}.txt").write_text(
            f"Home\nNews\nFerry {number} returns\n{text}\n{text}\nShare\nMore stories\n"
        )
        (folder / f"{name}.zones").write_text(
            "1-2\tchrome\tmenu\n3\tarticle\ttitle\n4-5\tarticle\tbody\n6\tchrome\tshare\n7\twidget\trelated\n"
        )
        head = f"<nav><a href=/>Home</a></nav><p>News<h1>Ferry {number} returns</h1>"
        page = f"{head}<p>{text}<p>{text}<p>Share<p>More stories"
        (folder / f"{name}.html.gz").write_bytes(gzip.compress(page.encode()))
        kind = "article" if number % 3 else "forum"
        rows.append(json.dumps({"name": name, "url": f"https://site{number}.example/", "lang": "en", "kind": kind}))
    (folder / "pages.jsonl").write_text("\n".join(rows))
    done = run("train", tmp_path / "data", "--form", "html", "--samples", tmp_path, "--cross-validate")
    assert done.exit_code == 0, done.stderr
    assert "**zones-dev**, 24 pages" in done.stdout
    assert "macro f1" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
