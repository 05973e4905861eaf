"""Packs from files: what is accepted, and that errors name the place and the way out."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from cleaner.errors import PackError
from cleaner.packs import Packs

PACK = """\
pack: demo
about: A demonstration.
rules:
  - id: demo.count
    line: '^\\d+ comments$'
    zone: comment/head
    weight: 3
    hits: ["20 comments"]
    misses: ["20 comments were read."]
"""


def write(folder: Path, text: str | bytes, name: str = "demo.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(path: Path) -> tuple[int, int, str]:
    with pytest.raises(PackError) as caught:
        Packs.load([path])
    assert caught.value.path == str(path)
    return caught.value.line, caught.value.column, caught.value.message


def test_a_pack_is_loaded(tmp_path: Path) -> None:
    packs = Packs.load([write(tmp_path, PACK)])
    (rule,) = packs.rules
    assert (rule.id, rule.zone, rule.kind, rule.weight) == ("demo.count", "comment", "head", 3.0)
    assert packs.number("demo.count") == 0


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "message"),
    [
        ("weight: 3", "wieght: 3", 7, 5, "unknown key 'wieght': did you mean 'weight'?"),
        ("weight: 3", "weight: strong", 7, 13, "expected a number, not text"),
        ("weight: 3", "weight: 11", 7, 13, "<= 10"),
        ("weight: 3", "weight: 0", 7, 13, "other than 0"),
        ("id: demo.count", "id: other.count", 4, 9, "must start with the pack's name"),
        ("  - id: demo.count\n    line", "  - line", 4, 5, "the key 'id' is missing"),
        ("comment/head", "comment/haed", 6, 11, "comment has no kind 'haed': did you mean 'head'?"),
        ("comment/head", "coment", 6, 11, "unknown zone 'coment': did you mean 'comment'?"),
        ("zone: comment/head", "page: artcle", 6, 11, "unknown value 'artcle': did you mean 'article'?"),
        ("zone: comment/head", "zone: comment/head\n    page: forum", 7, 5, "not for both"),
        ("    zone: comment/head\n", "", 4, 5, "says nothing"),
        ("zone: comment/head", "zone: comment/head\n    attr: x", 4, 5, "it has line and attr"),
        ("line: '^\\d+ comments$'", "select: '.x'", 5, 5, "`select` is for packs with `when` or `host`"),
        ("line: '^\\d+ comments$'", "meta: 'x'", 5, 5, "use it with `page`"),
        ("line: '^\\d+ comments$'", "line: '(x'", 5, 11, "missing )"),
        ("line: '^\\d+ comments$'", "line: 'a{2000}'", 5, 11, "no pattern of RE2"),
        ("line: '^\\d+ comments$'", "line: ''", 5, 11, "`line` is empty"),
        ("line: '^\\d+ comments$'", "tag: ['<nav>']", 5, 10, "no element name"),
        ('hits: ["20 comments"]', "hits: [20]", 8, 12, "expected text, not a whole number: put it in quotes"),
        ('    hits: ["20 comments"]\n', "", 4, 5, "at least one example under `hits`"),
        ('misses: ["20 comments were read."]', "misses: []", 9, 5, "at least one example under `misses`"),
        ("weight: 3", "weight: 3\n    weight: 4", 8, 5, "the key 'weight' is there twice"),
        ("weight: 3", "weight: 3\n    follows: demo.cuont", 8, 14, "did you mean 'demo.count'?"),
        ("weight: 3", "weight: 3\n    marker: numbr", 8, 13, "did you mean 'number'?"),
        ("weight: 3", "weight: 3\n    min: 300", 8, 10, "raise `max`"),
        ("pack: demo\n", "pack: Demo\n", 1, 7, "only a-z, 0-9 and -"),
        ("about: A demonstration.\n", "", 1, 1, "the key 'about' is missing"),
        ("about:", "lang: [english]\nabout:", 2, 8, "no language code"),
        ("about:", "host: ['https://example.com']\nabout:", 2, 8, "no host name"),
        ("about:", "when: {mata: x}\nabout:", 2, 8, "did you mean 'meta'?"),
        ("about:", "stopwords: [the]\nabout:", 2, 1, "add `lang`"),
        ("weight: 3", "weight: [3", 8, 9, "not well-formed YAML"),
        ("zone: comment/head", "zone: !!python/name:os.system ''", 6, 11, "packs know no tags"),
        ("zone: comment/head", "zone: &z comment/head\n    opens: *z", 7, 12, "packs know no aliases"),
    ],
)
def test_an_error_names_line_and_column(
    tmp_path: Path, old: str, new: str, line: int, column: int, message: str
) -> None:
    assert old in PACK
    found = refused(write(tmp_path, PACK.replace(old, new)))
    assert found[:2] == (line, column), found
    assert message in found[2]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "the file is empty"),
        ("# nothing but a comment\n", 1, 1, "the file is empty"),
        ("- a list", 1, 1, "expected keys with values"),
        (b"pack: demo\nabout: caf\xe9\n", 2, 11, "not in UTF-8"),
        ("pack: demo\nabout: x\nrules: {}\n", 3, 8, "expected a list"),
        ("pack: demo\nabout: x\n---\npack: two\n", 3, 1, "a second document"),
        ("pack: demo\nabout: " + "[" * 40 + "]" * 40, 2, 23, "levels deep"),
        ("pack: demo\nabout: x\n? [a]\n: b\n", 3, 3, "a key must be a word"),
    ],
)
def test_a_file_that_is_no_pack(tmp_path: Path, text: str | bytes, line: int, column: int, message: str) -> None:
    found = refused(write(tmp_path, text))
    assert found[:2] == (line, column), found
    assert message in found[2]


def test_aliases_cannot_be_used_to_blow_up_a_file(tmp_path: Path) -> None:
    rows = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    assert refused(write(tmp_path, "\n".join(rows)))[0] == 2


def test_the_first_error_of_a_file_is_raised(tmp_path: Path) -> None:
    text = PACK.replace("weight: 3", "weight: x").replace("pack: demo", "pack: Demo")
    assert refused(write(tmp_path, text))[0] == 1


def test_a_missing_file(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / "nowhere.yaml")[2]


def test_words_of_yaml_1_1_stay_words(tmp_path: Path) -> None:
    text = (
        "pack: xx\nabout: Words.\nlang: [no]\nstopwords: [no, on, yes, off, y, né]\njoiners: [on]\nhidden: [sr-only]\n"
    )
    packs = Packs.load([write(tmp_path, text)])
    assert packs.stopwords == {"no": frozenset({"no", "on", "yes", "off", "y", "né"})}
    assert packs.joiners == {"on"}
    assert packs.hidden == {"sr-only"}


def test_word_lists_of_packs_are_joined(tmp_path: Path) -> None:
    write(tmp_path, "pack: a\nabout: x\nlang: [en]\nstopwords: [the]\nhidden: [h1]\n", "a.yaml")
    write(tmp_path, "pack: b\nabout: x\nlang: [en, de]\nstopwords: [und]\nhidden: [h2]\n", "b.yaml")
    packs = Packs.load([tmp_path])
    assert packs.stopwords == {"en": {"the", "und"}, "de": {"und"}}
    assert packs.hidden == {"h1", "h2"}


def test_two_packs_of_one_name(tmp_path: Path) -> None:
    one, two = write(tmp_path, PACK), write(tmp_path, PACK, "twin.yaml")
    with pytest.raises(PackError, match="another pack has the name 'demo'") as caught:
        Packs.load([one, two])
    assert (caught.value.path, caught.value.line, caught.value.column) == (str(two), 1, 7)


def test_ids_are_unique(tmp_path: Path) -> None:
    rule = PACK[PACK.index("  - id") :]
    line, column, message = refused(write(tmp_path, PACK + rule))
    assert (line, column) == (10, 9)
    assert "there twice" in message


def test_folders_are_searched_at_any_depth_in_order(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    write(tmp_path / "deep" / "er", PACK.replace("demo", "second"), "b.yaml")
    write(tmp_path / "deep", PACK.replace("demo", "first"), "a.yaml")
    assert [rule.id for rule in Packs.load([tmp_path]).rules] == ["first.count", "second.count"]


def test_extra_packs_follow(tmp_path: Path) -> None:
    one = write(tmp_path, PACK)
    two = write(
        tmp_path, PACK.replace("demo", "mine").replace("weight: 3", "weight: 3\n    follows: demo.count"), "m.yaml"
    )
    assert [rule.id for rule in Packs.load([one], extra=[two]).rules] == ["demo.count", "mine.count"]


def test_the_digest_tells_what_packs_say_not_how_they_are_written(tmp_path: Path) -> None:
    digest = Packs.load([write(tmp_path, PACK)]).digest
    assert digest == Packs.load([write(tmp_path, "# a remark\n" + PACK, "again.yaml")]).digest
    assert digest != Packs.load([write(tmp_path, PACK.replace("weight: 3", "weight: 4"))]).digest


def test_packs_can_be_pickled(tmp_path: Path) -> None:
    packs = Packs.load([write(tmp_path, PACK)])
    again = pickle.loads(pickle.dumps(packs))
    assert (again.digest, again.rules) == (packs.digest, packs.rules)
    assert again.parts(0, "x") == {}
