"""The report of a run as one HTML page that needs nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote

from cleaner import __version__
from cleaner.batch.tally import BINS, Tally

SHOWN = 1000
"""Failures that are listed by name; the ledger has all."""

COLORS = {"article": "#2e7d32", "chrome": "#0277bd", "widget": "#f9a825", "comment": "#8e24aa"}

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.15rem .6rem .15rem 0;vertical-align:top;overflow-wrap:anywhere}
td.n{text-align:right;white-space:nowrap;width:6rem}.bar{display:flex;height:1.4rem;border-radius:4px;overflow:hidden}
.fill{background:#0277bd;height:.8rem;border-radius:2px;min-width:1px}.key{margin-right:1rem;white-space:nowrap}
.key i{display:inline-block;width:.8rem;height:.8rem;margin-right:.3rem;border-radius:2px}.bad{color:#b71c1c}
.bins{display:flex;align-items:flex-end;height:8rem;gap:2px}.bins div{flex:1;background:#0277bd;min-height:1px}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}a{color:#8ab4f8}.bad{color:#ef9a9a}}
"""


def html_report(tally: Tally, title: str, output: Path | None, place: Path) -> str:
    """The page; `output` is the folder that holds a result for each page, to which a report at `place` links."""
    rate = tally.done / tally.seconds if tally.seconds else 0.0
    parts = [
        f"<h1>{_text(title)}</h1>",
        "<p>" + ("<b class=bad>Interrupted.</b> " if tally.interrupted else ""),
        f"{tally.done:,} pages cleaned in {tally.seconds:,.1f} s ({rate:,.1f} a second),",
        f"{tally.unchanged:,} unchanged,",
        f"<span{' class=bad' if tally.failures else ''}>{len(tally.failures):,} failed</span>,",
        f"{tally.passed_over:,} files passed over, {tally.empty:,} pages without a report.</p>",
        *_zones(tally),
        *_table("Kinds of pages", tally.page_kinds.most_common()),
        *_table("Languages", tally.languages.most_common(30)),
        *_confidence(tally, output, place),
        "<h2>Comments</h2>",
        f"<p>{tally.comments:,} comments, {tally.spam:,} of them spam ({_share(tally.spam, tally.comments)}).</p>",
        *_table("Failures by reason", tally.reasons().most_common()),
        *_failures(tally),
        *_slowest(tally, output, place),
    ]
    return (
        f"<!doctype html>\n<html lang=en><head><meta charset=utf-8><title>{_text(title)}</title>"
        f"<meta name=viewport content='width=device-width'><meta name=generator content='cleaner {__version__}'>"
        f"<style>{_STYLE}</style></head><body>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def _zones(tally: Tally) -> list[str]:
    total = sum(tally.zones.values())
    bars, keys = [], []
    for zone, color in COLORS.items():
        share = _share(tally.zones[zone], total)
        bars.append(f"<div title='{zone} {share}' style='background:{color};flex:{tally.zones[zone]}'></div>")
        keys.append(f"<span class=key><i style='background:{color}'></i>{zone} {share}</span>")
    return ["<h2>Share of zones</h2>", f"<div class=bar>{''.join(bars)}</div>", f"<p>{''.join(keys)}</p>"]


def _table(title: str, rows: list[tuple[str, int]]) -> list[str]:
    most = max((count for _, count in rows), default=1)
    cells = (
        f"<tr><td>{_text(name)}</td><td class=n>{count:,}</td>"
        f"<td width=50%><div class=fill style='width:{100 * count / most:.1f}%'></div></td></tr>"
        for name, count in rows
    )
    return [f"<h2>{title}</h2>", f"<table>{''.join(cells)}</table>" if rows else "<p>None.</p>"]


def _confidence(tally: Tally, output: Path | None, place: Path) -> list[str]:
    most = max(tally.confidences, default=0) or 1
    bars = (
        f"<div title='{index / BINS:.2f} to {(index + 1) / BINS:.2f}: {count:,} pages' "
        f"style='height:{100 * count / most:.1f}%'></div>"
        for index, count in enumerate(tally.confidences)
    )
    rows = (
        f"<tr><td>{_link(shown, target, output, place)}</td><td class=n>{-value:.2f}</td></tr>"
        for value, shown, target in sorted(tally.least, reverse=True)
    )
    return [
        "<h2>Confidence</h2>",
        f"<div class=bins>{''.join(bars)}</div><p>from 0 (left) to 1 (right)</p>",
        f"<details open><summary>The least confident pages</summary><table>{''.join(rows)}</table></details>",
    ]


def _failures(tally: Tally) -> list[str]:
    if not tally.failures:
        return []
    rows = (f"<tr><td>{_text(name)}</td><td>{_text(why)}</td></tr>" for name, why, _ in tally.failures[:SHOWN])
    more = len(tally.failures) - SHOWN
    rest = f"<p>and {more:,} more: cleaner errors lists them all</p>" if more > 0 else ""
    return [f"<table>{''.join(rows)}</table>{rest}"]


def _slowest(tally: Tally, output: Path | None, place: Path) -> Iterable[str]:
    rows = (
        f"<tr><td>{_link(shown, target, output, place)}</td><td class=n>{value:.2f} s</td></tr>"
        for value, shown, target in sorted(tally.slowest, reverse=True)[:20]
    )
    return ["<h2>Slowest pages</h2>", f"<table>{''.join(rows)}</table>"]


def _link(shown: str, target: str, output: Path | None, place: Path) -> str:
    if output is None or not target:
        return _text(shown)
    path = Path(os.path.relpath(output / target, place.parent)).as_posix()
    return f"<a href='{escape(quote(path))}'>{_text(shown)}</a>"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "0 %"


def _text(text: str) -> str:
    return escape(text.encode("utf-8", "backslashreplace").decode())
