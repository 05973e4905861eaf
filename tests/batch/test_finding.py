from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch.sources.finding import Inputs, Notes, _targets, is_input
from cleaner.batch.sources.place import Place
from cleaner.errors import OptionError

Tree = Callable[[Mapping[str, str | bytes]], Path]


def places(*paths: str | Path, notes: Notes | None = None, **options: object) -> list[Place]:
    return list(Inputs(paths, **options).places(notes or Notes()))  # type: ignore[arg-type]


def names(*paths: str | Path, **options: object) -> list[str]:
    return [place.name for place in places(*paths, **options)]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    def write(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / "pages" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "pages"

    return write


def test_a_folder_yields_its_pages_sorted_and_counts_the_rest(tree: Tree) -> None:
    files = ["b.HTM", "a.html", "c/d.txt", "c/noend", "e.md", "x.png", ".hidden.html", ".git/y.html", "expected.zones"]
    notes = Notes()
    found = places(tree(dict.fromkeys(files, "")), notes=notes)
    assert [place.name for place in found] == ["a.html", "b.HTM", "c/d.txt", "c/noend", "e.md"]
    assert [place.sure for place in found] == [True, True, True, False, True]
    assert notes.passed_over == 3


def test_containers_in_a_folder_are_taken_by_suffix_ambiguous_ones_only_when_named(tree: Tree) -> None:
    files = ["a.warc.gz", "b.jsonl.zst", "c.parquet", "d.csv", "e.json", "f.html.gz", "g.tgz", "h.sqlite"]
    folder = tree(dict.fromkeys(files, ""))
    assert [(place.name, place.form, place.packing) for place in places(folder)] == [
        ("a.warc.gz", "warc", ".gz"),
        ("b.jsonl.zst", "json", ".zst"),
        ("c.parquet", "parquet", ""),
        ("f.html.gz", "page", ".gz"),
        ("g.tgz", "tar", ".gz"),
    ]
    assert [place.form for place in places(folder / "d.csv", folder / "e.json")] == ["csv", "json"]


def test_a_file_that_is_named_is_taken_whatever_its_suffix(tree: Tree) -> None:
    folder = tree({"x.php": ""})
    assert names(folder / "x.php") == ["x.php"]
    assert names(folder, folder / "x.php") == ["x.php"]


def test_names_start_at_the_folder_in_common(tree: Tree) -> None:
    folder = tree({"a/x.html": "", "b/x.html": "", "b/c/y.html": ""})
    assert names(folder / "b", folder / "a") == ["a/x.html", "b/c/y.html", "b/x.html"]
    assert names(folder / "b" / "x.html", folder / "b" / "c" / "y.html") == ["c/y.html", "x.html"]


def test_a_page_named_twice_is_cleaned_once(tree: Tree) -> None:
    folder = tree({"x.html": "", "sub/y.html": ""})
    twice = names(folder, folder / "x.html", folder / "sub", folder / ".." / "pages")
    assert twice == ["sub/y.html", "x.html"]


def test_patterns(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree({"a/x.html": "", "a/y.txt": "", "b/x.html": "", "[1].html": ""}))
    assert names("*/x.html") == ["a/x.html", "b/x.html"]
    assert names("**/*.html") == ["[1].html", "a/x.html", "b/x.html"]
    assert names("[1].html") == ["[1].html"]  # a file of that name comes before a pattern
    notes = Notes()
    assert places("*.nothing", notes=notes) == []
    assert notes.failures == [("*.nothing", "no such file or folder")]


def test_folders_in_folders_can_be_left_out(tree: Tree) -> None:
    assert names(tree({"x.html": "", "sub/y.html": ""}), recursive=False) == ["x.html"]


def test_what_is_not_there_is_a_failure_not_the_end(tree: Tree) -> None:
    folder = tree({"x.html": ""})
    notes = Notes()
    assert [place.name for place in places(folder / "gone.html", folder / "x.html", notes=notes)] == ["x.html"]
    assert notes.failures == [(str(folder / "gone.html"), "no such file or folder")]


def test_earlier_results_are_no_pages(tree: Tree) -> None:
    folder = tree({"x.html": "", "cleaned/x.txt": ""})
    assert names(folder, output=folder / "cleaned") == ["x.html"]
    with pytest.raises(OptionError, match="is where the pages are"):
        Inputs([folder], folder / "cleaned" / "..")


def test_stdin_stands_alone(tree: Tree) -> None:
    with pytest.raises(OptionError, match="stdin"):
        Inputs(["-", tree({"x.html": ""})])


def test_links_to_folders_are_not_followed_and_broken_ones_are_pages_that_fail(tree: Tree) -> None:
    folder = tree({"a/x.html": ""})
    os.symlink(folder, folder / "a" / "loop")
    os.symlink("round.html", folder / "a" / "round.html")
    assert names(folder) == ["a/round.html", "a/x.html"]


def test_what_results_must_not_overwrite(tree: Tree) -> None:
    folder = tree({"x.html": "", "y/z.json": ""})
    roots = Inputs([folder / "y"], folder).roots
    assert is_input(os.path.realpath(folder / "y" / "z.json"), roots)
    assert not is_input(os.path.realpath(folder / "y" / "new.json"), roots)
    assert not is_input(os.path.realpath(folder / "x.html"), roots)
    # Where the output lies within the input nothing in it is an input.
    assert Inputs([folder], folder / "y").roots == []


def test_names_that_fall_together_keep_their_suffix() -> None:
    pages = [PurePosixPath(name) for name in ("d/a.html", "d/a.txt", "d/b.html", "a.html.gz")]
    assert _targets(pages) == ["d/a.html", "d/a.txt", "d/b", "a"]


NAMES = st.lists(
    st.sampled_from(["a", "a.html", "a.txt", "a.html.md", "a.html.gz", "a.gz", "A.htm", "b.html", "A.HTML", "a-0"]),
    unique=True,
)


@given(NAMES)
def test_no_two_pages_share_a_target(pages: list[str]) -> None:
    chosen = _targets([PurePosixPath(name) for name in sorted(pages)])
    assert len({target.casefold() for target in chosen}) == len(pages)
