"""A page as read: decoded text, and which of the two forms it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Form(StrEnum):
    """HTML as a crawler saved it, or text that some extractor already flattened into lines."""

    HTML = "html"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Page:
    """A decoded page. `encoding` is what the bytes were decoded with, None where the page came as `str`; `source` is
    `text` as UTF-8 where it came so."""

    text: str
    form: Form
    encoding: str | None = None
    url: str | None = None
    source: bytes | None = field(default=None, repr=False, compare=False)

    @property
    def utf8(self) -> bytes:
        """The text as UTF-8."""
        return self.text.encode("utf-8", "ignore") if self.source is None else self.source
