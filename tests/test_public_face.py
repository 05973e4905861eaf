"""The public interface: others are measured against it."""

from __future__ import annotations

import inspect
import subprocess
import sys
from enum import StrEnum

import pytest

import cleaner
from cleaner.document import LABELS

KINDS = {
    "article": "title deck byline body caption",
    "chrome": "menu share promo legal tags bio other",
    "widget": "related trending ad other",
    "comment": "head author text form",
}


def signature(function: object) -> list[tuple[str, object]]:
    parameters = inspect.signature(function).parameters.values()  # type: ignore[arg-type]
    return [(parameter.name, parameter.default) for parameter in parameters]


def test_functions() -> None:
    required = inspect.Parameter.empty
    assert signature(cleaner.clean) == [("page", required), ("url", None), ("kind", "auto")]
    assert signature(cleaner.spam_score) == [("text", required), ("author", None), ("report", None)]
    assert signature(cleaner.Cleaner.clean)[1:] == signature(cleaner.clean)
    names = ["packs", "include", "limit", "weights", "spam_from", "profile", "second_opinion"]
    assert [name for name, _ in signature(cleaner.Cleaner)] == names


def test_everything_public_is_there_and_documented() -> None:
    for name in cleaner.__all__:
        assert getattr(cleaner, name).__doc__
    assert cleaner.__version__.count(".") == 2


def test_zones_and_kinds_are_those_of_the_table() -> None:
    assert [str(zone) for zone in cleaner.Zone] == list(KINDS)
    assert [(str(zone), str(kind)) for zone, kind in LABELS] == [
        (zone, kind) for zone, kinds in KINDS.items() for kind in kinds.split()
    ]
    assert {str(kind) for kind in cleaner.Kind} == set(" ".join(KINDS.values()).split())
    assert issubclass(cleaner.Zone, StrEnum)
    assert issubclass(cleaner.Kind, StrEnum)
    assert [str(kind) for kind in cleaner.PageKind] == "article forum product listing documentation other".split()


def test_a_page_by_the_shortest_way() -> None:
    document = cleaner.clean(b"<html lang=en><title>A title</title><p>Some words.")
    for name in ("text", "blocks", "comments", "title", "author", "date", "language", "page_kind", "confidence"):
        assert hasattr(document, name)
    (block,) = document.blocks
    assert block.text == "Some words."
    assert (block.zone, block.kind) in LABELS
    assert isinstance(block.zone, cleaner.Zone)
    assert isinstance(block.kind, cleaner.Kind)
    assert 0 <= block.confidence <= 1
    assert all(isinstance(reason, cleaner.Evidence) for reason in block.evidence)
    assert document.language == "en"


def test_comments_have_what_was_promised() -> None:
    comment = cleaner.Comment("Ada", None, "text")
    for name in ("author", "time", "text", "depth", "spam", "reasons"):
        assert hasattr(comment, name)


def test_spam_score() -> None:
    praise = cleaner.spam_score("I grew up near that bridge, and the council is right to close it for now.")
    advert = cleaner.spam_score("Buy cheap pills online http://pills.example http://a.example", author="cheap pills")
    assert 0 <= praise < 0.5 < advert <= 1
    about = "Which bridge did you mean, the one in your report? Read more http://a.example"
    report = "The old bridge was closed on Monday. " * 5
    assert cleaner.spam_score(about, report=report) != cleaner.spam_score(about)


@pytest.mark.parametrize("foreign", ["numpy", "trafilatura", "langdetect", "scipy", "typer", "rich"])
def test_importing_takes_no_heavy_library(foreign: str) -> None:
    code = f"import sys, cleaner; sys.exit({foreign!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_is_loaded_late_is_listed() -> None:
    code = "import sys, cleaner; sys.exit(not set(cleaner.__all__) <= set(dir(cleaner)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Cleanser'"):
        cleaner.Cleanser  # type: ignore[attr-defined] # noqa: B018


def test_a_report_without_comments_takes_no_guess() -> None:
    text = "<p>The bridge over the Moor was closed on Monday, the council said, and it will stay so until spring."
    page = f"<html lang=en><title>The bridge is closed</title><h1>The bridge is closed</h1>{text}{text}"
    code = (
        f"import sys, cleaner; document = cleaner.clean({page!r}); assert 'bridge' in document.text; "
        "assert not document.comments; assert document.title; sys.exit('trafilatura' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
