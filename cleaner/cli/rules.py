"""`cleaner rules`: whether rule packs are right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.common import EXITS, FAILED, printable, short_errors

app = typer.Typer(no_args_is_help=True, help="Rule packs.")


@app.command(epilog="\n\n".join(("Example:", "cleaner rules check my-pack.yaml", EXITS)))
@short_errors()
def check(
    packs: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PACK", help="Packs, or folders of them; those that ship by default."),
    ] = None,
) -> None:
    """Check rule packs: their form, their patterns, and every example of every rule."""
    from cleaner.authoring.rules import check_packs

    checkup = check_packs(packs or None)
    for finding in checkup.findings:
        print(printable(str(finding)))
    errors = len(checkup.errors)
    print(
        f"{checkup.packs} packs, {checkup.rules} rules, {checkup.examples:,} examples: "
        f"{errors} errors, {len(checkup.findings) - errors} warnings"
    )
    if errors:
        raise typer.Exit(FAILED)


@app.command()
@short_errors()
def prepare() -> None:
    """Write down the packs that ship and what their patterns need, so that a process starts sooner.

    For those who change these packs: without it every process reads a changed pack, and works out its patterns, anew.
    """
    from cleaner.authoring.preparing import prepare_packs

    for path in prepare_packs():
        print(path)
