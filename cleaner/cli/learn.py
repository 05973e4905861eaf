"""`cleaner learn`: what repeats on the pages of sites, saved for later."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.common import EXITS, FAILED, LIMIT, say, short_errors
from cleaner.cli.requests import Request

EPILOG = "\n\n".join(
    (
        "Examples:",
        "cleaner learn crawl/ -o gazette.profile",
        "cleaner clean new.html --url https://gazette.example/new --profile gazette.profile",
        EXITS,
    )
)


@short_errors()
def learn(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Pages as for cleaner clean: folders, containers.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where the profile is written.")],
    field: Annotated[str | None, typer.Option(metavar="NAME", help="Field or column that holds the page.")] = None,
    url_field: Annotated[str | None, typer.Option(metavar="NAME", help="The one that holds its address.")] = None,
    input: Annotated[
        str | None, typer.Option(metavar="FORM", help="What the files are, whatever their suffix.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="MIB", min=1, help="Pages above this many MiB are left out.")] = LIMIT,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Worker processes; by default all cores.")
    ] = None,
) -> None:
    """Learn which blocks repeat on the pages of a site: they are its frame, and no report.

    Sites are told by the pages' addresses: a field, a WARC header, or what a page says of itself. Sites with fewer
    than three pages are left out.
    """
    from cleaner.batch.learning import learn as learn_from
    from cleaner.batch.sources import Notes, all_items

    request = Request(paths=paths, limit=limit, input=input, field=field, url_field=url_field)
    inputs, reading, notes = request.inputs(), request.reading(), Notes()
    found = learn_from(
        lambda heads: all_items(inputs, replace(reading, heads=heads), notes), {}, reading.limit, jobs, part=1
    )
    for name, why in dict(notes.failures).items():
        say(f"{name}: {why}")
    if found is None:
        say("no site has three pages or more here: nothing to learn")
        raise typer.Exit(FAILED)
    profile, sites = found
    output.parent.mkdir(parents=True, exist_ok=True)
    profile.save(output)
    say(f"learned what repeats on the pages of {sites:,} {'site' if sites == 1 else 'sites'}: {output}")
