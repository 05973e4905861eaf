"""A folder of pages with everything in it that is out to stop a batch."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

BIG = 2**20
"""Bytes of the file-size limit that stands for a full disk."""

EXPECTED = {
    "hang.html": "took longer than",
    "eat.html": "MiB of memory",
    "crash.html": "crashed its worker process",
    "cut.html.gz": "cut off: the gzip data ends",
    "cut.warc.gz": "cut off",
    "full.html": "cannot write",
    "unreadable.html": ": ",
    "bomb.html.gz": "limit is",
    "bomb.jsonl.gz": "as bombs do",
    "bomb.zip": "a bomb",
    "long.jsonl#2": "the limit is",
    "loop.html": "symbolic links",
    "nul.html": "no text but",
}
"""What the messages on some pages must say."""


def build(folder: Path, pages: Sequence[bytes], record: Callable[[str, bytes], bytes]) -> Path:
    """Writes `pages`, each into a file of its own, and the hostile inputs beside them; `record` makes WARC records."""
    (folder / "a").mkdir(parents=True)
    (folder / "z").mkdir()
    for index, page in enumerate(pages):
        (folder / ("a" if index % 2 else "z") / f"{index:04}.html").write_bytes(page)
    middle = folder / "m"
    middle.mkdir()
    for wish in ("hang", "eat", "crash"):
        (middle / f"{wish}.html").write_bytes(f"<!-- please {wish} -->".encode() + pages[0])
    (middle / "cut.html.gz").write_bytes(gzip.compress(pages[0])[:-20])
    records = [gzip.compress(record(f"https://cut.example/{n}", pages[n])) for n in range(3)]
    (middle / "cut.warc.gz").write_bytes(b"".join(records)[: -len(records[-1]) // 2])
    said = "On day {0} the ferry sailed {1} times, and the {2} people who had waited on the pier were on board of it. "
    sentences = [said.format(n, n * n % 97, n * 31 % 1009) for n in range(BIG // 90)]
    text = "".join(f"<p>{''.join(sentences[start : start + 200])}</p>" for start in range(0, len(sentences), 200))
    (middle / "full.html").write_text(f"<html lang=en><main><h1>The ferry</h1>{text}</main>")
    unreadable = middle / "unreadable.html"
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # whom nothing is forbidden
        unreadable.symlink_to("/proc/self/mem")
    else:
        unreadable.write_bytes(pages[0])
        unreadable.chmod(0)
    (middle / "bomb.html.gz").write_bytes(zeros(64))
    (middle / "bomb.jsonl.gz").write_bytes(zeros(1024))
    with zipfile.ZipFile(middle / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", b"\0")
        archive.filelist[0].file_size = 2**33
    line = json.dumps({"html": pages[0].decode("utf-8", "replace")})
    with (middle / "long.jsonl").open("w") as file:
        file.write(line + "\n" + '{"html": "')
        for _ in range(200):
            file.write("x" * 2**20)
        file.write('"}\n' + line + "\n")
    (middle / "loop.html").symlink_to("loop.html")
    (middle / "around").symlink_to(folder, target_is_directory=True)
    (middle / "nul.html").write_bytes(bytes(range(32)) * 50)
    return folder


def zeros(mib: int) -> bytes:
    """So many MiB of zeros, as gzip."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1) as file:
        for _ in range(mib):
            file.write(bytes(2**20))
    return packed.getvalue()


def limited() -> None:
    """Lets no file grow beyond `BIG` in this process and its children."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (BIG, BIG))
