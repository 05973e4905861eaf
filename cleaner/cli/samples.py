"""`cleaner samples`: whether pages whose zones are known come out right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.common import EXITS, FAILED, printable, short_errors

if TYPE_CHECKING:
    from cleaner.authoring.samples import Summary

app = typer.Typer(no_args_is_help=True, help="Pages whose zones are known.")


@app.command(epilog="\n\n".join(("Example:", "cleaner samples check samples/ --packs my-pack.yaml", EXITS)))
@short_errors()
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A sample, or a folder of samples.")] = Path("samples"),
    packs: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="Rule pack, or folder of them, to add. May be repeated.")
    ] = None,
) -> None:
    """Clean samples, and show every word that is in another zone than expected, and figures for each zone."""
    import cleaner
    from cleaner.authoring.samples import check_sample, load_samples, summarise

    samples = load_samples(folder)
    engine = cleaner.Cleaner(packs=packs or ())
    results = []
    for sample in samples:
        result = check_sample(sample, engine)
        results.append(result)
        for line in result.lines():
            print(printable(line))
    summary = summarise(results)
    print(*_figures(summary), sep="\n")
    if summary.passed < summary.samples:
        raise typer.Exit(FAILED)


def _figures(summary: Summary) -> list[str]:
    lines = ["", f"{'zone':<9}{'words':>9}{'precision':>11}{'recall':>8}{'F1':>7}"]
    lines += [
        f"{zone:<9}{score.expected:>9,}{score.precision:>11.3f}{score.recall:>8.3f}{score.f1:>7.3f}"
        for zone, score in summary.zones.items()
    ]
    return [
        *lines,
        f"macro F1 {summary.macro_f1:.3f}; {summary.accuracy:.1%} of {summary.words:,} words in their zone, "
        f"{summary.kind_accuracy:.1%} with their kind",
        f"{summary.passed} of {summary.samples} samples passed",
    ]
