"""Gold pages from a data folder: pages with zones a line, pages with their main text."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from cleaner.training.flatteners import FLATTENERS, flatten


@dataclass(frozen=True)
class Gold:
    """A page and what is known of it: `lines` are (zone/kind, line) in page order, or `text` is its main text.

    `corpus` names the folder it comes from, `site` groups pages that must not stand on both sides of a split;
    `wanted` and `unwanted` are passages that the main text must and must not have; `flattener` is the tool that made
    text of the page.
    """

    name: str
    site: str
    page: bytes | str
    url: str | None = None
    lines: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    page_kind: str | None = None
    language: str | None = None
    corpus: str = ""
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    flattener: str = ""


def zoned_pages(folder: Path, form: str) -> Iterator[Gold]:
    """Pages with gold zones: `NAME.txt`, `NAME.html.gz` and `NAME.zones`, `pages.jsonl` beside them where present."""
    about: dict[str, dict[str, str]] = {}
    index = folder / "pages.jsonl"
    if index.exists():
        about = {row["name"]: row for row in map(json.loads, index.read_text().splitlines())}
    for path in sorted(folder.glob("*.zones")):
        text = path.with_suffix(".txt").read_text()
        lines = [line for line in text.split("\n") if line.strip()]
        labels: list[tuple[str, str]] = []
        for row in path.read_text().splitlines():
            span, zone, kind = row.split("\t")[:3]
            start, _, end = span.partition("-")
            labels += [(f"{zone}/{kind.strip()}", line) for line in lines[int(start) - 1 : int(end or start)]]
        known = about.get(path.stem, {})
        url = known.get("url")
        page: bytes | str = text
        if form == "html":
            html = path.with_suffix(".html.gz")
            if not html.exists():
                continue
            page = gzip.decompress(html.read_bytes())
        site = _site(url) or path.stem
        yield Gold(path.stem, site, page, url, labels, "", known.get("kind"), known.get("lang"), folder.name)


def text_pages(folder: Path, form: str) -> Iterator[Gold]:
    """Pages with their gold main text, or passages of it: `gold.jsonl` and `pages/ID.html.gz`, `pages/ID.txt.gz`."""
    for row in map(json.loads, (folder / "gold.jsonl").read_text().rstrip("\n").split("\n")):
        path = folder / "pages" / f"{row['id']}.{'html' if form == 'html' else 'txt'}.gz"
        data = gzip.decompress(path.read_bytes())
        page: bytes | str = data if form == "html" else data.decode()
        site = _site(row.get("url")) or row["id"]
        gold = Gold(row["id"], site, page, row.get("url"), [], row.get("text", ""), row.get("kind"), row.get("lang"))
        if "text" in row:
            yield replace(gold, corpus=folder.name)
        else:
            yield replace(gold, corpus=folder.name, wanted=tuple(row["with"]), unwanted=tuple(row["without"]))


def samples(folder: Path, form: str) -> Iterator[Gold]:
    """The project's own samples: `NAME/page.html` or `page.txt` with `expected.zones` (zone, kind and text a line)."""
    for path in sorted(folder.glob("*/expected.zones")):
        page = path.with_name("page.html" if form == "html" else "page.txt")
        if page.exists():
            rows = [row.split("\t") for row in path.read_text("utf-8").splitlines() if row.count("\t") == 2]
            lines = [(f"{zone}/{kind}", text) for zone, kind, text in rows]
            data: bytes | str = page.read_bytes() if form == "html" else page.read_text("utf-8")
            yield Gold(path.parent.name, path.parent.name, data, None, lines, corpus=folder.name)


def flattened(pages: Iterable[Gold]) -> Iterator[Gold]:
    """HTML pages as other tools flatten them, the tools taking turns; pages that come out empty are left out."""
    for turn, gold in enumerate(pages):
        if isinstance(gold.page, bytes):
            tool = FLATTENERS[turn % len(FLATTENERS)]
            text = flatten(gold.page, tool)
            if text.strip():
                yield replace(gold, page=text, flattener=tool.__name__)


def _site(url: str | None) -> str | None:
    """The registered part of a host's name: "news.example.co.uk" gives "example.co.uk"."""
    host = urlsplit(url).hostname if url else None
    if not host:
        return url  # some corpora have names of files instead: the same page has the same in each
    parts = host.split(".")
    short = len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3
    return ".".join(parts[-3 if short else -2 :])
