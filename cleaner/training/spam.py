"""Learns the weights of the spam model, and tells how well they do on sources that they never saw."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from cleaner.cleaning import Cleaner
from cleaner.comments import read_comments
from cleaner.comments.spam import known
from cleaner.comments.spam_model import BITS, DENSE, Features, SpamModel
from cleaner.document import LABELS
from cleaner.errors import OptionError
from cleaner.reading import read as page_of
from cleaner.resources import rules_folder
from cleaner.training.alignment import allowed_labels
from cleaner.training.corpora import zoned_pages

OWN, PAGES, TEXTS = "own", "pages", "texts"
"""Names of the sources besides those of `spam-dev.csv`: the examples of this project, comments of real pages, and the
same once more as if nothing were known of their pages."""
SHARE = {OWN: 0.4, PAGES: 0.2, TEXTS: 0.3}
"""How much a source counts, all of its comments together; 1.5 for others."""
PENALTY = {"chars": 1e-4, "words": 1e-4, "shapes": 3e-4}
"""Penalty of the squared weights of a family."""
DENSE_PENALTY = 1.5e-3
"""Penalty of the plain numbers; that of the rules is for departing from the trust that they ask for."""
STEPS = 80
FOLDS = 5


@dataclass(frozen=True)
class SpamExample:
    """A comment of which it is known whether it is spam. Comments of one `group` are alike (a kind of spam, a page)
    and must not stand on both sides of a split."""

    source: str
    group: str
    text: str
    author: str | None
    spam: bool


def labelled(path: Path) -> list[SpamExample]:
    """`spam-dev.csv`: source, author, text, spam (0 or 1). Every source is a group."""
    with path.open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        SpamExample(row["source"], row["source"], row["text"], row["author"] or None, row["spam"] == "1")
        for row in rows
    ]


def own_examples(folder: Path | None = None) -> list[SpamExample]:
    """The project's own: `spam.tsv` and `real.tsv` with kind, language, author and text a line."""
    folder = folder or rules_folder() / "spam" / "examples"
    found: list[SpamExample] = []
    for name, spam in (("spam", True), ("real", False)):
        for row in (folder / f"{name}.tsv").read_text("utf8").splitlines():
            kind, _, author, text = row.split("\t")
            found.append(SpamExample(OWN, f"{name}/{kind}", text, author, spam))
    return found


def page_examples(folder: Path) -> list[SpamExample]:
    """Comments of the real pages with gold zones: not spam, but for those that were read and found to be.

    `examples/pages.tsv` lists these ("spam"), and those of which it is hard to say ("doubt", left out), by digest.
    """
    cleaner = Cleaner()
    rows = (rules_folder() / "spam" / "examples" / "pages.tsv").read_text("utf8").splitlines()
    read = dict(row.split("\t")[::-1] for row in rows)
    found: list[SpamExample] = []
    for gold in zoned_pages(folder, "text"):
        if not any(label == "comment/text" for label, _ in gold.lines):
            continue
        view = cleaner.view(page_of(gold.page, kind="text"))
        document = cleaner.clean(gold.page, kind="text")
        for block, mask in zip(document.blocks, allowed_labels(view.blocks, gold), strict=True):
            if mask.any():
                block.zone, block.kind = LABELS[int(mask.argmax())]
        # Not `document.comments`, which are judged by the weights that are yet to be learned.
        for comment in read_comments(document, partial(cleaner.parts, view), view.blocks):
            verdict = read.get(digest(comment.text))
            if comment.text and verdict != "doubt":
                for source in (PAGES, TEXTS):
                    found.append(SpamExample(source, gold.name, comment.text, comment.author, verdict == "spam"))
    return found


def digest(text: str) -> str:
    """Names a comment without holding its words: twelve hexadecimal digits of its letters."""
    letters = "".join(filter(str.isalnum, text.casefold()))
    return hashlib.blake2b(letters.encode(), digest_size=6).hexdigest()


def learn(examples: Sequence[SpamExample]) -> SpamModel:
    """Logistic regression with the highest penalised likelihood; sources count as `SHARE` tells."""
    return _fit(_matrix(_known(examples)), examples)


def _known(examples: Sequence[SpamExample]) -> list[Features]:
    return [known(example.text, example.author, example.source == PAGES) for example in examples]


def _fit(matrix: csr_matrix, examples: Sequence[SpamExample]) -> SpamModel:
    """The weights for examples whose features are the rows of `matrix`."""
    sign = np.where([example.spam for example in examples], 1.0, -1.0)
    weight = _importance(examples)
    penalty = np.concatenate([np.full(1 << bits, PENALTY[family]) for family, bits in BITS.items()])
    penalty = np.concatenate([penalty, np.full(len(DENSE), DENSE_PENALTY), [0.0]])
    start = np.zeros(matrix.shape[1])
    start[-1 - len(DENSE)] = 1.0
    met = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[1]))  # all other weights stay as they are
    narrow = matrix[:, met].tocsr()
    turned = narrow.T.tocsr()

    def cost(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (narrow @ flat)
        pull = -sign * weight / (1 + np.exp(np.clip(margin, -50, 50)))
        moved = flat - start[met]
        loss = weight @ np.logaddexp(0, -margin) + penalty[met] @ moved**2 / 2
        return float(loss), np.asarray(turned @ pull + penalty[met] * moved)

    flat = start.copy()
    flat[met] = minimize(cost, start[met], jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    tables: dict[str, NDArray[np.float32]] = {}
    offset = 0
    for family, bits in BITS.items():
        tables[family] = flat[offset : offset + (1 << bits)].astype(np.float32)
        offset += 1 << bits
    return SpamModel(float(flat[-1]), flat[offset:-1], tables)


def _matrix(given: Sequence[Features]) -> csr_matrix:
    """One row a comment: families side by side, then the plain numbers, then a one for the bias."""
    rows: list[NDArray[np.int64]] = []
    values: list[NDArray[np.float64]] = []
    for one in given:
        offset, columns, entries = 0, [], []
        for family, bits in BITS.items():
            indices = one.hashed[family]
            columns.append(indices + offset)
            entries.append(np.full(len(indices), len(indices) ** -0.5 if len(indices) else 0.0))
            offset += 1 << bits
        columns.append(np.arange(offset, offset + len(DENSE) + 1))
        entries.append(np.array([*one.numbers, 1.0]))
        rows.append(np.concatenate(columns))
        values.append(np.concatenate(entries))
    pointers = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    size = sum(1 << bits for bits in BITS.values()) + len(DENSE) + 1
    return csr_matrix((np.concatenate(values), np.concatenate(rows), pointers), shape=(len(rows), size))


def _importance(examples: Sequence[SpamExample]) -> NDArray[np.float64]:
    sizes: dict[str, int] = {}
    for example in examples:
        sizes[example.source] = sizes.get(example.source, 0) + 1
    weight = np.array([SHARE.get(example.source, 1.5) / sizes[example.source] for example in examples])
    return np.asarray(weight / weight.sum())


def held_out(examples: Sequence[SpamExample]) -> NDArray[np.float64]:
    """The log-odds of every example by weights that saw neither its group nor, but for own examples and pages, its
    source. Groups of own examples and of pages are dealt into `FOLDS` parts."""
    part = {
        group: f"{source} {n % FOLDS}" if source in (OWN, PAGES, TEXTS) else group
        for source, group, n in _dealt(examples)
    }
    parts = np.array([part[example.group] for example in examples])
    given = _known(examples)
    matrix = _matrix(given)
    odds = np.zeros(len(examples))
    for name in np.unique(parts):
        seen = np.flatnonzero(parts != name).tolist()
        model = _fit(matrix[seen], [examples[i] for i in seen])
        for i in np.flatnonzero(parts == name):
            odds[i] = model.odds(given[i])
    return odds


def _dealt(examples: Iterable[SpamExample]) -> Iterable[tuple[str, str, int]]:
    seen: dict[str, dict[str, int]] = {}
    for example in examples:
        groups = seen.setdefault(example.source, {})
        if example.group not in groups:
            groups[example.group] = len(groups)
            yield example.source, example.group, groups[example.group]


def train_spam(data: Path, output: Path | None, check: bool = True) -> list[str]:
    """Learns the weights from `data` (a folder with `spam-dev.csv` and, where present, `zones-dev/`) and from the
    project's own examples, writes them to `output` (None: nowhere) and returns a table of how sources do that the
    weights never saw, as lines; none without `check`, which takes as long again a part.

    Raises `OptionError` where the data is not there.
    """
    if not (data / "spam-dev.csv").is_file():
        raise OptionError(f"{data} has no spam-dev.csv: name the folder that holds it")
    examples = labelled(data / "spam-dev.csv") + own_examples()
    if (data / "zones-dev").is_dir():
        examples += page_examples(data / "zones-dev")
    table = scores(examples, held_out(examples)) if check else []
    counts = ", ".join(
        f"{source} {sum(example.source == source for example in examples)}" for source in _sources(examples)
    )
    if output is not None:
        output.write_bytes(learn(examples).dump(f"comments: {counts}"))
    return table


def scores(examples: Sequence[SpamExample], odds: NDArray[np.float64]) -> list[str]:
    """For every source: F1 of spam at a score of 0.5, area under the ROC curve, and real comments that are lost; then
    what share of the real comments, and of the spam, is lost at other thresholds."""
    spam = np.array([example.spam for example in examples])
    source = np.array([example.source for example in examples])
    lines = [f"{'source':<20} {'comments':>8} {'spam':>6} {'F1':>6} {'AUC':>6} {'lost':>6}"]
    for name in _sources(examples):
        lines.append(_row(name, spam[source == name], odds[source == name]))
    videos = ~np.isin(source, (OWN, PAGES, TEXTS))
    lines.append(_row("all videos", spam[videos], odds[videos]))
    lines += [
        "",
        f"{'score from':<12} " + " ".join(f"{name + ' real/spam':>24}" for name in ("videos", OWN, PAGES, TEXTS)),
    ]
    for threshold in (0.3, 0.5, 0.7, 0.9, 0.97, 0.99):
        taken = odds >= np.log(threshold / (1 - threshold))
        cells = [
            (taken[part & ~spam], taken[part & spam])
            for part in (videos, *(source == one for one in (OWN, PAGES, TEXTS)))
        ]
        shares = (f"{_share(real):>15.1%} / {_share(junk):.1%}" for real, junk in cells)
        lines.append(f"{threshold:<12} " + " ".join(f"{share:>24}" for share in shares))
    return lines


def _share(taken: NDArray[np.bool_]) -> float:
    return float(taken.mean()) if len(taken) else 0.0


def _row(name: str, spam: NDArray[np.bool_], odds: NDArray[np.float64]) -> str:
    taken = odds >= 0
    both = float((taken & spam).sum())
    f1 = 2 * both / max(1.0, taken.sum() + spam.sum())
    lost = (taken & ~spam).sum() / max(1, (~spam).sum())
    return f"{name:<20} {len(spam):>8} {spam.sum():>6} {f1:>6.3f} {area(spam, odds):>6.3f} {lost:>6.3f}"


def area(spam: NDArray[np.bool_], odds: NDArray[np.float64]) -> float:
    """Area under the ROC curve: how often a spam comment scores higher than a real one (Mann-Whitney)."""
    junk, real = odds[spam], np.sort(odds[~spam])
    if not len(junk) or not len(real):
        return float("nan")
    below = np.searchsorted(real, junk, "left") + np.searchsorted(real, junk, "right")
    return float(below.sum() / 2 / (len(junk) * len(real)))


def _sources(examples: Sequence[SpamExample]) -> list[str]:
    return list(dict.fromkeys(example.source for example in examples))
