import gzip
import struct
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import BinaryPage, OptionError, PageError, PageTooLarge, UnknownKind
from cleaner.reading import Form, Page, read

BINARY = {
    "PDF": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>",
    "PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "GIF": b"GIF89a\x01\0\x01\0\0\xff\0,",
    "WebP": b"RIFF\x24\0\0\0WEBPVP8 ",
    "a ZIP archive": b"PK\x03\x04\x14\0\0\0name.txt",
    "a Word document": b"PK\x03\x04\x14\0\0\0[Content_Types].xml" + b"\0" * 30 + b"word/document.xml",
    "EPUB": b"PK\x03\x04\x14\0\0\0mimetypeapplication/epub+zip",
    "gzip": gzip.compress(b"<html>"),
    "bzip2": b"BZh91AY&SY\x11\x02\x03\x04",
    "xz": b"\xfd7zXZ\0\0\x04",
    "Zstandard": b"\x28\xb5\x2f\xfd\x24\x05",
    "a 7z archive": b"7z\xbc\xaf\x27\x1c\0\x04",
    "a RAR archive": b"Rar!\x1a\x07\x01\0",
    "a tar archive": b"page.html".ljust(257, b"\0") + b"ustar\x0000",
    "an ELF program": b"\x7fELF\x02\x01\x01",
    "MP4": b"\0\0\0\x20ftypisom\0\0\x02\0",
    "an SQLite database": b"SQLite format 3\0\x10\0",
    "an old Office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
    "a WOFF2 font": b"wOF2\0\x01\0\0\0\0",
    "binary data": struct.pack("<200I", *range(200)),
}


@pytest.mark.parametrize(("name", "data"), BINARY.items(), ids=BINARY.keys())
@pytest.mark.parametrize("kind", ["auto", "html", "text"])
def test_files_that_are_no_pages(name: str, data: bytes, kind: str) -> None:
    with pytest.raises(BinaryPage) as caught:
        read(data, kind=kind)
    assert caught.value.format == name


def test_a_file_that_was_taken_for_text() -> None:
    with pytest.raises(BinaryPage, match="PDF"):
        read("%PDF-1.4\n%\ufffd\ufffd")


def test_compressed_data_without_signature() -> None:
    body = zlib.compress(b"".join(b"%d page " % (n * n) for n in range(5000)), 9)[2:]
    with pytest.raises(BinaryPage, match="binary data"):
        read(body)


@pytest.mark.parametrize(
    "text",
    [
        "GIF89a is the name of a format.",
        "RIFF and WEBP are names.",
        "PAR1 is fine",
        "MZ is a country code",
        "a\x01b\x02c",
    ],
)
def test_text_that_looks_like_a_file(text: str) -> None:
    assert read(text).text == text
    assert read(text.encode()).text == text


def test_bytes_become_text_of_known_form_and_encoding() -> None:
    assert read("<html><p>für".encode(), url="http://example.com/") == Page(
        "<html><p>für", Form.HTML, "utf-8", "http://example.com/"
    )
    assert read("Nur Text für alle.") == Page("Nur Text für alle.", Form.TEXT, None, None)


def test_utf16_is_no_binary_data() -> None:
    html = "<html><p>Some text</p></html>"
    assert read(html.encode("utf-16-le")).text == html
    assert read(html.encode("utf-16")).text == html


@pytest.mark.parametrize("convert", [bytearray, memoryview])
def test_other_buffers(convert: type) -> None:
    assert read(convert(b"plain text")).text == "plain text"


@pytest.mark.parametrize("page", [None, 5, ["a"], object()])
def test_no_page_at_all(page: object) -> None:
    with pytest.raises(OptionError, match=type(page).__name__):
        read(page)  # type: ignore[arg-type]


def test_size_limit() -> None:
    assert read(b"12345", limit=5).text == "12345"
    with pytest.raises(PageTooLarge) as caught:
        read(b"123456", limit=5)
    assert (caught.value.size, caught.value.limit) == (6, 5)
    with pytest.raises(PageTooLarge):
        read(memoryview(struct.pack("2I", 1, 2)).cast("I"), limit=7)


def test_kind_is_taken_as_said() -> None:
    assert read("plain", kind="html").form is Form.HTML
    assert read("<html>", kind="text").form is Form.TEXT
    with pytest.raises(UnknownKind, match="'auto', 'html', 'text'"):
        read("x", kind="pdf")


def test_normalisation() -> None:
    assert read(b"\xef\xbb\xbfa\r\nb\rc\0d").text == "a\nb\ncd"
    assert read("\ufeffa\r\nb").text == "a\nb"
    assert read("lone \ud800, pair \ud83d\ude00").text == "lone \ufffd, pair \U0001f600"


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        page = read(data)
    except PageError:
        return
    assert page.text.encode("utf-8") is not None
    assert "\r" not in page.text
    assert "\0" not in page.text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n")))
def test_any_text_comes_back(text: str) -> None:
    assert read(text).text == text.removeprefix("\ufeff")


@given(st.text(st.characters()))
def test_any_string_can_be_encoded_afterwards(text: str) -> None:
    try:
        page = read(text)
    except PageError:
        return
    assert page.text.encode("utf-8") is not None


def test_reading_is_fast() -> None:
    page = ("<!DOCTYPE html><meta charset=utf-8>" + "<p>Die Brücke über die Spree\n" * 5000).encode()[:150_000]
    best = min(_seconds(page) for _ in range(20))
    assert best < 0.002  # measured at 0.0002; the margin is for busy machines


def _seconds(page: bytes) -> float:
    start = time.perf_counter()
    read(page)
    return time.perf_counter() - start
