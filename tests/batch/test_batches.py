"""Whole runs of `cleaner clean` over many pages: outputs, resuming, failing."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet
import pytest
import zstandard
from hostile_batch import EXPECTED, build, limited
from making import contents, page, record, write_zip
from typer.testing import Result

from cleaner.batch.ledger import Ledger, ledger_folders

Run = Callable[..., Result]
Start = Callable[..., "subprocess.Popen[bytes]"]

OUTPUTS = ["out", "out.parquet"]


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    folder = tmp_path / "crawl"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.html").write_bytes(page(number))
    (folder / "rows.jsonl").write_text(
        "".join(
            json.dumps({"id": f"r{n}", "url": f"https://r{n}.example/{n}", "html": page(n).decode()}) + "\n"
            for n in range(3)
        )
    )
    write_zip(folder / "z.zip", {"../a.html": page("zip")})
    (folder / "w.warc.gz").write_bytes(gzip.compress(record("https://w.example/", page("warc"))))
    return folder


KEYS = [*(f"{n}.html" for n in range(6)), *(f"rows.jsonl#{n}" for n in (1, 2, 3)), "w.warc.gz#1", "z.zip!/../a.html"]


def test_one_file_a_page(run: Run, crawl: Path, tmp_path: Path) -> None:
    result = run("clean", crawl, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    found = contents(tmp_path / "out")
    assert [name for name in found if "zip" not in name] == [
        *(f"out/{n}.txt" for n in range(6)),
        *(f"out/rows.jsonl/0000000{n + 1}-r{n}.txt" for n in range(3)),
        "out/w.warc.gz/00000001.txt",
    ]
    assert len(found) == len(KEYS)
    assert found["out/3.txt"].decode().startswith("Ferry 3 sails\n\nThe ferry 3 sailed on day 0,")
    assert "cleaned 11 of 11 pages" in result.stderr


@pytest.mark.parametrize("packing", ["", ".gz", ".bz2", ".xz", ".zst"])
def test_json_lines(run: Run, crawl: Path, tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"out.jsonl{packing}"
    assert run("clean", crawl, "-o", path).exit_code == 0
    data = path.read_bytes()
    if packing:
        opened = __import__({".gz": "gzip", ".bz2": "bz2", ".xz": "lzma"}.get(packing, "zstandard"))
        unpack = zstandard.ZstdDecompressor().decompressobj().decompress if packing == ".zst" else opened.decompress
        data = unpack(data)
    rows = [json.loads(line) for line in data.splitlines()]
    assert [row["source"] for row in rows] == KEYS
    assert [row.get("id") for row in rows[5:8]] == [None, "r0", "r1"]
    assert rows[7]["url"] == "https://r1.example/1"


def test_parquet(run: Run, crawl: Path, tmp_path: Path) -> None:
    assert run("clean", crawl, "-o", tmp_path / "out.parquet").exit_code == 0
    table = pyarrow.parquet.read_table(tmp_path / "out.parquet")
    assert table.column_names == (
        "id source url title author date language page_kind form confidence text zones comments".split()
    )
    assert table["source"].to_pylist() == KEYS
    assert table["id"].to_pylist()[5:8] == ["5.html", "r0", "r1"]
    row = table.slice(2, 1).to_pylist()[0]
    assert row["title"] == "Ferry 2 sails"
    assert row["zones"][0] == {
        "zone": "chrome",
        "kind": "menu",
        "confidence": row["zones"][0]["confidence"],
        "text": "• Home",
    }
    assert row["comments"] == []
    assert 0 < row["confidence"] <= 1


def test_sqlite(run: Run, crawl: Path, tmp_path: Path) -> None:
    assert run("clean", crawl, "-o", tmp_path / "out.sqlite").exit_code == 0
    database = sqlite3.connect(tmp_path / "out.sqlite")
    assert [key for (key,) in database.execute("SELECT source FROM pages ORDER BY page")] == KEYS
    assert database.execute(
        "SELECT zone, zones.text FROM pages JOIN zones USING (page) WHERE source = '2.html' AND position = 0"
    ).fetchall() == [("chrome", "• Home")]
    database.close()


def test_shards(run: Run, crawl: Path, tmp_path: Path) -> None:
    assert run("clean", crawl, "-o", tmp_path / "out.jsonl.gz", "--split", "4").exit_code == 0
    shards = sorted(tmp_path.glob("out*"))
    assert [shard.name for shard in shards] == [f"out-0000{n}.jsonl.gz" for n in (1, 2, 3)]
    lines = [gzip.decompress(shard.read_bytes()).splitlines() for shard in shards]
    assert [len(one) for one in lines] == [4, 4, 3]
    assert [json.loads(line)["source"] for shard in lines for line in shard] == KEYS
    run("clean", crawl, "-o", tmp_path / "out.jsonl.gz", "--split", "8", "--resume")
    assert [shard.name for shard in sorted(tmp_path.glob("out*"))] == [f"out-0000{n}.jsonl.gz" for n in (1, 2)]


@pytest.mark.parametrize("format", ["html", "json", "markdown"])
def test_other_formats(run: Run, crawl: Path, tmp_path: Path, format: str) -> None:
    assert run("clean", crawl / "1.html", "-o", tmp_path / "out", "--format", format).exit_code == 0
    ((name, data),) = contents(tmp_path / "out").items()
    assert name.endswith({"html": "1.html", "json": "1.json", "markdown": "1.md"}[format])
    assert "Ferry 1 sails" in data.decode()


def test_a_container_to_stdout(run: Run, crawl: Path) -> None:
    result = run("clean", crawl / "rows.jsonl", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["r0", "r1", "r2"]
    result = run("clean", crawl / "rows.jsonl")
    assert (result.exit_code, "add -o DIR" in result.stderr) == (2, True)


@pytest.mark.parametrize("packed", [False, True])
def test_containers_on_stdin_are_told_from_their_content(run: Run, crawl: Path, packed: bool) -> None:
    rows = (crawl / "rows.jsonl").read_bytes()
    result = run("clean", "-", "--format", "jsonl", stdin=gzip.compress(rows) if packed else rows)
    assert [json.loads(line)["source"] for line in result.stdout.splitlines()] == ["stdin#1", "stdin#2", "stdin#3"]
    archive = (crawl / "w.warc.gz").read_bytes()
    result = run("clean", "-", "--format", "jsonl", stdin=archive)
    assert json.loads(result.stdout)["url"] == "https://w.example/"


@pytest.mark.parametrize("output", OUTPUTS)
def test_resuming_does_what_is_missing_or_changed(run: Run, crawl: Path, tmp_path: Path, output: str) -> None:
    out = tmp_path / output
    result = run("clean", crawl, "-o", out, "--resume")  # without a ledger it simply starts
    assert "cleaned 11 of 11 pages" in result.stderr
    before = contents(out)
    result = run("clean", crawl, "-o", out, "--resume")
    assert "cleaned 0 of 11 pages; 11 unchanged" in result.stderr
    assert contents(out) == before
    (crawl / "2.html").write_bytes(page("two"))
    (crawl / "new.html").write_bytes(page("new"))
    (crawl / "1.html").unlink()
    rows = (crawl / "rows.jsonl").read_text().splitlines()
    (crawl / "rows.jsonl").write_text("\n".join([rows[0], rows[1].replace("Ferry 1", "Ferry one"), rows[2]]))
    if output == "out":
        (out / "4.txt").unlink()
    result = run("clean", crawl, "-o", out, "--resume")
    assert f"cleaned {3 + (output == 'out')} of 11 pages; {8 - (output == 'out')} unchanged" in result.stderr
    assert result.exit_code == 0
    anew = tmp_path / "anew" / output
    run("clean", crawl, "-o", anew)
    found, fresh = contents(out), contents(anew)
    found.pop("out/1.txt", None)  # what has gone keeps its result
    assert found == fresh


def test_other_options_are_not_mixed_and_changed_rules_are_said(run: Run, crawl: Path, tmp_path: Path) -> None:
    out, pack = tmp_path / "out", tmp_path / "pack.yaml"
    run("clean", crawl, "-o", out)
    result = run("clean", crawl, "-o", out, "--format", "markdown", "--resume")
    assert (result.exit_code, "was made with --format text" in result.stderr) == (2, True)
    pack.write_text("pack: mine\nabout: Mine.\nrules: []\n")
    (crawl / "2.html").write_bytes(page("two"))
    result = run("clean", crawl, "-o", out, "--resume", "--packs", pack)
    assert "packs or weights have changed since 11 of these pages were cleaned" in result.stderr
    assert "cleaned 1 of 11" in result.stderr
    assert "different packs or weights" in run("status", out).stdout


def test_failures_are_kept_shown_and_tried_again(run: Run, crawl: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (crawl / "3.html").write_bytes(bytes(100))
    (crawl / "cut.html.gz").write_bytes(gzip.compress(page(9))[:-20])
    result = run("clean", crawl, "-o", out, "--json")
    assert result.exit_code == 1
    figures = json.loads(result.stdout)
    assert (figures["done"], figures["failed"], figures["reasons"]) == (10, 2, {"not a page": 1, "damaged": 1})
    listed = run("errors", out).stdout.splitlines()
    assert [line.partition(": ")[0] for line in listed] == [str(crawl / "3.html"), str(crawl / "cut.html.gz")]
    assert json.loads(run("errors", out, "--json").stdout.splitlines()[1])["reason"] == "damaged"
    status = run("status", out).stdout
    assert "10 pages cleaned, 2 failed" in status
    (crawl / "3.html").write_bytes(page(3))
    result = run("errors", out, "--retry")
    assert result.exit_code == 1
    assert "cleaned 1 of 2 pages; 1 failed" in result.stderr
    assert (out / "3.txt").exists()
    (told,) = json.loads(run("status", out, "--json").stdout)
    assert (told["pages"], told["runs"]) == ({"done": 11, "failed": 1}, 2)


def test_no_ledger_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    for name in ("status", "errors"):
        result = run(name, tmp_path)
        assert (result.exit_code, "has no ledger" in result.stderr) == (2, True)


def test_a_damaged_ledger_is_said(run: Run, crawl: Path, tmp_path: Path) -> None:
    run("clean", crawl, "-o", tmp_path / "out")
    (tmp_path / "out" / ".cleaner" / "ledger.sqlite").write_bytes(b"nonsense" * 1000)
    result = run("clean", crawl, "-o", tmp_path / "out", "--resume")
    assert (result.exit_code, "is damaged" in result.stderr) == (1, True)
    assert run("clean", crawl, "-o", tmp_path / "out").exit_code == 0


def test_two_runs_do_not_write_into_one_ledger(run: Run, crawl: Path, tmp_path: Path) -> None:
    run("clean", crawl, "-o", tmp_path / "out")
    with Ledger(tmp_path / "out" / ".cleaner", write=True):
        for options in ([], ["--resume"]):
            result = run("clean", crawl, "-o", tmp_path / "out", *options)
            assert (result.exit_code, "another run is writing here" in result.stderr) == (1, True)
    assert run("clean", crawl, "-o", tmp_path / "out", "--resume").exit_code == 0


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
@pytest.mark.parametrize("output", ["out", "out.jsonl.gz"])
def test_killed_runs_are_resumed_to_the_same_bytes(
    run: Run, start: Start, crawl: Path, tmp_path: Path, output: str
) -> None:
    for number in range(6, 30):
        (crawl / f"{number}.html").write_bytes(page(number, "wait"))
    run("clean", crawl, "-o", tmp_path / "whole" / output)
    cut = tmp_path / "cut" / output
    rng = random.Random(output)
    for _ in range(1):
        process = start("clean", crawl, "-o", cut, "--resume", "--jobs", "2")
        deadline = time.monotonic() + 30
        wanted = rng.randint(1, 20)
        while process.poll() is None and _written(cut) < wanted and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert run("clean", crawl, "-o", cut, "--resume").exit_code == 0
    assert contents(cut) == contents(tmp_path / "whole" / output)


def _written(output: Path) -> int:
    """About how many results a run has written so far."""
    for folder in ledger_folders(output):
        spool = folder / "spool"
        if spool.exists() and spool.stat().st_size:
            return spool.stat().st_size // 1000
    return len(list(output.glob("*.txt")))


def test_ctrl_c_keeps_what_is_done(start: Start, run: Run, crawl: Path, tmp_path: Path) -> None:
    (crawl / "3.html").write_bytes(page(3, "hang"))
    process = start("clean", crawl, "-o", tmp_path / "out.jsonl", "--jobs", "1", "--log", tmp_path / "log")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (
        not (tmp_path / "log").exists() or (tmp_path / "log").read_text().count("\n") < 3
    ):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"interrupted: cleaned 3 of" in stderr
    assert b"Traceback" not in stderr
    kept = [json.loads(line)["source"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert kept == ["0.html", "1.html", "2.html"]
    assert "not finished" in run("status", tmp_path / "out.jsonl").stdout
    (crawl / "3.html").write_bytes(page(3))
    assert "cleaned 8 of 11 pages; 3 unchanged" in run("clean", crawl, "-o", tmp_path / "out.jsonl", "--resume").stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs limits on files")
def test_everything_hostile_at_once(start: Start, tmp_path: Path) -> None:
    pages = [page(number) for number in range(12)]
    folder = build(tmp_path / "pages", pages, record)
    process = start(
        "clean", folder, "-o", tmp_path / "out", "--format", "json", "--timeout", "3", "--memory", "300",
        "--jobs", "2", "--no-sites",
        preexec_fn=limited,
    )  # fmt: skip
    _, stderr = process.communicate(timeout=120)
    lines = stderr.decode().splitlines()
    assert process.returncode == 1, stderr
    for name, words in EXPECTED.items():
        assert any(name in line and words in line for line in lines), (name, words, lines)
    good = {f"out/{'a' if n % 2 else 'z'}/{n:04}.json" for n in range(12)}
    more = {"out/m/cut.warc.gz/00000001.json", "out/m/cut.warc.gz/00000002.json"}
    more |= {"out/m/long.jsonl/00000001.json", "out/m/long.jsonl/00000003.json"}
    assert set(contents(tmp_path / "out")) == good | more
    assert not list((tmp_path / "out").rglob("*.part"))
    assert not list((tmp_path / "out" / ".cleaner" / "unfinished").glob("*"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs limits on files")
def test_a_full_disk_ends_a_stream_whole_or_not_at_all(start: Start, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.html").write_bytes(page(number) + b"<p>" + os.urandom(20_000).hex().encode())
    process = start("clean", folder, "-o", tmp_path / "out.jsonl", preexec_fn=limited)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"File too large" in stderr
    assert b"Traceback" not in stderr
    assert not (tmp_path / "out.jsonl").exists()
    assert run("clean", folder, "-o", tmp_path / "out.jsonl", "--resume").exit_code == 0
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 40


def test_the_report_is_one_page_that_shows_everything(run: Run, crawl: Path, tmp_path: Path) -> None:
    (crawl / "<b>.html").write_bytes(bytes(100))
    report = tmp_path / "report.html"
    run("clean", crawl, "-o", tmp_path / "out", "--report", report)
    text = report.read_text("utf-8")
    for words in (
        "Share of zones",
        "Kinds of pages",
        "Languages",
        "Confidence",
        "Failures by reason",
        "Slowest",
        "spam",
    ):
        assert words in text
    assert "href='out/3.txt'" in text
    assert "&lt;b&gt;.html" in text
    assert "<b>.html" not in text
    assert "http" not in text.replace("http-equiv", "").replace("https://", "")
    assert "<script" not in text


def test_logs(run: Run, crawl: Path, tmp_path: Path) -> None:
    (crawl / "3.html").write_bytes(bytes(100))
    run("clean", crawl, "-o", tmp_path / "out", "--log", tmp_path / "log")
    entries = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert len(entries) == 11
    (failed,) = [entry for entry in entries if entry["level"] == "error"]
    assert (failed["source"], failed["reason"]) == (str(crawl / "3.html"), "not a page")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-o", "out.parquet", "--format", "jsonl"], "leave out --format"),
        (["-o", "out.parquet.gz"], "not compressed as a whole"),
        (["-o", "out", "--split", "5"], "--split is for streams"),
        (["--format", "parquet", "-o", "taken.txt"], "is no folder"),
        (["--json"], "--json puts figures on stdout"),
        (["--resume", "--format", "jsonl"], "name it with -o"),
        (["-o", "out", "--input", "pdf"], "--input pdf: use one of"),
    ],
)
def test_wrong_usage(
    run: Run, crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken.txt").write_text("")
    result = run("clean", crawl, *arguments)
    assert (result.exit_code, says in result.stderr) == (2, True), result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["crawl", "taken.txt"]


def test_an_output_folder_that_moved_is_resumed(run: Run, crawl: Path, tmp_path: Path) -> None:
    run("clean", crawl, "-o", tmp_path / "out")
    shutil.move(tmp_path / "out", tmp_path / "moved")
    assert "11 unchanged" in run("clean", crawl, "-o", tmp_path / "moved", "--resume").stderr


def test_a_retry_from_another_folder(run: Run, crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (crawl / "3.html").write_bytes(bytes(100))
    monkeypatch.chdir(tmp_path)
    run("clean", "crawl", "-o", "out")
    (crawl / "3.html").write_bytes(page(3))
    monkeypatch.chdir(crawl)
    assert run("errors", tmp_path / "out", "--retry").exit_code == 0
    assert (tmp_path / "out" / "3.txt").exists()


def test_names_that_are_no_characters(run: Run, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/pages"
    os.mkdir(folder)
    try:
        with open(folder + b"/b\xff.html", "wb") as file:
            file.write(page(1))
    except OSError:
        pytest.skip("the file system takes characters only")
    result = run("clean", tmp_path / "pages", "-o", tmp_path / "out")
    assert (result.exit_code, len(contents(tmp_path / "out"))) == (0, 1)
    assert "1 unchanged" in run("clean", tmp_path / "pages", "-o", tmp_path / "out", "--resume").stderr
