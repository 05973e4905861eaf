"""The way of a page: bytes in, Document out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from cleaner.document import SPAM_FROM, Block, Comment, Document
from cleaner.packs import Packs
from cleaner.packs.language import detect_language
from cleaner.reading import DEFAULT_LIMIT, Page, read
from cleaner.rendering import parse_include, to_text
from cleaner.segmenting import segment
from cleaner.signals import View
from cleaner.zoning import Zoner, Zoning, report_facts


class Cleaner:
    """Holds what is loaded once, rule packs and weights, and cleans any number of pages.

    packs     rule packs, files or folders, beside those that ship with the package
    include   what `doc.text` is made of: zones ("article" is title and body), kinds ("caption") or both
              ("widget/related")
    limit     the longest page that is taken, in bytes (characters for `str`)
    weights   a folder with `html.json` and `text.json` instead of the weights that ship with the package
    spam_from where `include` names comments: the spam score from which they are left out of `doc.text`, None for never

    Raises `PackError`, `WeightsError` and `OptionError` for what is wrong in them. One instance may serve several
    threads.
    """

    def __init__(
        self,
        packs: Iterable[str | Path] = (),
        include: Iterable[str] = ("article",),
        limit: int = DEFAULT_LIMIT,
        weights: str | Path | None = None,
        spam_from: float | None = SPAM_FROM,
    ) -> None:
        self.spam_from = spam_from
        self.include = parse_include(include)
        self.limit = limit
        self.packs = Packs.load(extra=[Path(path) for path in packs])
        self.zoner = Zoner(Path(weights) if weights else None)

    def clean(self, page: bytes | str, url: str | None = None, kind: str = "auto") -> Document:
        """The page's blocks with their zones, its report and its comments.

        `page` is HTML or flattened text as a crawler saved it; `kind` is "auto", "html" or "text"; `url` lets packs for
        hosts count. Raises `PageError` for pages that cannot be cleaned: too large, binary, or of an unknown kind.
        """
        read_page = read(page, url=url, kind=kind, limit=self.limit)
        view = self.view(read_page)
        return self._document(read_page, self.zoner.zone(view, self.packs.trusted_weights(view.matches)))

    def view(self, page: Page) -> View:
        """The first half of the way: a page's blocks, and what the rules and signals are computed from."""
        blocks = segment(page, self.packs.hidden, self.packs.joiners)
        language = detect_language(blocks.metadata.first("lang"), blocks.text, self.packs.stopwords)
        matches = self.packs.match(blocks, language=language, host=_host(page.url))
        words = self.packs.stopwords.get(language or "", frozenset())
        return View(blocks, matches, words, language, blocks.metadata.first("og:title", "title") or "")

    def _document(self, page: Page, zoning: Zoning) -> Document:
        blocks = zoning.view.blocks

        def facts(document: Document) -> dict[str, str | None]:
            return report_facts(document, blocks.metadata, page.text if page.form == "html" else None)

        def comments(document: Document) -> list[Comment]:
            # Imported when asked for: most users of a page never look at its comments.
            from cleaner.comments import judge, read_comments

            found = read_comments(document, lambda index: self.parts(zoning.view, index), blocks)
            report = document.report if found else ""
            for comment in found:
                comment.spam, comment.reasons = judge(comment.text, comment.author, report)
            return found

        return Document(
            blocks=_blocks(zoning, self.packs),
            language=zoning.view.language,
            page_kind=zoning.page_kind,
            confidence=zoning.confidence,
            encoding=page.encoding,
            url=page.url,
            form=page.form.value,
            include=self.include,
            spam_from=self.spam_from,
            _text=to_text,
            _facts=facts,
            _comments=comments,
        )

    def parts(self, view: View, index: int) -> dict[str, str]:
        """What the named groups of the rules that fired on a block hold: author, time, text, count."""
        found: dict[str, str] = {}
        for rule in view.matches.of(index):
            found = self.packs.parts(rule, view.blocks.text[index]) | found
        return found


def _blocks(zoning: Zoning, packs: Packs) -> list[Block]:
    blocks, explain = zoning.view.blocks, zoning.explainer(packs)
    confidences: list[float] = zoning.confidences.tolist()
    found: list[Block] = []
    for index, (text, marker, lines) in enumerate(zip(blocks.text, blocks.marker, blocks.lines, strict=True)):
        zone, kind = zoning.labels[index]
        found.append(
            Block(
                index,
                f"{marker} {text}" if marker else text,
                zone,
                kind,
                confidences[index],
                tag=blocks.tag[index],
                level=blocks.level[index],
                depth=blocks.depth[index],
                marker=marker,
                href=blocks.href[index],
                lines=lines if lines[0] else None,
                _explain=explain,
            )
        )
    return found


def _host(url: str | None) -> str | None:
    if not url:
        return None
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
