"""Networks are taught: right gradients, what is planted is found, the same lessons give the same network."""

from dataclasses import replace

import numpy as np
import pytest

from cleaner.training.networking import Course, Lesson, _Taught, slope, teach
from cleaner.zoning.network import TREES, Network, forwards, windows

NAMES = ("a", "b", "noise", "same", TREES)
SMALL = Course(members=1, width=8, epochs=30, pages=4, drops=(0.0, 0.0))


def lessons(count, seed=0):
    """Pages whose report is where `a` is high two blocks above, unless the page's `b` is low everywhere."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        size = int(rng.integers(5, 30))
        rows = rng.normal(size=(size, len(NAMES))).astype(np.float32)
        rows[:, 3] = 1
        rows[:, 1] -= 3 * rng.integers(2)
        above = np.concatenate([[0, 0], rows[:-2, 0]])
        report = ((above > 0) & (rows[:, 1].max() > 0)).astype(np.float32)
        told = np.where(rng.random(size) < 0.1, np.nan, report).astype(np.float32)
        zone = np.where(report > 0, 0, 1 + (rows[:, 0] > 0)).astype(np.int64)
        zone[0] = -1
        importance, words = np.full(size, 1 / size, np.float32), np.full(size, 3, np.float32)
        right = (report * rng.integers(1, 4, size)).astype(np.float32)  # some blocks are in the main text in part
        found.append(Lesson(rows, told, zone, importance, words, right, float(right.sum()) + 2))
    return found


def loss(outputs, pages, course):
    """What `slope` is the gradient of, page by page."""
    total, start = 0.0, 0
    for page in pages:
        said = outputs[start : start + len(page.rows)].astype(float)
        start += len(page.rows)
        told = ~np.isnan(page.report)
        truth = np.nan_to_num(page.report)
        chance = 1 / (1 + np.exp(-said[:, 0]))
        cross = -(truth * np.log(chance) + (1 - truth) * np.log(1 - chance))
        total += (cross * page.importance)[told].sum()
        f1 = (2 * (chance * page.right).sum() + 1) / ((page.words * chance).sum() + page.wanted + 1)
        total += course.soft * (1 - f1)
        zones = said[:, 1:] - np.log(np.exp(said[:, 1:]).sum(axis=1, keepdims=True))
        known = np.flatnonzero(page.zone >= 0)
        total -= course.zoning * (zones[known, page.zone[known]] * page.importance[known]).sum()
    return total / len(pages)


def test_gradients_are_those_of_the_loss():
    pages = lessons(3)
    taught = _Taught(len(NAMES), SMALL, np.random.default_rng(1), 1)
    said, back = taught.forwards(pages)
    gradients = back(slope(said, pages, SMALL))
    assert len(gradients) == len(taught.layers)
    taught.layers = [layer.astype(np.float64) for layer in taught.layers]
    rng = np.random.default_rng(2)
    for layer, gradient in zip(taught.layers, gradients, strict=True):
        assert gradient.shape == layer.shape
        for _ in range(6):
            at = tuple(rng.integers(layer.shape))
            before, step = layer[at], 3e-4
            layer[at] = before + step
            more = loss(taught.forwards(pages)[0], pages, SMALL)
            layer[at] = before - step
            less = loss(taught.forwards(pages)[0], pages, SMALL)
            layer[at] = before
            assert gradient[at] == pytest.approx((more - less) / (2 * step), abs=1e-4, rel=0.02)


def test_outputs_are_those_of_who_asks():
    pages = lessons(3)
    taught = _Taught(len(NAMES), SMALL, np.random.default_rng(1), 1)
    asked = np.concatenate([forwards(page.rows, SMALL.reaches, taught.layers)[0] for page in pages])
    assert taught.forwards(pages)[0] == pytest.approx(asked, abs=1e-5)


def test_slopes_leave_out_what_is_not_told():
    pages = [
        replace(page, words=page.words * told, right=page.right * told)
        for page in lessons(2)
        for told in [~np.isnan(page.report)]
    ]
    found = slope(np.zeros((sum(len(page.rows) for page in pages), 5), np.float32), pages, SMALL)
    report = np.concatenate([page.report for page in pages])
    zone = np.concatenate([page.zone for page in pages])
    assert (found[np.isnan(report), 0] == 0).all()
    assert (found[zone < 0, 1:] == 0).all()


def test_what_is_planted_is_found_on_pages_not_seen():
    network = Network.of(teach(NAMES, lessons(80), SMALL), NAMES[:-1])
    assert "same" not in [NAMES[index] for index in network.inputs]
    right = []
    for page in lessons(20, seed=9):
        said = network.scores(page.rows[:, :-1].T, page.rows[:, -1])[0] > 0
        told = ~np.isnan(page.report)
        right.append((said == (page.report > 0))[told].mean())
    assert np.mean(right) > 0.85


def test_the_same_lessons_give_the_same_network():
    course = Course(members=2, width=4, epochs=1)
    taught = teach(NAMES, lessons(6), course)
    assert taught == teach(NAMES, lessons(6), course)
    first, second = taught.members
    assert first != second


def test_windows_are_blank_beyond_the_page():
    hidden = np.arange(1, 4, dtype=np.float32)[:, None]
    assert windows(hidden, 1).tolist() == [[0, 0, 1, 2, 3], [0, 1, 2, 3, 0], [1, 2, 3, 0, 0]]
    assert windows(hidden, 2)[:, 2].tolist() == [1, 2, 3]
