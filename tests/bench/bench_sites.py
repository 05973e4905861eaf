"""Measures what site profiles gain: on the hosts of a corpus with three pages or more, and on a made-up site.

    python tests/bench/bench_sites.py ../shared/data/wcxb-dev
    python tests/bench/bench_sites.py made-up

Word F1 of the main text, with and without the profile learned from the same pages (without their gold).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from cleaner import Cleaner
from cleaner.reading import read
from cleaner.sites import Profile, site_of
from cleaner.sites.profile import block_keys

Page = tuple[bytes | str, str, str]
"""(page, url, gold text)."""

_WORD = re.compile(r"\w+")


def f1(found: str, gold: str) -> float:
    """Word F1, words as multisets."""
    one, other = Counter(_WORD.findall(found.lower())), Counter(_WORD.findall(gold.lower()))
    if not one or not other:
        return float(one == other)
    common = sum((one & other).values())
    return 2 * common / (sum(one.values()) + sum(other.values()))


def corpus(folder: Path, mode: str) -> list[Page]:
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text().rstrip("\n").split("\n")]
    hosts = Counter(site_of(row["url"]) for row in rows)
    found = []
    for row in rows:
        if (site := site_of(row["url"])) and hosts[site] >= 3:
            suffix = "html" if mode == "html" else "txt"
            found.append(
                (gzip.decompress((folder / "pages" / f"{row['id']}.{suffix}.gz").read_bytes()), row["url"], row["text"])
            )
    return found


def made_up(number: int = 200, seed: int = 3) -> list[Page]:
    """A site with prose in its frame, which every single page takes for a report: a paragraph about the paper, an
    appeal, a note on rights, the same teaser texts in turns."""
    rng = random.Random(seed)
    words = (
        "the a an of and to in for with on by council harbour bridge school river mayor market street budget ferry "
        "winter report morning people town plan road library teacher doctor station garden vote evening price storm"
    ).split()

    def sentence() -> str:
        text = " ".join(rng.choices(words, k=rng.randint(9, 18)))
        return f"{text.capitalize()}, said the {rng.choice(words)}."

    def paragraph() -> str:
        return " ".join(sentence() for _ in range(rng.randint(2, 4)))

    about, appeal, rights, weather = (paragraph() for _ in range(4))
    teasers = [(f"{' '.join(rng.choices(words, k=6)).capitalize()}", paragraph()) for _ in range(12)]
    pages = []
    for index in range(number):
        title = " ".join(rng.choices(words, k=7)).capitalize()
        body = [paragraph() for _ in range(rng.randint(1, 6))]
        side = "".join(f"<div><h3>{head}</h3><p>{text}</p></div>" for head, text in rng.sample(teasers, 3))
        html = (
            f"<html lang=en><head><title>{title}</title></head><body><div><p>{about}</p></div><div><h1>{title}</h1>"
            f"<p>{weather}</p>{''.join(f'<p>{text}</p>' for text in body)}<p>{appeal}</p></div><div>{side}</div>"
            f"<div><p>{rights}</p></div></body></html>"
        )
        pages.append((html, f"https://gazette.example/{index}", "\n\n".join([title, *body])))
    return pages


def learned(engine: Cleaner, pages: Iterable[Page]) -> Profile:
    profile = Profile()
    for page, url, _ in pages:
        view = engine.view(read(page, url=url))
        site = site_of(url)
        assert site
        profile.add(site, block_keys(site, view.blocks.text))
    return profile


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", help="a corpus's folder, or made-up")
    parser.add_argument("--mode", choices=["html", "text"], default="html")
    parser.add_argument("--worst", type=int, default=0, help="show so many pages that lose most")
    options = parser.parse_args()
    pages = made_up() if options.what == "made-up" else corpus(Path(options.what), options.mode)
    plain = Cleaner()
    informed = Cleaner(profile=learned(plain, pages))
    rows = [
        (f1(plain.clean(page, url).text, gold), f1(informed.clean(page, url).text, gold), url)
        for page, url, gold in pages
    ]
    without, with_it = (sum(row[place] for row in rows) / len(rows) for place in (0, 1))
    print(f"{len(rows)} pages of {len({site_of(url) for _, _, url in rows})} sites")
    print(f"word F1 without {without:.4f}, with {with_it:.4f}")
    print(f"better {sum(b > a + 1e-9 for a, b, _ in rows)}, worse {sum(b < a - 1e-9 for a, b, _ in rows)}")
    for a, b, url in sorted(rows, key=lambda row: row[1] - row[0])[: options.worst]:
        print(f"{a:.3f} -> {b:.3f}  {url}")


if __name__ == "__main__":
    main()
