"""How long packs take: to load, and to match a page of 240 blocks and 1,500 frames. Run it as a script.

python tests/bench/bench_packs.py            500 line and 300 attr rules made up by chance
python tests/bench/bench_packs.py --shipped  the packs that ship with the package
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path
from time import process_time

from cleaner.packs import Packs
from cleaner.reading.page import Form
from cleaner.segmenting.blocks import Blocks, Metadata

WORDS = """comment share reply related news story trending popular view like post author email subscribe newsletter
menu footer header latest sponsored login terms privacy contact search about video photo gallery sport""".split()

CLASSES = [f"{a}-{b}{number % 9} {b}Item" for a in WORDS for number, b in enumerate(WORDS)]
"""Far fewer than elements: a site uses the same ones over and over."""


def made_up_pack(lines: int, attrs: int) -> str:
    """A pack as large as all that ship together."""
    rows = ["pack: made-up", "about: Rules by chance.", "rules:"]
    for number in range(lines + attrs):
        a, b, c, d = random.sample(WORDS, 4)
        if number < lines:
            pattern = f"line: '^({a}|{b})( \\d+)? ({c}|{d})s?( (to|on) .+)?[.!]?$'"
            examples = [f"{a} {c}", f"{b} 12 {d}s to nobody"], [f"{a} is what they said of the {c}."]
        else:
            pattern = f"attr: '\\b{a}-({b}|{c}){number % 7}\\b|(^| ){d}-list{number}( |$)'"
            examples = [f"{a}-{b}{number % 7}"], [a]
        rows += [f"  - id: made-up.rule-{number}", f"    {pattern}", "    zone: chrome/menu", "    weight: 2"]
        rows += [f"    {name}: {texts}" for name, texts in zip(("hits", "misses"), examples, strict=True)]
    return "\n".join(rows)


def made_up_page(blocks: int, frames: int) -> Blocks:
    """A page of short lines and some paragraphs, in elements with classes by chance."""
    page = Blocks(Form.HTML, metadata=Metadata([(f"og:{word}", word * 8) for word in WORDS]))
    for number in range(blocks):
        page.text.append(" ".join(random.choices(WORDS, k=random.choice([1, 2, 3, 4, 8, 25, 80]))))
        page.frame.append(1 + number * (frames - 1) // blocks)
    for column in (page.level, page.link_chars, page.links, page.depth):
        column.extend([0] * blocks)
    page.marker.extend([""] * blocks)
    for number in range(frames):
        first = number * blocks // frames
        page.frames.parent.append(number - 1)
        page.frames.tag.append("div")
        page.frames.attrs.append((random.choice(CLASSES), "", "", "") if number % 3 else None)
        page.frames.first.append(first)
        page.frames.last.append(min(blocks, first + random.choice([1, 1, 1, 2, 5, 20])))
    return page


def main() -> None:
    random.seed(7)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "made-up.yaml")
        file.write_text(made_up_pack(500, 300), encoding="utf-8")
        shipped = "--shipped" in sys.argv
        start = process_time()
        packs = Packs.load() if shipped else Packs.load([file])
        print(f"load {len(packs.rules)} rules: {(process_time() - start) * 1e3:.1f} ms")
    pages = [made_up_page(240, 1500) for _ in range(20)]
    for label in ("cold", "warm"):
        start = process_time()
        fired = sum(len(packs.match(page, language="en").spans) for page in pages)
        spent = (process_time() - start) / len(pages)
        print(f"{label}: {spent * 1e3:.2f} ms a page, {fired / len(pages):.0f} spans a page")
    start = process_time()
    fresh = [made_up_page(240, 1500) for _ in range(20)]
    start = process_time()
    for page in fresh:
        packs.match(page, language="en")
    print(f"new pages, warm automaton: {(process_time() - start) / len(fresh) * 1e3:.2f} ms a page")


if __name__ == "__main__":
    main()
