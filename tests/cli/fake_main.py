"""The command line with an engine that a test can see through. Run as a script, or loaded by conftest."""

from __future__ import annotations

import time
from typing import Any

import cleaner
from cleaner.document import Block, Document, Evidence, Kind, PageKind, Zone
from cleaner.errors import BinaryPage, PageTooLarge, WeightsError
from cleaner.rendering import parse_include, to_text


class FakeCleaner:
    """Each line of a page is "zone/kind text"; a line without zone is `article/body`. "CRASH" and "SLEEP" do that."""

    made: dict[str, Any]

    def __init__(self, packs: Any = None, include: Any = ("article",), limit: int = 2**25) -> None:
        self.include = parse_include(include)
        self.limit = limit
        FakeCleaner.made = {"packs": packs, "include": include, "limit": limit}

    def clean(self, page: bytes | str, url: str | None = None, kind: str = "auto") -> Document:
        page = page.encode() if isinstance(page, str) else page
        if b"\0" in page:
            raise BinaryPage("PNG")
        if len(page) > self.limit:
            raise PageTooLarge(len(page), self.limit)
        if b"WEIGHTLESS" in page:
            raise WeightsError("the weights are missing")
        if b"CRASH" in page:
            raise ValueError("the fake is broken")
        if b"SLEEP" in page:
            print("sleeping", flush=True)  # a worker's stdout is stderr
            time.sleep(30)
        blocks = []
        for index, line in enumerate(page.decode().splitlines()):
            label, _, text = line.partition(" ")
            zone, _, block_kind = (label if "/" in label else "article/body").partition("/")
            text = text if "/" in label else line
            blocks.append(
                Block(
                    index,
                    text,
                    Zone(zone),
                    Kind(block_kind),
                    0.75,
                    lines=(index + 1, index + 1),
                    _explain=self._explain,
                )
            )
        form = "text" if kind == "text" else "html"
        return Document(blocks, "en", PageKind.ARTICLE, 0.9, "utf-8", url, form, self.include, to_text)

    def _explain(self, index: int) -> list[Evidence]:
        return [
            Evidence("fake.rule", Zone.ARTICLE, 4.0, Kind.BODY),
            Evidence("link_density", Zone.CHROME, -2.0, None, 0.25),
            Evidence("third", Zone.ARTICLE, 1.0),
            Evidence("fourth", Zone.ARTICLE, 0.5),
        ]


if __name__ == "__main__":
    cleaner.Cleaner = FakeCleaner  # type: ignore
    from cleaner.cli import main, requests

    requests.ENGINE = "fake_main:FakeCleaner"
    main()
