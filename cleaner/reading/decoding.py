"""Bytes to text: byte order mark, the page's own declaration, UTF-8, and a guess where all of them fail.

Order and labels follow the WHATWG Encoding Standard and what browsers do, with two differences that suit scraped
pages: bytes that are valid UTF-8 are UTF-8 whatever the page declares (servers re-encode, templates stay), and a
declaration of UTF-8 does not count where nearly every non-ASCII byte contradicts it.
"""

from __future__ import annotations

import codecs
import re

PRESCAN = 4096
"""Bytes at the start of a page that are searched for a declared encoding."""

SAMPLE = 4096
"""Bytes of text with non-ASCII characters that a guess is based on; more costs time and adds nothing."""

MIN_GUESSABLE = 12
"""Non-ASCII bytes below which a guess among code pages is noise."""

HANDFUL = 3
"""Bad bytes that a declared UTF-8 page may have without any good non-ASCII character."""

FALLBACK = "windows-1252"
"""What browsers use for a page that says nothing in most of the world."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MULTIBYTE = frozenset({"gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949"})
_SINGLE_BYTE = frozenset(
    {f"windows-{page}" for page in range(1250, 1259)}
    | {f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
    | {"cp866", "cp874", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"}
)
_WEB = _MULTIBYTE | _SINGLE_BYTE | {"utf-8"}

# Names that Python's codec registry gives -> the superset that browsers decode with instead.
_SUPERSETS = {
    "ascii": FALLBACK,
    "iso8859-1": FALLBACK,
    "iso8859-9": "windows-1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-8",  # the declaration could be read byte by byte: UTF-16 it is not
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
# Labels of the standard that Python does not know, without a leading "x-".
_LABELS = {
    "sjis": "cp932",
    "unicode-1-1-utf-8": "utf-8",
    "user-defined": FALLBACK,
    "dos-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "windows-949": "cp949",
    "cn-big5": "big5hkscs",
    "x-big5": "big5hkscs",
}

_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARATION = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})  |  <\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE | re.VERBOSE,
)
_FOREIGN_RUN = re.compile(rb"[^<>\r\n]{0,200}[\x80-\xff][^<>\r\n]{0,200}")


def decode(data: bytes) -> tuple[str, str]:
    """The text of a page and the name of the codec that read it, such as "utf-8" or "windows-1252".

    Never raises: what cannot be decoded becomes U+FFFD. The byte order mark is not part of the text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if wide := wide_encoding(data):
        return data.decode(wide, "replace"), wide
    declared = declared_encoding(data[:PRESCAN])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and declared in (None, "utf-8"):
            return data.decode("utf-8", "replace"), "utf-8"  # cut off by the crawler
    else:
        if declared in _MULTIBYTE and _could_be_either(text):
            return _replacing(data, declared or "utf-8")
        return text, "utf-8"
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = _foreign(text) - bad
    if bad <= good or (declared == "utf-8" and bad <= HANDFUL):
        return text, "utf-8"
    if declared in _SINGLE_BYTE or declared in _MULTIBYTE:
        text, encoding = _replacing(data, declared or FALLBACK)
        if text.count("\ufffd") * 10 <= _foreign(text):
            return text, encoding
    return _replacing(data, _guess(data))


def declared_encoding(head: bytes) -> str | None:
    """The codec that a page's `<meta>` or XML declaration names, as browsers understand it; None for none or nonsense.

    `head` is the start of the page; declarations within comments do not count.
    """
    if b"<!--" in head:
        head = _COMMENT.sub(b"", head)
    for found in _DECLARATION.finditer(head):
        if codec := web_codec((found[1] or found[2]).decode("ascii", "replace")):
            return codec
    return None


def web_codec(label: str) -> str | None:
    """The Python codec for an encoding label of the web; None for labels that browsers do not know (or refuse)."""
    label = label.strip().lower()
    for name in (label, label.removeprefix("x-")):
        if name in _LABELS:
            return _LABELS[name]
        try:
            name = codecs.lookup(name).name
        except (LookupError, ValueError):
            continue
        name = _SUPERSETS.get(name, name).replace("cp125", "windows-125")
        return name if name in _WEB else None
    return None


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, told by the NULs that its Latin letters have; None for anything else."""
    head = data[:512]
    if len(head) < 8 or head.count(0) * 5 < len(head) * 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even * 20 <= odd:
        return "utf-16-le"
    return "utf-16-be" if odd * 20 <= even else None


def _guess(data: bytes) -> str:
    """The likeliest legacy encoding, from the pieces of text that have non-ASCII bytes."""
    sample, size = [], 0
    for run in _FOREIGN_RUN.finditer(data):
        sample.append(run[0])
        size += len(run[0])
        if size >= SAMPLE:
            break
    text = b"\n".join(sample)[:SAMPLE]
    if sum(byte > 127 for byte in text) < MIN_GUESSABLE:
        return FALLBACK
    from charset_normalizer import from_bytes  # rarely needed, slow to import

    best = from_bytes(text, cp_isolation=sorted(_WEB - {"utf-8"}), enable_fallback=False).best()
    return (web_codec(best.encoding) if best else None) or FALLBACK


def _replacing(data: bytes, encoding: str) -> tuple[str, str]:
    return data.decode(encoding, "replace"), encoding


def _foreign(text: str) -> int:
    """Number of non-ASCII characters."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _could_be_either(text: str) -> bool:
    """A few double-byte characters can pass for two-byte UTF-8 by chance; pure ASCII may hold escapes (ISO-2022-JP)."""
    if text.isascii():
        return "\x1b" in text
    return _foreign(text) < 8 and max(text) < "\u0800"
