"""`cleaner clean`: pages in, reports out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.common import (
    EXITS,
    FAILED,
    INTERRUPTED,
    LIMIT,
    MIB,
    PageForm,
    cause,
    read_page,
    say,
    short_errors,
)
from cleaner.cli.planning import SUFFIXES, Job, Plan, plan, targets
from cleaner.cli.progress import progress
from cleaner.cli.sinks import LINES, Folder, Lines, Sink, Stdout, replacing
from cleaner.errors import BinaryPage, OptionError, WeightsError

if TYPE_CHECKING:
    from cleaner.document import Document

EPILOG = "\n\n".join(
    (
        "Examples:",
        "cleaner clean page.html",
        "curl -s https://example.com/report | cleaner clean - --url https://example.com/report",
        "cleaner clean crawl/ -o cleaned/ --format markdown",
        "cleaner clean crawl/ --format jsonl --keep article,byline,comment > pages.jsonl",
        EXITS,
    )
)


class Format(StrEnum):
    """What `--format` takes."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    JSONL = "jsonl"


SUFFIX = {Format.TEXT: ".txt", Format.MARKDOWN: ".md", Format.JSON: ".json", Format.JSONL: ".jsonl"}


@dataclass(slots=True)
class Tally:
    """What became of the pages of a run."""

    total: int
    done: int = 0
    empty: int = 0
    passed_over: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    interrupted: bool = False

    def lines(self) -> tuple[str, ...]:
        """The run in words: a line of figures, then one for each failure."""
        notes = [f"cleaned {self.done:,} of {_pages(self.total)}"]
        if self.interrupted:
            notes[0] = f"interrupted: {notes[0]}; what is done is kept, run the command again for the rest"
        if self.empty:
            notes.append(f"{_pages(self.empty)} without a report")
        if self.passed_over:
            notes.append(f"passed over {self.passed_over:,} files that are no pages by their suffix or content")
        if self.failures:
            notes.append(f"{len(self.failures):,} failed:")
        return "; ".join(notes), *(f"  {name}: {why}" for name, why in self.failures)


@short_errors()
def clean(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Pages, folders of pages, or - for stdin.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="Folder to write to; it mirrors the folders of the pages."),
    ] = None,
    format: Annotated[Format, typer.Option(help="What to write. jsonl: one line for each page.")] = Format.TEXT,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="NAMES", help="Zones or kinds that make the text, separated by commas: article,comment."),
    ] = None,
    kind: Annotated[
        PageForm, typer.Option(help="Form of the pages; told from their content by default.")
    ] = PageForm.AUTO,
    url: Annotated[str | None, typer.Option(help="Address of the page; rules for its site need it.")] = None,
    packs: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="Rule pack, or folder of them, to add. May be repeated.")
    ] = None,
    keep_spam: Annotated[
        bool, typer.Option("--keep-spam", help="Where comments are kept: keep those that are spam, too.")
    ] = False,
    evidence: Annotated[bool, typer.Option("--evidence", help="In JSON: say why each block is in its zone.")] = False,
    limit: Annotated[int, typer.Option(metavar="MIB", min=1, help="Pages above this many MiB fail.")] = LIMIT,
) -> None:
    """Keep the core report of pages.

    One page goes to stdout. Several pages or a folder need -o DIR, unless they are written as JSON lines.
    """
    single = len(paths) == 1 and not paths[0].is_dir()
    if not single and output is None and format is not Format.JSONL:
        raise OptionError("several pages need a folder to be written to: add -o DIR (or --format jsonl)")
    if not single and url is not None:
        raise OptionError("--url is the address of one page: clean the pages one by one, or leave it out")
    if output is not None and output.exists() and not output.is_dir():
        raise OptionError(f"{output} is no folder: name another one with -o")
    names = [name for part in keep or ["article"] for name in part.split(",")]
    found = plan(paths, output)
    if not found.jobs and not found.failures:
        suffixes = " ".join(sorted(SUFFIXES - {""}))
        raise OptionError(
            f"no pages below {paths[0]}: pages end in {suffixes} or have no suffix; name others one by one"
        )

    import cleaner
    from cleaner.rendering import to_json, to_json_line, to_markdown, to_text

    renderers: dict[Format, Callable[[Document, str], str]] = {
        Format.TEXT: lambda document, _: _ended(to_text(document)),
        Format.MARKDOWN: lambda document, _: _ended(to_markdown(document)),
        Format.JSON: lambda document, source: to_json(document, evidence, indent=2, source=source) + "\n",
        Format.JSONL: lambda document, source: to_json_line(document, evidence, source=source),
    }
    engine = cleaner.Cleaner(packs=packs or (), include=tuple(names), limit=limit * MIB)

    def work(job: Job) -> tuple[str, bool]:
        document = engine.clean(read_page(job.source, limit * MIB), url=url, kind=kind.value)
        if keep_spam:
            document.spam_from = None
        return renderers[format](document, job.name.as_posix()), bool(document.text)

    quiet = single and output is None
    with ExitStack() as stack:
        tally = _run(found, work, _sink(found, output, format, stack), quiet)
    if not quiet or tally.interrupted:
        say(*tally.lines())
    elif tally.failures:
        say(": ".join(tally.failures[0]))
    if tally.interrupted:
        raise typer.Exit(INTERRUPTED)
    if tally.failures:
        raise typer.Exit(FAILED)


def _sink(found: Plan, output: Path | None, format: Format, stack: ExitStack) -> Sink:
    if output is None:
        return Stdout()
    if format is Format.JSONL:
        output.mkdir(parents=True, exist_ok=True)
        return Lines(stack.enter_context(replacing(output / LINES)))
    inputs = [*(job.source for job in found.jobs), *found.passed_over]
    return Folder(output, targets(found.jobs, SUFFIX[format]), inputs)


def _run(found: Plan, work: Callable[[Job], tuple[str, bool]], sink: Sink, quiet: bool) -> Tally:
    """Clean page after page. What goes wrong with one page is noted, and does not stop the others."""
    tally = Tally(
        len(found.jobs) + len(found.failures), passed_over=len(found.passed_over), failures=list(found.failures)
    )
    with progress(len(found.jobs), quiet) as advance:
        try:
            for job in found.jobs:
                _one(job, work, sink, tally)
                advance()
        except KeyboardInterrupt:
            tally.interrupted = True
    return tally


def _one(job: Job, work: Callable[[Job], tuple[str, bool]], sink: Sink, tally: Tally) -> None:
    try:
        text, any_report = work(job)
    except BinaryPage as error:
        if job.sure:
            tally.failures.append((str(job.source), cause(error)))
        else:
            tally.passed_over += 1
            tally.total -= 1
        return
    except WeightsError:  # no page can be cleaned without weights
        raise
    except Exception as error:  # one page must not stop thousands, whatever is wrong with it
        tally.failures.append((str(job.source), cause(error)))
        return
    try:
        sink.write(job, text)
    except OptionError as error:
        tally.failures.append((str(job.source), cause(error)))
        return
    tally.done += 1
    tally.empty += not any_report


def _ended(text: str) -> str:
    return f"{text}\n" if text else ""


def _pages(number: int) -> str:
    return f"{number:,} {'page' if number == 1 else 'pages'}"


__all__ = ["clean"]
