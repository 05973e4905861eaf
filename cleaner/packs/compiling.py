"""Packs made ready for matching: patterns by kind of matcher, and tables of what each rule speaks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import numpy as np

from cleaner.document import LABELS, ZONES, Zone
from cleaner.packs.patterns import Lengths, PatternSet
from cleaner.packs.remembering import Remembered
from cleaner.packs.schema import Pack, Rule
from cleaner.packs.tokens import plain, raw_tokens
from cleaner.segmenting.blocks import Metadata

ANYWHERE = "en"
"""Packs in this language count on every page: themes are in English everywhere."""

_LONGEST_PROPERTY = 500

Attributes = tuple[str, str, str, str]


class Compiled:
    """The rules of some packs, numbered in their order.

    Patterns are compiled when first needed, those of a language when a page in it comes: then a pattern that does not
    compile raises `re2.error`.
    """

    def __init__(self, packs: Sequence[Pack]) -> None:
        self.packs = packs
        self.rules = rules = tuple(rule for pack in packs for rule in pack.rules)
        self.numbers = {rule.id: number for number, rule in enumerate(rules)}
        self.follows = [self.numbers[rule.follows] if rule.follows else -1 for rule in rules]
        self.conditional = [_is_conditional(rule) for rule in rules]
        self.shares = [1.0 if rule.page or rule.zone is Zone.ARTICLE else rule.share for rule in rules]
        self.turns = frozenset(number for number, rule in enumerate(rules) if rule.opens or rule.closes)
        self.pages = frozenset(number for number, rule in enumerate(rules) if rule.page)
        self.weights = np.array([rule.weight for rule in rules], np.float64)
        self.rule_zones = np.array([ZONES.index(rule.zone) if rule.zone else -1 for rule in rules], np.intp)
        self.rule_labels = np.array(
            [LABELS.index((rule.zone, rule.kind)) if rule.zone and rule.kind else -1 for rule in rules], np.intp
        )
        self.longest_line = max((rule.longest or 0 for rule in rules if rule.line), default=-1)
        self.selectors = [(number, rule.select) for number, rule in enumerate(rules) if rule.select]

        owned = ((pack.lang, rule) for pack in packs for rule in pack.rules)
        self._lines = [(langs, number, rule) for number, (langs, rule) in enumerate(owned) if rule.line]
        self._metas = [(number, rule.meta) for number, rule in enumerate(rules) if rule.meta]
        self._whens = [frozenset(pack.when.patterns if pack.when else ()) for pack in packs]
        self._properties = sorted({pattern for _, pattern in self._metas}.union(*self._whens))
        self._property_set = PatternSet(self._properties)
        self.tags: dict[str, tuple[int, ...]] = {}
        for number, rule in enumerate(rules):
            for tag in rule.tags:
                self.tags[tag] = (*self.tags.get(tag, ()), number)

        self._attrs = _Numbered([(number, rule.attr) for number, rule in enumerate(rules) if rule.attr])
        self._token_search = Remembered(self._search_tokens)
        self._element_search = Remembered(self._search_elements)
        self._line_searches: dict[tuple[bool, ...], Remembered[str, tuple[int, ...]]] = {}
        self._seen_masks: dict[tuple[bool, ...], bytes] = {}

    def lines(self, texts: Sequence[str], language: str | None) -> Mapping[str, tuple[int, ...]]:
        """For each text of a block the `line` rules that occur in it and allow its length, conditions apart.

        Only packs that count for `language` are looked at. Texts too long for any rule are left out.
        """
        code = _code(language)
        on = tuple(_speaks(pack.lang, code) for pack in self.packs)
        search = self._line_searches.get(on)
        if search is None:
            rules = [(number, rule) for langs, number, rule in self._lines if _speaks(langs, code)]
            patterns = [(number, rule.line or "") for number, rule in rules]
            lengths = [(rule.min or 0, rule.longest or 0) for _, rule in rules]
            search = self._line_searches[on] = Remembered(_Numbered(patterns, lengths).search)
        longest = self.longest_line
        return search(text for text in texts if len(text) <= longest)

    def elements(self, elements: Iterable[Attributes]) -> Mapping[Attributes, tuple[int, ...]]:
        """The `attr` rules that each element fires, conditions apart: those that occur in one of its tokens."""
        return self._element_search(elements)

    def _search_elements(self, elements: Sequence[Attributes]) -> list[tuple[int, ...]]:
        tokens = [raw_tokens(attrs) for attrs in elements]
        rules = self._token_search(chain.from_iterable(tokens))
        return [tuple(sorted(set().union(*map(rules.__getitem__, some)))) for some in tokens]

    def _search_tokens(self, tokens: Sequence[str]) -> list[tuple[int, ...]]:
        return self._attrs.search(list(map(plain, tokens)))

    def properties(self, metadata: Metadata) -> frozenset[str]:
        """The patterns of `meta` rules and of packs' `when` that occur in a page's metadata."""
        pairs = [f"{name}={value[:_LONGEST_PROPERTY]}" for name, value in metadata.properties]
        found = self._property_set.search_all(pairs).values()
        return frozenset(self._properties[index] for index in chain.from_iterable(found))

    def metas(self, properties: frozenset[str]) -> list[int]:
        """The `meta` rules whose patterns are among `properties`."""
        return [number for number, pattern in self._metas if pattern in properties]

    def active(self, properties: frozenset[str], language: str | None, host: str | None) -> bytes:
        """For each rule 1 where its pack counts on a page, else 0. An unknown language may be any."""
        code = _code(language)
        name = (host or "").lower().partition(":")[0].rstrip(".")
        packs = tuple(
            _speaks(pack.lang, code)
            and (not pack.host or any(name == host or name.endswith("." + host) for host in pack.host))
            and when <= properties
            for pack, when in zip(self.packs, self._whens, strict=True)
        )
        mask = self._seen_masks.get(packs)
        if mask is None:
            mask = b"".join(bytes([on]) * len(pack.rules) for pack, on in zip(self.packs, packs, strict=True))
            self._seen_masks[packs] = mask
        return mask


class _Numbered:
    """Patterns of rules, each with the number of its rule."""

    def __init__(self, patterns: Sequence[tuple[int, str]], lengths: Sequence[Lengths] | None = None) -> None:
        self._numbers = [number for number, _ in patterns]
        self._patterns = PatternSet([pattern for _, pattern in patterns], lengths)

    def search(self, texts: Sequence[str]) -> list[tuple[int, ...]]:
        """For each text the rules whose patterns occur in it, ascending."""
        rules: list[tuple[int, ...]] = [()] * len(texts)
        for place, found in self._patterns.search_all(texts).items():
            rules[place] = tuple([self._numbers[index] for index in found])
        return rules


def _code(language: str | None) -> str:
    """The language in a tag such as "pt-BR"; "" where it is unknown."""
    return (language or "").replace("_", "-").partition("-")[0].lower()


def _speaks(langs: Sequence[str], code: str) -> bool:
    """Whether a pack for some languages counts on a page in one. An unknown language may be any."""
    return not langs or not code or code in langs or ANYWHERE in langs


def _is_conditional(rule: Rule) -> bool:
    """Whether a block has to be looked at before the rule counts; lengths of lines are looked at when they match."""
    asked = (rule.marker, rule.place, rule.links, rule.form, rule.heading, rule.follows)
    lengths = () if rule.line else (rule.min, rule.max)
    return any(part is not None for part in (*asked, *lengths))
