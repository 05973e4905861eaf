"""The command line, a file for each command: see `cleaner --help`."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner import __version__
from cleaner.cli import clean, comments, explain, learn, ledgers, rules, samples, stream, train
from cleaner.cli.common import EXITS, use_utf8

app = typer.Typer(
    name="cleaner",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog=clean.EPILOG)(clean.clean)
app.command(epilog=comments.EPILOG)(comments.comments)
app.command(epilog=stream.EPILOG)(stream.stream)
app.command(epilog=ledgers.STATUS_EPILOG)(ledgers.status)
app.command(epilog=ledgers.ERRORS_EPILOG)(ledgers.errors)
app.command(epilog=learn.EPILOG)(learn.learn)
app.command(epilog=explain.EPILOG)(explain.explain)
app.command(epilog=train.EPILOG)(train.train)
app.add_typer(samples.app, name="samples")
app.add_typer(rules.app, name="rules")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"cleaner {__version__}")
        raise typer.Exit


@app.callback(epilog="\n\n".join(("Examples:", "cleaner clean page.html", "cleaner explain page.html", EXITS)))
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Split scraped pages into article, chrome, widget and comment zones, keep the report, and say why."""


def main() -> None:
    """What the command `cleaner` runs."""
    use_utf8()
    app()


__all__ = ["app", "main"]
