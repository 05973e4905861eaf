"""Learning: what was planted in the pages is found again, on sites that were not seen; the same data gives the same
weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from plain import grow_small

pytest.importorskip("catboost", reason="the extra `train` is not installed")
pytest.importorskip("scipy", reason="the extra `train` is not installed")

from cleaner.cleaning import Cleaner
from cleaner.document import LABELS, ZONES
from cleaner.signals import signal_names
from cleaner.training.boosting import Recipe, grow
from cleaner.training.card import figures_table, write_card
from cleaner.training.corpora import Gold
from cleaner.training.examples import FOLDS, Example, bag, examples, fold_of, word_f1
from cleaner.training.fitting import count_transitions, fit_kinds
from cleaner.training.judging import judge
from cleaner.training.learning import Learned, learn, write_weights
from cleaner.zoning.trees import Trees
from cleaner.zoning.weights import load_weights

PROSE = "The council of {0} said on {1} that it was aware of the plan, and that it is in favour of the {2} bridge."
NAMES = ("Holm", "Orva", "Riverton", "Lund", "Vik", "Moss", "Ask", "Elm", "Bay", "Fjell")


def page(number: int) -> Gold:
    site = NAMES[number % len(NAMES)]
    body = [PROSE.format(site, day, word) for day, word in (("Monday", "old"), ("Friday", "new"), ("Sunday", "iron"))]
    markup = (
        "<html lang=en><nav><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav>"
        f"<main class=story><h1>{site} and its bridge {number}</h1>{''.join(f'<p>{text}</p>' for text in body)}</main>"
        "<aside class=teasers><a href=/x>Ten things to know about ferries</a></aside>"
        "<div class=replies><p>Anna says: what a bridge it was, I went there as a child.</p></div>"
    )
    lines = [("chrome/menu", "Home"), ("chrome/menu", "News"), ("article/title", f"{site} and its bridge {number}")]
    lines += [("article/body", text) for text in body]
    lines += [("widget/related", "Ten things to know about ferries")]
    lines += [("comment/text", "Anna says: what a bridge it was, I went there as a child.")]
    kind = "forum" if number % 3 == 0 else "article"
    return Gold(f"page-{number}", f"{site}.example", markup.encode(), None, lines, page_kind=kind, corpus="made-up")


@pytest.fixture(scope="module")
def pages(plain_weights: Path) -> list[Example]:
    return list(examples(Cleaner(weights=plain_weights), map(page, range(30))))


@pytest.fixture(scope="module")
def learned(pages: list[Example]) -> Learned:
    with pytest.MonkeyPatch.context() as patch:
        grow_small(patch)
        return learn([replace(one) for one in pages], "a test")


def test_pages_become_examples(pages: list[Example]) -> None:
    one = pages[0]
    assert one.columns.shape == (len(signal_names()), len(one.view))
    assert [LABELS[label] for label in one.label.tolist()][:3] == [
        ("chrome", "menu"),
        ("chrome", "menu"),
        ("article", "title"),
    ]
    assert one.report.tolist() == [0, 0, 1, 1, 1, 1, 0, 0]
    assert one.f1(one.report == 1) == 1
    assert 0 < one.f1(one.report < 2) < 1
    assert one.importance.sum() == pytest.approx(1)


def test_what_was_planted_is_found_on_sites_not_seen(pages: list[Example], learned: Learned) -> None:
    figures = judge(pages, learned.weights)["made-up"].figures()
    assert figures["pages"] == 30
    assert figures["macro f1"] > 0.9


def test_every_fold_has_weights_of_its_own(learned: Learned) -> None:
    assert len(learned.weights) == FOLDS
    assert len({fold_of(f"{name}.example") for name in NAMES}) > 1


def test_weights_are_the_same_every_time(pages: list[Example], learned: Learned) -> None:
    with pytest.MonkeyPatch.context() as patch:
        grow_small(patch)
        again = learn([replace(one) for one in pages], "a test")
    assert msgspec.json.encode(again.shipped) == msgspec.json.encode(learned.shipped)


def test_written_weights_are_read_back(learned: Learned, tmp_path: Path) -> None:
    write_weights(tmp_path / "html.json", learned.shipped)
    write_weights(tmp_path / "text.json", learned.shipped)
    assert load_weights(tmp_path / "html.json", signal_names()).transitions.shape == (4, 4)
    document = Cleaner(weights=tmp_path).clean(page(1).page)
    assert "in favour of the iron bridge" in document.text
    assert "Home" not in document.text


def test_the_card_has_the_figures(pages: list[Example], learned: Learned, tmp_path: Path) -> None:
    write_card(tmp_path / "README.md", {"html": figures_table(judge(pages, learned.weights))})
    text = (tmp_path / "README.md").read_text()
    assert "**made-up**, 30 pages" in text
    assert "| macro f1 |" in text
    assert "{" not in text.replace("{related", "")


def test_trees_say_what_catboost_says() -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(400, 4)).astype(np.float32)
    classes = np.digitize(rows[:, 0] * rows[:, 1], [-0.3, 0.3]).astype(float)
    classes[classes == 1] = 3  # class 1 and 4 are never seen
    names = ("a", "b", "c", "d")
    trees = Trees.of(grow(Recipe("MultiClass", 40, 4, 0.3, features=1.0, classes=5), names, rows, classes), names)
    said = trees.scores(np.ascontiguousarray(rows.T)).argmax(axis=0)
    assert (said == classes).mean() > 0.9
    numbers = (rows[:, 0] + rows[:, 1] ** 2).astype(np.float64)
    trees = Trees.of(grow(Recipe("RMSE", 60, 4, 0.3, features=1.0), names, rows, numbers), names)
    assert np.abs(trees.scores(np.ascontiguousarray(rows.T))[0] - numbers).mean() < 0.2
    same = grow(Recipe("RMSE", 5, 2, 0.3), names, rows, np.full(len(rows), 0.7))
    assert Trees.of(same, names).scores(np.ascontiguousarray(rows[:1].T)) == pytest.approx(0.7)


def test_trees_that_stop_early_are_padded() -> None:
    rows = np.repeat(np.array([[0, 0], [1, 0]], np.float32), 50, axis=0)
    trees = Trees.of(grow(Recipe("Logloss", 10, 5, 0.5, features=1.0), ("a", "b"), rows, rows[:, 0]), ("a", "b"))
    low, high = trees.scores(np.array([[0, 1], [0, 0]], np.float32))[0]
    assert low < 0 < high
    added = trees.contributions(np.array([1, 0], np.float32))
    assert added[0, 0] > 0 == added[0, 1]


def test_kinds_are_told_within_their_zone(pages: list[Example]) -> None:
    told = fit_kinds(pages)
    title, body = LABELS.index(("article", "title")), LABELS.index(("article", "body"))
    one = pages[0]
    scores = one.columns.T @ told.matrix + told.bias
    assert (scores[2, title] > scores[2, body], scores[3, body] > scores[3, title]) == (True, True)
    assert not told.matrix[signal_names().index("gap")].any()  # a constant signal gets no weight


def test_transitions_favour_what_follows_often(pages: list[Example]) -> None:
    transitions = count_transitions(pages, 1.0)
    article, comment = ZONES.index("article"), ZONES.index("comment")
    assert transitions[article, article] > 0 > transitions[comment, article]
    assert not count_transitions(pages, 0.0).any()


def test_word_f1() -> None:
    assert word_f1(bag("a b c"), bag("a b c")) == 1
    assert word_f1(bag(""), bag("")) == 1
    assert word_f1(bag("a"), bag("")) == 0
    assert word_f1(bag("a b"), bag("a c")) == pytest.approx(0.5)
