"""A small neural network that sees each block with its neighbours and with all of its page.

Boosted trees judge blocks one by one. The network is a stack of residual dilated convolutions over the sequence of
blocks (Bai, Kolter, Koltun 2018), with what is common to the page, its mean and its greatest values, added to each
block (as in squeeze and excitation: Hu, Shen, Sun 2018). What the trees say is one of its inputs. Several members,
taught from different beginnings, see the same inputs; the mean of what they say counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleaner.document import ZONES
from cleaner.zoning.products import Matrix, product

TAPS = 5
"""Blocks that a convolution looks at: two above, two below, `reach` apart."""

OUTPUTS = len(ZONES)
"""The log-odds of the report, and a score for each of the other zones."""

TREES = "report_trees"
"""The input that holds what the trees say of the report, in log-odds: the last."""

FARTHEST = 6.0
"""Standard deviations from the mean up to which an input counts."""


class NetworkFile(msgspec.Struct, forbid_unknown_fields=True):
    """A network as data.

    inputs    the names of what it sees; `center` and `scale` are taken away, and divided by, first
    width     channels between its layers;  reaches: of its convolutions
    unit      the step in which weights are written
    members   of each the weights of all layers one after the other as 16-bit integers, little-endian (in base64)
    """

    inputs: list[str]
    center: list[float]
    scale: list[float]
    width: int
    reaches: list[int]
    unit: float
    members: list[bytes]


def shapes(inputs: int, width: int, reaches: Sequence[int], outputs: int = OUTPUTS) -> list[tuple[int, int]]:
    """The shapes of the matrices of a member; the last row of each is its bias."""
    convolutions = [(TAPS * width + 1, width)] * len(reaches)
    return [(inputs + 1, width), (2 * width + 1, width), *convolutions, (2 * width + 1, outputs)]


@dataclass(frozen=True)
class Pass:
    """The way of a page through a network: its inputs, (blocks, inputs), and of each member its outputs, (blocks,
    OUTPUTS), and what its layers of units let pass, (blocks, width)."""

    rows: Matrix
    outputs: list[Matrix]
    passed: list[list[Matrix]]


@dataclass(frozen=True)
class Network:
    """A network, ready to be asked. `inputs` are the rows of the columns that it sees, but for the last input, which is
    what the trees say; `center` their means, `low` and `high` the values between which they count, (inputs, 1);
    `members` are the layers of each, for inputs as they are."""

    inputs: NDArray[np.int64]
    center: Matrix
    low: Matrix
    high: Matrix
    reaches: tuple[int, ...]
    members: tuple[tuple[Matrix, ...], ...]

    @classmethod
    def of(cls, file: NetworkFile, names: Sequence[str]) -> Network:
        """The network of a file, for columns in the order of `names`. Raises `ValueError` where they do not fit."""
        if not file.members or not len(file.inputs) == len(file.center) == len(file.scale):
            raise ValueError("a network of the wrong size")
        if file.inputs[-1:] != [TREES] or not set(file.inputs[:-1]) <= set(names):
            raise ValueError("a network with other inputs than there are")
        number = {name: index for index, name in enumerate(names)}
        center = np.array(file.center, np.float32)
        farthest = np.array(file.scale, np.float32) * np.float32(FARTHEST)
        return cls(
            np.array([number[name] for name in file.inputs[:-1]], np.int64),
            center,
            (center - farthest)[:, None],
            (center + farthest)[:, None],
            tuple(file.reaches),
            tuple(_layers(file, weights) for weights in file.members),
        )

    def scores(self, columns: NDArray[np.float32], trees: NDArray[np.float64]) -> NDArray[np.float64]:
        """The outputs for a page, (OUTPUTS, blocks), from its `columns`, (signals, blocks), and the log-odds of the
        trees, (blocks,)."""
        found: NDArray[np.float64] = np.mean(self.follow(columns, trees).outputs, 0, float)
        return found.T

    def follow(self, columns: NDArray[np.float32], trees: NDArray[np.float64]) -> Pass:
        """The way of a page through the network; the arguments are those of `scores`."""
        rows = np.empty((len(self.center), columns.shape[1]), np.float32)  # input after input, as columns are
        np.take(columns, self.inputs, axis=0, out=rows[:-1], mode="clip")
        rows[-1] = trees
        np.clip(rows, self.low, self.high, out=rows)
        ways = [forwards(rows.T, self.reaches, one) for one in self.members]
        return Pass(rows.T, [outputs for outputs, _ in ways], [passed for _, passed in ways])

    def contributions(self, page: Pass, block: int) -> NDArray[np.float64]:
        """What each input of a block adds to its outputs, and, last, what the blocks around and the page add: shape
        (OUTPUTS, inputs + 1).

        The inputs count along the way that goes through the block itself, every unit of the network as open as it is
        (gradient times input: Shrikumar, Greenside, Kundaje 2017); the rest is what is around.
        """
        members = zip(self.members, page.passed, page.outputs, self._blank, strict=True)
        inputs = page.rows[block] - self.center
        found: NDArray[np.float64] = np.mean(
            [
                _added(layers, inputs, [units[block] for units in passed], said[block] - blank)
                for layers, passed, said, blank in members
            ],
            0,
            float,
        )
        return found.T

    @cached_property
    def _blank(self) -> list[Matrix]:
        """What each member says of a page whose one block is like the mean of all, (OUTPUTS,)."""
        return [forwards(self.center[None], self.reaches, one)[0][0] for one in self.members]


def _added(layers: Sequence[Matrix], inputs: Matrix, passed: Sequence[Matrix], said: Matrix) -> Matrix:
    """What the inputs of a block, and last what is around, add to what a member says of it, `said`, (OUTPUTS,): shape
    (inputs + 1, OUTPUTS). `passed` is what each layer of units lets pass for the block."""
    width = len(passed[0])
    last = layers[-1][:-1]
    way = last[:width]
    for layer, output in zip(layers[-2:1:-1], passed[:0:-1], strict=True):
        own = layer[TAPS // 2 * width : (TAPS // 2 + 1) * width]
        way = way + own @ (way * (output > 0)[:, None])
    way = (way + last[width:]) * (passed[0] > 0)[:, None]
    added = inputs[:, None] * (layers[0][:-1] @ way)
    return np.concatenate([added, [said - added.sum(axis=0)]], dtype=np.float32)


def _layers(file: NetworkFile, weights: bytes) -> tuple[Matrix, ...]:
    """The matrices of a member. Raises `ValueError` where there are more or fewer weights."""
    wanted = shapes(len(file.inputs), file.width, file.reaches)
    values = np.frombuffer(weights, "<i2").astype(np.float32) * np.float32(file.unit)
    bounds = np.cumsum([0, *(rows * columns for rows, columns in wanted)]).tolist()
    if len(values) != bounds[-1]:
        raise ValueError("a network of the wrong size")
    first, *others = [
        values[start:stop].reshape(shape) for (start, stop), shape in zip(pairwise(bounds), wanted, strict=True)
    ]
    # Taught for standardised inputs, it is asked with inputs as they are.
    first[:-1] /= np.array(file.scale, np.float32)[:, None]
    first[-1] -= np.array(file.center, np.float32) @ first[:-1]
    return first, *others


def forwards(rows: Matrix, reaches: Sequence[int], layers: Sequence[Matrix]) -> tuple[Matrix, list[Matrix]]:
    """The outputs of a member for the blocks of a page, (blocks, OUTPUTS), from its inputs, (blocks, inputs), and what
    each layer of units lets pass, (blocks, width)."""
    first = np.maximum(_times(rows, layers[0]), 0)
    page = np.concatenate([first.mean(axis=0), first.max(axis=0)])
    hidden = first + _times(page[None], layers[1])
    passed = [first]
    for reach, layer in zip(reaches, layers[2:-1], strict=True):
        passed.append(np.maximum(_times(windows(hidden, reach), layer), 0))
        hidden += passed[-1]
    return _times(np.concatenate([hidden, first], axis=1), layers[-1]), passed


def windows(hidden: Matrix, reach: int) -> Matrix:
    """Each block with those around it, side by side: (blocks, TAPS * width); zeros beyond the page."""
    size, width = hidden.shape
    padded = np.zeros((size + (TAPS - 1) * reach, width), np.float32)
    padded[TAPS // 2 * reach : TAPS // 2 * reach + size] = hidden
    return np.concatenate([padded[tap * reach : tap * reach + size] for tap in range(TAPS)], axis=1)


def _times(rows: Matrix, layer: Matrix) -> Matrix:
    found = product(rows, layer[:-1])
    found += layer[-1]
    return found
