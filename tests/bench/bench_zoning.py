"""What the weights cost: loading them, and each stage of the decision on a page of 240 blocks.

    python tests/bench/bench_zoning.py PAGE...

Pages are HTML files (.gz too); the page nearest to 240 blocks is taken. Times are CPU milliseconds, the best of many.
"""

from __future__ import annotations

import gzip
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from cleaner.cleaning import Cleaner
from cleaner.reading import read
from cleaner.resources import rules_folder
from cleaner.signals import columns, lexicon_columns, signal_names
from cleaner.signals.view import View
from cleaner.zoning.decoding import decode
from cleaner.zoning.pagekind import PAGE_NAMES, page_row, page_tokens
from cleaner.zoning.weights import load_weights
from cleaner.zoning.zoner import block_columns, confidence, zone_scores

TIMES = 60


def best(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(TIMES):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return 1000 * min(spent)


def fresh(view: View) -> View:
    """The same page with nothing worked out yet."""
    return View(view.blocks, view.matches, view.stopwords, view.language, view.title)


def main() -> None:
    path = rules_folder() / "weights" / "html.json"
    print(f"load {path.name}: {best(lambda: load_weights(path, signal_names())):.1f} ms")
    weights = load_weights(path, signal_names())
    cleaner = Cleaner()
    views = []
    for name in sys.argv[1:]:
        data = Path(name).read_bytes()
        views.append(cleaner.view(read(gzip.decompress(data) if name.endswith(".gz") else data)))
    view = min(views, key=lambda one: abs(len(one) - 240))
    print(f"{len(view)} blocks, {len(weights.signals)} columns")
    matrix, _ = block_columns(view, weights)
    report = weights.article.scores(matrix)[0]
    said = weights.network.scores(matrix, report)
    scores = zone_scores(said[0], said[1:])
    known = matrix[: len(weights.signals) - len(PAGE_NAMES)]
    stages: dict[str, Callable[[], object]] = {
        "signals": lambda: columns(fresh(view)),
        "lexicon": lambda: lexicon_columns(view, weights.lexicon),
        "kind of page": lambda: weights.kind.scores(
            page_row(known, view.words, weights.page_tokens.scores(page_tokens(view)))[:, None]
        ),
        "trees: report": lambda: weights.article.scores(matrix),
        "network": lambda: weights.network.scores(matrix, report),
        "confidence": lambda: confidence(view, weights, matrix, report),
        "labels": lambda: weights.label_scores(matrix),
        "path": lambda: decode(scores, weights.transitions),
    }
    for name, work in stages.items():
        print(f"{name:<16}{best(work):8.3f} ms")


if __name__ == "__main__":
    main()
