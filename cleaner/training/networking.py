"""Pages -> a network, by stochastic gradient descent in numpy.

What it is taught is what counts: beside the cross entropy of blocks, the word F1 of each page with chances in the place
of decisions (a soft F1: Milletari, Navab, Ahmadi 2016). Where a block may be right in part it counts with as many of
its words as the main text has: many a card or cell is in it in part. Adam with decoupled weight decay (Loshchilov,
Hutter 2019), one cycle of the learning rate (Smith, Topin 2018), dropout (Srivastava et al. 2014); what is kept is the
moving mean of the weights (Polyak, Juditsky 1992). Units that are normalised over the blocks of a step (Ioffe, Szegedy
2015) did no better out of fold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cleaner.document import ZONES
from cleaner.zoning.network import FARTHEST, TAPS, NetworkFile, shapes, windows
from cleaner.zoning.products import Matrix

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Course:
    """How a network is taught. `soft` weighs the soft F1, `zoning` the cross entropy of the zones, against that of the
    report; `drops` are the shares of inputs and of hidden values that are left out at random; `parts`, whether a block
    may be right in part."""

    members: int = 1
    width: int = 48
    reaches: tuple[int, ...] = (1, 2, 6)
    epochs: int = 8
    pages: int = 16
    rate: float = 3e-3
    decay: float = 0.02
    soft: float = 2.0
    zoning: float = 0.6
    drops: tuple[float, float] = (0.1, 0.2)
    parts: bool = False


@dataclass(frozen=True)
class Lesson:
    """One page to learn from: `rows` (blocks, inputs), not yet standardised; `report` 1, 0, or not a number where it is
    not told; `zone` an index or -1; `importance` of the blocks, in all 1 for most pages; `words`, how many each has;
    `right`, how many of these the main text has, which has `wanted` words in all."""

    rows: Matrix
    report: Matrix
    zone: Indices
    importance: Matrix
    words: Matrix
    right: Matrix
    wanted: float


LONGEST = 2500
"""Blocks of a page that are looked at in one step; of longer pages another stretch each time."""

QUIET = 16
"""Empty rows between the pages of a step, so that no convolution sees from one into the other."""

PRECISION = 2.0**-11
"""The step in which weights are written: those of a taught network lie far below 16."""

_BETAS, _TINY = (0.9, 0.999), 1e-8
_STEEPEST = 1.0
"""The length to which longer gradients are cut."""

_WARM = 0.2
"""The share of the steps in which the learning rate rises."""

_MEMORY = 1 / 6
"""The share of the steps over which the moving mean of the weights goes."""


def teach(names: Sequence[str], lessons: Sequence[Lesson], course: Course) -> NetworkFile:
    """A network for inputs of these `names`. The same lessons give the same network."""
    count = sum(len(lesson.rows) for lesson in lessons)
    mean = sum(lesson.rows.sum(axis=0, dtype=np.float64) for lesson in lessons) / count
    spread = sum(((lesson.rows - mean) ** 2).sum(axis=0) for lesson in lessons) / count
    told = spread > 1e-12
    told[-1] = True  # what the trees say
    center = [round(value, 4) for value in mean[told].tolist()]
    scale = [float(f"{max(value, 1e-6):.5g}") for value in np.sqrt(spread[told]).tolist()]
    middle, unit = np.array(center, np.float32), np.array(scale, np.float32)
    pages = [replace(one, rows=np.clip((one.rows[:, told] - middle) / unit, -FARTHEST, FARTHEST)) for one in lessons]
    with ThreadPoolExecutor(course.members) as pool:  # numpy lets go of the lock while it reckons
        members = list(pool.map(partial(_member, pages, course), range(course.members)))
    return NetworkFile(
        [name for name, is_told in zip(names, told.tolist(), strict=True) if is_told],
        center,
        scale,
        course.width,
        list(course.reaches),
        PRECISION,
        members,
    )


def _member(pages: Sequence[Lesson], course: Course, seed: int) -> bytes:
    """The weights of a member of a network, as `NetworkFile` has them."""
    rng = np.random.default_rng(seed)
    steps = course.epochs * -(-len(pages) // course.pages)
    taught = _Taught(pages[0].rows.shape[1], course, rng, steps)
    for _ in range(course.epochs):
        order = rng.permutation(len(pages))
        for start in range(0, len(order), course.pages):
            taught.step([_stretch(pages[index], rng) for index in order[start : start + course.pages]])
    # What is said of the report's own zone was to be learned from, and is not asked for.
    layers = [*taught.averaged[:-1], np.delete(taught.averaged[-1], 1, axis=1)]
    weights = np.concatenate([layer.ravel() for layer in layers])
    return np.clip(np.round(weights / PRECISION), -32768, 32767).astype("<i2").tobytes()


def _stretch(lesson: Lesson, rng: np.random.Generator) -> Lesson:
    """A page, or as much of it as fits."""
    size = len(lesson.rows)
    if size <= LONGEST:
        return lesson
    start = int(rng.integers(size - LONGEST + 1))
    part = slice(start, start + LONGEST)
    right = lesson.right[part]
    return Lesson(
        lesson.rows[part],
        lesson.report[part],
        lesson.zone[part],
        lesson.importance[part],
        lesson.words[part],
        right,
        lesson.wanted * float(right.sum() / max(lesson.right.sum(), 1.0)),
    )


class _Taught:
    """A network while it is taught: its layers, their moving mean, and what Adam remembers of their gradients."""

    def __init__(self, inputs: int, course: Course, rng: np.random.Generator, steps: int) -> None:
        self.course = course
        self.rng = rng
        self.steps = steps
        self.done = 0
        self.layers: list[Matrix] = []
        for rows, columns in shapes(inputs, course.width, course.reaches, 1 + len(ZONES)):
            layer = rng.standard_normal((rows, columns), np.float32) * np.float32((3 * (rows - 1)) ** -0.5)
            layer[-1] = 0
            self.layers.append(layer)
        self.averaged = [layer.copy() for layer in self.layers]
        self.first = [np.zeros_like(layer) for layer in self.layers]
        self.second = [np.zeros_like(layer) for layer in self.layers]

    def step(self, pages: Sequence[Lesson]) -> None:
        """One of the steps down the gradient of some pages' loss."""
        outputs, back = self.forwards(pages)
        gradients = back(slope(outputs, pages, self.course))
        length = float(np.sqrt(sum(float((gradient**2).sum()) for gradient in gradients)))
        shrink = np.float32(min(1.0, _STEEPEST / max(length, 1e-9)))
        rate = self.course.rate * _cycle(self.done / self.steps)
        self.done += 1
        one, two = _BETAS
        moved = zip(self.layers, self.averaged, gradients, self.first, self.second, strict=True)
        for layer, averaged, gradient, first, second in moved:
            gradient *= shrink
            first += (1 - one) * (gradient - first)
            second += (1 - two) * (gradient**2 - second)
            layer *= 1 - rate * self.course.decay
            mean, spread = first / (1 - one**self.done), second / (1 - two**self.done)
            layer -= (rate * mean / (np.sqrt(spread) + _TINY)).astype(np.float32)
            averaged += np.float32(1 / max(1.0, _MEMORY * self.steps)) * (layer - averaged)

    def forwards(self, pages: Sequence[Lesson]) -> tuple[Matrix, Callable[[Matrix], list[Matrix]]]:
        """The outputs for the blocks of some pages, and what tells the gradient of each layer from that of the outputs:
        forwards through the network as `network.forwards` goes, and backwards."""
        lead, context, *layers, last = self.layers
        sizes = np.array([len(page.rows) for page in pages])
        page_of = np.repeat(np.arange(len(pages)), sizes + QUIET)
        begin = np.cumsum(sizes + QUIET) - sizes - QUIET
        at = np.arange(sizes.sum()) + np.repeat(np.arange(len(pages)) * QUIET, sizes)
        real = np.zeros((len(page_of), 1), np.float32)
        real[at] = 1
        inputs = np.zeros((len(real), pages[0].rows.shape[1]), np.float32)
        inputs[at] = np.concatenate([page.rows for page in pages])
        inputs *= self._kept(inputs.shape, self.course.drops[0])

        first = np.maximum(inputs @ lead[:-1] + lead[-1], 0) * real
        mean = np.add.reduceat(first, begin) / sizes[:, None].astype(np.float32)
        most = np.maximum.reduceat(first, begin)
        about = np.concatenate([mean, most], axis=1)
        hidden = first + (about @ context[:-1] + context[-1])[page_of] * real
        convolutions = []
        for reach, layer in zip(self.course.reaches, layers, strict=True):
            kept = self._kept(hidden.shape, self.course.drops[1])
            seen = windows(hidden * kept, reach)
            passed = np.maximum(seen @ layer[:-1] + layer[-1], 0) * real
            convolutions.append((reach, layer, kept, seen, passed))
            hidden = hidden + passed
        both = np.concatenate([hidden, first], axis=1)
        kept_last = self._kept(both.shape, self.course.drops[1])
        both *= kept_last

        def back(down: Matrix) -> list[Matrix]:
            everywhere = np.zeros((len(real), down.shape[1]), np.float32)
            everywhere[at] = down
            found = [_of(both, everywhere)]
            way = everywhere @ last[:-1].T * kept_last
            width = self.course.width
            to_hidden, to_first = way[:, :width], way[:, width:]
            for reach, layer, kept, seen, passed in reversed(convolutions):
                turned = to_hidden * (passed > 0)
                found.append(_of(seen, turned))
                to_hidden = to_hidden + _unwindowed(turned @ layer[:-1].T, reach, width) * kept
            to_context = np.add.reduceat(to_hidden * real, begin)
            found.append(_of(about, to_context))
            to_about = to_context @ context[:-1].T
            to_first = to_first + to_hidden + (to_about[:, :width] / sizes[:, None]).astype(np.float32)[page_of]
            to_first += to_about[:, width:][page_of] * (first == most[page_of])
            return [_of(inputs, to_first * (first > 0)), *found[::-1]]

        return (both @ last[:-1] + last[-1])[at], back

    def _kept(self, shape: tuple[int, ...], share: float) -> Matrix:
        """What is left by dropout, scaled so that sums stay what they were."""
        return (self.rng.random(shape, np.float32) >= share).astype(np.float32) / np.float32(1 - share)


def slope(outputs: Matrix, pages: Sequence[Lesson], course: Course) -> Matrix:
    """The gradient of the loss, the mean over some pages, by the outputs of all their blocks."""
    count = len(pages)
    report = np.concatenate([page.report for page in pages])
    zone = np.concatenate([page.zone for page in pages])
    importance = np.concatenate([page.importance for page in pages])
    told = ~np.isnan(report)
    truth = np.nan_to_num(report)
    words = np.concatenate([page.words for page in pages])
    chance = (1 / (1 + np.exp(-outputs[:, 0]))).astype(np.float32)
    begin = np.cumsum([0, *(len(page.rows) for page in pages[:-1])])
    sizes = [len(page.rows) for page in pages]

    def total(values: Matrix) -> Matrix:
        return np.repeat(np.add.reduceat(values, begin), sizes)

    found = np.zeros_like(outputs)
    found[:, 0] = (chance - truth) * importance * told
    right = np.concatenate([page.right for page in pages])
    common = 2 * total(right * chance) + 1
    size = total(words * chance) + np.repeat([page.wanted for page in pages], sizes) + 1
    found[:, 0] -= course.soft * (2 * right / size - words * common / size**2) * chance * (1 - chance)
    zones = np.exp(outputs[:, 1:] - outputs[:, 1:].max(axis=1, keepdims=True))
    zones /= zones.sum(axis=1, keepdims=True)
    known = np.flatnonzero(zone >= 0)
    zones[known, zone[known]] -= 1
    found[known, 1:] = course.zoning * zones[known] * importance[known, None]
    found /= count
    return found


def _of(inputs: Matrix, down: Matrix) -> Matrix:
    """The gradient of a layer, its bias last."""
    return np.concatenate([inputs.T @ down, down.sum(axis=0, keepdims=True)])


def _unwindowed(down: Matrix, reach: int, width: int) -> Matrix:
    """The gradient of what `windows` laid side by side."""
    size, middle = len(down), TAPS // 2 * reach
    padded = np.zeros((size + 2 * middle, width), np.float32)
    for tap in range(TAPS):
        padded[tap * reach : tap * reach + size] += down[:, tap * width : (tap + 1) * width]
    return padded[middle : middle + size]


def _cycle(progress: float) -> float:
    """The share of the learning rate: up along half a cosine, then down along another."""
    rising = progress < _WARM
    way = progress / _WARM if rising else (progress - _WARM) / (1 - _WARM)
    return float(0.04 + 0.96 * (1 - np.cos(np.pi * way)) / 2 if rising else (1 + np.cos(np.pi * way)) / 2)
