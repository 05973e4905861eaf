"""Compare the zones that a page should have with those that were found, word by word.

Both sides are pieces of text with a zone and a kind; they may cut the page differently (a line here, a paragraph
there), so the words are what is compared: first in reading order, then, for words that were moved, wherever they are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from cleaner.document import ZONES, Kind, Zone

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one zone and kind; `line` is where it stands in its file (from 1), 0 where it stands in none."""

    zone: Zone
    kind: Kind
    text: str
    line: int = 0

    @property
    def label(self) -> str:
        """Zone and kind as in "comment/author"."""
        return f"{self.zone}/{self.kind}"


@dataclass(frozen=True, slots=True)
class Score:
    """Words of one zone: how many should be there, how many were put there, and how many of these rightly.

    The words of a zone count as a bag: their order does not matter. Scores of several pages are added with `+`.
    """

    expected: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.expected + other.expected, self.found + other.found, self.right + other.right)

    @property
    def precision(self) -> float:
        """Share of the words found in the zone that belong there; 1 where none was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the zone's words that were found there; 1 where it should have none."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of words in another zone than expected.

    `expected` and `found` are labels such as "article/body"; `found` is None for words that are nowhere on the cleaned
    page, `expected` is None for words that the sample does not know. `line` is the line of `expected.zones`, 0 if none.
    """

    expected: str | None
    found: str | None
    text: str
    words: int
    line: int = 0

    def __str__(self) -> str:
        text = self.text if len(self.text) <= 100 else f"{self.text[:97]}..."
        if self.found is None:
            return f"{self.expected}, line {self.line}, is missing: {text}"
        if self.expected is None:
            return f"not expected, found as {self.found}: {text}"
        return f"{self.expected}, line {self.line}, found as {self.found}: {text}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came out of `compare`, in words: `words` expected, `right` of them in the right zone, `right_kind` with the
    right kind as well, `missing` found nowhere, `extra` found but not expected."""

    words: int
    right: int
    right_kind: int
    missing: int
    extra: int
    zones: dict[Zone, Score]
    differences: list[Difference]

    @property
    def accuracy(self) -> float:
        """Share of the expected words that were found in their zone, 0 to 1."""
        return self.right / self.words if self.words else 1.0

    @property
    def kind_accuracy(self) -> float:
        """Share of the expected words that were found in their zone with their kind, 0 to 1."""
        return self.right_kind / self.words if self.words else 1.0

    @property
    def coverage(self) -> float:
        """Share of the expected words that were found in any zone, 0 to 1."""
        return 1 - self.missing / self.words if self.words else 1.0


@dataclass(frozen=True, slots=True)
class _Word:
    """A word in lower case, and where it stands: characters `start` to `end` of piece `piece`."""

    text: str
    piece: int
    start: int
    end: int


def compare(expected: Sequence[Piece], found: Sequence[Piece]) -> Comparison:
    """Compare the pieces that a page should fall into with those that it fell into, both in reading order."""
    wanted, got = _words(expected), _words(found)
    partner = _pair(wanted, got, expected, found)
    places = [None if i is None else found[got[i].piece] for i in partner]
    pairs = [(expected[word.piece], place) for word, place in zip(wanted, places, strict=True)]
    used = set(partner)
    spare = [word for i, word in enumerate(got) if i not in used]
    return Comparison(
        words=len(wanted),
        right=sum(place is not None and want.zone == place.zone for want, place in pairs),
        right_kind=sum(place is not None and want.label == place.label for want, place in pairs),
        missing=places.count(None),
        extra=len(spare),
        zones=_scores(wanted, got, expected, found),
        differences=_misplaced(wanted, places, expected) + _unexpected(spare, found),
    )


def _words(pieces: Sequence[Piece]) -> list[_Word]:
    return [
        _Word(match.group().lower(), i, match.start(), match.end())
        for i, piece in enumerate(pieces)
        for match in WORD.finditer(piece.text)
    ]


def _pair(wanted: list[_Word], got: list[_Word], expected: Sequence[Piece], found: Sequence[Piece]) -> list[int | None]:
    """For every wanted word the index of the same word in `got`, or None; no word of `got` is used twice."""
    partner: list[int | None] = [None] * len(wanted)
    matcher = SequenceMatcher(None, [word.text for word in wanted], [word.text for word in got], autojunk=False)
    spare = set(range(len(got)))
    for a, b, size in matcher.get_matching_blocks():
        for k in range(size):
            partner[a + k] = b + k
            spare.discard(b + k)
    elsewhere: defaultdict[str, list[int]] = defaultdict(list)
    for i in sorted(spare):
        elsewhere[got[i].text].append(i)
    # Moved words: those that were moved within their zone first, so that no other word takes their place.
    for same_zone in (True, False):
        for i, word in enumerate(wanted):
            if partner[i] is not None:
                continue
            zone = expected[word.piece].zone
            for j in elsewhere[word.text]:
                if not same_zone or found[got[j].piece].zone == zone:
                    partner[i] = j
                    elsewhere[word.text].remove(j)
                    break
    return partner


def _scores(
    wanted: list[_Word], got: list[_Word], expected: Sequence[Piece], found: Sequence[Piece]
) -> dict[Zone, Score]:
    want_bags: dict[Zone, Counter[str]] = {zone: Counter() for zone in ZONES}
    got_bags: dict[Zone, Counter[str]] = {zone: Counter() for zone in ZONES}
    for word in wanted:
        want_bags[expected[word.piece].zone][word.text] += 1
    for word in got:
        got_bags[found[word.piece].zone][word.text] += 1
    return {
        zone: Score(want_bags[zone].total(), got_bags[zone].total(), (want_bags[zone] & got_bags[zone]).total())
        for zone in ZONES
    }


def _misplaced(wanted: list[_Word], places: list[Piece | None], expected: Sequence[Piece]) -> list[Difference]:
    """Neighbouring words of one piece that went astray together make one difference."""
    differences: list[Difference] = []
    for stretch in _stretches(
        [(word.piece, place and place.label) for word, place in zip(wanted, places, strict=True)]
    ):
        first, last = wanted[stretch.start], wanted[stretch.stop - 1]
        piece, place = expected[first.piece], places[stretch.start]
        if place is None or place.zone != piece.zone:
            text = piece.text[first.start : last.end]
            label = None if place is None else place.label
            differences.append(Difference(piece.label, label, text, len(stretch), piece.line))
    return differences


def _unexpected(spare: list[_Word], found: Sequence[Piece]) -> list[Difference]:
    return [
        Difference(
            None,
            found[spare[stretch.start].piece].label,
            " ".join(found[word.piece].text[word.start : word.end] for word in spare[stretch.start : stretch.stop]),
            len(stretch),
        )
        for stretch in _stretches([word.piece for word in spare])
    ]


def _stretches(keys: Sequence[object]) -> list[range]:
    """The longest ranges of equal neighbours."""
    starts = [i for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]]
    return [range(start, stop) for start, stop in pairwise([*starts, len(keys)])]
