"""What the elements around a comment tell on an HTML page: how deep it is nested, where it is found, whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin

from cleaner.comments.words import wording
from cleaner.document import Comment
from cleaner.segmenting.blocks import Blocks

HIGHEST = 40
"""Elements above a block that are looked at."""


class Surroundings:
    """The elements around the comments of one page; tells nothing for flattened text."""

    def __init__(self, blocks: Blocks, hrefs: Sequence[str | None], base: str | None = None) -> None:
        self._blocks = blocks
        self._hrefs = hrefs
        self._base = base or blocks.metadata.first("canonical", "og:url")

    def own(self, comment: Comment) -> list[str]:
        """Class and id of the elements that begin with this comment: its item, and what is inside it."""
        if not comment.blocks or not len(self._blocks):
            return []
        frames, first = self._blocks.frames, min(comment.blocks)
        found: dict[int, str] = {}
        for index in comment.blocks:
            for frame in self._above(index):
                if frames.first[frame] < first:
                    break
                if frame not in found and (attrs := frames.attrs[frame]):
                    found[frame] = f"{attrs[0]}\n{attrs[1]}"
        return list(found.values())

    def level(self, comment: Comment) -> int | None:
        """How deep the comment is nested by the classes around it; None where they do not tell."""
        words = wording()
        for attrs in self.own(comment):
            if found := words.level.search(attrs):
                return int(found["level"])
        if not comment.blocks or not len(self._blocks):
            return None
        above = (self._blocks.frames.attrs[frame] for frame in self._above(min(comment.blocks)))
        return sum(bool(attrs and words.answers.search(attrs[0])) for attrs in above)

    def permalink(self, comment: Comment) -> str | None:
        """The address that a link of the comment's head names, or that the id of its element makes."""
        words = wording()
        targets = (self._hrefs[index] for index in comment.blocks)
        target = next((href for href in targets if href and words.address.search(href)), None)
        if target is None:
            ids = (attrs.rpartition("\n")[2] for attrs in self.own(comment))
            anchor = next((name for name in ids if name and words.anchor.search(name)), None)
            target = f"#{anchor}" if anchor else None
        if target is None:
            return None
        try:
            return urljoin(self._base or "", target)
        except ValueError:
            return target

    def time(self, comment: Comment) -> str | None:
        """The machine-readable time that stands in the comment's head."""
        return next((self._blocks.times[index] for index in comment.blocks if index in self._blocks.times), None)

    def _above(self, index: int) -> list[int]:
        """The elements around a block, innermost first."""
        frames = self._blocks.frames
        frame = self._blocks.frame[index]
        found: list[int] = []
        while frame >= 0 and len(found) < HIGHEST:
            found.append(frame)
            frame = frames.parent[frame]
        return found


def is_author(own: list[str]) -> bool:
    """Whether a comment's elements mark it as one of the report's author."""
    return any(wording().own.search(attrs) for attrs in own)


def is_ping(own: list[str]) -> bool:
    """Whether a comment's elements mark it as a pingback or trackback."""
    return any(wording().pinged.search(attrs) for attrs in own)
