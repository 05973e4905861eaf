from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import sqlite3
from collections.abc import Callable
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from making import LIMIT, read, record, write_tar, write_zip

from cleaner.batch.items import Item
from cleaner.batch.sources import Fields, finding
from cleaner.batch.sources.jsons import json_rows
from cleaner.errors import MissingExtra

ROWS = [{"id": 7, "url": "https://a.example/1", "html": "<p>one"}, {"id": "b", "url": None, "html": "<p>two"}]
FOUND = [("<p>one", "https://a.example/1", "7"), ("<p>two", None, "b")]


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd,
}


def told(items: list[object]) -> list[tuple[object, object, object]]:
    return [(item.content, item.url, item.id) for item in items]  # type: ignore[attr-defined]


@pytest.mark.parametrize("suffix", PACKERS)
def test_compressed_pages(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a.html{suffix}").write_bytes(PACKERS[suffix](b"<p>one"))
    (item,) = read(tmp_path)
    assert (item.content, item.key, item.target) == (b"<p>one", f"a.html{suffix}", "a")


@pytest.mark.parametrize("suffix", PACKERS)
def test_several_compressed_parts_after_each_other(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a.html{suffix}").write_bytes(PACKERS[suffix](b"<p>one") + PACKERS[suffix](b" two"))
    assert read(tmp_path)[0].content == b"<p>one two"


@pytest.mark.parametrize("suffix", PACKERS)
def test_what_ends_early_or_is_damaged_says_so(tmp_path: Path, suffix: str) -> None:
    packed = PACKERS[suffix](bytes(range(256)) * 1000)
    (tmp_path / f"cut.html{suffix}").write_bytes(packed[: len(packed) // 2])
    (tmp_path / f"no.html{suffix}").write_bytes(b"<p>not packed at all, whatever the suffix says")
    cut, no = read(tmp_path)
    assert "cut off" in str(cut.error) or "damaged" in str(cut.error)
    assert "damaged" in str(no.error)


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_bomb_stops_at_the_limit(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.batch.sources.limits.FREE", 2**22)
    (tmp_path / f"a.html{suffix}").write_bytes(PACKERS[suffix](bytes(2**24)))
    (tmp_path / f"b.jsonl{suffix}").write_bytes(PACKERS[suffix](b'{"html": "<p>one"}\n' + bytes(2**24)))
    page, first, rest = read(tmp_path)
    assert "the limit is 1,048,576" in str(page.error)
    assert first.content == "<p>one"
    assert "as bombs do" in str(rest.error)


def test_zip(tmp_path: Path) -> None:
    write_zip(
        tmp_path / "z.zip",
        {
            "a.html": b"<p>one",
            "d/b.txt": b"two",
            "../../up.html": b"<p>three",
            "/etc/root.html": b"<p>four",
            "x.png": b"\x89PNG",
            "rows.jsonl": b'{"html": "<p>five"}',
            "g.html.gz": gzip.compress(b"<p>six"),
            "CON.html": b"<p>seven",
        },
    )
    items = read(tmp_path)
    assert [item.content for item in items if item.page] == [
        b"<p>one", b"two", b"<p>three", b"<p>four", "<p>five", b"<p>six", b"<p>seven",
    ]  # fmt: skip
    assert [item.shown for item in items if not item.page] == [f"{tmp_path}/z.zip!/x.png"]
    assert items[0].key == "z.zip!/a.html"
    assert items[0].target == "z.zip/a.html"
    for item in items:
        assert ".." not in item.target.split("/")
        assert not item.target.startswith("/")


def test_zip_that_is_damaged_encrypted_or_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_zip(tmp_path / "a.zip", {"a.html": b"<p>one" * 100, "b.html": b"<p>two"}).read_bytes()
    (tmp_path / "b.zip").write_bytes(data[: len(data) // 2])
    broken = bytearray(data)
    broken[45] ^= 255
    (tmp_path / "a.zip").write_bytes(broken)
    a, b, cut = read(tmp_path)
    assert "damaged" in str(a.error)
    assert b.content == b"<p>two"
    assert "damaged zip archive" in str(cut.error)
    monkeypatch.setattr("cleaner.batch.sources.archives.FREE", 2**20)
    write_zip(tmp_path / "a.zip", {"a.html": bytes(2**24), "b.html": bytes(2**24)})
    assert "a bomb" in str(read(tmp_path / "a.zip")[0].error)


@pytest.mark.parametrize("name", ["t.tar", "t.tar.gz", "t.tgz"])
def test_tar(tmp_path: Path, name: str) -> None:
    write_tar(tmp_path / name, {"a.html": b"<p>one", "../b.html": b"<p>two"}, {"c.html": "/etc/passwd"})
    items = read(tmp_path)
    assert [item.content for item in items] == [b"<p>one", b"<p>two"]
    assert [item.target.split("/")[0] for item in items] == [name, name]


def test_a_tar_that_ends_early_keeps_what_came_before(tmp_path: Path) -> None:
    data = write_tar(tmp_path / "t.tar", {"a.html": b"<p>one", "b.html": b"x" * 5000}).read_bytes()
    (tmp_path / "t.tar").write_bytes(data[:2048])
    items = read(tmp_path)
    assert items[0].content == b"<p>one"
    assert all(item.error for item in items[1:])
    assert len(items) > 1


def test_a_name_that_an_archive_has_twice_is_two_pages(tmp_path: Path) -> None:
    write_tar(tmp_path / "t.tar", {"a.html": b"<p>one"})
    data = (tmp_path / "t.tar").read_bytes()[:1024]
    (tmp_path / "t.tar").write_bytes(data + data + bytes(1024))
    one, two = read(tmp_path)
    assert one.content == two.content
    assert one.key != two.key
    assert one.target != two.target


def test_warc(tmp_path: Path) -> None:
    records = [
        record(
            "https://a.example/",
            "<p>Žluťoučký".encode("cp1250"),
            headers={"Content-Type": "text/html; charset=windows-1250"},
        ),
        record("https://a.example/x.png", b"\x89PNG", headers={"Content-Type": "image/png"}),
        record("https://a.example/gone", b"<p>gone", headers={"Status": "404 Not Found"}),
        record("https://a.example/packed", gzip.compress(b"<p>two"), headers={"Content-Encoding": "gzip"}),
        record(
            "https://a.example/chunks", b"6\r\n<p>thr\r\n2\r\nee\r\n0\r\n\r\n", headers={"Transfer-Encoding": "chunked"}
        ),
        record("https://a.example/said", b"<p>four, not in chunks", headers={"Transfer-Encoding": "chunked"}),
        record("https://a.example/", b"", "request"),
        record("https://b.example/", "Fünf Zeilen\nText".encode(), "conversion"),
    ]
    whole = b"".join(records)
    (tmp_path / "a.warc").write_bytes(whole)
    (tmp_path / "b.warc.gz").write_bytes(b"".join(map(gzip.compress, records)))
    (tmp_path / "c.warc.zst").write_bytes(b"".join(map(zstd, records)))
    (tmp_path / "d.warc.bz2").write_bytes(bz2.compress(whole))
    (tmp_path / "e.warc.wet.gz").write_bytes(gzip.compress(records[-1]))
    expected = [
        ("<p>Žluťoučký".encode("cp1250"), "https://a.example/", "auto", "windows-1250"),
        (b"<p>two", "https://a.example/packed", "auto", None),
        (b"<p>three", "https://a.example/chunks", "auto", None),
        (b"<p>four, not in chunks", "https://a.example/said", "auto", None),
        ("Fünf Zeilen\nText".encode(), "https://b.example/", "text", "utf-8"),
    ]
    items = read(tmp_path)
    found = [(item.content, item.url, item.kind, item.charset) for item in items]
    assert found == expected * 4 + expected[-1:]
    assert [item.key for item in items[:5]] == ["a.warc#1", "a.warc#4", "a.warc#5", "a.warc#6", "a.warc#7"]


def test_a_warc_that_ends_in_mid_record(tmp_path: Path) -> None:
    records = [record(f"https://a.example/{n}", b"<p>" + bytes(range(65, 91)) * 40) for n in range(3)]
    whole = b"".join(records)
    (tmp_path / "a.warc").write_bytes(whole[:-300])
    (tmp_path / "b.warc").write_bytes(whole[: len(records[0]) + 60])
    (tmp_path / "c.warc.gz").write_bytes(b"".join(map(gzip.compress, records))[:-30])
    (tmp_path / "d.warc").write_bytes(b"no archive at all " * 20)
    items = read(tmp_path)
    by_file: dict[str, list[str]] = {}
    for item in items:
        by_file.setdefault(item.key[0], []).append(item.error or "good")
    assert by_file["a"][:2] == ["good", "good"]
    assert "cut off" in by_file["a"][2]
    assert by_file["b"][0] == "good"
    assert "cut off in the head of record 2" in by_file["b"][1]
    assert by_file["c"][:2] == ["good", "good"]
    assert "cut off" in by_file["c"][2]
    assert "damaged WARC" in by_file["d"][0]


def test_records_above_the_limit_fail_alone(tmp_path: Path) -> None:
    records = [record("https://a.example/1", b"x" * 2000), record("https://a.example/2", b"<p>two")]
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    big, good = read(tmp_path, limit=1000)
    assert "the limit is 1,000" in str(big.error)
    assert good.content == b"<p>two"
    (tmp_path / "a.warc").write_bytes(b"".join(records).replace(b"Content-Length: ", b"Content-Length: 99999999"))
    assert "stopped there" in str(read(tmp_path, limit=1000)[0].error)


@pytest.mark.parametrize("suffix", ["", *PACKERS])
def test_json_lines(tmp_path: Path, suffix: str) -> None:
    lines = b"\xef\xbb\xbf" + "\n\n".join(map(json.dumps, ROWS)).encode()
    (tmp_path / f"a.jsonl{suffix}").write_bytes(PACKERS[suffix](lines) if suffix else lines)
    items = read(tmp_path)
    assert told(items) == FOUND
    assert [item.target for item in items] == [f"a.jsonl{suffix}/00000001-7", f"a.jsonl{suffix}/00000002-b"]


def test_bad_lines_fail_alone(tmp_path: Path) -> None:
    long = '{"html": "' + "x" * (2 * LIMIT) + '"}'
    lines = ['{"html": "<p>one"}', "{broken", "[1]", '{"other": 1}', '{"html": 5}', long, '{"html": "<p>two"}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    errors = [item.error for item in read(tmp_path)]
    for error, words in zip(
        errors,
        [None, "no JSON", "no JSON object", "there are: other", "no field that is known", "limit is", None],
        strict=True,
    ):
        assert (error is None) if words is None else words in str(error)


def test_json_arrays_and_single_objects(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(ROWS, indent=2))
    (tmp_path / "b.json").write_text(json.dumps(ROWS[0], indent=2))
    (tmp_path / "c.json").write_text(json.dumps(ROWS)[:-30])
    assert told(read(tmp_path / "a.json")) == FOUND
    assert told(read(tmp_path / "b.json")) == FOUND[:1]
    whole, rest = read(tmp_path / "c.json")
    assert (whole.content, rest.error) == ("<p>one", "cut off: the array has no end (after 1 pages of it)")


TREES = st.recursive(
    st.none() | st.integers() | st.text(alphabet='ab"\\{}[],\n é'),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet='a"]\\'), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.fixed_dictionaries({"x": TREES}), max_size=5), st.booleans())
def test_arrays_are_taken_apart_as_a_parser_would(rows: list[dict[str, object]], ascii_only: bool) -> None:
    data = json.dumps(rows, ensure_ascii=ascii_only).encode()
    assert [row.values for row in json_rows(io.BytesIO(data), 10_000)] == rows


def test_dotted_fields_and_fields_by_name(tmp_path: Path) -> None:
    rows = [{"data": {"raw": "<p>one", "html": "<p>other"}, "at": {"link": "https://a.example"}, "n": {"o": 3}}]
    (tmp_path / "a.jsonl").write_text(json.dumps(rows[0]))
    assert read(tmp_path)[0].content == "<p>other"
    named = Fields("data.raw", "at.link", "n.o")
    assert told(read(tmp_path, fields=named)) == [("<p>one", "https://a.example", "3")]
    assert "no field 'gone'" in str(read(tmp_path, fields=Fields("gone"))[0].error)


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "semicolons.csv"])
def test_csv(tmp_path: Path, name: str) -> None:
    delimiter = {"a.csv": ",", "a.tsv": "\t"}.get(name, ";")
    with (tmp_path / name).open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["ID", "URL", "HTML", "more"])
        writer.writerow([7, "https://a.example/1", 'one\n"two", three', "x"])
        writer.writerow(["b", "", "<p>two"])
    assert told(read(tmp_path / name)) == [('one\n"two", three', "https://a.example/1", "7"), ("<p>two", None, "b")]


def test_csv_without_a_column_for_pages(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    (item,) = read(tmp_path / "a.csv")
    assert "there are: x, y. Name it with --field" in str(item.error)


def tables() -> pa.Table:
    return pa.table({"doc_id": [7, None], "url": ["https://a.example/1", None], "html": [b"<p>one", b"<p>two"]})


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow", "stream.arrow", "a.feather"])
def test_parquet_and_arrow(tmp_path: Path, name: str) -> None:
    table, path = tables(), str(tmp_path / name)
    if name == "a.parquet":
        pyarrow.parquet.write_table(table, path)
    elif name == "a.feather":
        pyarrow.feather.write_feather(table, path)
    else:
        make = pyarrow.ipc.new_stream if name == "stream.arrow" else pyarrow.ipc.new_file
        with make(path, table.schema) as file:
            file.write_table(table)
    found = [(item.content, item.url, item.id) for item in read(path)]
    assert found == [(b"<p>one", "https://a.example/1", "7"), (b"<p>two", None, None)]
    data = Path(path).read_bytes()
    Path(path).write_bytes(data[: len(data) // 2])
    assert "damaged" in str(read(path)[-1].error)


def test_sqlite(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.sqlite") as database:
        database.execute("CREATE TABLE notes (x)")
        database.execute("CREATE TABLE pages (id, url, html)")
        database.execute('CREATE TABLE "odd "" name" (body)')
        database.executemany("INSERT INTO pages VALUES (:id, :url, :html)", ROWS)
        database.execute('INSERT INTO "odd "" name" VALUES (?)', ["<p>odd"])
    database.close()
    assert told(read(tmp_path / "a.sqlite")) == FOUND
    assert read(tmp_path / "a.sqlite", table='odd " name')[0].content == "<p>odd"
    assert 'there are: notes, pages, odd " name' in str(read(tmp_path / "a.sqlite", table="no")[0].error)
    (tmp_path / "b.db").write_bytes(b"no database " * 99)
    assert "cannot read the SQLite database" in str(read(tmp_path / "b.db")[0].error)


def test_addresses(tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe({"/site/a.html": b"<p>one", "/site/d/b.txt.gz": gzip.compress(b"two"), "/site/x.png": b"\x89PNG"})
    memory.pipe("/rows/a.jsonl", b'{"html": "<p>three"}\n')
    try:
        assert [(item.content, item.key) for item in read("memory://site")] == [
            (b"<p>one", "a.html"),
            (b"two", "d/b.txt.gz"),
        ]
        assert [item.content for item in read("memory://site/*.html")] == [b"<p>one"]
        assert [item.content for item in read("memory://rows/a.jsonl")] == ["<p>three"]
        both = read("memory://site/a.html", "memory://rows/a.jsonl")
        assert [item.key for item in both] == ["memory/site/a.html", "memory/rows/a.jsonl#1"]
    finally:
        memory.rm("/site", recursive=True)
        memory.rm("/rows", recursive=True)
    (tmp_path / "f.html").write_bytes(b"<p>four")
    assert read(f"file://{tmp_path}/f.html")[0].content == b"<p>four"


def test_addresses_that_lead_nowhere_are_failures() -> None:
    notes = finding.Notes()
    assert list(finding.Inputs(["memory://nowhere/*.html", "nonsense://x"]).places(notes)) == []
    assert [name for name, _ in notes.failures] == ["memory://nowhere/*.html", "nonsense://x"]


def test_a_library_that_is_missing_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fastwarc.warc", None)
    (tmp_path / "a.warc").write_bytes(record("https://a.example", b"<p>"))
    with pytest.raises(MissingExtra, match=r"reading WARC files.*report-cleaner\[warc\]"):
        read(tmp_path)


def test_a_warc_whose_last_record_cannot_even_be_unpacked(tmp_path: Path) -> None:
    records = [gzip.compress(record(f"https://a.example/{n}", b"<p>short")) for n in range(3)]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(records)[:-100])
    *good, rest = read(tmp_path)
    assert [item.content for item in good] == [b"<p>short"] * 2
    assert "cut off" in str(rest.error)


def test_an_item_tells_how_large_its_page_will_be() -> None:
    assert Item("a", "a", "a", content=b"1234567", weight=99).load == 7
    assert Item("a", "a", "a", path="a.html", weight=100).load == 100
    assert Item("a", "a", "a", path="a.html.gz", packing=".gz", weight=100).load > 500
