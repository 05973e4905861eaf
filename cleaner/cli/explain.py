"""`cleaner explain`: why each block of a page is in its zone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.common import EXITS, LIMIT, MIB, PageForm, printable, read_page, say, short_errors
from cleaner.document import Block, Document, Evidence, Zone
from cleaner.errors import OptionError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

COLORS = {Zone.ARTICLE: "green", Zone.CHROME: "cyan", Zone.WIDGET: "yellow", Zone.COMMENT: "magenta"}

STRONGEST = 3
"""How many pieces of evidence are shown for each block; `--block` shows all."""

WIDTH = 120
"""Characters a line where the output is no terminal."""

EPILOG = "\n\n".join(
    ("Examples:", "cleaner explain page.html --zone comment", "cleaner explain page.html --block 12", EXITS)
)


@short_errors()
def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A page, or - for stdin.")],
    block: Annotated[
        int | None, typer.Option(metavar="N", help="Show all evidence of this block, and all its text.")
    ] = None,
    zone: Annotated[Zone | None, typer.Option(help="Show only the blocks of this zone.")] = None,
    kind: Annotated[PageForm, typer.Option(help="Form of the page; told from its content by default.")] = PageForm.AUTO,
    url: Annotated[str | None, typer.Option(help="Address of the page; rules for its site need it.")] = None,
    packs: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="Rule pack, or folder of them, to add. May be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="MIB", min=1, help="A page above this many MiB is refused.")] = LIMIT,
    no_color: Annotated[
        bool, typer.Option("--no-color", help="No colours; so does the environment's NO_COLOR.")
    ] = False,
) -> None:
    """Show the zone of every block of a page, and why.

    Weights are log-odds: 1 a hint, 3 strong, 6 beyond doubt.
    """
    import cleaner

    engine = cleaner.Cleaner(packs=packs or (), limit=limit * MIB)
    document = engine.clean(read_page(file, limit * MIB), url=url, kind=kind.value)
    if block is not None and not 0 <= block < len(document.blocks):
        raise OptionError(f"there is no block {block}: {_range(document)}")
    console = _console(no_color)
    if block is not None:
        _show_whole(console, document.blocks[block])
        return
    _show_facts(console, document)
    for one in document.blocks:
        if zone is None or one.zone == zone:
            _show(console, one)
    if not document.blocks:
        say("the page has no visible text")


def _console(no_color: bool) -> Console:
    import sys

    from rich.console import Console

    width = None if sys.stdout.isatty() else WIDTH
    return Console(width=width, no_color=True if no_color else None, highlight=False, markup=False, emoji=False)


def _show_facts(console: Console, document: Document) -> None:
    from rich.text import Text

    facts = {
        "form": document.form,
        "encoding": document.encoding,
        "language": document.language,
        "page kind": document.page_kind.value,
        "confidence": f"{document.confidence:.2f}",
        "title": document.title,
        "author": document.author,
        "date": document.date,
    }
    for name, value in facts.items():
        console.print(Text(f"{name:<12}", "bold") + Text(_line(value or "-")), soft_wrap=True)
    console.print()


def _show(console: Console, block: Block) -> None:
    from rich.text import Text

    line = _head(block) + Text("  " + _line(block.text))
    console.print(line, no_wrap=True, overflow="ellipsis")
    reasons = ", ".join(_reason(reason, block.zone) for reason in block.evidence[:STRONGEST])
    if reasons:
        console.print(Text(f"      {reasons}", "dim"), no_wrap=True, overflow="ellipsis")


def _show_whole(console: Console, block: Block) -> None:
    from rich.table import Table
    from rich.text import Text

    console.print(_head(block))
    place = [f"<{block.tag}>", f"lines {block.lines[0]} to {block.lines[1]}" if block.lines else "", block.href or ""]
    console.print(Text(_line("  ".join(part for part in place if part)), "dim"), soft_wrap=True)
    console.print(Text(printable(block.text)), soft_wrap=True)
    console.print()
    table = Table(box=None, pad_edge=False, expand=True)
    for name, side in (("source", "left"), ("value", "right"), ("speaks for", "left"), ("weight", "right")):
        table.add_column(name, justify=side, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("meaning", ratio=1, no_wrap=True)
    from cleaner.zoning.explaining import meaning

    for reason in block.evidence:
        value = "" if reason.value is None else f"{reason.value:.3g}"
        label = f"{reason.zone}/{reason.kind}" if reason.kind else str(reason.zone)
        table.add_row(
            Text(_line(reason.source)),
            value,
            Text(label, COLORS[reason.zone]),
            f"{reason.weight:+.2f}",
            Text(meaning(reason.source), "dim"),
        )
    console.print(table)


def _head(block: Block) -> Text:
    from rich.text import Text

    label = Text(f"{block.zone.value:<8} {block.kind.value:<9}", COLORS[block.zone])
    return Text(f"{block.index:>4}  ") + label + Text(f" {block.confidence:.2f}")


def _reason(reason: Evidence, zone: Zone) -> str:
    value = "" if reason.value is None else f" {reason.value:.2g}"
    other = "" if reason.zone == zone else f" for {reason.zone.value}"
    return f"{_line(reason.source)}{value} ({reason.weight:+.1f}{other})"


def _range(document: Document) -> str:
    return f"the page has 0 to {len(document.blocks) - 1}" if document.blocks else "the page has no visible text"


def _line(text: str) -> str:
    return printable(" ".join(text.split()))
