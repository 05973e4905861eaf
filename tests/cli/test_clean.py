from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Tree = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., Result]

PAGE = "chrome/menu Home\narticle/title Head\nOne.\ncomment/text Yes!\n"


def below(folder: Path) -> dict[str, str]:
    """The files below a folder but for those of ledgers, which are in folders whose names begin with a dot."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in files
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def test_one_page_goes_to_stdout(run: Run, tree: Tree) -> None:
    result = run("clean", tree({"a.html": PAGE}) / "a.html")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "Head\n\nOne.\n", "")


def test_stdin(run: Run) -> None:
    assert run("clean", "-", stdin=PAGE).stdout == "Head\n\nOne.\n"


def test_an_empty_page_has_an_empty_report(run: Run, tree: Tree) -> None:
    folder = tree({"a.html": ""})
    result = run("clean", folder / "a.html")
    assert (result.exit_code, result.stdout) == (0, "")
    result = run("clean", folder, "-o", folder / "out")
    assert below(folder / "out") == {"a.txt": ""}
    assert "1 page without a report" in result.stderr


@pytest.mark.parametrize(
    ("format", "start"),
    [("markdown", "# Head\n\nOne.\n"), ("json", '{\n  "source": "a.html"'), ("jsonl", '{"source":"a.html"')],
)
def test_formats(run: Run, tree: Tree, format: str, start: str) -> None:
    assert run("clean", tree({"a.html": PAGE}) / "a.html", "--format", format).stdout.startswith(start)


def test_evidence_in_json(run: Run, tree: Tree) -> None:
    page = tree({"a.html": PAGE}) / "a.html"
    found = json.loads(run("clean", page, "--format", "json", "--evidence").stdout)
    assert found["blocks"][0]["evidence"][0]["source"] == "fake.rule"
    assert "evidence" not in run("clean", page, "--format", "json").stdout


def test_options_reach_the_engine(run: Run, tree: Tree, fake: Any) -> None:
    page = tree({"a.html": PAGE}) / "a.html"
    result = run(
        "clean", page, "--keep", "article,comment", "--keep", "byline", "--packs", "p.yaml", "--limit", "3",
        "--kind", "text", "--url", "https://a.example", "--format", "json",
    )  # fmt: skip
    assert fake.made == {"packs": [Path("p.yaml")], "include": ("article", "comment", "byline"), "limit": 3 * 2**20}
    found = json.loads(result.stdout)
    assert (found["text"], found["url"], found["form"]) == ("Head\n\nOne.\n\nYes!", "https://a.example", "text")


def test_a_folder_is_mirrored(run: Run, tree: Tree) -> None:
    folder = tree({"a.html": PAGE, "sub/b.txt": "B", "sub/b.html": "C", "x.png": b"\0", "noend": b"\0\1"})
    result = run("clean", folder, "-o", folder.parent / "out" / "new")
    assert below(folder.parent / "out" / "new") == {
        "a.txt": "Head\n\nOne.\n",
        "sub/b.txt.txt": "B\n",
        "sub/b.html.txt": "C\n",
    }
    assert result.exit_code == 0
    assert "cleaned 3 of 3 pages" in result.stderr
    assert "passed over 2 files" in result.stderr
    assert result.stdout == ""


def test_json_lines_of_several_pages(run: Run, tree: Tree) -> None:
    folder = tree({"a.html": PAGE, "b.html": "B"})
    lines = run("clean", folder, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["source"] for line in lines] == ["a.html", "b.html"]
    run("clean", folder, "--format", "jsonl", "-o", folder / "out")
    assert below(folder / "out") == {"pages.jsonl": "\n".join(lines) + "\n"}


def test_pages_that_fail_are_named_with_the_cause_and_the_others_done(run: Run, tree: Tree) -> None:
    folder = tree({"a.html": "A", "crash.html": "CRASH", "photo.html": b"\0", "z.html": "Z"})
    result = run("clean", folder, folder / "gone.html", "-o", folder / "out")
    assert result.exit_code == 1
    assert below(folder / "out") == {"a.txt": "A\n", "z.txt": "Z\n"}
    assert "cleaned 2 of 5 pages; 3 failed:" in result.stderr
    assert "crash.html: unexpected ValueError: the fake is broken" in result.stderr
    assert "photo.html: the page is no text but PNG" in result.stderr
    assert "gone.html: no such file or folder" in result.stderr


def test_a_page_that_is_not_there(run: Run, tree: Tree) -> None:
    folder = tree({"a.html": "A"})
    result = run("clean", folder / "gone.html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("gone.html: no such file or folder\n")
    result = run("clean", folder / "gone.html", "-o", folder / "out")
    assert "cleaned 0 of 1 page; 1 failed:" in result.stderr
    assert result.stderr.count("gone.html: no such file or folder") == 1


def test_one_page_that_fails(run: Run, tree: Tree) -> None:
    page = tree({"photo.html": b"\0"}) / "photo.html"
    result = run("clean", page)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"cleaner: {page}: the page is no text but PNG")


def test_what_is_wrong_for_every_page_ends_the_run(run: Run, tree: Tree) -> None:
    folder = tree({"a.html": "WEIGHTLESS", "b.html": "B"})
    result = run("clean", folder, "-o", folder / "out")
    assert (result.exit_code, result.stderr) == (2, "cleaner: the weights are missing\n")


def test_a_page_over_the_limit_is_not_read(run: Run, tree: Tree) -> None:
    page = tree({"big.html": b"x" * (2**20 + 1)}) / "big.html"
    result = run("clean", page, "--limit", "1")
    assert result.exit_code == 1
    assert "1,048,577 bytes" in result.stderr
    assert "--limit 2" in result.stderr
    assert run("clean", page, "--limit", "2").exit_code == 0
    assert run("clean", "-", "--limit", "1", stdin=b"x" * (2**20 + 1)).exit_code == 1


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs a file that nobody can open")
def test_a_page_that_cannot_be_opened(run: Run, tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree({"a.html": "A"}))
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("b.html")
        result = run("clean", "a.html", "b.html", "-o", "out")
    assert result.exit_code == 1
    assert "1 failed:\n  b.html: " in result.stderr
    assert below(Path("out")) == {"a.txt": "A\n"}


@pytest.mark.skipif(hasattr(os, "getuid") and os.getuid() == 0, reason="root may read everything")
def test_an_unreadable_page(run: Run, tree: Tree) -> None:
    folder = tree({"a.html": "A", "b.html": "B"})
    (folder / "a.html").chmod(0)
    result = run("clean", folder, "-o", folder / "out")
    assert result.exit_code == 1
    assert "a.html: Permission denied" in result.stderr
    assert below(folder / "out") == {"b.txt": "B\n"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a.html", "b.html"], "add -o DIR"),
        (["."], "add -o DIR"),
        (["a.html", "b.html", "-o", "out", "--url", "https://a.example"], "--url is the address of one page"),
        (["a.html", "-o", "b.html"], "is no folder"),
        (["empty", "-o", "out"], "no pages below empty"),
        (["a.html", "--keep", "stories"], "cannot keep 'stories'"),
        (["a.html", "--format", "pdf"], "markdown"),
        (["a.html", "--formt", "text"], "--formt"),
        ([], "Missing argument"),
    ],
)
def test_wrong_usage(run: Run, tree: Tree, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str) -> None:
    folder = tree({"a.html": "A", "b.html": "B", "empty/x.png": b""})
    monkeypatch.chdir(folder)
    result = run("clean", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(below(folder)) == ["a.html", "b.html", "empty/x.png"]


def test_no_page_is_overwritten(run: Run, tree: Tree) -> None:
    folder = tree({"sub/a.html": "A", "sub/a.json": "mine", "sub/sub/a.html": "B"})
    result = run("clean", folder / "sub", "-o", folder, "--format", "json")  # sub/sub/a.html would become sub/a.json
    assert result.exit_code == 1
    assert "is itself one of the pages" in result.stderr
    assert (folder / "sub" / "a.json").read_text() == "mine"


def test_nothing_is_written_outside_the_folder(run: Run, tree: Tree) -> None:
    folder = tree({"sub/a.html": "A"})
    out, elsewhere = folder.parent / "out", folder.parent / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "sub").symlink_to(elsewhere)
    result = run("clean", folder, "-o", out)
    assert (result.exit_code, below(elsewhere)) == (1, {})
    assert "lies outside" in result.stderr


def test_a_result_that_cannot_be_written_fails_alone_and_leaves_nothing_behind(run: Run, tree: Tree) -> None:
    folder = tree({"a.html": "A", "b.html": "B"})
    out = folder.parent / "out"
    (out / "a.txt").mkdir(parents=True)
    result = run("clean", folder, "-o", out)
    assert (result.exit_code, below(out)) == (1, {"b.txt": "B\n"})
    assert "cannot write" in result.stderr


def test_results_are_replaced_whole(run: Run, tree: Tree) -> None:
    folder = tree({"a.html": "new", "out/a.txt": "older and longer"})
    os.link(folder / "out" / "a.txt", folder.parent / "witness")
    run("clean", folder, "-o", folder / "out")
    assert below(folder / "out") == {"a.txt": "new\n"}
    assert (folder.parent / "witness").read_text() == "older and longer"


def test_control_characters_of_a_name_do_not_reach_the_terminal(run: Run, tree: Tree) -> None:
    folder = tree({"a\x1b[31m.html": b"\0"})
    result = run("clean", folder, "-o", folder.parent / "out")
    assert "\x1b" not in result.stderr
    assert r"a\x1b[31m.html" in result.stderr


def test_stdout_is_utf8_whatever_the_locale(command: list[str], tree: Tree) -> None:
    page = tree({"a.html": "Žluťoučký 日本"}) / "a.html"
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    for arguments in (["clean", page], ["explain", page]):
        result = subprocess.run([*command, *arguments], env=env, capture_output=True, timeout=60)
        assert "Žluťoučký 日本" in result.stdout.decode("utf-8")
        assert result.returncode == 0, result.stderr


def test_a_reader_that_goes_away_is_no_error(command: list[str], tree: Tree) -> None:
    folder = tree({f"{number}.html": "x" * 100_000 for number in range(10)})
    process = subprocess.Popen(
        [*command, "clean", folder, "--format", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    process.stdout.read(10)
    process.stdout.close()
    assert (process.stderr.read(), process.wait(60)) == (b"", 141)
    process.stderr.close()


@pytest.mark.parametrize("format", ["text", "jsonl"])
def test_ctrl_c_keeps_what_is_done(command: list[str], tree: Tree, format: str) -> None:
    folder = tree({"a.html": "A", "b.html": "SLEEP", "c.html": "C"})
    process = subprocess.Popen(
        [*command, "clean", folder, "-o", folder / "out", "--format", format, "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr
    assert process.stderr.readline() == b"sleeping\n"
    time.sleep(0.5)  # the first page's result is still on its way when its worker goes on to the second
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert time.monotonic() - started < 20
    assert process.returncode == 130
    assert b"interrupted: cleaned 1 of 3 pages" in stderr
    assert b"Traceback" not in stderr
    found = below(folder / "out")
    assert list(found) == ["a.txt" if format == "text" else "pages.jsonl"]
    assert '"text":"A"' in found["pages.jsonl"] if format == "jsonl" else found["a.txt"] == "A\n"


def test_plain_lines_where_stderr_is_no_terminal(run: Run, tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.cli.progress.SECONDS", 0.0)
    folder = tree({"a.html": "A", "b.html": "B"})
    stderr = run("clean", folder, "-o", folder / "out").stderr
    assert [line.split(",")[0] for line in stderr.splitlines()[:2]] == ["cleaned 1 of 2 pages", "cleaned 2 of 2 pages"]
