"""The README holds what it says."""

from __future__ import annotations

import re
from pathlib import Path

from cleaner.authoring.rules import check_packs
from cleaner.document import LABELS

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def fenced(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_its_rule_pack_is_right(tmp_path: Path) -> None:
    (pack,) = fenced("yaml")
    path = tmp_path / "pack.yaml"
    path.write_text(pack, "utf-8")
    checkup = check_packs([path])
    assert checkup.findings == []
    assert checkup.examples == 5


def test_its_python_compiles() -> None:
    assert all(compile(code, "README.md", "exec") for code in fenced("python"))


def test_its_zones_are_those_that_there_are() -> None:
    table = README.partition("| zone | what it is | kinds |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().split("\n")[1:]]
    kinds = {zone: [kind.split()[0] for kind in re.sub(r"\(.*?\)", "", names).split(",")] for zone, _, names in rows}
    assert tuple((zone, kind) for zone, names in kinds.items() for kind in names) == LABELS


def test_its_blocks_are_the_lines_of_its_page() -> None:
    page, zones, report = fenced("text")
    lines = [line.strip() for line in page.split("\n")]
    for line in zones.strip().split("\n"):
        zone, kind, text = line.split(None, 2)
        assert (zone, kind) in LABELS
        for part in re.split(r"(?<!:); |: ?; ", text):
            start = part.removesuffix("...").rstrip(": ")
            assert any(start in one for one in lines), start
    assert all(line in lines for line in report.strip().split("\n"))
