"""Fits the weights that ship with the package: `python -m cleaner.training DATA [-o FOLDER]`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from cleaner.cleaning import Cleaner
from cleaner.resources import rules_folder
from cleaner.training.corpora import flattened, samples, text_pages, zoned_pages
from cleaner.training.examples import examples
from cleaner.training.fitting import blank_weights, count_transitions, fit
from cleaner.training.writing import write_weights

OWN, ZONED, PLAIN = 4.0, 2.0, 1.0
"""How much a page counts: the pages that the product was asked for and the samples, other pages with gold zones, pages
of which only the main text is known."""

PENALTY, STEPS = 3e-3, 120
SUCCESSION = 0.8
"""How much of the log-odds of one zone following another counts: the signals see the neighbours as well."""
TRUST, LEAN = 1.0, 1.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with zones-dev/ and wcxb-dev/")
    parser.add_argument("--samples", type=Path, default=Path("samples"), help="folder with the project's samples")
    parser.add_argument("-o", "--output", type=Path, default=rules_folder() / "weights")
    parser.add_argument("--form", choices=("html", "text"), action="append")
    parser.add_argument("--limit", type=int, help="only the first pages of each corpus")
    args = parser.parse_args()
    cleaner = Cleaner()
    for form in args.form or ("html", "text"):
        own = [*zoned_pages(args.data / "seeds", form), *samples(args.samples, form)]
        zoned = list(zoned_pages(args.data / "zones-dev", form))
        plain = list(text_pages(args.data / "wcxb-dev", form))
        learned = [*examples(cleaner, own, OWN), *examples(cleaner, zoned[: args.limit], ZONED)]
        learned += examples(cleaner, plain[: args.limit], PLAIN)
        if form == "text":
            learned += examples(
                cleaner, flattened(list(zoned_pages(args.data / "zones-dev", "html"))[: args.limit]), ZONED
            )
            learned += examples(
                cleaner, flattened(list(text_pages(args.data / "wcxb-dev", "html"))[: args.limit]), PLAIN
            )
        weights = fit(learned, blank_weights(TRUST, LEAN), PENALTY, STEPS)
        weights = replace(weights, transitions=count_transitions(learned, SUCCESSION))
        about = f"{len(learned)} pages as {form}; penalty {PENALTY}, {STEPS} steps"
        path = args.output / f"{form}.json"
        write_weights(path, about, weights)
        print(f"{path}: {about}")


if __name__ == "__main__":
    main()
