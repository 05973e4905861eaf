"""`cleaner status` and `cleaner errors`: what the ledger of an output says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from cleaner.batch.items import State
from cleaner.batch.ledger import Ledger, ledger_folders
from cleaner.cli.clean import execute
from cleaner.cli.common import EXITS, printable, short_errors
from cleaner.cli.requests import Request
from cleaner.cli.summary import pages
from cleaner.errors import LedgerError, OptionError

Output = Annotated[Path, typer.Argument(metavar="DIR", help="The output of cleaner clean, a folder or a file.")]

STATUS_EPILOG = "\n\n".join(("Examples:", "cleaner status cleaned/", "cleaner status cleaned.parquet --json", EXITS))
ERRORS_EPILOG = "\n\n".join(("Examples:", "cleaner errors cleaned/", "cleaner errors cleaned/ --retry", EXITS))


@short_errors()
def status(
    output: Output, figures: Annotated[bool, typer.Option("--json", help="As JSON, for machines.")] = False
) -> None:
    """Say how far a batch is: what became of its pages, and whether it is finished."""
    found = [_status(folder) for folder in _ledgers(output)]
    if figures:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for one in found:
        print(printable(f"{one['output']}: {'finished ' + one['finished'] if one['finished'] else 'not finished'}"))
        counts = one["pages"]
        done, failed = counts.get("done", 0), counts.get("failed", 0)
        print(f"  {pages(done)} cleaned, {failed:,} failed, {counts.get('passed', 0):,} passed over")
        print(f"  {one['seconds']:,.1f} s of work in {one['runs']:,} runs")
        if len(one["rules"]) > 1:
            states = ", ".join(f"{number:,} with {rules}" for rules, number in one["rules"].items())
            print(f"  cleaned with different packs or weights: {states}")
        for reason, number in one["reasons"].items():
            print(f"  failed, {reason}: {number:,}")
    if any(not one["finished"] for one in found):
        print("go on with the same command and --resume")


@short_errors()
def errors(
    output: Output,
    retry: Annotated[bool, typer.Option("--retry", help="Try the pages that failed once more.")] = False,
    figures: Annotated[bool, typer.Option("--json", help="As JSON lines, for machines.")] = False,
) -> None:
    """List the pages of a batch that failed, each with its cause."""
    folders = _ledgers(output)
    if retry:
        for request in [_request(folder) for folder in folders]:
            execute(request, resume=True, retry=True)
        return
    for folder in folders:
        with Ledger(folder) as ledger:
            for entry in ledger.entries(State.FAILED):
                if figures:
                    record = {"source": entry.shown, "error": entry.error, "reason": entry.reason}
                    print(json.dumps(record, ensure_ascii=False))
                else:
                    print(printable(f"{entry.shown}: {entry.error}"))


def _ledgers(output: Path) -> list[Path]:
    if not (found := ledger_folders(output)):
        raise OptionError(f"{output} has no ledger: name the folder or file that cleaner clean wrote to")
    return found


def _request(folder: Path) -> Request:
    with Ledger(folder) as ledger:
        try:
            return msgspec.json.decode(ledger.about("command") or "", type=Request).elsewhere()
        except msgspec.MsgspecError as error:
            raise LedgerError(f"{folder} does not say how it was made: run cleaner clean with --resume") from error


def _status(folder: Path) -> dict[str, Any]:
    with Ledger(folder) as ledger:
        seconds, reasons = ledger.sums()
        return {
            "output": str(folder.parent if folder.name == ".cleaner" else folder.with_name(folder.name[1:-8])),
            "finished": ledger.about("finished") or None,
            "runs": int(ledger.about("run") or 0),
            "pages": ledger.counts(),
            "seconds": seconds,
            "reasons": reasons,
            "rules": ledger.rules(),
        }
