"""The network: what it says of a page, what it says it by, what it refuses."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.zoning import products
from cleaner.zoning.network import OUTPUTS, TREES, Network, NetworkFile, forwards, shapes

NAMES = ("a", "b", "c")


def file(width: int = 4, reaches: tuple[int, ...] = (1, 2), seed: int = 0) -> NetworkFile:
    rng = np.random.default_rng(seed)
    size = sum(rows * columns for rows, columns in shapes(3, width, reaches))
    members = [rng.integers(-600, 600, size).astype("<i2").tobytes() for _ in range(2)]
    return NetworkFile(["c", "a", TREES], [0.5, -1.0, 0.0], [1.0, 2.0, 4.0], width, list(reaches), 2.0**-10, members)


def page(size: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(3, size)).astype(np.float32), rng.normal(size=size)


@given(st.integers(1, 12), st.integers(0, 99))
def test_contributions_add_up_to_what_is_said_beyond_a_blank_page(size: int, seed: int) -> None:
    network = Network.of(file(seed=seed), NAMES)
    columns, trees = page(size, seed)
    blank = np.mean([forwards(network.center[None], (1, 2), one)[0][0] for one in network.members], axis=0)
    way = network.follow(columns, trees)
    for block in range(size):
        added = network.contributions(way, block)
        assert added.shape == (OUTPUTS, 4)
        assert added.sum(axis=1) + blank == pytest.approx(network.scores(columns, trees)[:, block], abs=1e-4)


def test_inputs_count_along_the_way_through_the_block_itself() -> None:
    network = Network.of(file(), NAMES)
    columns, trees = page(9)
    added = network.contributions(network.follow(columns, trees), 4)
    before = network.scores(columns, trees)
    columns[0, 4] += 1e-3  # the input "a", whose standard deviation is 2
    slope = (network.scores(columns, trees) - before)[:, 4] / 1e-3
    own = added[:, 1] / ((columns[0, 4] + 1.0) / 2.0) / 2.0
    # What comes back from the neighbours, and by way of the page, is not the block's own.
    assert np.corrcoef(slope, own)[0, 1] > 0.7


def test_blocks_are_seen_with_their_neighbours_and_their_page() -> None:
    network = Network.of(file(), NAMES)
    columns, trees = page(40)
    before = network.scores(columns, trees)
    columns[2, 20] += 2
    moved = np.abs(network.scores(columns, trees) - before).max(axis=0)
    assert 18 <= moved.argmax() <= 22
    assert (moved > 0).all()


def test_long_pages_are_reckoned_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network.of(file(), NAMES)
    columns, trees = page(50)
    whole = network.scores(columns, trees)
    monkeypatch.setattr(products, "UNTHREADED", 60)
    assert network.scores(columns, trees) == pytest.approx(whole, abs=1e-4)


def test_what_is_far_off_counts_no_more_than_what_is_far() -> None:
    network = Network.of(file(), NAMES)
    columns, trees = page(3)
    columns[0, 1] = 1e6
    far = network.scores(columns, trees)
    columns[0, 1] = 1e9
    assert network.scores(columns, trees).tolist() == far.tolist()


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"members": [b"12"]}, "wrong size"),
        ({"members": []}, "wrong size"),
        ({"center": [0.0]}, "wrong size"),
        ({"inputs": ["c", "nowhere", TREES]}, "other inputs"),
        ({"inputs": [TREES, "a", "c"]}, "other inputs"),
    ],
)
def test_files_that_do_not_fit(changed: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Network.of(msgspec.structs.replace(file(), **changed), NAMES)


def test_a_file_is_the_same_after_it_was_written() -> None:
    one = file()
    assert msgspec.json.decode(msgspec.json.encode(one), type=NetworkFile) == one
    network = Network.of(one, NAMES)
    assert [[layer.shape for layer in layers] for layers in network.members] == [shapes(3, 4, (1, 2))] * 2
    assert network.reaches == (1, 2)


def test_the_mean_of_the_members_counts() -> None:
    network = Network.of(file(), NAMES)
    columns, trees = page(6)
    each = [replace(network, members=(one,)).scores(columns, trees) for one in network.members]
    assert network.scores(columns, trees) == pytest.approx(np.mean(each, axis=0), abs=1e-5)
    assert not np.allclose(each[0], each[1])
