"""Fits the weights that ship with the package: `python -m cleaner.training DATA [-o FOLDER]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from cleaner.cleaning import Cleaner
from cleaner.resources import rules_folder
from cleaner.training.corpora import text_pages, zoned_pages
from cleaner.training.examples import examples
from cleaner.training.fitting import count_transitions, fit
from cleaner.training.writing import write_weights

ZONED, PLAIN = 2.0, 1.0
"""How much a page with gold zones counts, and one of which only the main text is known."""

PENALTY, STEPS, SUCCESSION = 1e-5, 80, 0.6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with zones-dev/ and wcxb-dev/")
    parser.add_argument("-o", "--output", type=Path, default=rules_folder() / "weights")
    parser.add_argument("--form", choices=("html", "text"), action="append")
    parser.add_argument("--limit", type=int, help="only the first pages of each corpus")
    args = parser.parse_args()
    cleaner = Cleaner()
    for form in args.form or ("html", "text"):
        zoned = list(zoned_pages(args.data / "zones-dev", form))[: args.limit]
        plain = list(text_pages(args.data / "wcxb-dev", form))[: args.limit]
        learned = [*examples(cleaner, zoned, ZONED), *examples(cleaner, plain, PLAIN)]
        bias, matrix = fit(learned, PENALTY, STEPS)
        about = f"{len(learned)} pages as {form}; penalty {PENALTY}, {STEPS} steps"
        path = args.output / f"{form}.json"
        write_weights(path, about, bias, matrix, count_transitions(learned, SUCCESSION))
        print(f"{path}: {about}")


if __name__ == "__main__":
    main()
