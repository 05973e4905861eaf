import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.packs.language import detect_language, language_code

STOPWORDS = {
    "en": frozenset("the and of to in a is that for on with as was it by at from are be this have they not".split()),
    "de": frozenset("der die das und in zu den von mit ist auf für im dem nicht ein eine des auch es an".split()),
    "es": frozenset("el la los las de del y que en a un una por con para es se no su al lo como".split()),
    "pt": frozenset("o a os as de do da dos das e que em um uma para com não no na por se mais".split()),
}
ENGLISH = [
    "The council of the town met on Tuesday and talked about the bridge that was built in the last century.",
    "It is not clear to the people at the river that they have to pay for the work with a new tax.",
]
GERMAN = [
    "Der Rat der Stadt hat am Dienstag über die Brücke gesprochen, die im letzten Jahrhundert gebaut wurde.",
    "Es ist den Menschen an dem Fluss nicht klar, dass sie mit einer neuen Steuer für die Arbeit zahlen sollen.",
]
SPANISH = [
    "El ayuntamiento de la ciudad habló el martes del puente que se construyó en el siglo pasado y no en este."
] * 2
SWEDISH = [
    "Stadens råd träffades i tisdags och talade om bron som byggdes under förra seklet, men ingen ville betala."
] * 2
RUSSIAN = [
    "Городской совет во вторник обсудил мост, который был построен в прошлом веке, и не принял никакого решения."
] * 2
JAPANESE = ["市議会は火曜日に前世紀に建設された橋について議論したが、何も決まらなかった。"] * 2
CHINESE = ["市议会星期二讨论了上个世纪建造的桥梁，但没有作出任何决定。"] * 2
KOREAN = ["시의회는 화요일에 지난 세기에 지어진 다리에 대해 논의했지만 아무것도 결정하지 않았다."] * 2


@pytest.mark.parametrize(
    ("declared", "texts", "language"),
    [
        ("en-US", ENGLISH, "en"),
        ("de", GERMAN, "de"),
        ("en", GERMAN, "de"),
        ("de-DE", ENGLISH, "en"),
        ("pt-BR", SPANISH, "es"),
        ("sv", SWEDISH, "sv"),
        ("sv", ENGLISH, "en"),
        ("en", SWEDISH, "sv"),
        ("en", RUSSIAN, "ru"),
        ("ru", RUSSIAN, "ru"),
        ("en", JAPANESE, "ja"),
        ("zh-TW", CHINESE, "zh"),
        ("en", KOREAN, "ko"),
        (None, ENGLISH, "en"),
        (None, SPANISH, "es"),
        (None, SWEDISH, "sv"),
        (None, RUSSIAN, "ru"),
        (None, JAPANESE, "ja"),
        (None, CHINESE, "zh"),
        (None, KOREAN, "ko"),
        ("und", GERMAN, "de"),
    ],
)
def test_language(declared: str | None, texts: list[str], language: str) -> None:
    assert detect_language(declared, texts, STOPWORDS) == language


@pytest.mark.parametrize("texts", [[], [""], ["12:30"], ["• – …", "5 €"]])
def test_nothing_to_go_by(texts: list[str]) -> None:
    assert detect_language(None, texts, STOPWORDS) is None
    assert detect_language("fr-CA", texts, STOPWORDS) == "fr"


def test_menus_do_not_outvote_the_report() -> None:
    menu = ["Über uns", "Die Redaktion", "In der Nähe", "Auf dem Land"] * 10
    assert detect_language(None, menu + ENGLISH * 3 + menu, STOPWORDS) == "en"


def test_a_few_japanese_words_do_not_make_a_page_japanese() -> None:
    assert detect_language("en", [*ENGLISH, "The word for bridge is 橋 (はし)."], STOPWORDS) == "en"


def test_a_declaration_with_too_little_text_to_check_it() -> None:
    assert detect_language("de", ["The end of it"], STOPWORDS) == "de"


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "en"),
        (" EN_us", "en"),
        ("zh-Hans-CN", "zh"),
        ("fil-PH", "tl"),
        ("deu", "de"),
        ("iw", "he"),
        ("x-default", None),
        ("und", None),
        ("english", None),
        ("", None),
        (None, None),
    ],
)
def test_language_tags(tag: str | None, code: str | None) -> None:
    assert language_code(tag) == code


def test_guesses_are_the_same_every_time() -> None:
    mixed = [GERMAN[0][:60] + ENGLISH[0][:60]]
    assert len({detect_language(None, mixed, {}) for _ in range(8)}) == 1


def test_langdetect_is_loaded_only_when_needed() -> None:
    script = (
        "import sys; from cleaner.packs.language import detect_language as d;"
        f"d('en', {ENGLISH!r}, {{'en': frozenset('the of and to in a is that'.split())}}); "
        "assert 'langdetect' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@given(st.none() | st.text(max_size=12), st.lists(st.text(max_size=300), max_size=6))
def test_any_input_gives_a_code_or_nothing(declared: str | None, texts: list[str]) -> None:
    language = detect_language(declared, texts, STOPWORDS)
    assert language is None or (len(language) == 2 and language.isalpha() and language.islower())


def test_voting_is_fast() -> None:
    texts = [*ENGLISH, "Home", "About us"] * 100
    best = 1.0
    for _ in range(20):
        start = time.perf_counter()
        detect_language("en", texts, STOPWORDS)
        best = min(best, time.perf_counter() - start)
    assert best < 0.002  # measured at 0.0002; the margin is for busy machines
