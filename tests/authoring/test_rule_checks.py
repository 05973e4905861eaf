"""Checks of packs: every rule proves itself on its examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.authoring.rules import Checkup, check_packs
from cleaner.packs import Packs

HEAD = "pack: demo\nabout: A demonstration.\nrules:\n"


def check(folder: Path, *rules: str, head: str = HEAD) -> Checkup:
    file = folder / "demo.yaml"
    file.write_text(head + "".join(f"  - id: demo.r{n}\n    weight: 2\n{rule}" for n, rule in enumerate(rules)))
    return check_packs([file])


def rule(matcher: str, hits: str, misses: str, more: str = "zone: chrome") -> str:
    return f"    {matcher}\n    {more}\n    hits: [{hits}]\n    misses: [{misses}]\n"


@pytest.mark.parametrize(
    ("matcher", "hits", "misses", "more"),
    [
        ("line: '^share$'", "'share', '• Share', '  3. Share'", "'share it'", "zone: chrome"),
        ("line: '^3. May$'", "'3. May'", "'May'", "zone: chrome"),
        ("line: '^May$'", "'3. May'", "'• May', 'May'", "{zone: chrome, marker: number}"),
        ("line: '^a+$'", "'aaa'", "'aa'", "{zone: chrome, min: 3}"),
        ("line: '^a+$'", "'aaa'", "'aaaa'", "{zone: chrome, max: 3}"),
        ("line: '^a+$'", "'aaa'", "'b'", "{zone: chrome, place: bottom, links: all, heading: true, form: html}"),
        ("attr: '(^| )share( |$)'", "'share', 'x share #id role=main'", "'share-bar', '#share'", "zone: chrome"),
        ("attr: '#top-bar'", "'#top-bar'", "'top-bar'", "{zone: chrome, max: 9, links: all, share: 0.1}"),
        ("attr: 'itemprop=author'", "'by itemprop=author'", "'author'", "zone: article/byline"),
        ("meta: '^og:type=forum'", "'og:type=Forum'", "'og:type=article'", "page: forum"),
    ],
)
def test_rules_that_prove_themselves(tmp_path: Path, matcher: str, hits: str, misses: str, more: str) -> None:
    if more.startswith("{"):
        more = more.strip("{}").replace(", ", "\n    ")
    assert check(tmp_path, rule(matcher, hits, misses, more)).findings == []


def test_select_rules_are_tried_on_snippets(tmp_path: Path) -> None:
    head = HEAD.replace("rules:", "host: [example.com]\nrules:")
    text = rule("select: 'div.x > p'", "'<div class=x><p>a</p></div>'", "'<p>a</p>', '<div class=x>p</div>'")
    assert check(tmp_path, text, head=head).findings == []
    (finding,) = check(tmp_path, text.replace("div.x", "div.y"), head=head).findings
    assert "does not fire on its hit" in finding.message


def test_failures_name_example_place_and_rule(tmp_path: Path) -> None:
    checkup = check(tmp_path, rule("line: '^a$'", "'a', 'b'", "'c', 'A'"), rule("attr: 'x'", "'y'", "'x'"))
    found = [(f.line, f.column, f.rule, f.message.partition(" on ")[0]) for f in checkup.findings]
    assert found == [
        (8, 17, "demo.r0", "demo.r0 does not fire"),
        (9, 19, "demo.r0", "demo.r0 fires"),
        (14, 12, "demo.r1", "demo.r1 does not fire"),
        (15, 14, "demo.r1", "demo.r1 fires"),
    ]
    assert checkup.errors == checkup.findings
    assert str(checkup.findings[0]).endswith("demo.yaml:8:17: demo.r0 does not fire on its hit 'b'")
    assert (checkup.packs, checkup.rules, checkup.examples) == (1, 2, 6)


def test_reasons_are_given_where_they_can_be_told(tmp_path: Path) -> None:
    checkup = check(
        tmp_path,
        rule("line: '^a+$'", f"'{'a' * 201}'", "'b'"),
        rule("line: '^a+$'", "'aa'", "'b'", "zone: chrome\n    min: 5"),
        rule("attr: 'main_content'", "'main_content'", "'b'"),
    )
    first, second, third = (finding.message for finding in checkup.errors)
    assert "it has 201 characters, the rule takes 120 at most" in first
    assert "the rule takes 5 at least" in second
    assert "rules see these tokens as 'main-content'" in third


def test_every_error_of_a_pack_is_found(tmp_path: Path) -> None:
    text = rule("lien: '^a$'", "'a'", "'b'") + rule("line: '(a'", "'a'", "'b'").replace(
        "    line", "    wait: 1\n    line"
    )
    (tmp_path / "demo.yaml").write_text(
        HEAD + "  - id: demo.a\n" + text.replace("    wait: 1", "  - id: demo.b\n    weight: x")
    )
    found = [(f.line, f.message.split(":")[0]) for f in check_packs([tmp_path]).findings]
    assert found == [(5, "unknown key 'lien'"), (10, "expected a number, not text")]


@pytest.mark.parametrize("pattern", ["a*", "^( x)?", "(share|)"])
def test_patterns_that_occur_everywhere(tmp_path: Path, pattern: str) -> None:
    checkup = check(tmp_path, rule(f"line: '{pattern}'", "'a'", "'b'"))
    assert "occurs in every text" in checkup.errors[0].message
    assert (checkup.errors[0].line, checkup.errors[0].column) == (6, 11)


def test_warnings(tmp_path: Path) -> None:
    checkup = check(
        tmp_path,
        rule("line: '^(?P<who>a)$'", "'a'", "'b'"),
        rule("line: '^c$'", "'c'", "'b'"),
        rule("line: '^c$'", "'c'", "'b'"),
        rule(r"line: '^\pL{2,60}$'", "'abc'", "'1'"),
    )
    assert checkup.errors == []
    assert [finding.message[:15] for finding in checkup.findings] == [
        "nobody reads th", "demo.r1 has the", "a large pattern",
    ]  # fmt: skip


def test_packs_that_clash(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(HEAD + "  - id: demo.r\n    weight: 2\n" + rule("line: '^a$'", "'a'", "'b'"))
    (finding,) = check_packs([tmp_path]).errors
    assert (finding.path, finding.line, finding.column) == (str(tmp_path / "b.yaml"), 1, 7)


def test_a_rule_may_follow_one_that_ships(tmp_path: Path) -> None:
    ships = next((rule.id for rule in Packs.load().rules if rule.line), None)
    if ships is None:
        pytest.skip("no packs yet")
    text = rule("line: '^a$'", "'a'", "'b'", f"zone: chrome\n    follows: {ships}")
    assert check(tmp_path, text).errors == []
    (finding,) = check(tmp_path, text.replace(ships, "nowhere.at-all")).errors
    assert "unknown rule 'nowhere.at-all'" in finding.message
