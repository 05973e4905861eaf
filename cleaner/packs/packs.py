"""The rule packs that a cleaner works with: loaded once, matched against every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np
import re2
from numpy.typing import NDArray

from cleaner.errors import PackError
from cleaner.packs.compiling import Compiled
from cleaner.packs.loading import Source, found, inspected, load, shipped
from cleaner.packs.matching import Matches, match, zone_sums
from cleaner.packs.patterns import compile_pattern, encoded
from cleaner.packs.schema import Rule
from cleaner.resources import rules_folder
from cleaner.segmenting.blocks import Blocks


class Packs:
    """Rule packs, ready to be matched. May be used by several threads; pickles as its rules and compiles them anew.

    rules       every rule, in the order of its number
    stopwords   language -> its most frequent function words
    joiners     words that cannot end a sentence, of all languages
    hidden      class tokens of elements that a reader never sees
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = tuple(sources)
        packs = [source.pack for source in sources]
        self._compiled = Compiled(packs)
        self.rules: tuple[Rule, ...] = self._compiled.rules
        self.joiners: frozenset[str] = frozenset(word for pack in packs for word in pack.joiners)
        self.hidden: frozenset[str] = frozenset(token for pack in packs for token in pack.hidden)
        self.stopwords: dict[str, frozenset[str]] = {}
        for pack in packs:
            for lang in pack.lang if pack.stopwords else ():
                self.stopwords[lang] = self.stopwords.get(lang, frozenset()).union(pack.stopwords)

    @cached_property
    def digest(self) -> str:
        """Hexadecimal, the same wherever packs say the same in the same order."""
        from hashlib import sha256  # seldom asked for, and slow to import

        return sha256(msgspec.json.encode([source.pack for source in self.sources])).hexdigest()[:16]

    @cached_property
    def trusted(self) -> frozenset[int]:
        """The numbers of rules that no weights were learned with: those of a user's own packs, and of single hosts."""
        shipped_folder = rules_folder()
        numbers: list[int] = []
        start = 0
        for source in self.sources:
            size = len(source.pack.rules)
            if source.pack.host or not source.path.is_relative_to(shipped_folder):
                numbers += range(start, start + size)
            start += size
        return frozenset(numbers)

    def trusted_weights(self, matches: Matches) -> NDArray[np.float64] | None:
        """What the `trusted` rules that fired on a page add to each zone, (blocks, zones); None where none did."""
        if not self.trusted or not len(matches.spans):
            return None
        spans = matches.spans[np.isin(matches.spans[:, 0], list(self.trusted))]
        return zone_sums(self._compiled, spans, len(matches.line)) if len(spans) else None

    @classmethod
    def load(cls, paths: Iterable[Path] | None = None, *, extra: Iterable[Path] = ()) -> Packs:
        """The packs in `paths`, files or folders (None: all that ship with the package), and those in `extra`.

        Raises `PackError`, with file, line and column, for the first thing that is wrong in a pack.
        """
        return cls(load(shipped() if paths is None else [], found([*(paths or ()), *extra])))

    def match(self, blocks: Blocks, *, language: str | None = None, host: str | None = None) -> Matches:
        """The rules that fire on a page and what they add up to.

        `language` is a code such as "en" or "pt-BR", None where unknown: then rules of every language count. `host` is
        the host of the page's address; without one, packs for hosts do not count.
        """
        try:
            return match(self._compiled, blocks, language, host)
        except re2.error:
            raise self._error() from None

    def number(self, id: str) -> int:
        """The number of the rule with an id. Raises `KeyError` where there is none."""
        return self._compiled.numbers[id]

    def parts(self, rule: int, text: str) -> dict[str, str]:
        """What the named groups of a rule's pattern (author, time, text, count) hold of `text`; empty ones left out."""
        pattern = self.rules[rule].pattern
        if pattern is None or "(?P<" not in pattern:
            return {}
        found = compile_pattern(pattern).search(encoded(text).decode())
        return {name: part for name, part in found.groupdict().items() if part} if found else {}

    def _error(self) -> PackError:
        """Where the pattern stands that RE2 refuses; some are compiled only when they are about to fire."""
        return next(error for source in self.sources for error in inspected(source.path)[1])

    def __reduce__(self) -> tuple[type[Packs], tuple[tuple[Source, ...]]]:
        return Packs, (self.sources,)
