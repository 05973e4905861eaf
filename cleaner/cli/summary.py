"""A run in words."""

from __future__ import annotations

from collections import Counter

from cleaner.batch.tally import Tally


def headline(tally: Tally, known: int | None = None) -> str:
    """The run on one line; `known` is the number of pages that were to be cleaned."""
    total = tally.total
    if tally.interrupted:
        total = max(total, known or 0)
    parts = [f"cleaned {tally.done:,} of {pages(total)}"]
    if tally.interrupted:
        parts[0] = f"interrupted: {parts[0]}; what is done is kept, go on with --resume"
    if tally.unchanged:
        parts.append(f"{tally.unchanged:,} unchanged")
    if tally.empty:
        parts.append(f"{pages(tally.empty)} without a report")
    if tally.passed_over:
        parts.append(f"passed over {tally.passed_over:,} files that are no pages by their suffix or content")
    if tally.failures:
        parts.append(f"{len(tally.failures):,} failed:")
    return "; ".join(parts)


def failures(tally: Tally) -> list[str]:
    """Every failed input by name, with its cause."""
    return [f"  {name}: {why}" for name, why, _ in tally.failures]


def table(tally: Tally) -> list[str]:
    """The figures of the run, a line for each sort."""
    if not tally.done + tally.unchanged:
        return []
    rate = tally.done / tally.seconds if tally.seconds else 0.0
    slowest = max((value for value, _, _ in tally.slowest), default=0.0)
    rows = {
        "time": f"{duration(tally.seconds)}, {rate:,.1f} pages a second, the slowest {slowest:.1f} s",
        "zones": shares(tally.zones),
        "kinds": counts(tally.page_kinds),
        "languages": counts(tally.languages),
        "comments": f"{tally.comments:,}, {tally.spam:,} of them spam" if tally.comments else "",
    }
    return [f"  {name:<10} {words}" for name, words in rows.items() if words]


def shares(found: Counter[str]) -> str:
    total = sum(found.values())
    return ", ".join(f"{name} {100 * count / total:.0f} %" for name, count in found.items()) if total else ""


def counts(found: Counter[str], most: int = 8) -> str:
    shown = ", ".join(f"{name} {count:,}" for name, count in found.most_common(most))
    return f"{shown} ..." if len(found) > most else shown


def pages(number: int) -> str:
    return f"{number:,} {'page' if number == 1 else 'pages'}"


def duration(seconds: float) -> str:
    """Seconds as "0:04:10", or "4.2 s" where it is short."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
