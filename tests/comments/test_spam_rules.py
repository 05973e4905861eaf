"""Every spam rule proves itself by its own examples, and a wrong file says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.comments.spam_rules import SpamRule, SpamRules, spam_rules
from cleaner.comments.spam_signals import SIGNALS
from cleaner.errors import PackError
from cleaner.resources import rules_folder

RULES = spam_rules().rules


def fires(rule: SpamRule, text: str) -> bool:
    return any(found.id == rule.id for found in spam_rules().match(text, rule.on))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_hits_and_misses(rule: SpamRule) -> None:
    assert [hit for hit in rule.hits if not fires(rule, hit)] == []
    assert [miss for miss in rule.misses if fires(rule, miss)] == []


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_every_signal_is_weighed_and_every_weight_has_its_signal() -> None:
    assert set(spam_rules().weighing.signals) == set(SIGNALS)


GOOD = """
family: links
about: Test.
rules:
  - {id: links.one, pattern: 'http', weight: 1, reason: links, hits: [http], misses: [a]}
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("pattern: 'http'", "pattern: '(http'", "links.one"),
        ("id: links.one", "id: other.one", "family"),
        ("weight: 1", "weight: heavy", "weight"),
        ("misses: [a]", "misses: []", "misses"),
        ("reason: links", "reasons: links", "reason"),
    ],
)
def test_a_wrong_file_is_named_with_its_fault(tmp_path: Path, old: str, new: str, told: str) -> None:
    (tmp_path / "signals.yaml").write_bytes((rules_folder() / "spam" / "signals.yaml").read_bytes())
    (tmp_path / "links.yaml").write_text(GOOD)
    assert [rule.id for rule in SpamRules.load(tmp_path).rules] == ["links.one"]
    (tmp_path / "links.yaml").write_text(GOOD.replace(old, new))
    with pytest.raises(PackError, match=told) as raised:
        SpamRules.load(tmp_path)
    assert raised.value.path.endswith("links.yaml")
