"""`cleaner train`: weights from pages with gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.common import EXITS, say, short_errors
from cleaner.errors import OptionError

EPILOG = "\n\n".join(("Examples:", "cleaner train DATA --cross-validate", "cleaner train DATA -o rules/weights", EXITS))


@short_errors()
def train(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="Folder with the corpora: zones-dev, wcxb-dev ...")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="Where weights and model card go; those in use by default."),
    ] = None,
    form: Annotated[list[str] | None, typer.Option(help="html or text; both by default. May be repeated.")] = None,
    samples: Annotated[Path, typer.Option(metavar="DIR", help="Folder of samples to learn from.")] = Path("samples"),
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="Only the first pages of each corpus.")] = None,
    spam: Annotated[bool, typer.Option("--spam", help="Learn to tell spam among comments instead.")] = False,
    cross_validate: Annotated[
        bool, typer.Option("--cross-validate", help="Print the out-of-fold figures; write nothing.")
    ] = False,
) -> None:
    """Learn weights from pages with gold, and judge them on sites that they never saw (five folds).

    The same data gives the same weights. Needs the extra `train`.
    """
    from cleaner.resources import rules_folder

    forms = form or ["html", "text"]
    if unknown := sorted(set(forms) - {"html", "text"}):
        raise OptionError(f"there is no form {unknown[0]!r}: it is html or text")
    if not data.is_dir():
        raise OptionError(f"there is no folder {data}: name the one that holds the corpora")
    try:
        import catboost  # noqa: F401

        from cleaner.training.card import figures_table, write_card
        from cleaner.training.gathering import gather
        from cleaner.training.judging import judge
        from cleaner.training.learning import learn, write_weights
        from cleaner.training.spam import train_spam
    except ImportError as error:
        raise OptionError(f"{error}: install the extra, pip install 'report-cleaner[train]'") from error

    folder = output or rules_folder() / "weights"
    folder.mkdir(parents=True, exist_ok=True)
    if spam:
        for line in train_spam(data, None if cross_validate else folder / "spam.json"):
            print(line)
        return
    tables: dict[str, str] = {}
    for one in forms:
        examples = gather(data, samples, one, limit)
        say(f"{one}: {len(examples)} pages")
        learned = learn(examples, f"{len(examples)} pages", say, ship=not cross_validate)
        tables[one] = figures_table(judge(examples, learned.weights))
        print(f"{one}, out of fold by site\n\n{tables[one]}")
        if not cross_validate:
            write_weights(folder / f"{one}.json", learned.shipped)
    if not cross_validate:
        write_card(folder / "README.md", tables)
