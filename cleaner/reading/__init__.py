"""First step of a page's way: bytes or a string become a `Page` of decoded text of known form."""

from __future__ import annotations

from codecs import BOM_UTF8

from cleaner.errors import BinaryPage, OptionError, PageTooLarge, UnknownKind
from cleaner.reading.decoding import decode, wide_encoding
from cleaner.reading.page import Form, Page
from cleaner.reading.signatures import HEAD, binary_format
from cleaner.reading.sniffing import sniff

__all__ = ["DEFAULT_LIMIT", "KINDS", "Form", "Page", "read"]

DEFAULT_LIMIT = 32 * 2**20
"""Bytes (characters of a `str`) that a page may have."""

KINDS = ("auto", "html", "text")
"""What `kind` may be."""

_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def read(page: bytes | str, *, url: str | None = None, kind: str = "auto", limit: int = DEFAULT_LIMIT) -> Page:
    """Decode a page and tell its form.

    `page` is what a crawler saved (`bytes`; `bytearray` and `memoryview` will do) or text that was decoded already.
    `kind` says whether it is HTML or flattened text where that is known. `limit` is in bytes, characters for `str`.

    The text of the result is the page's own but for this: no byte order mark, no NUL, "\\n" for "\\r\\n" and "\\r",
    and U+FFFD for what is no character (bytes that cannot be decoded, lone surrogates).

    Raises `PageTooLarge`, `BinaryPage` for files that are no text, `UnknownKind`, and `OptionError` where `page` is
    neither bytes nor a string.
    """
    if kind not in KINDS:
        raise UnknownKind(kind, KINDS)
    encoding = source = None
    if isinstance(page, str):
        _check_size(len(page), limit)
        _check_binary(page[:HEAD].encode("latin-1", "replace"))
        text = _normalise(_repair_surrogates(page))
    elif isinstance(page, bytes | bytearray | memoryview):
        _check_size(page.nbytes if isinstance(page, memoryview) else len(page), limit)
        data = bytes(page)
        wide = data.startswith(_WIDE_MARKS) or wide_encoding(data) is not None
        if not wide:
            _check_binary(data[:HEAD])
        if wide or b"\0" in data:
            text, encoding = decode(data)
            text = _normalise(text)
        else:
            # Line ends are sooner found in bytes, and UTF-8 is what the tree parser takes.
            if b"\r" in data:
                data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            text, encoding = decode(data)
            if encoding == "utf-8" and "\ufffd" not in text:
                source = data.removeprefix(BOM_UTF8)
    else:
        raise OptionError(f"a page is bytes or str, not {type(page).__name__}: read the file or the response first")
    if text.startswith("\ufeff"):
        text = text[1:]
        source = source and source.removeprefix(BOM_UTF8)
    return Page(text, sniff(text) if kind == "auto" else Form(kind), encoding, url, source)


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise PageTooLarge(size, limit)


def _check_binary(head: bytes) -> None:
    if format := binary_format(head):
        raise BinaryPage(format)


def _repair_surrogates(text: str) -> str:
    """Join surrogate pairs and replace lone surrogates: no encoder, and so no parser, takes them."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _normalise(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "")
    return text
