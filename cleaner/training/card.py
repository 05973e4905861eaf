"""The model card beside the weights: what they were learned from, and how they do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cleaner.resources import rules_folder
from cleaner.training.judging import Judged

CARD = "card.md"
"""The text of the card, beside the weights that ship; `{date}` and `{figures}` stand for what a training fills in."""


def figures_table(judged: Mapping[str, Judged]) -> str:
    """Markdown: a list of figures a corpus."""
    lines: list[str] = []
    for name, one in sorted(judged.items()):
        figures = one.figures()
        lines.append(f"**{name}**, {figures.pop('pages'):.0f} pages")
        lines += ["", "| figure | value |", "|---|---|"]
        lines += [f"| {figure} | {value:.3f} |" for figure, value in figures.items()]
        lines.append("")
    return "\n".join(lines)


def write_card(path: Path, tables: Mapping[str, str]) -> None:
    """Writes the model card with the figures of each form of page that was trained."""
    template = (rules_folder() / "weights" / CARD).read_text("utf-8")
    titles = {"html": "HTML", "text": "Flattened text"}
    figures = "\n".join(f"### {titles[form]}\n\n{table}" for form, table in tables.items())
    path.write_text(template.replace("{date}", f"{date.today():%Y-%m-%d}").replace("{figures}", figures), "utf-8")
