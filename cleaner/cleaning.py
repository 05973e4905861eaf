"""The way of a page: bytes in, Document out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cleaner.document import SPAM_FROM, Block, Comment, Document
from cleaner.errors import PageError, PageLost
from cleaner.packs import Packs
from cleaner.packs.language import detect_language
from cleaner.reading import DEFAULT_LIMIT, Form, Page, read
from cleaner.rendering import parse_include, to_text
from cleaner.segmenting import segment
from cleaner.signals import View
from cleaner.zoning import Zoner, Zoning
from cleaner.zoning.second_opinion import UNSURE, second_opinion

# What only some callers ask for is imported when it is: a process gets to its first page a tenth sooner.
if TYPE_CHECKING:
    from cleaner.sites import Profile, Repeats


class Cleaner:
    """Holds what is loaded once, rule packs and weights, and cleans any number of pages.

    packs     rule packs, files or folders, beside those that ship with the package
    include   what `doc.text` is made of: zones ("article" is title, deck and body), kinds ("caption") or both
              ("widget/related")
    limit     the longest page that is taken, in bytes (characters for `str`)
    weights   a folder with `html.json` and `text.json` instead of the weights that ship with the package
    spam_from where `include` names comments: the spam score from which they are left out of `doc.text`, None for never
    profile   what repeats on the pages of sites, as `cleaner learn` writes it
    second_opinion   whether trafilatura is asked about HTML pages whose confidence is low (slower; see the model card)

    Raises `PackError`, `WeightsError`, `ProfileError` and `OptionError` for what is wrong in them. One instance may
    serve several threads.
    """

    def __init__(
        self,
        packs: Iterable[str | Path] = (),
        include: Iterable[str] = ("article",),
        limit: int = DEFAULT_LIMIT,
        weights: str | Path | None = None,
        spam_from: float | None = SPAM_FROM,
        profile: str | Path | Profile | None = None,
        second_opinion: bool = False,
    ) -> None:
        packs, include = list(packs), [include] if isinstance(include, str) else list(include)
        self._options = {
            "packs": packs,
            "include": include,
            "limit": limit,
            "weights": weights,
            "spam_from": spam_from,
            "profile": profile,
            "second_opinion": second_opinion,
        }
        self.second_opinion = second_opinion
        self.spam_from = spam_from
        self.include = parse_include(include)
        self.limit = limit
        self.packs = Packs.load(extra=[Path(path) for path in packs])
        self.zoner = Zoner(Path(weights) if weights else None)
        if isinstance(profile, str | Path):
            from cleaner.sites import Profile

            profile = Profile.load(Path(profile))
        self.profile = profile

    def clean(self, page: bytes | str, url: str | None = None, kind: str = "auto") -> Document:
        """The page's blocks with their zones, its report and its comments.

        `page` is HTML or flattened text as a crawler saved it; `kind` is "auto", "html" or "text"; `url` lets packs for
        hosts count. Raises `PageError` for pages that cannot be cleaned: too large, binary, or of an unknown kind.
        """
        read_page = read(page, url=url, kind=kind, limit=self.limit)
        view = self.view(read_page)
        found = self._repeats(read_page, view)
        trusted = self.packs.trusted_weights(view.matches)
        if found is not None:
            trusted = found.adjust if trusted is None else trusted + found.adjust
        zoning = self.zoner.zone(view, trusted)
        if self.second_opinion and read_page.form is Form.HTML and zoning.confidence < UNSURE:
            opinion = second_opinion(view, read_page.text)
            if opinion is not None:
                zoning = self.zoner.zone(view, opinion if trusted is None else trusted + opinion)
        return self._document(read_page, zoning, found)

    def clean_many(
        self,
        pages: Iterable[bytes | str | tuple[bytes | str, str | None]],
        jobs: int | None = None,
        seconds: float = 60.0,
        memory: int = 1024 * 2**20,
    ) -> Iterator[Document | PageError]:
        """Cleans pages in `jobs` processes (default: one for each core) and yields their documents in order.

        A page is bytes or str, or a pair of that and its url. A page that cannot be cleaned yields its `PageError`
        instead of a document, and costs no other page; `PageLost` where it took more than `seconds`, or more than
        `memory` bytes beyond what an idle process has, or crashed its process. `pages` may be endless: no more than a
        few dozen are drawn ahead. The documents have everything but the evidence of their blocks.

            for document in Cleaner().clean_many(path.read_bytes() for path in paths):
                print(document if isinstance(document, PageError) else document.text)
        """
        from cleaner.workers import Limits, Lost, Pool, Task

        pool = Pool(Task("cleaner.cleaning:_many", self._options), jobs, Limits(seconds, memory))
        for _, answer in pool.map(pages, size=_size):
            yield PageLost(answer.why) if isinstance(answer, Lost) else answer

    def view(self, page: Page) -> View:
        """The first half of the way: a page's blocks, and what the rules and signals are computed from."""
        blocks = segment(page, self.packs.hidden, self.packs.joiners)
        language = detect_language(blocks.metadata.first("lang"), blocks.text, self.packs.stopwords)
        matches = self.packs.match(blocks, language=language, host=_host(page.url))
        words = self.packs.stopwords.get(language or "", frozenset())
        return View(blocks, matches, words, language, blocks.metadata.first("og:title", "title") or "")

    def _repeats(self, page: Page, view: View) -> Repeats | None:
        """What of a page repeats on its site, where that is known."""
        if self.profile is None:
            return None
        from cleaner.sites import repeats, site_of

        return repeats(self.profile, site_of(page.url, view.blocks.metadata), view.blocks.text)

    def _document(self, page: Page, zoning: Zoning, found: Repeats | None = None) -> Document:
        blocks = zoning.view.blocks

        def facts(document: Document) -> dict[str, str | None]:
            from cleaner.zoning.facts import report_facts

            return report_facts(document, blocks.metadata)

        def guesses() -> dict[str, str | None]:
            from cleaner.zoning.facts import asked_facts

            return asked_facts(page.text, page.url)

        def comments(document: Document) -> list[Comment]:
            # Imported when asked for: most users of a page never look at its comments.
            from cleaner.comments import judge, read_comments

            read = read_comments(document, lambda index: self.parts(zoning.view, index), blocks)
            report = document.report if read else ""
            for comment in read:
                seen = found.seen(comment.blocks) if found else 0
                comment.spam, comment.reasons = judge(comment.text, comment.author, report, seen)
            return read

        return Document(
            blocks=_blocks(zoning, self.packs, found),
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
            _guesses=guesses if page.form is Form.HTML and page.text else None,
            _comments=comments,
        )

    def parts(self, view: View, index: int) -> dict[str, str]:
        """What the named groups of the rules that fired on a block hold: author, time, text, count."""
        found: dict[str, str] = {}
        for rule in view.matches.of(index):
            found = self.packs.parts(rule, view.blocks.text[index]) | found
        return found


def _many(**options: Any) -> Callable[[Any], Document | PageError]:
    """What a worker of `clean_many` runs."""
    engine = Cleaner(**options)

    def clean(page: Any) -> Document | PageError:
        content, url = page if isinstance(page, tuple) else (page, None)
        try:
            return engine.clean(content, url)
        except PageError as error:
            return error

    return clean


def _size(page: Any) -> int:
    return len(page[0] if isinstance(page, tuple) else page)


def _blocks(zoning: Zoning, packs: Packs, repeated: Repeats | None) -> list[Block]:
    blocks, explain = zoning.view.blocks, zoning.explainer(packs)
    if repeated:
        explain = repeated.explainer(explain, lambda index: zoning.labels[index][0])
    shown = [f"{marker} {text}" if marker else text for marker, text in zip(blocks.marker, blocks.text, strict=True)]
    zones, kinds = zip(*zoning.labels, strict=True) if shown else ((), ())
    lines = [span if span[0] else None for span in blocks.lines]
    return list(
        map(
            Block,
            range(len(shown)),
            shown,
            zones,
            kinds,
            zoning.confidences.tolist(),
            blocks.tag,
            blocks.level,
            blocks.depth,
            blocks.marker,
            blocks.href,
            lines,
            repeat(explain),
        )
    )


def _host(url: str | None) -> str | None:
    if not url:
        return None
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
