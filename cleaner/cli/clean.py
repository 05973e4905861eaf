"""`cleaner clean`: pages in, reports out."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.batch.formats import Format
from cleaner.batch.sources import FORMS, Inputs, Notes
from cleaner.cli.common import EXITS, FAILED, INTERRUPTED, LIMIT, PageForm, say, short_errors, write_stdout
from cleaner.cli.progress import Logs, progress
from cleaner.cli.requests import Request
from cleaner.cli.summary import failures, headline, table
from cleaner.errors import OptionError

if TYPE_CHECKING:
    from cleaner.batch.batch import Batch
    from cleaner.batch.tally import Tally

EPILOG = "\n\n".join(
    (
        "Examples:",
        "cleaner clean page.html",
        "curl -s https://example.com/report | cleaner clean - --url https://example.com/report",
        "cleaner clean crawl/ -o cleaned/ --format markdown",
        "cleaner clean crawl/*.warc.gz -o cleaned.parquet --resume",
        "cleaner clean dump.jsonl.zst --field raw.html -o pages.jsonl.gz --split 100000",
        "cleaner clean crawl/ --format jsonl --keep article,byline,comment > pages.jsonl",
        EXITS,
    )
)


@short_errors()
def clean(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Pages, containers of pages, folders, patterns, addresses; - for stdin."),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="PATH", help="Folder to write to, or a file .jsonl[.gz|.zst] .parquet .sqlite."
        ),
    ] = None,
    format: Annotated[
        Format | None, typer.Option(help="What to write: a file for each page, or one stream (jsonl parquet sqlite).")
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="NAMES", help="Zones or kinds that make the text, separated by commas: article,comment."),
    ] = None,
    kind: Annotated[
        PageForm, typer.Option(help="Form of the pages; told from their content by default.")
    ] = PageForm.AUTO,
    url: Annotated[str | None, typer.Option(help="Address of the page; rules for its site need it.")] = None,
    packs: Annotated[
        list[str] | None, typer.Option(metavar="PATH", help="Rule pack, or folder of them, to add. May be repeated.")
    ] = None,
    keep_spam: Annotated[
        bool, typer.Option("--keep-spam", help="Where comments are kept: keep those that are spam, too.")
    ] = False,
    evidence: Annotated[bool, typer.Option("--evidence", help="In JSON: say why each block is in its zone.")] = False,
    limit: Annotated[int, typer.Option(metavar="MIB", min=1, help="Pages above this many MiB fail.")] = LIMIT,
    recursive: Annotated[bool, typer.Option(help="Look into folders within folders.")] = True,
    input: Annotated[
        str | None, typer.Option(metavar="FORM", help=f"What the files are, whatever their suffix: {' '.join(FORMS)}.")
    ] = None,
    field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Field or column that holds the page; a.b for b within a.")
    ] = None,
    url_field: Annotated[str | None, typer.Option(metavar="NAME", help="The one that holds its address.")] = None,
    id_field: Annotated[str | None, typer.Option(metavar="NAME", help="The one that holds its id.")] = None,
    table_name: Annotated[str | None, typer.Option("--table", metavar="NAME", help="Table of an SQLite file.")] = None,
    split: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Streams: a new file after every N pages.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Worker processes; by default all cores.")
    ] = None,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="Time that a page may take.")] = 60.0,
    memory: Annotated[int, typer.Option(metavar="MIB", min=16, help="Memory that a page may take.")] = 1024,
    resume: Annotated[
        bool, typer.Option("--resume", help="Do only what is missing or changed since last time.")
    ] = False,
    sites: Annotated[bool, typer.Option(help="Learn first what repeats on the pages of a site.")] = True,
    profile: Annotated[
        str | None, typer.Option(metavar="FILE", help="Use this site profile, made by cleaner learn, instead.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a report on the run, an HTML page.")
    ] = None,
    figures: Annotated[bool, typer.Option("--json", help="Figures on the run as JSON on stdout.")] = False,
    log: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Log every page as a line of JSON; - for stderr.")
    ] = None,
) -> None:
    """Keep the core report of pages.

    One page goes to stdout. Several pages, a folder or a container need -o, unless they are written as JSON lines.
    """
    if input is not None and input not in FORMS:
        raise OptionError(f"--input {input}: use one of {', '.join(FORMS)}")
    request = Request(
        paths=paths,
        output=output,
        format=format,
        keep=tuple(keep or ["article"]),
        kind=kind.value,
        url=url,
        packs=tuple(packs or ()),
        keep_spam=keep_spam,
        evidence=evidence,
        limit=limit,
        recursive=recursive,
        input=input,
        field=field,
        url_field=url_field,
        id_field=id_field,
        table=table_name,
        split=split,
        jobs=jobs,
        timeout=timeout,
        memory=memory,
        sites=sites,
        profile=profile,
        cwd=os.getcwd(),
    )
    if figures and output is None:
        raise OptionError("--json puts figures on stdout: add -o, so that the pages go elsewhere")
    if resume and output is None:
        raise OptionError("--resume goes on with an output: name it with -o")
    execute(request, resume=resume, report=report, figures=figures, log=log)


def execute(
    request: Request,
    resume: bool = False,
    retry: bool = False,
    report: Path | None = None,
    figures: bool = False,
    log: Path | None = None,
) -> None:
    """Runs a batch as asked for, and ends the command with the exit code that fits."""
    inputs = request.inputs()
    batch = request.batch(inputs)
    batch.resume, batch.retry = resume, retry
    batch.say = say
    pages, size = _look(inputs)
    if pages == 0:
        raise OptionError(
            f"no pages below {request.paths[0]}: pages end in .html .htm .xhtml .txt .text .md or have no suffix; "
            "name others one by one"
        )
    quiet = inputs.single and request.output is None
    with ExitStack() as stack:
        logs = stack.enter_context(Logs(log)) if log else None
        advance = stack.enter_context(progress(pages, size, quiet))

        def watch(item: object, outcome: object) -> None:
            advance(item, outcome)  # type: ignore[arg-type]
            if logs:
                logs.write(item, outcome)  # type: ignore[arg-type]

        batch.watch = watch
        tally = batch.run() if batch.output is not None else _to_stdout(batch, request)
    _tell(tally, batch, request, pages, quiet, report, figures)
    if tally.interrupted:
        raise typer.Exit(INTERRUPTED)
    if tally.failures:
        raise typer.Exit(FAILED)


def _look(inputs: Inputs) -> tuple[int | None, int]:
    """How many pages the inputs have, those among them that cannot be read, or None where containers hold unknown
    numbers of them; and the bytes of all."""
    pages, size, known = 0, 0, True
    notes = Notes()
    for place in inputs.places(notes):
        pages += 1
        size += place.size
        known &= place.form == "page"
    return (pages + len(notes.failures) if known else None), size


def _to_stdout(batch: Batch, request: Request) -> Tally:
    several = False
    try:
        for _, outcome in batch.stream():
            if several and batch.settings.format is not Format.JSONL:
                raise OptionError("it holds several pages, which need a folder to be written to: add -o DIR")
            if outcome.result is not None:
                write_stdout(outcome.result)
            several = True
    except KeyboardInterrupt:
        batch.tally.interrupted = True
    return batch.tally


def _tell(
    tally: Tally, batch: Batch, request: Request, known: int | None, quiet: bool, report: Path | None, figures: bool
) -> None:
    """What became of the pages: in words, for machines, as a page."""
    if not quiet or tally.interrupted:
        say(headline(tally, known), *failures(tally), *table(tally))
    elif tally.failures:
        name, why, _ = tally.failures[0]
        say(f"{name}: {why}")
    if report is not None:
        from cleaner.batch.report import html_report

        folder = batch.settings.folder
        page = html_report(tally, f"cleaner clean {' '.join(request.paths)}"[:200], folder, report.absolute())
        report.write_text(page, "utf-8")
    if figures:
        print(json.dumps(tally.to_dict(), ensure_ascii=False, indent=2))


__all__ = ["clean", "execute"]
