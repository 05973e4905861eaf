"""What a page costs, stage by stage, in CPU time: first for a cleaner that has seen nothing, then once more. A script.

python tests/bench/bench_pages.py FOLDER   every *.html, *.txt, *.html.gz and *.txt.gz in it
python tests/bench/bench_pages.py          the samples that come with the project
"""

from __future__ import annotations

import gzip
import os
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

# Threads that wait for linear algebra to do spend CPU time in every stage.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from cleaner import cleaning
from cleaner.packs import Packs, matching
from cleaner.zoning import Zoner, zoner

STAGES: list[tuple[Any, str, str]] = [
    (cleaning, "read", "read"),
    (cleaning, "segment", "segment"),
    (cleaning, "detect_language", "language"),
    (Packs, "match", "match"),
    (matching, "_lines", "  lines"),
    (matching, "_frames", "  frames"),
    (Zoner, "zone", "zone"),
    (zoner, "columns", "  signals"),
    (cleaning, "_blocks", "blocks"),
]
"""Where each stage lives, what it is called there, and here; indented ones are part of the one above."""


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "samples"
    files = sorted(path for path in folder.rglob("*") if path.name.removesuffix(".gz").endswith((".html", ".txt")))
    pages = [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in files]
    spent: dict[str, float] = defaultdict(float)
    for holder, name, label in STAGES:
        setattr(holder, name, timed(getattr(holder, name), label, spent))
    cleaner = cleaning.Cleaner()
    for run in ("cold", "warm"):
        spent.clear()
        start = process_time()
        for page in pages:
            len(cleaner.clean(page).text)
        print(f"{run}: {(process_time() - start) / len(pages) * 1e3:.2f} ms a page, {len(pages)} pages")
        for _, _, label in STAGES:
            print(f"  {label:12} {spent[label] / len(pages) * 1e3:6.2f}")


def timed(function: Callable[..., Any], label: str, spent: dict[str, float]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        start = process_time()
        try:
            return function(*args, **kwargs)
        finally:
            spent[label] += process_time() - start

    return call


if __name__ == "__main__":
    main()
