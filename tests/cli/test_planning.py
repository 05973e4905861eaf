from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from cleaner.cli.planning import Job, plan, targets
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import OptionError

Tree = Callable[[Mapping[str, str | bytes]], Path]


def names(jobs: list[Job]) -> list[str]:
    return [job.name.as_posix() for job in jobs]


def test_a_folder_yields_its_pages_sorted_and_counts_the_rest(tree: Tree) -> None:
    files = ["b.HTM", "a.html", "c/d.txt", "c/noend", "e.md", "x.png", ".hidden.html", ".git/y.html", "expected.zones"]
    found = plan([tree(dict.fromkeys(files, ""))])
    assert names(found.jobs) == ["a.html", "b.HTM", "c/d.txt", "c/noend", "e.md"]
    assert [job.sure for job in found.jobs] == [True, True, True, False, True]
    assert sorted(path.name for path in found.passed_over) == [".hidden.html", "expected.zones", "x.png"]


def test_a_file_that_is_named_is_taken_whatever_its_suffix(tree: Tree) -> None:
    folder = tree({"x.php": ""})
    assert names(plan([folder / "x.php"]).jobs) == ["x.php"]


def test_names_start_at_the_folder_in_common(tree: Tree) -> None:
    folder = tree({"a/x.html": "", "b/x.html": "", "b/c/y.html": ""})
    assert names(plan([folder / "a", folder / "b"]).jobs) == ["a/x.html", "b/c/y.html", "b/x.html"]
    assert names(plan([folder / "b" / "x.html", folder / "b" / "c" / "y.html"]).jobs) == ["c/y.html", "x.html"]


def test_a_page_named_twice_is_cleaned_once(tree: Tree) -> None:
    folder = tree({"x.html": ""})
    assert names(plan([folder, folder / "x.html", folder / ".." / "pages"]).jobs) == ["x.html"]


def test_what_is_not_there_is_a_failure_not_the_end(tree: Tree) -> None:
    folder = tree({"x.html": ""})
    found = plan([folder / "gone.html", folder / "x.html"])
    assert names(found.jobs) == ["x.html"]
    assert found.failures == [(str(folder / "gone.html"), "no such file or folder")]


def test_earlier_results_are_no_pages(tree: Tree) -> None:
    folder = tree({"x.html": "", "cleaned/x.txt": ""})
    assert names(plan([folder], folder / "cleaned").jobs) == ["x.html"]
    with pytest.raises(OptionError, match="is where the pages are"):
        plan([folder], folder / "cleaned" / "..")


def test_stdin_stands_alone(tree: Tree) -> None:
    with pytest.raises(OptionError, match="stdin"):
        plan([Path("-"), tree({"x.html": ""})])


def test_links_to_folders_are_not_followed(tree: Tree) -> None:
    folder = tree({"a/x.html": ""})
    os.symlink(folder, folder / "a" / "loop")
    assert names(plan([folder]).jobs) == ["a/x.html"]


def test_names_that_fall_together_keep_their_suffix() -> None:
    jobs = [Job(Path(name), Path(name)) for name in ("d/a.html", "d/a.txt", "d/b.html", "a.html")]
    assert [path.as_posix() for path in targets(jobs, ".txt").values()] == [
        "d/a.html.txt",
        "d/a.txt.txt",
        "d/b.txt",
        "a.txt",
    ]


NAMES = st.sets(
    st.sampled_from(["a", "a.html", "a.txt", "a.html.md", "a.html.txt", "a.html.txt.txt", "A.htm", "b.html"])
)


@given(NAMES)
def test_no_two_pages_share_a_target(pages: set[str]) -> None:
    jobs = [Job(Path(name), Path(name)) for name in sorted(pages)]
    chosen = targets(jobs, ".txt")
    assert list(chosen) == jobs
    assert len(set(chosen.values())) == len(jobs)
    assert all(path.suffix == ".txt" for path in chosen.values())
