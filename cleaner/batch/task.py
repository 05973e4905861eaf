"""What a worker of a batch does with an item: read, compare, clean, render, write."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from cleaner.batch.formats import Format, encoder
from cleaner.batch.items import Figures, Item, Outcome, State, digest
from cleaner.batch.sources import is_input, load
from cleaner.document import SPAM_FROM, ZONES, Document
from cleaner.errors import BinaryPage, OptionError, PageError, PageTooLarge, SourceError
from cleaner.reading.decoding import web_codec
from cleaner.reading.signatures import HEAD, binary_format


class Engine(Protocol):
    """What of `Cleaner` a batch needs."""

    def clean(self, page: bytes | str, url: str | None = None, kind: str = "auto") -> Document: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """What workers need to know.

    engine    "module:name" of what makes the engine, and `options`, its arguments
    folder    where results are written, each a file of its own, by way of `scratch`, a folder on the same disk; None
              where they go into a stream
    roots     files and folders that must not be overwritten
    """

    format: Format
    options: dict[str, Any] = field(default_factory=dict)
    engine: str = "cleaner.cleaning:Cleaner"
    limit: int = 32 * 2**20
    kind: str = "auto"
    url: str | None = None
    evidence: bool = False
    folder: Path | None = None
    scratch: Path | None = None
    roots: Sequence[str] = ()


def cleaning(settings: Settings) -> Callable[[Item], Outcome]:
    """The function that cleans items as `settings` say. Raises what the engine raises when it is made."""
    module, _, name = settings.engine.partition(":")
    engine: Engine = getattr(import_module(module), name)(**settings.options)
    encode = encoder(settings.format, settings.evidence)

    def work(item: Item) -> Outcome:
        start = time.perf_counter()
        outcome = _failures(lambda: _clean(item, settings, engine, encode), item)
        outcome.seconds = time.perf_counter() - start
        return outcome

    return work


def _failures(work: Callable[[], Outcome], item: Item) -> Outcome:
    try:
        return work()
    except BinaryPage as error:
        if not item.sure:
            return Outcome(State.PASSED)
        return failed(str(error), "not a page")
    except PageTooLarge as error:
        return failed(f"{error} (on the command line: --limit {-(-error.size // 2**20)})", "too large")
    except PageError as error:
        return failed(str(error), "page")
    except SourceError as error:
        return failed(str(error), "damaged")
    except OptionError as error:
        return failed(str(error), "writing")
    except OSError as error:
        return failed(error.strerror or str(error), "reading")
    except RecursionError:
        return failed("its elements are nested too deeply", "page")


def failed(error: str, reason: str) -> Outcome:
    """A failure in words, and the class of failures that it is counted in."""
    return Outcome(State.FAILED, error=error, reason=reason)


def _clean(item: Item, settings: Settings, engine: Engine, encode: Callable[..., bytes]) -> Outcome:
    if item.error is not None:
        return failed(item.error, "damaged")
    content = load(item, settings.limit)
    url = item.url or settings.url
    mark = digest(content, url)
    if item.known == mark:
        return Outcome(State.UNCHANGED, mark)
    page, encoding = decoded(content, item.charset)
    kind = item.kind if settings.kind == "auto" else settings.kind
    try:
        document = engine.clean(page, url=url, kind=kind)
    except PageError as error:
        return _marked(error, item, mark)
    document.encoding = encoding or document.encoding
    result = encode(document, item.key, item.id)
    outcome = Outcome(State.DONE, mark, figures=_figures(document), size=len(result))
    if settings.folder is None:
        outcome.result = result
    else:
        write_whole(settings.folder / (item.target + settings.format.suffix), result, settings)
    return outcome


def _marked(error: PageError, item: Item, mark: bytes) -> Outcome:
    def fail() -> Outcome:
        raise error

    outcome = _failures(fail, item)
    outcome.digest = mark
    return outcome


def decoded(content: bytes | str, charset: str | None) -> tuple[bytes | str, str | None]:
    """The page decoded as HTTP says, and the codec, where that is right; else the bytes, to be looked at closer.

    What servers say is often their default rather than the truth: bytes that are UTF-8 are not taken for a single-byte
    encoding, which would fit anything.
    """
    if not isinstance(content, bytes) or not charset or not (codec := web_codec(charset)):
        return content, None
    if binary_format(content[:HEAD]) or (codec != "utf-8" and not content.isascii() and _is(content, "utf-8")):
        return content, None
    try:
        return content.decode(codec), codec
    except UnicodeDecodeError:
        return content, None


def _is(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _figures(document: Document) -> Figures:
    zones = dict.fromkeys(ZONES, 0)
    for block in document.blocks:
        zones[block.zone] += len(block.text)
    comments = document.comments
    return Figures(
        list(zones.values()),
        document.page_kind.value,
        document.language,
        round(float(document.confidence), 4),
        len(comments),
        sum(comment.spam >= SPAM_FROM for comment in comments),
        not document.text,
    )


def write_whole(target: Path, data: bytes, settings: Settings) -> None:
    """Writes a file so that it is there whole or not at all, after a power cut too.

    Raises `OptionError` where it cannot be written, would lie outside the folder, or overwrite an input.
    """
    assert settings.folder is not None
    assert settings.scratch is not None
    unfinished = settings.scratch / secrets.token_hex(8)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # A link within the folder may lead out of it.
        real, inside = os.path.join(os.path.realpath(target.parent), target.name), os.path.realpath(settings.folder)
        if os.path.commonpath((inside, real)) != inside:
            raise OptionError(f"{target} lies outside of {settings.folder}: remove the link that leads there")
        if is_input(real, settings.roots):
            raise OptionError(f"{target} is itself one of the pages: name another folder with -o")
        with unfinished.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, target)
    except OSError as error:
        raise OptionError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
