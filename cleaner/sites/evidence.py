"""How far a block's standing on many pages of its site speaks against its being the report or a comment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleaner.document import ZONES, Evidence, Zone
from cleaner.errors import WeightsError
from cleaner.resources import rules_folder
from cleaner.sites.profile import Profile

SOURCE = "sites.repeated"


class SiteWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`rules/weights/sites.json`: log-odds against `article` and `comment` of a block that stands on very many pages
    of a site, on how many others it has half of that, from how many words (or characters, for scripts without spaces)
    blocks count, and the fewest pages that make a site."""

    article: float
    comment: float
    half: float
    words: int
    characters: int
    pages: int


@cache
def site_weights() -> SiteWeights:
    """The weights that ship with the package. Raises `WeightsError` where they are missing or damaged."""
    path = rules_folder() / "weights" / "sites.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=SiteWeights)
    except (OSError, msgspec.MsgspecError) as error:
        raise WeightsError(f"{path}: cannot read the weights of sites: {error}") from error


@dataclass(frozen=True)
class Repeats:
    """`shares` of the site's other pages that have each block, about how many `others` these are, and `adjust`, the
    log-odds that it adds to each zone: shape (blocks, zones)."""

    shares: NDArray[np.float64]
    others: NDArray[np.float64]
    adjust: NDArray[np.float64]

    def seen(self, blocks: Sequence[int]) -> int:
        """On how many other pages of the site all of these blocks stand: what makes a comment suspect of spam."""
        return round(float(self.others[list(blocks)].min())) if blocks else 0

    def explainer(
        self, explain: Callable[[int], list[Evidence]], zone: Callable[[int], Zone]
    ) -> Callable[[int], list[Evidence]]:
        """Puts the evidence of the site among what `explain` tells of a block."""

        def explained(index: int) -> list[Evidence]:
            found = explain(index)
            own = ZONES.index(zone(index))
            row = self.adjust[index]
            # What speaks against some zones speaks for the others.
            if weight := float(row[own] or -row.min()):
                found.append(Evidence(SOURCE, zone(index), weight, value=float(self.shares[index])))
                found.sort(key=lambda evidence: -abs(evidence.weight))
            return found

        return explained


def repeats(profile: Profile, site: str | None, texts: Sequence[str]) -> Repeats | None:
    """What the profile says of a page's blocks; None for sites of which too few pages are known.

    A page is taken to be among those that were counted, so that what stands on this one alone is not repeated.
    """
    weights = site_weights()
    if site is None or not texts or (pages := profile.pages(site)) < weights.pages:
        return None
    shares = np.clip((profile.counts(site, texts) - 1) / (pages - 1), 0.0, 1.0)
    others = shares * (profile.size(site) - 1)
    # Short labels ("Description", "Syntax") are the same in the reports of a site too.
    long = np.array([len(text.split()) >= weights.words or len(text) >= weights.characters for text in texts])
    strength = long * others / (others + weights.half)
    adjust = np.zeros((len(texts), len(ZONES)))
    adjust[:, ZONES.index(Zone.ARTICLE)] = -weights.article * strength
    adjust[:, ZONES.index(Zone.COMMENT)] = -weights.comment * strength
    return Repeats(shares, others, adjust)
