"""How well weights do on pages whose sites they never saw."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

import numpy as np

from cleaner.document import LABELS, REPORT, ZONES
from cleaner.signals import View
from cleaner.training.examples import Example, bag, word_f1
from cleaner.zoning.weights import Weights
from cleaner.zoning.zoner import Zoning, weigh

SPOKEN = 10
"""Pages of a language from which on it is named."""


@dataclass
class Judged:
    """Figures of the pages of one corpus in one form.

    `every` word F1 of each page, `f1` the same by kind of page, `languages` by language, `confidence` what the pages
    themselves said of it; `right`, `said` and `true` count words by zone; `hits` are passages found and missed, and
    unwanted ones found and not.
    """

    every: list[float] = field(default_factory=list)
    f1: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    languages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    confidence: list[float] = field(default_factory=list)
    right: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    kinds: list[bool] = field(default_factory=list)
    pages: int = 0

    def figures(self) -> dict[str, float]:
        """Everything as numbers by name."""
        found: dict[str, float] = {"pages": self.pages}
        every = self.every
        if every:
            found["f1"] = fmean(every)
            found |= {f"f1 {kind}": fmean(some) for kind, some in sorted(self.f1.items())}
            spoken = {name: some for name, some in sorted(self.languages.items()) if len(some) >= SPOKEN}
            found |= {f"f1 in {name}": fmean(some) for name, some in spoken.items()}
            if len(every) > 1 and np.std(every) and np.std(self.confidence):
                found["confidence r"] = float(np.corrcoef(every, self.confidence)[0, 1])
                lowest = np.argsort(self.confidence)[: max(1, len(every) // 10)]
                found["f1 least confident tenth"] = float(np.array(every)[lowest].mean())
        if self.true:
            each = {zone: _harmonic(self.right[zone], self.said[zone], self.true[zone]) for zone in map(str, ZONES)}
            found["macro f1"] = fmean(each.values())
            found |= {f"f1 {zone}": f1 for zone, f1 in each.items()}
        if self.kinds:
            found["kinds right"] = fmean(self.kinds)
        if self.hits:
            found["passages f1"] = _harmonic(
                self.hits["found"],
                self.hits["found"] + self.hits["leaked"],
                self.hits["found"] + self.hits["missed"],
            )
        return found


def judge(examples: Iterable[Example], weights: Sequence[Weights]) -> dict[str, Judged]:
    """The figures of each corpus (and flattener), every page weighed by the weights that never saw its site."""
    kept = list(examples)
    folds = {id(example.view): example.fold for example in kept}
    return judge_with(kept, lambda view: weigh(view, weights[folds[id(view)]]))


def judge_with(examples: Iterable[Example], zone: Callable[[View], Zoning]) -> dict[str, Judged]:
    """The figures of each corpus (and flattener), every page zoned by `zone`."""
    found: dict[str, Judged] = defaultdict(Judged)
    for example in examples:
        name = f"{example.gold.corpus} {example.gold.flattener}".strip()
        _count(found[name], example, zone(example.view))
    return dict(found)


def _count(judged: Judged, example: Example, zoning: Zoning) -> None:
    judged.pages += 1
    gold = example.gold
    kept = [index for index, label in enumerate(zoning.labels) if label in REPORT]
    if gold.lines:
        _count_zones(judged, example, zoning)
        same = [
            LABELS[label] == said
            for label, said in zip(example.label.tolist(), zoning.labels, strict=True)
            if label >= 0 and LABELS[label][0] is said[0]
        ]
        judged.kinds += same
    elif example.truth is not None:
        said: Counter[str] = Counter()
        for index in kept:
            said.update(example.bags[index])
        f1 = word_f1(said, example.truth)
        judged.every.append(f1)
        judged.f1[gold.page_kind or "unknown"].append(f1)
        judged.languages[(gold.language or "unknown")[:2]].append(f1)
        judged.confidence.append(zoning.confidence)
    else:
        blocks = example.view.blocks
        text = " ".join(" ".join(f"{blocks.marker[index]} {blocks.text[index]}".split()) for index in kept)
        for passage in gold.wanted:
            judged.hits["found" if " ".join(passage.split()) in text else "missed"] += 1
        for passage in gold.unwanted:
            judged.hits["leaked" if " ".join(passage.split()) in text else "kept out"] += 1


def _count_zones(judged: Judged, example: Example, zoning: Zoning) -> None:
    true: Mapping[str, Counter[str]] = defaultdict(Counter)
    said: Mapping[str, Counter[str]] = defaultdict(Counter)
    for name, line in example.gold.lines:
        true[name.partition("/")[0]].update(bag(line))
    for (zone, _), words in zip(zoning.labels, example.bags, strict=True):
        said[zone].update(words)
    for name in map(str, ZONES):
        judged.right[name] += (true[name] & said[name]).total()
        judged.said[name] += said[name].total()
        judged.true[name] += true[name].total()


def _harmonic(right: float, said: float, true: float) -> float:
    return 2 * right / (said + true) if said + true else 0.0
