"""What is no page: files known by their first bytes, and bytes that are mostly control characters."""

from __future__ import annotations

HEAD = 4096
"""Bytes of a page that are looked at."""

MAX_CONTROLS = 0.05
"""Share of control bytes above which a page is binary data; random bytes have 0.1, text has none."""

MIN_CONTROLS = 4
"""A page with so few control bytes is text with a blemish, however short it is."""

SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "PDF"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (8, b"WEBP", "WebP"),
    (8, b"WAVE", "WAV"),
    (8, b"AVI ", "AVI"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"\x00\x00\x01\x00", "an icon"),
    (0, b"8BPS\x00", "PSD"),
    (0, b"PK\x03\x04", "a ZIP archive"),
    (0, b"PK\x05\x06", "a ZIP archive"),
    (0, b"\x1f\x8b", "gzip"),
    (4, b"1AY&SY", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard"),
    (0, b"\x04\x22\x4d\x18", "LZ4"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\x7fELF", "an ELF program"),
    (0, b"MZ\x90\x00", "a Windows program"),
    (0, b"\xca\xfe\xba\xbe", "a Java class or Mach-O program"),
    (0, b"\xcf\xfa\xed\xfe", "a Mach-O program"),
    (0, b"\x00asm", "WebAssembly"),
    (4, b"ftyp", "MP4"),
    (0, b"\x1a\x45\xdf\xa3", "WebM or Matroska"),
    (0, b"OggS\x00", "Ogg"),
    (0, b"fLaC\x00", "FLAC"),
    (0, b"ID3\x02", "MP3"),
    (0, b"ID3\x03", "MP3"),
    (0, b"ID3\x04", "MP3"),
    (0, b"FLV\x01", "Flash video"),
    (0, b"SQLite format 3\x00", "an SQLite database"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (0, b"wOFF", "a WOFF font"),
    (0, b"wOF2", "a WOFF2 font"),
    (0, b"OTTO\x00", "an OpenType font"),
    (0, b"\x00\x01\x00\x00\x00", "a TrueType font"),
    (0, b"bplist00", "a binary property list"),
    (0, b"PAR1\x15", "Parquet"),
    (0, b"%!PS-Adobe", "PostScript"),
    (0, b"{\\rtf1", "RTF"),
)
"""(offset, bytes, name) of formats that turn up where pages are crawled, from the formats' own specifications."""

_ZIPPED = (
    (b"mimetypeapplication/epub+zip", "EPUB"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
)
_PRINTABLE = (b"GIF8", b"wOF", b"bplist")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")


def binary_format(head: bytes) -> str | None:
    """What the first bytes of a page say it is, such as "PDF"; None where they may well be text.

    `head` should have `HEAD` bytes, or all that there are. UTF-16 looks like binary data here, so ask for it before.
    """
    for offset, signature, name in SIGNATURES:
        if head.startswith(signature, offset) and not _is_prose(head, offset):
            if signature == b"PK\x03\x04":
                return next((inner for mark, inner in _ZIPPED if mark in head), name)
            return name
    controls = control_bytes(head)
    return "binary data" if controls > max(MIN_CONTROLS, MAX_CONTROLS * len(head)) else None


def control_bytes(head: bytes) -> int:
    """How many bytes are control characters that no text has (NUL among them)."""
    return len(head) - len(head.translate(None, _CONTROLS))


def _is_prose(head: bytes, offset: int) -> bool:
    """A text may begin with "GIF89a is ..."; files with such a printable signature have control bytes soon after."""
    return (offset > 0 or head.startswith(_PRINTABLE)) and control_bytes(head[:512]) == 0
