"""The command line with an engine that pages can hang, starve and crash: for the tests of batches, and as a script."""

from __future__ import annotations

import ctypes
import time

from cleaner import Cleaner, Document


class HostileCleaner(Cleaner):
    """Does what a page asks for: "<!-- please hang -->", "eat" (memory), "crash" (the process), "wait" (a moment)."""

    def clean(self, page: bytes | str, url: str | None = None, kind: str = "auto") -> Document:
        head = page[:200] if isinstance(page, bytes) else page[:200].encode()
        if b"<!-- please hang -->" in head:
            time.sleep(1000)
        if b"<!-- please eat -->" in head:
            eaten = []
            while True:
                eaten.append(bytearray(b"\1" * 2**24))
        if b"<!-- please crash -->" in head:
            ctypes.string_at(0)
        if b"<!-- please wait -->" in head:
            time.sleep(0.02)
        return super().clean(page, url, kind)


if __name__ == "__main__":
    from cleaner.cli import main, requests

    requests.ENGINE = "hostile_main:HostileCleaner"
    main()
