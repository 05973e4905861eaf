"""`cleaner comments`: the readers' comments of pages, with spam verdicts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.cli.common import (
    EXITS,
    FAILED,
    LIMIT,
    MIB,
    PageForm,
    cause,
    printable,
    say,
    short_errors,
    write_stdout,
)
from cleaner.cli.requests import Request
from cleaner.errors import BinaryPage, OptionError, WeightsError

if TYPE_CHECKING:
    from cleaner.batch.items import Item
    from cleaner.document import Comment, Document

EPILOG = "\n\n".join(
    (
        "Examples:",
        "cleaner comments page.html",
        "cleaner comments crawl/ --format jsonl --ham-only > opinions.jsonl",
        "cleaner comments crawl/ --format csv --threshold 0.8 > comments.csv",
        EXITS,
    )
)

COLUMNS = ("source", "number", "parent", "depth", "author", "time", "iso", "likes", "sort", "by_author", "permalink",
           "spam", "verdict", "reasons", "text")  # fmt: skip


class Layout(StrEnum):
    """What `--format` takes."""

    TEXT = "text"
    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Row:
    """A comment to be shown: `source` is its page, `number` its index among the page's comments."""

    source: str
    number: int
    comment: Comment
    spam: bool


@short_errors()
def comments(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Pages, folders, containers of pages as for clean, or - for stdin."),
    ],
    format: Annotated[Layout, typer.Option(help="What to write. jsonl, csv: a line for each comment.")] = Layout.TEXT,
    ham_only: Annotated[bool, typer.Option("--ham-only", help="Leave out what is taken for spam.")] = False,
    threshold: Annotated[
        float, typer.Option(metavar="P", min=0, max=1, help="Spam score from which a comment is taken for spam.")
    ] = 0.5,
    fetched: Annotated[
        datetime | None, typer.Option(help='When the pages were fetched: turns "3 hours ago" into a date.')
    ] = None,
    kind: Annotated[
        PageForm, typer.Option(help="Form of the pages; told from their content by default.")
    ] = PageForm.AUTO,
    url: Annotated[
        str | None, typer.Option(help="Address of the page; permalinks and rules for its site need it.")
    ] = None,
    packs: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="Rule pack, or folder of them, to add. May be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="MIB", min=1, help="Pages above this many MiB fail.")] = LIMIT,
) -> None:
    """Take the readers' comments of pages apart, and tell spam from opinion.

    With several pages a comment that stands under more than one of them is more likely spam.
    """
    import cleaner
    from cleaner.batch.sources import Notes, all_items, load
    from cleaner.batch.task import decoded

    request = Request(paths=paths, limit=limit)
    inputs, notes = request.inputs(), Notes()
    if url is not None and not inputs.single:
        raise OptionError("--url is the address of one page: name that page alone, or leave it out")
    engine = cleaner.Cleaner(packs=packs or (), limit=limit * MIB)

    def read(item: Item) -> Document | None:
        try:
            if item.error is not None:
                raise OptionError(item.error)
            page, _ = decoded(load(item, limit * MIB), item.charset)
            return engine.clean(page, url=item.url or url, kind=item.kind if kind is PageForm.AUTO else kind.value)
        except WeightsError:  # no page can be cleaned without weights
            raise
        except Exception as error:  # one page must not stop the others, whatever is wrong with it
            if item.sure or not isinstance(error, BinaryPage):
                notes.failures.append((item.shown, cause(error)))
        return None

    write = {Layout.TEXT: _text, Layout.JSONL: _jsonl, Layout.CSV: _csv}[format](several=not inputs.single)
    pages = (item for item in all_items(inputs, request.reading(), notes) if item.page)
    for source, page in _judged(pages, inputs.single, read, fetched):
        rows = [Row(source, number, one, one.spam >= threshold) for number, one in enumerate(page)]
        write(source, [row for row in rows if not (ham_only and row.spam)])
    for name, why in notes.failures:
        say(f"{name}: {why}")
    if notes.failures:
        raise typer.Exit(FAILED)


def _judged(
    items: Iterable[Item], single: bool, read: Callable[[Item], Document | None], fetched: datetime | None
) -> Iterator[tuple[str, list[Comment]]]:
    """The comments of page after page; of several pages only once all are read, since repeats count."""
    from cleaner.comments import Repeats, judge
    from cleaner.comments.times import resolve

    repeats = Repeats()
    waiting: list[tuple[str, list[Comment], str]] = []
    for number, item in enumerate(items):
        document = read(item)
        if document is None:
            continue
        for one in document.comments:
            repeats.add(one.text, number)
            if fetched and one.iso:
                one.iso = resolve(one.iso, fetched)
        if single:
            yield item.key, document.comments
        elif document.comments:
            waiting.append((item.key, document.comments, document.report))
        else:
            waiting.append((item.key, [], ""))
    for number, (source, page, report) in enumerate(waiting):
        for one in page:
            if seen := repeats.elsewhere(one.text, number):
                one.spam, one.reasons = judge(one.text, one.author, report, seen)
        yield source, page


Writer = Callable[[str, list[Row]], None]


def _text(several: bool) -> Writer:
    def write(source: str, rows: list[Row]) -> None:
        parts = [f"== {printable(source)}\n"] if several else []
        for row in rows:
            one, indent = row.comment, "  " * row.comment.depth
            likes = f"{one.likes} likes" if one.likes else None
            head = " | ".join(
                filter(None, (one.author or "(no name)", one.time, likes, "author" if one.by_author else None))
            )
            verdict = f" [spam {one.spam:.2f}: {'; '.join(one.reasons)}]" if row.spam else ""
            lines = [head + verdict, *one.text.split("\n")]
            parts.append("\n".join(indent + printable(line) if line else "" for line in lines) + "\n")
        write_stdout("".join(f"{part}\n" for part in parts).encode())

    return write


def _jsonl(several: bool) -> Writer:
    from cleaner.rendering.json import comment_dict

    def write(source: str, rows: list[Row]) -> None:
        for row in rows:
            record: dict[str, Any] = {"source": source, "number": row.number, **comment_dict(row.comment)}
            record["verdict"] = _verdict(row)
            write_stdout(json.dumps(record, ensure_ascii=False).encode() + b"\n")

    return write


def _csv(several: bool) -> Writer:
    write_stdout(",".join(COLUMNS).encode() + b"\n")

    def write(source: str, rows: list[Row]) -> None:
        from cleaner.rendering.json import comment_dict

        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        for row in rows:
            record = {"source": source, "number": row.number, **comment_dict(row.comment), "verdict": _verdict(row)}
            record["reasons"] = "; ".join(row.comment.reasons)
            writer.writerow([_cell(record[name]) for name in COLUMNS])
        write_stdout(buffer.getvalue().encode())

    return write


def _cell(value: object) -> object:
    """A value for a spreadsheet: text that it would take for a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _verdict(row: Row) -> str:
    return "spam" if row.spam else "ham"
