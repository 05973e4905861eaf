"""A data folder -> examples of one form of page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from cleaner.cleaning import Cleaner
from cleaner.errors import OptionError
from cleaner.training.corpora import Gold, flattened, samples, text_pages, zoned_pages
from cleaner.training.examples import Example, examples

OWN = 10.0
"""How much a page counts that the product was asked for, or a sample; other pages count 1."""

ZONED, PLAIN = ("zones-dev",), ("wcxb-dev", "segments-dev")
"""Corpora with zones a line, and with main text or passages."""

Reader = Callable[[Path, str], Iterator[Gold]]


def gather(data: Path, sample_folder: Path, form: str, limit: int | None = None) -> list[Example]:
    """The pages of a data folder and the project's samples as examples of `form` ("html" or "text").

    Text comes as it was flattened by the tool that the corpus names and, once more, by one of the others in turn.
    `limit` takes the first pages of each corpus. Raises `OptionError` where the folder has none of the corpora.
    """
    corpora: list[tuple[Path, Reader]] = [(data / name, zoned_pages) for name in ZONED]
    corpora += [(data / name, text_pages) for name in PLAIN]
    corpora = [(folder, reader) for folder, reader in corpora if folder.is_dir()]
    if not corpora:
        raise OptionError(f"{data} has none of {', '.join((*ZONED, *PLAIN))}: name the folder that holds them")
    cleaner = Cleaner()
    own = [*zoned_pages(data / "seeds", form), *samples(sample_folder, form)]
    found = list(examples(cleaner, own, OWN))
    for folder, reader in corpora:
        found += examples(cleaner, list(reader(folder, form))[:limit])
        if form == "text":
            found += examples(cleaner, flattened(list(reader(folder, "html"))[:limit]))
    return found
