"""The ledger: what became of every input of a batch, kept beside the output, so that a run can go on where it ended.

An SQLite database in WAL mode. Results of streams lie in the spool, a file that only grows; the ledger says where. What
the ledger says is done is on the disk: files and spool are synced before each commit, so that a kill or a power cut
costs the pages since the last commit and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec

from cleaner.batch.items import Figures, Item, Outcome, State
from cleaner.errors import LedgerError

VERSION = 1

NAME = ".cleaner"
"""The folder of the ledger, in the output folder; for an output file "FILE" it is ".FILE.cleaner" beside it."""

SECONDS, PAGES = 2.0, 500
"""A commit comes after so many seconds or pages."""

_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE inputs (
    key TEXT PRIMARY KEY, shown TEXT, target TEXT, run INTEGER, number INTEGER, state TEXT, digest BLOB, rules TEXT,
    seconds REAL, error TEXT, reason TEXT, figures BLOB, start INTEGER, size INTEGER
) WITHOUT ROWID;
CREATE INDEX by_number ON inputs (run, number);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """An input as the ledger has it."""

    key: str
    shown: str
    target: str
    state: State
    digest: bytes
    rules: str
    seconds: float
    error: str | None
    reason: str | None
    figures: Figures | None
    start: int | None
    size: int


_COLUMNS = "key, shown, target, state, digest, rules, seconds, error, reason, figures, start, size"


def ledger_folder(output: Path, stream: bool) -> Path:
    """Where the ledger of an output lies."""
    return output.with_name(f".{output.name}{NAME}") if stream else output / NAME


def ledger_folders(path: Path) -> list[Path]:
    """The ledgers of an output file or folder, and of the streams in that folder."""
    found = [ledger_folder(path, True), path / NAME, path]
    found += sorted(path.glob(f".*{NAME}")) if path.is_dir() else []
    return list(dict.fromkeys(folder for folder in found if (folder / "ledger.sqlite").is_file()))


class Ledger:
    """The ledger in `folder`, to be read or, by one process at a time, written.

    Raises `LedgerError` where it is damaged, of another version, or being written by another run.
    """

    def __init__(self, folder: Path, write: bool = False) -> None:
        self.folder = folder
        self.path = folder / "ledger.sqlite"
        self._lock: IO[bytes] | None = None
        self._guard = threading.RLock()
        if write:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(folder)
        try:
            self._database = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=30)
            if write:
                self._database.execute("PRAGMA journal_mode = WAL")
                self._database.execute("PRAGMA synchronous = FULL")
                self._database.execute("PRAGMA wal_autocheckpoint = 64")  # pages of 4 KiB: next to no room
            if write and not self._database.execute("SELECT 1 FROM sqlite_schema").fetchone():
                self._database.execute("BEGIN")
                for statement in filter(str.strip, _TABLES.split(";")):
                    self._database.execute(statement)
                self.note("version", str(VERSION))
                self._database.execute("COMMIT")
            version = self.about("version")
        except sqlite3.Error as error:
            self.close()
            raise LedgerError(f"{self.path} is damaged ({error}): remove {folder} to start anew") from error
        if version != str(VERSION):
            self.close()
            raise LedgerError(f"{self.path} is of version {version}, not {VERSION}: remove {folder} to start anew")
        self.scratch = folder / "unfinished"
        if write:
            shutil.rmtree(self.scratch, ignore_errors=True)
            self.scratch.mkdir()
            self._begin()

    def _begin(self) -> None:
        self.run = int(self.about("run") or 0) + 1
        self.note("run", str(self.run))
        self._spool = open(self.folder / "spool", "ab+")  # noqa: SIM115
        self._end = int(self.about("end") or 0)
        self._spool.truncate(self._end)  # what a killed run wrote after its last commit
        self._spool.seek(0, os.SEEK_END)
        self._folders: set[Path] = set()
        self._since, self._count = time.monotonic(), 0

    def about(self, name: str) -> str | None:
        """A note on the batch as a whole."""
        row = self._database.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def note(self, name: str, value: str) -> None:
        """Notes something on the batch as a whole. Raises `LedgerError` where the disk is full."""
        with _told(self.folder):
            self._database.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def get(self, key: str) -> Entry | None:
        """What is known of an input."""
        row = self._database.execute(f"SELECT {_COLUMNS} FROM inputs WHERE key = ?", (_plain(key),)).fetchone()
        return _entry(row) if row else None

    def put(self, item: Item, outcome: Outcome, rules: str, folder: Path | None = None) -> None:
        """Enters an outcome, and its result into the spool; `folder` is where it was written as a file. Commits now
        and then. Several threads may put. Raises `OSError` and `LedgerError` where the disk is full."""
        with self._guard, _told(self.folder):
            self._put(item, outcome, rules, folder)

    def _put(self, item: Item, outcome: Outcome, rules: str, folder: Path | None) -> None:
        start = None
        if outcome.result is not None:
            start = self._end
            self._spool.write(outcome.result)
            self._end += len(outcome.result)
        if folder is not None:
            self._folders.add(folder)
        self._transact()
        if outcome.state is State.UNCHANGED:
            self._database.execute(
                "UPDATE inputs SET run = ?, number = ?, shown = ? WHERE key = ?",
                (self.run, item.number, _plain(item.shown), _plain(item.key)),
            )
        else:
            figures = msgspec.msgpack.encode(outcome.figures) if outcome.figures else None
            self._database.execute(
                "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    _plain(item.key), _plain(item.shown), _plain(item.target), self.run, item.number,
                    outcome.state.value, outcome.digest, rules, round(outcome.seconds, 4),
                    outcome.error and _plain(outcome.error), outcome.reason, figures, start, outcome.size,
                ),
            )  # fmt: skip
        self._count += 1
        if self._count >= PAGES or time.monotonic() - self._since >= SECONDS:
            self._commit()

    def commit(self) -> None:
        """Makes everything that was put safe. Raises `OSError` and `LedgerError` where the disk is full."""
        with self._guard, _told(self.folder):
            self._commit()

    def _commit(self) -> None:
        self._spool.flush()
        os.fsync(self._spool.fileno())
        for folder in self._folders:
            _sync_folder(folder)
        self._folders.clear()
        self._transact()
        self.note("end", str(self._end))
        self._database.execute("COMMIT")
        self._since, self._count = time.monotonic(), 0

    def _transact(self) -> None:
        if not self._database.in_transaction:
            self._database.execute("BEGIN")

    def entries(self, *states: State, all_runs: bool = True, order: str = "run, number") -> Iterator[Entry]:
        """The inputs in those states (default: all), in the order of the runs and their inputs."""
        marks = ", ".join("?" * len(states))
        where = [f"state IN ({marks})"] if states else []
        if not all_runs:
            where.append(f"run = {int(self.about('run') or 0)}")
        condition = f"WHERE {' AND '.join(where)}" if where else ""
        cursor = self._database.execute(
            f"SELECT {_COLUMNS} FROM inputs {condition} ORDER BY {order}", [state.value for state in states]
        )
        for row in cursor:
            yield _entry(row)

    def counts(self) -> dict[str, int]:
        """How many inputs are in each state."""
        return dict(self._database.execute("SELECT state, count(*) FROM inputs GROUP BY state"))

    def sums(self) -> tuple[float, dict[str, int]]:
        """Seconds of work in all, and how many pages failed for each class of causes."""
        (seconds,) = self._database.execute("SELECT total(seconds) FROM inputs").fetchone()
        failed = "SELECT reason, count(*) FROM inputs WHERE state = 'failed' GROUP BY reason ORDER BY 2 DESC"
        return seconds, dict(self._database.execute(failed))

    def rules(self) -> dict[str, int]:
        """How many pages were cleaned with each state of rules and weights."""
        return dict(self._database.execute("SELECT rules, count(*) FROM inputs WHERE state = 'done' GROUP BY rules"))

    def result(self, entry: Entry) -> bytes:
        """What the spool holds of a page of a stream. Raises `LedgerError` where it is gone."""
        assert entry.start is not None
        found = os.pread(self._spool.fileno(), entry.size, entry.start) if hasattr(os, "pread") else self._read(entry)
        if len(found) != entry.size:
            raise LedgerError(f"{self.folder / 'spool'} is damaged: remove {self.folder} to start anew")
        return found

    def _read(self, entry: Entry) -> bytes:
        self._spool.seek(entry.start or 0)
        found = self._spool.read(entry.size)
        self._spool.seek(0, os.SEEK_END)
        return found

    def close(self) -> None:
        """Closes the ledger; what was not committed is forgotten."""
        with contextlib.suppress(AttributeError, sqlite3.Error):
            self._database.close()
        with contextlib.suppress(AttributeError, OSError):
            self._spool.close()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def forget_others(self) -> None:
        """Drops the inputs that this run did not meet, since they are no longer there."""
        self._database.execute("DELETE FROM inputs WHERE run <> ?", (self.run,))


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(f"cannot write the ledger in {folder}: {error}; run it again with --resume") from error


def remove_ledger(folder: Path) -> None:
    """Forgets an earlier run. Raises `LedgerError` where it is still going on."""
    if (folder / "ledger.sqlite").exists():
        with _locked(folder):
            for path in folder.iterdir():
                if path.name != "lock":
                    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _entry(row: tuple[Any, ...]) -> Entry:
    key, shown, target, state, mark, rules, seconds, error, reason, figures, start, size = row
    told = msgspec.msgpack.decode(figures, type=Figures) if figures else None
    return Entry(key, shown, target, State(state), mark, rules, seconds, error, reason, told, start, size)


def _plain(text: str) -> str:
    """File names may hold bytes that are no characters; the database takes characters only."""
    return text.encode("utf-8", "backslashreplace").decode()


def _locked(folder: Path) -> IO[bytes]:
    """A lock that ends with the process, however it ends."""
    file = open(folder / "lock", "ab")  # noqa: SIM115
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise LedgerError(f"another run is writing here: wait for it ({folder})") from None
    return file


def _sync_folder(folder: Path) -> None:
    """Makes the names in a folder safe, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
