"""The options of `cleaner clean`, as a batch and as a note in its ledger, from which `errors --retry` takes it up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec

from cleaner.batch.batch import Batch
from cleaner.batch.formats import STREAMS, Format, stream_format
from cleaner.batch.sources import Fields, Inputs, Reading, is_address
from cleaner.batch.task import Settings
from cleaner.cli.common import MIB
from cleaner.errors import OptionError
from cleaner.rendering import parse_include
from cleaner.workers import Limits

ENGINE = "cleaner.cleaning:Cleaner"
"""What workers clean with."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """The options of `cleaner clean`, as given."""

    paths: list[str]
    output: str | None = None
    format: Format | None = None
    keep: tuple[str, ...] = ("article",)
    kind: str = "auto"
    url: str | None = None
    packs: tuple[str, ...] = ()
    keep_spam: bool = False
    evidence: bool = False
    limit: int = 32
    recursive: bool = True
    input: str | None = None
    field: str | None = None
    url_field: str | None = None
    id_field: str | None = None
    table: str | None = None
    split: int | None = None
    jobs: int | None = None
    timeout: float = 60.0
    memory: int = 1024
    sites: bool = True
    profile: str | None = None
    cwd: str = ""

    def inputs(self) -> Inputs:
        """The files to look through. Raises `OptionError` where they cannot be."""
        output = None if self.output is None else Path(self.output)
        if output is not None and stream_format(output.name):
            output = None
        return Inputs(self.paths, output, self.recursive, self.input)

    def reading(self) -> Reading:
        """How its containers are read."""
        return Reading(self.limit * MIB, Fields(self.field, self.url_field, self.id_field), self.table)

    def options(self) -> dict[str, Any]:
        """What the engine is made with. Raises `OptionError` for zones and kinds that there are not."""
        names = tuple(name for part in self.keep for name in part.split(","))
        parse_include(names)
        found: dict[str, Any] = {"packs": [Path(pack) for pack in self.packs], "include": names}
        found["limit"] = self.limit * MIB
        if self.keep_spam:
            found["spam_from"] = None
        return found if self.profile is None else found | {"profile": Path(self.profile)}

    def batch(self, inputs: Inputs) -> Batch:
        """The batch that was asked for. Raises `OptionError` for options that do not go together."""
        output, format, packing = self._sink(inputs)
        if not inputs.single and self.url is not None:
            raise OptionError("--url is the address of one page: clean the pages one by one, or leave it out")
        if self.split is not None and (output is None or not format.is_stream):
            raise OptionError("--split is for streams: add --format jsonl, parquet or sqlite, and -o")
        return Batch(
            inputs=inputs,
            reading=self.reading(),
            settings=Settings(
                format=format,
                options=self.options(),
                engine=ENGINE,
                limit=self.limit * MIB,
                kind=self.kind,
                url=self.url,
                evidence=self.evidence,
                folder=None if output is None or format.is_stream else output,
                roots=inputs.roots if output is not None else (),
            ),
            output=output,
            packing=packing,
            split=self.split,
            jobs=self.jobs,
            limits=Limits(self.timeout, self.memory * MIB),
            sites=self.sites,
            command=msgspec.to_builtins(self),
        )

    def _sink(self, inputs: Inputs) -> tuple[Path | None, Format, str]:
        """(output folder or file, format, compression)."""
        format = self.format or Format.TEXT
        if self.output is None:
            if not inputs.single and format is not Format.JSONL:
                raise OptionError("several pages need a folder to be written to: add -o DIR (or --format jsonl)")
            if format in (Format.PARQUET, Format.SQLITE):
                raise OptionError(f"{format} needs a file to be written to: add -o FILE{format.suffix}")
            return None, format, ""
        output = Path(self.output)
        if found := stream_format(output.name):
            if self.format not in (None, found[0]):
                raise OptionError(f"{output} is for {found[0]}, not for {self.format}: leave out --format")
            if output.is_dir():
                raise OptionError(f"{output} is a folder: name another file with -o")
            return output, *found
        if output.exists() and not output.is_dir():
            endings = " ".join(STREAMS)
            raise OptionError(f"{output} is no folder: name another one with -o, or a file that ends in {endings}")
        return (output / f"pages{format.suffix}" if format.is_stream else output), format, ""

    def elsewhere(self) -> Request:
        """The same request, for a process that runs in another folder than it was made in."""
        if not self.cwd or os.path.realpath(self.cwd) == os.getcwd():
            return self

        def moved(path: str | None) -> str | None:
            return path if path is None or is_address(path) else os.path.join(self.cwd, path)

        return msgspec.structs.replace(
            self,
            paths=[moved(path) or "" for path in self.paths],
            packs=tuple(moved(path) or "" for path in self.packs),
            output=moved(self.output),
            profile=moved(self.profile),
        )
