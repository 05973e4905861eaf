"""A batch from end to end: items through workers into sinks, everything entered in the ledger."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from cleaner.batch.assembling import assemble
from cleaner.batch.items import Item, Outcome, State, digest
from cleaner.batch.ledger import Entry, Ledger, ledger_folder, remove_ledger
from cleaner.batch.sources import Inputs, Notes, Reading, all_items
from cleaner.batch.tally import Tally
from cleaner.batch.task import Settings, cleaning, failed
from cleaner.errors import LedgerError, OptionError
from cleaner.resources import rules_folder
from cleaner.workers import Limits, Lost, Pool, Task

if TYPE_CHECKING:
    from cleaner.sites import Profile

REASONS = {"time": "too slow", "memory": "too much memory", "crash": "crash", "error": "unexpected"}

Watcher = Callable[[Item, Outcome], None]


@dataclass(slots=True)
class Batch:
    """What is to be cleaned, how, and where it goes.

    output    a folder for one file a page, or the file for a stream; None: results are handed out in order
    packing   suffix of the stream's compression; `split` the pages of a shard
    sites     whether to learn first what repeats on the pages of a site, where the engine's options name no profile
    resume    whether to do only what is missing or changed since the last run; `retry` only what failed
    command   how the batch was asked for, noted in the ledger so that it can be taken up again
    watch     called after each page, from several threads but never twice at once
    say       called with what the user should know
    """

    inputs: Inputs
    reading: Reading
    settings: Settings
    output: Path | None = None
    packing: str = ""
    split: int | None = None
    jobs: int | None = None
    limits: Limits = field(default_factory=Limits)
    sites: bool = True
    resume: bool = False
    retry: bool = False
    command: dict[str, Any] = field(default_factory=dict)
    watch: Watcher = lambda item, outcome: None
    say: Callable[[str], None] = lambda message: None

    tally: Tally = field(default_factory=Tally, init=False)
    notes: Notes = field(default_factory=Notes, init=False)
    _ledger: Ledger | None = field(default=None, init=False)
    _rules: str = field(default="", init=False)
    _stop: threading.Event = field(default_factory=threading.Event, init=False)
    _guard: Any = field(default_factory=threading.Lock, init=False)

    def items(self) -> Iterator[Item]:
        """Every page of the inputs, numbered in order."""
        return all_items(self.inputs, self.reading, self.notes)

    def _look_through(self, heads: bool) -> Iterator[Item]:
        """The same, with `heads` perhaps without their contents, and with nothing noted."""
        return all_items(self.inputs, replace(self.reading, heads=heads), Notes())

    def stream(self) -> Iterator[tuple[Item, Outcome]]:
        """Runs without output of its own: items and outcomes in order. Nothing is entered anywhere."""
        start = time.monotonic()
        pages = self.items()
        first = list(islice(pages, 2)) if self.inputs.single else []
        alone = len(first) == 1 and first[0].page
        try:
            # A single page is not worth the start of a process, and nothing repeats on it.
            for item, outcome in (
                [(first[0], cleaning(self.settings)(first[0]))]
                if alone
                else self._cleaned(chain(first, pages), self._with_profile(None), ordered=True)
            ):
                self._count(item, outcome)
                if outcome.state is State.DONE:
                    self.tally.study(outcome.figures, item.shown, "", outcome.seconds)
                yield item, outcome
        finally:
            self._finish(start)

    def run(self) -> Tally:
        """Runs into the output. Ctrl-C ends it with everything kept that is finished, a second one at once.

        Raises `OptionError` where the ledger is that of another command, `LedgerError`, `OSError` for a full disk.
        """
        assert self.output is not None
        start = time.monotonic()
        folder = ledger_folder(self.output, self.settings.format.is_stream)
        if not self.resume:
            remove_ledger(folder)
        self.output.parent.mkdir(parents=True, exist_ok=True)
        with Ledger(folder, write=True) as ledger:
            self._ledger = ledger
            self._check_command(ledger)
            settings = replace(self._with_profile(folder / "sites.profile"), scratch=ledger.scratch)
            self._check_rules(ledger)
            with _interruptible(self._stop), closing(self._cleaned(self._missing(ledger), settings, False)) as cleaned:
                for item, outcome in cleaned:
                    self._enter(item, outcome)
            self.tally.interrupted = self._stop.is_set()
            with self._kept():
                ledger.commit()
                if not self.tally.interrupted and not self.retry:
                    ledger.forget_others()
            self._finish(start)
            if self.settings.format.is_stream:
                self._assemble(ledger)
            with self._kept():
                self._study(ledger)
                ledger.note("finished", "" if self.tally.interrupted else time.strftime("%Y-%m-%dT%H:%M:%S"))
            shutil.rmtree(ledger.scratch, ignore_errors=True)
        return self.tally

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Where results are files, a full disk that stops the ledger does not stop the run, and is one failure."""
        try:
            yield
        except (LedgerError, OSError) as error:
            if self.settings.format.is_stream:
                raise
            if self._ledger is not None:
                self._ledger = None
                why = f"{error}; what was cleaned since the last entry will be cleaned anew by --resume"
                self.tally.count(State.FAILED, "the ledger", why, "writing")

    def _cleaned(
        self, pages: Iterator[Item], settings: Settings, ordered: bool
    ) -> Generator[tuple[Item, Outcome], None, None]:
        task = Task("cleaner.batch.task:cleaning", {"settings": settings})
        pool = Pool(task, self.jobs, self.limits)
        sound = self._sound(pages)
        for item, answer in pool.map(sound, ordered, attrgetter("size"), self._stop, attrgetter("load")):
            yield item, _outcome(answer)

    def _sound(self, pages: Iterator[Item]) -> Iterator[Item]:
        """The items that a worker is needed for; the others are settled at once."""
        for item in pages:
            if not item.page:
                self._enter(item, Outcome(State.PASSED))
            elif item.error is not None:
                self._enter(item, failed(item.error, "damaged"))
            elif item.known is not None and item.content is not None and self._same(item):
                self._enter(item, Outcome(State.UNCHANGED))
            else:
                yield item

    def _same(self, item: Item) -> bool:
        assert item.content is not None
        return digest(item.content, item.url or self.settings.url) == item.known

    def _missing(self, ledger: Ledger) -> Iterator[Item]:
        """The items, with the digest that they had where their results are still there."""
        for item in self.items():
            entry = ledger.get(item.key) if self.resume else None
            if entry is not None and entry.state is State.DONE and self._is_there(entry, item):
                if self.retry:
                    continue
                item.known = entry.digest
            yield item

    def _is_there(self, entry: Entry, item: Item) -> bool:
        if self.settings.format.is_stream:
            return entry.start is not None
        try:
            return entry.target == item.target and os.stat(self._target(item)).st_size == entry.size
        except OSError:
            return False

    def _target(self, item: Item) -> Path:
        assert self.output is not None
        return self.output / (item.target + self.settings.format.suffix)

    def _enter(self, item: Item, outcome: Outcome) -> None:
        if self._ledger is not None:
            is_file = outcome.state is State.DONE and not self.settings.format.is_stream
            with self._kept():
                self._ledger.put(item, outcome, self._rules, self._target(item).parent if is_file else None)
        outcome.result = None
        self._count(item, outcome)

    def _count(self, item: Item, outcome: Outcome) -> None:
        with self._guard:
            self.tally.count(outcome.state, item.shown, outcome.error, outcome.reason)
            self.watch(item, outcome)

    def _finish(self, start: float) -> None:
        self.tally.seconds = time.monotonic() - start
        self.tally.passed_over += self.notes.passed_over
        for name, why in self.notes.failures:
            self.tally.count(State.FAILED, name, why, "reading")
        self.tally.failures.sort()

    def _assemble(self, ledger: Ledger) -> None:
        assert self.output is not None
        whole = not self.tally.interrupted and not self.retry
        results = (ledger.result(entry) for entry in ledger.entries(State.DONE, all_runs=not whole))
        files = assemble(results, self.output, self.settings.format, self.packing, ledger.scratch, self.split)
        before = msgspec.json.decode(ledger.about("files") or "[]", type=list[str])
        for name in set(before) - {file.name for file in files}:
            self.output.with_name(name).unlink(missing_ok=True)
        ledger.note("files", msgspec.json.encode([file.name for file in files]).decode())

    def _study(self, ledger: Ledger) -> None:
        for entry in ledger.entries(State.DONE):
            suffix = "" if self.settings.format.is_stream else self.settings.format.suffix
            self.tally.study(entry.figures, entry.shown, suffix and entry.target + suffix, entry.seconds)

    def _check_command(self, ledger: Ledger) -> None:
        """What was written before must have been written in the same way."""
        now = {
            "format": self.settings.format.value,
            "keep": sorted(self.settings.options.get("include", ())),
            "kind": self.settings.kind,
            "evidence": self.settings.evidence,
        }
        before = msgspec.json.decode(ledger.about("ways") or "{}", type=dict[str, Any])
        for name, value in now.items():
            if before and before.get(name) != value:
                raise OptionError(
                    f"--resume: {self.output} was made with --{name} {before.get(name)}, not {value}: "
                    "use the same options, or leave out --resume to start anew"
                )
        ledger.note("ways", msgspec.json.encode(now).decode())
        if self.command and not self.retry:
            ledger.note("command", msgspec.json.encode(self.command).decode())

    def _check_rules(self, ledger: Ledger) -> None:
        """Notes the state of rules and weights, and says where pages were cleaned with others."""
        paths = [rules_folder(), *map(Path, self.settings.options.get("packs") or ())]
        if weights := self.settings.options.get("weights"):
            paths.append(Path(weights))
        self._rules = rules_digest(paths)
        others = sum(number for rules, number in ledger.rules().items() if rules != self._rules)
        if others:
            self.say(
                f"packs or weights have changed since {others:,} of these pages were cleaned; they are left as they "
                "are: leave out --resume to clean all of them anew"
            )

    def _with_profile(self, place: Path | None) -> Settings:
        """The settings with the profile to use, learned first if need be; a resumed run uses that of the first."""
        found: Path | Profile | None = None
        if self.sites and "profile" not in self.settings.options and not _is_stdin(self.inputs):
            if place is not None and place.exists():
                found = place
            elif place is None or not (place.parent / "no-sites").exists():
                from cleaner.batch.learning import learn  # brings numpy, which this process seldom needs

                options = {name: value for name, value in self.settings.options.items() if name in ("packs", "limit")}
                learned = learn(self._look_through, options, self.reading.limit, self.jobs, self.limits)
                if learned:
                    profile, number = learned
                    found = profile
                    self.say(f"{number:,} sites have several pages here: what repeats on them counts as evidence")
                    if place is not None:
                        profile.save(place)
                        found = place
                elif place is not None:
                    (place.parent / "no-sites").touch()
        if found is None:
            return self.settings
        return replace(self.settings, options=self.settings.options | {"profile": found})


@contextmanager
def _interruptible(stop: threading.Event) -> Iterator[None]:
    """Lets the first Ctrl-C set `stop` instead of breaking in anywhere; a second one breaks in."""

    def interrupted(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _outcome(answer: Outcome | Lost) -> Outcome:
    if isinstance(answer, Lost):
        outcome = failed(answer.why, REASONS[answer.loss.value])
        outcome.seconds = answer.seconds
        return outcome
    return answer


def _is_stdin(inputs: Inputs) -> bool:
    return [str(path) for path in inputs.paths] == ["-"]


def rules_digest(paths: list[Path]) -> str:
    """Tells the state of rules and weights, files or folders, from any other state."""
    found = hashlib.blake2b(digest_size=8)
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix in (".yaml", ".yml", ".json"):
                found.update(file.name.encode("utf-8", "replace") + b"\0" + file.read_bytes())
    return found.hexdigest()
