"""`cleaner stream`: a filter, a record a line in, a record a line out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import IO, Annotated

import msgspec
import typer

from cleaner.batch.batch import REASONS
from cleaner.batch.formats import Format
from cleaner.batch.items import Item, Outcome
from cleaner.batch.sources import Fields
from cleaner.batch.sources.limits import lines
from cleaner.batch.sources.rows import line_item
from cleaner.batch.task import Settings
from cleaner.cli import requests
from cleaner.cli.common import EXITS, FAILED, LIMIT, MIB, PageForm, say, short_errors, write_stdout
from cleaner.workers import Limits, Lost, Pool, Task

EPILOG = "\n\n".join(
    (
        "Examples:",
        "cat urls.jsonl | cleaner stream --field html",
        "zcat dump.jsonl.gz | cleaner stream --field data.html --id-field key --jobs 4 > cleaned.jsonl",
        EXITS,
    )
)


@short_errors()
def stream(
    field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Field that holds the page; a.b for b within a. Guessed if left.")
    ] = None,
    url_field: Annotated[str | None, typer.Option(metavar="NAME", help="Field that holds its address.")] = None,
    id_field: Annotated[str | None, typer.Option(metavar="NAME", help="Field that holds its id.")] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="NAMES", help="Zones or kinds that make the text, separated by commas: article,comment."),
    ] = None,
    kind: Annotated[
        PageForm, typer.Option(help="Form of the pages; told from their content by default.")
    ] = PageForm.AUTO,
    packs: Annotated[
        list[str] | None, typer.Option(metavar="PATH", help="Rule pack, or folder of them, to add. May be repeated.")
    ] = None,
    profile: Annotated[str | None, typer.Option(metavar="FILE", help="Site profile, made by cleaner learn.")] = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="Say why each block is in its zone.")] = False,
    limit: Annotated[int, typer.Option(metavar="MIB", min=1, help="Pages above this many MiB fail.")] = LIMIT,
    jobs: Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=1, help="Worker processes.")] = 1,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="Time that a page may take.")] = 60.0,
    memory: Annotated[int, typer.Option(metavar="MIB", min=16, help="Memory that a page may take.")] = 1024,
) -> None:
    """Clean pages in JSON lines on stdin: a line in, a line out, at once and in order.

    A line that cannot be cleaned is answered with a record that has source, id, url, error and reason.
    """
    request = requests.Request(
        paths=["-"], keep=tuple(keep or ["article"]), packs=tuple(packs or ()), limit=limit, profile=profile
    )
    settings = Settings(
        format=Format.JSONL,
        options=request.options(),
        engine=requests.ENGINE,
        limit=limit * MIB,
        kind=kind.value,
        evidence=evidence,
    )
    pool = Pool(Task("cleaner.batch.task:cleaning", {"settings": settings}), jobs, Limits(timeout, memory * MIB))
    failures = 0
    for item, answer in pool.map(_items(Fields(field, url_field, id_field), limit * MIB), size=lambda item: item.size):
        if isinstance(answer, Lost):
            write_stdout(_error(item, answer.why, REASONS[answer.loss.value]))
            failures += 1
        else:
            failures += answer.result is None
            write_stdout(_line(item, answer))
    if failures:
        say(f"{failures:,} lines failed: their records say why")
        raise typer.Exit(FAILED)


def _items(fields: Fields, limit: int) -> Iterator[Item]:
    for number, line in enumerate(lines(_stdin(), 2 * limit), 1):
        yield line_item(line, number, fields, 2 * limit)


def _stdin() -> IO[bytes]:
    """stdin by a reader of its own: Python's is locked as long as a thread waits for a line, and to close it at exit
    would then be fatal."""
    try:
        return open(os.dup(sys.stdin.fileno()), "rb")
    except OSError:  # some other stream in its place
        return sys.stdin.buffer


def _line(item: Item, outcome: Outcome) -> bytes:
    if outcome.result is not None:
        return outcome.result
    return _error(item, outcome.error or "no page", outcome.reason or "not a page")


def _error(item: Item, error: str, reason: str) -> bytes:
    record = {"source": item.key, "id": item.id, "url": item.url, "error": error, "reason": reason}
    clean = {name: value.encode("utf-8", "replace").decode() for name, value in record.items() if value is not None}
    return msgspec.json.encode(clean) + b"\n"
