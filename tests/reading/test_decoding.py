import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.reading.decoding import declared_encoding, decode, web_codec

GERMAN = "Die Brücke über die Spree ist größer, als man für möglich hält. Älteren Bürgern gefällt sie."
RUSSIAN = "Новый мост через реку откроют для движения в начале следующей недели, сообщил мэр города."
JAPANESE = "新しい橋は来週の月曜日に開通する予定だと市長は記者会見で述べた。住民は喜んでいる。"


def declaring(charset: str, text: str) -> bytes:
    page = f'<html><head><meta charset="{charset}"></head><p>{text}</p>'
    return page.encode(web_codec(charset) or "utf-8")


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (b"\xef\xbb\xbf", "utf-8", "utf-8"),
        (b"\xff\xfe", "utf-16-le", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be", "utf-16-be"),
        (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be", "utf-32-be"),
    ],
)
def test_byte_order_marks_decide(mark: bytes, codec: str, name: str) -> None:
    assert decode(mark + GERMAN.encode(codec)) == (GERMAN, name)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark(codec: str) -> None:
    assert decode(GERMAN.encode(codec)) == (GERMAN, codec)


@pytest.mark.parametrize(
    ("charset", "text", "name"),
    [
        ("iso-8859-1", GERMAN + " “so” – 5 €", "windows-1252"),
        ("windows-1251", RUSSIAN, "windows-1251"),
        ("koi8-r", RUSSIAN, "koi8-r"),
        ("Shift_JIS", JAPANESE, "cp932"),
        ("x-sjis", JAPANESE, "cp932"),
        ("euc-jp", JAPANESE, "euc_jp"),
        ("gb2312", "这座桥将于下周一通车，市长在新闻发布会上说。", "gb18030"),
        ("big5", "這座橋將於下週一通車", "big5hkscs"),
        ("iso-8859-2", "Nowy most będzie otwarty w środę, powiedział burmistrz źródłem", "iso8859-2"),
        ("iso-8859-15", GERMAN + " 5 €", "iso8859-15"),
        ("iso-2022-jp", JAPANESE, "iso2022_jp"),
    ],
)
def test_declared_encodings_are_used(charset: str, text: str, name: str) -> None:
    decoded, encoding = decode(declaring(charset, text))
    assert text in decoded
    assert encoding == name


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251", "shift_jis", "gbk", "nonsense", "utf-16"])
def test_valid_utf8_beats_a_wrong_declaration(charset: str) -> None:
    text, encoding = decode(f'<meta charset="{charset}"><p>{GERMAN}'.encode())
    assert encoding == "utf-8"
    assert GERMAN in text


def test_two_letters_do_not_overrule_a_double_byte_declaration() -> None:
    """The best-known case of GBK that is valid UTF-8 by chance: the company name 联通."""
    assert "联通" in decode('<meta charset="gbk">联通'.encode("gbk"))[0]


@pytest.mark.parametrize("declaration", [b"", b'<meta charset="utf-8">', b'<meta charset="windows-1252">'])
def test_some_bad_bytes_leave_utf8(declaration: bytes) -> None:
    data = declaration + GERMAN.encode() + b" \xff\xfa " + GERMAN.encode()
    text, encoding = decode(data)
    assert encoding == "utf-8"
    assert text.count(GERMAN) == 2
    assert "\ufffd" in text


def test_a_cut_character_leaves_utf8() -> None:
    assert decode(b"plain text and a quote \xe2\x80") == ("plain text and a quote \ufffd", "utf-8")


def test_one_bad_byte_in_declared_utf8_leaves_utf8() -> None:
    assert decode(b'<meta charset="utf-8">plain \xff text')[1] == "utf-8"


def test_declared_utf8_that_is_latin1_throughout_is_read_as_such() -> None:
    text, encoding = decode(f'<meta charset="utf-8"><p>{GERMAN}'.encode("latin-1"))
    assert GERMAN in text
    assert encoding == "windows-1252"


@pytest.mark.parametrize(
    ("text", "codec"), [(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (JAPANESE, "cp932"), (JAPANESE, "euc_jp")]
)
def test_undeclared_legacy_text_is_guessed(text: str, codec: str) -> None:
    assert text in decode(f"<p>{text}</p>".encode(codec) * 3)[0]


def test_few_undeclared_bytes_are_western() -> None:
    assert decode(b"It\x92s a caf\xe9")[0] == "It’s a café"


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b"<meta charset=utf-8>", "utf-8"),
        (b"<META CHARSET='ISO-8859-1'/>", "windows-1252"),
        (b'<meta content="text/html; charset=euc-jp" http-equiv="Content-Type">', "euc_jp"),
        (b"<?xml version='1.0' encoding='windows-1250'?>", "windows-1250"),
        (b'<!-- <meta charset="koi8-r"> --><meta charset="utf-8">', "utf-8"),
        (b'<meta charset="made-up"><meta charset="big5">', "big5hkscs"),
        (b'<meta name="description" content="on charsets">', None),
        (b'<link charset="koi8-r">', None),
    ],
)
def test_declarations(head: bytes, codec: str | None) -> None:
    assert declared_encoding(head) == codec


@pytest.mark.parametrize(
    "label", ["utf-7", "base64", "rot13", "hex", "idna", "unicode_escape", "mbcs", "cp037", "", "\0"]
)
def test_labels_that_browsers_refuse(label: str) -> None:
    assert web_codec(label) is None


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1b\x00"), min_size=1))
def test_utf8_comes_back(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode()) == (text, "utf-8")


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"<meta charset=utf-8>", b"<meta charset=gbk>", b"<meta charset=l1>"]),
)
def test_any_bytes_decode(data: bytes, declaration: bytes) -> None:
    text, encoding = decode(declaration + data)
    assert text.encode("utf-8") is not None
    assert "x".encode(encoding)
