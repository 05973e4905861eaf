"""How well comments are told apart: `python tests/bench/bench_comments.py DATA/zones-dev [--misses N]`.

For pages with gold zones that have comments: on how many of them the number of comments is within a tenth (at least
one) of the runs of comment text in the gold, with the project's own zones and with the gold's.
"""

from __future__ import annotations

import argparse
from itertools import groupby
from pathlib import Path

from cleaner.cleaning import Cleaner
from cleaner.document import LABELS, Document
from cleaner.reading import read
from cleaner.training.alignment import allowed_labels
from cleaner.training.corpora import Gold, zoned_pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="NAME.txt, NAME.zones and NAME.html.gz")
    parser.add_argument("--form", choices=("html", "text"), action="append")
    parser.add_argument("--misses", type=int, default=0, help="the N worst pages")
    parser.add_argument("--only", help="show the comments of this page")
    args = parser.parse_args()
    cleaner = Cleaner()
    for form in args.form or ("html", "text"):
        pages = [gold for gold in zoned_pages(args.folder, form) if args.only in (None, gold.name)]
        counted = [(gold.name, runs(gold), *counts(cleaner, gold)) for gold in pages if runs(gold)]
        for which, name in ((2, "own zones"), (3, "gold zones")):
            right = sum(close(row[which], row[1]) for row in counted)
            print(f"{form:4} {name:10} {right}/{len(counted)} = {right / max(1, len(counted)):.3f}")
            missed = sorted(
                (row for row in counted if not close(row[which], row[1])), key=lambda r: -abs(r[which] - r[1])
            )
            for row in missed[: args.misses]:
                print(f"   {row[0]}: {row[which]} comments, gold {row[1]}")
        if args.only:
            for gold in pages:
                for which in (False, True):
                    print("== gold zones" if which else "== own zones")
                    show(document(cleaner, gold, which))


def runs(gold: Gold) -> int:
    return sum(label == "comment/text" for label, _ in groupby(label for label, _ in gold.lines))


def close(found: int, wanted: int) -> bool:
    return abs(found - wanted) <= max(1, wanted / 10)


def counts(cleaner: Cleaner, gold: Gold) -> tuple[int, int]:
    own, given = (len(document(cleaner, gold, which).comments) for which in (False, True))
    return own, given


def document(cleaner: Cleaner, gold: Gold, given: bool) -> Document:
    """The page as cleaned; `given`: with the zones of the gold, where it tells them."""
    kind = "html" if isinstance(gold.page, bytes) else "text"
    found = cleaner.clean(gold.page, url=gold.url, kind=kind)
    if given:
        blocks = cleaner.view(read(gold.page, url=gold.url, kind=kind)).blocks
        for block, mask in zip(found.blocks, allowed_labels(blocks, gold), strict=True):
            if mask.any():
                block.zone, block.kind = LABELS[int(mask.argmax())]
    return found


def show(page: Document) -> None:
    owner = {index: n for n, comment in enumerate(page.comments) for index in comment.blocks}
    for block in page.blocks:
        if block.zone == "comment":
            print(f"{owner.get(block.index, '-'):>4} {block.kind:6} {block.depth} {block.text[:110]!r}")
    for n, comment in enumerate(page.comments):
        print(
            n,
            comment.depth,
            repr(comment.author),
            repr(comment.time),
            comment.text[:70].replace("\n", "/"),
            comment.spam,
        )


if __name__ == "__main__":
    main()
