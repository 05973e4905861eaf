from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from cleaner import Cleaner, Zone
from cleaner.cli import app
from cleaner.document import ZONES
from cleaner.errors import ProfileError
from cleaner.reading import read
from cleaner.segmenting.blocks import Metadata
from cleaner.sites import Profile, repeats, site_of
from cleaner.sites.profile import block_keys
from cleaner.sites.sketch import Sketch

FRAME = "The Riverton Gazette is written and printed by its readers, who meet every Monday in the old customs house."


def page(number: int, frame: str = FRAME) -> str:
    said = "".join(
        f"<p>Ferry {number} sailed on day {day}, and the harbour master said that it had been sold out for weeks.</p>"
        for day in range(4)
    )
    return (
        f"<html lang=en><title>Ferry {number}</title><div><h1>Ferry {number}</h1>{said}</div><div><p>{frame}</p></div>"
    )


def keys(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.array(numbers, np.uint64)


@given(st.lists(st.sets(st.integers(0, 2**64 - 1), max_size=20), max_size=20))
def test_a_sketch_never_counts_too_low_and_few_things_exactly(rounds: list[set[int]]) -> None:
    sketch = Sketch()
    for one in rounds:
        sketch.add(keys(*one))
    everything = sorted(set().union(*rounds)) if rounds else []
    assert sketch.count(keys(*everything)).tolist() == [sum(key in one for one in rounds) for key in everything]


def test_a_sketch_stays_as_it_is_however_much_is_counted() -> None:
    sketch = Sketch()
    size = sketch.counters.nbytes
    rng = np.random.default_rng(5)
    for _ in range(20):
        sketch.add(np.unique(rng.integers(0, 2**63, 50_000, np.uint64)))
    assert sketch.counters.nbytes == size == 8 * 2**20
    strangers = rng.integers(0, 2**63, 10_000, np.uint64)
    assert sketch.count(strangers).mean() < 1.0


def test_sites_are_told_by_addresses() -> None:
    assert site_of("https://www.Gazette.example:8080/a") == "gazette.example"
    assert site_of(None, Metadata([("canonical", "https://b.example/x")])) == "b.example"
    assert site_of("https://a.example", Metadata([("canonical", "https://b.example/x")])) == "a.example"
    assert site_of(None, Metadata()) is None
    assert site_of("https://[broken") is None
    assert site_of("no address") is None


def profile_of(texts: list[list[str]], site: str = "a.example") -> Profile:
    profile = Profile()
    for one in texts:
        profile.add(site, block_keys(site, one))
    return profile


def test_small_sites_tell_nothing() -> None:
    assert repeats(profile_of([[FRAME]] * 2), "a.example", [FRAME]) is None
    assert repeats(profile_of([[FRAME]] * 3), "b.example", [FRAME]) is None
    assert repeats(profile_of([[FRAME]] * 3), None, [FRAME]) is None
    assert repeats(profile_of([[FRAME]] * 3), "a.example", []) is None


def test_what_repeats_speaks_against_report_and_comment_the_more_pages_it_is_on() -> None:
    own, label = "These are the words of this single page, which no other page of the site has ever had.", "Read more"
    pages = [[FRAME, label, own], [FRAME, label], ["  the RIVERTON" + FRAME[12:], label]]
    found = repeats(profile_of(pages), "a.example", [FRAME, label, own])
    assert found is not None
    assert found.shares.tolist() == [1.0, 1.0, 0.0]
    assert [found.seen([0]), found.seen([0, 1]), found.seen([0, 2]), found.seen([])] == [2, 2, 0, 0]
    article, comment = (found.adjust[:, ZONES.index(zone)] for zone in (Zone.ARTICLE, Zone.COMMENT))
    assert article[0] < comment[0] < 0
    assert article[1:].tolist() == [0, 0]  # a label may be the same in every report
    many = repeats(profile_of([[FRAME]] * 30), "a.example", [FRAME])
    assert many is not None
    assert many.adjust[0, 0] < article[0]


def test_a_profile_keeps_the_frame_out_and_says_so(plain_weights: Path) -> None:
    plain = Cleaner(weights=plain_weights)
    profile = Profile()
    for number in range(30):
        blocks = [block.text for block in plain.clean(page(number)).blocks]
        profile.add("gazette.example", block_keys("gazette.example", blocks))
    url = "https://www.gazette.example/x"
    assert FRAME in plain.clean(page(7), url).text
    informed = Cleaner(weights=plain_weights, profile=profile)
    document = informed.clean(page(7), url)
    assert FRAME not in document.text
    assert "Ferry 7 sailed on day 3" in document.text
    (frame,) = (block for block in document.blocks if block.text == FRAME)
    (evidence,) = (reason for reason in frame.evidence if reason.source == "sites.repeated")
    assert (evidence.zone, evidence.value) == (frame.zone, 1.0)
    assert evidence.weight > 0
    assert not any(reason.source == "sites.repeated" for reason in document.blocks[0].evidence)
    assert FRAME in informed.clean(page(7), "https://other.example/").text


def test_profiles_are_saved_and_loaded_whole(tmp_path: Path) -> None:
    profile = profile_of([[FRAME], [FRAME, "b"]])
    path = tmp_path / "a.profile"
    profile.save(path)
    loaded = Profile.load(path)
    assert loaded.counts("a.example", [FRAME, "b", "c"]).tolist() == [2, 1, 0]
    assert loaded.pages("a.example") == 2
    assert [one.name for one in tmp_path.iterdir()] == ["a.profile"]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda data: b"something else", "no profile"),
        (lambda data: data[:-3], "damaged"),
        (lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:], "damaged"),
        (lambda data: data[:14] + b"\x09" + data[15:], "another version"),
    ],
)
def test_profiles_that_are_none(tmp_path: Path, damage: object, says: str) -> None:
    path = tmp_path / "a.profile"
    profile_of([[FRAME]]).save(path)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(ProfileError, match=says):
        Cleaner(profile=path)
    with pytest.raises(ProfileError, match="cannot read"):
        Cleaner(profile=tmp_path / "gone")


def test_learning_on_the_command_line(tmp_path: Path) -> None:
    rows = [{"url": f"https://gazette.example/{n}", "html": page(n)} for n in range(6)]
    rows += [{"url": f"https://single-{n}.example/", "html": page(n)} for n in range(3)]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    run = lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments])  # noqa: E731
    result = run("learn", tmp_path / "rows.jsonl", "-o", tmp_path / "a.profile", "--jobs", "1")
    assert (result.exit_code, "pages of 1 site:" in result.stderr) == (0, True)
    profile = Profile.load(tmp_path / "a.profile")
    assert (profile.pages("gazette.example"), profile.pages("single-1.example")) == (6, 0)
    assert profile.counts("gazette.example", [FRAME]).tolist() == [6]
    (tmp_path / "few.jsonl").write_text(json.dumps(rows[0]))
    result = run("learn", tmp_path / "few.jsonl", "-o", tmp_path / "b.profile")
    assert (result.exit_code, (tmp_path / "b.profile").exists()) == (1, False)
    (tmp_path / "new.html").write_text(page(99))
    with_profile = (
        "--profile",
        tmp_path / "a.profile",
        "--url",
        "https://gazette.example/new",
        "--format",
        "json",
        "--evidence",
    )
    assert "sites.repeated" in run("clean", tmp_path / "new.html", *with_profile).stdout


def test_batches_learn_by_themselves_unless_told_not_to(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(5):
        said = f"<link rel=canonical href='https://gazette.example/{number}'>"
        (folder / f"{number}.html").write_text(page(number).replace("<title>", f"{said}<title>"))
    run = lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments])  # noqa: E731
    out = run("clean", folder, "--format", "jsonl", "--evidence", "--jobs", "1")
    assert out.stdout.count("sites.repeated") >= 5
    assert "1 sites have several pages" in out.stderr
    out = run("clean", folder, "--format", "jsonl", "--evidence", "--jobs", "1", "--no-sites")
    assert "sites.repeated" not in out.stdout


COMMENTS = """The ferry

The ferry between Orva and Holm sailed again on Saturday, nine years after the old boat was scrapped.

1 Response
  1. Anna K says:
     May 4, 2024 at 9:12 am
     I have found the best plumber of all Riverton, ask for him at the old customs house.
"""


def test_a_comment_under_many_pages_is_judged_as_such(plain_weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []

    def judge(text: str, author: str | None, report: str | None, seen: int = 0) -> tuple[float, list[str]]:
        told.append(seen)
        return 0.0, []

    monkeypatch.setattr("cleaner.comments.judge", judge)
    blocks = Cleaner(weights=plain_weights).view(read(COMMENTS)).blocks.text
    profile = profile_of([[*blocks, f"page {number}"] for number in range(9)])
    assert len(Cleaner(weights=plain_weights, profile=profile).clean(COMMENTS, "https://a.example/1").comments) == 1
    assert told == [8]
