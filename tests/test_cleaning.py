"""The whole way of a page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, CleanerError, Document, Kind, PageKind, Zone
from cleaner.errors import BinaryPage, OptionError, PackError, PageError, PageTooLarge, UnknownKind, WeightsError

PROSE = "It was a long night for the town, and the council was not in favour of it, as its members said on Monday."
PAGE = f"""<html lang=en><head><title>A long night</title></head><body>
<nav><ul><li><a href=/>Home</a><li><a href=/news>News</a></ul></nav>
<div hidden>{"Secret panel of the theme. " * 30}</div>
<main><h1>A long night</h1><p>{PROSE} One.</p><p>{PROSE} Two.</p><aside class=zorp>Zorp!</aside></main>
<footer>Imprint</footer>"""
FLAT = f"Home\nNews\n\nA long night\n\n{PROSE} One.\n\n{PROSE} Two\nand a half.\n\n  • Zorp!\n\nImprint\n"
REPORT = (
    "The town will close its old bridge on Monday, because engineers have found cracks in two of the five arches.",
    "Nobody is in danger for the time being, said the mayor, who had walked across it herself in the morning with a "
    "group of reporters. The council decided late at night, after four hours of debate, to have the arches repaired.",
    "Until then, drivers have to take the road by the mill, which is eight kilometres longer. Buses will stop at the "
    "market, and a ferry for those on foot is to run every twenty minutes from the end of the week.",
    "The bridge was built in 1887 and had last been repaired when the railway was given up. According to the report, "
    "water has been running into the stone for at least ten years.",
    "“We have warned of this again and again,” said a member of the opposition. She wants to know why the money "
    "that was set aside three years ago was spent on the swimming pool.",
    "The work is expected to cost six million and to last until the spring. A second meeting, at which the engineers "
    "will answer questions, has been announced for next Thursday in the town hall.",
)
PACK = """
pack: zorp
about: What zorps say.
rules:
  - {id: zorp.line, line: '^Zorp!$', zone: widget/ad, weight: 6, hits: ['Zorp!'], misses: [Zorp]}
"""


@pytest.fixture(scope="module")
def cleaner(plain_weights: Path) -> Cleaner:
    return Cleaner(weights=plain_weights)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packs") / "zorp.yaml"
    path.write_text(PACK)
    return path


def zones(document: Document) -> dict[str, Zone]:
    return {block.text: block.zone for block in document.blocks}


def test_an_html_page(cleaner: Cleaner) -> None:
    document = cleaner.clean(PAGE)
    found = zones(document)
    assert [block.index for block in document.blocks] == list(range(len(document.blocks)))
    assert found["• Home"] is found["Imprint"] is Zone.CHROME
    assert found[f"{PROSE} One."] is found[f"{PROSE} Two."] is Zone.ARTICLE
    assert document.text.startswith("A long night\n\n" + PROSE)
    assert document.text.endswith(f"{PROSE} One.\n\n{PROSE} Two.")
    assert (document.form, document.language, document.title) == ("html", "en", "A long night")


def test_blocks_say_what_they_are(cleaner: Cleaner) -> None:
    document = cleaner.clean(PAGE)
    home = document.blocks[0]
    assert (home.text, home.tag, home.marker, home.depth, home.href, home.lines) == ("• Home", "li", "•", 1, "/", None)
    title = next(block for block in document.blocks if block.level)
    assert (title.tag, title.level, title.kind) == ("h1", 1, Kind.TITLE)


def test_a_flattened_page(cleaner: Cleaner) -> None:
    document = cleaner.clean(FLAT)
    assert document.form == "text"
    assert {block.text: block.lines for block in document.blocks}[f"{PROSE} Two and a half."] == (8, 9)
    assert all(block.lines and block.lines[0] <= block.lines[1] for block in document.blocks)
    assert all(one.lines[1] < other.lines[0] for one, other in pairwise(document.blocks))
    assert f"{PROSE} Two and a half." in document.text.split("\n\n")


def test_numbers_are_probabilities(cleaner: Cleaner) -> None:
    for page in (PAGE, FLAT):
        document = cleaner.clean(page)
        assert 0 < document.confidence <= 1
        assert all(0 < block.confidence <= 1 for block in document.blocks)
        assert isinstance(document.page_kind, PageKind)


def test_evidence_is_for_the_zone_of_its_block(cleaner: Cleaner) -> None:
    for block in cleaner.clean(PAGE).blocks:
        assert {reason.zone for reason in block.evidence} <= {block.zone}
        weights = [abs(reason.weight) for reason in block.evidence]
        assert weights == sorted(weights, reverse=True)
    home = cleaner.clean(PAGE).blocks[0]
    assert "structure.nav" in {reason.source for reason in home.evidence}


def test_a_panel_is_not_in_the_report_of_the_shipped_weights() -> None:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in REPORT)
    panel = "This secret panel is shown once the reader asks for it, and says what the site does with cookies. " * 6
    document = Cleaner().clean(
        f"<html lang=en><title>Town closes old bridge</title><div hidden><p>{panel}</p></div>"
        f"<main><article><h1>Town closes old bridge</h1>{paragraphs}</article></main><footer>Imprint</footer>"
    )
    assert any("secret panel" in block.text for block in document.blocks)
    assert "secret panel" not in document.text
    assert sum(paragraph in document.text for paragraph in REPORT) >= 4


@pytest.mark.parametrize("page", ["", b"", "   \n", "<p>", "<html><body></body></html>", "<script>x = 1</script>"])
def test_empty_pages(cleaner: Cleaner, page: str | bytes) -> None:
    document = cleaner.clean(page)
    assert (document.blocks, document.text, document.comments) == ([], "", [])
    assert (document.title, document.author, document.date) == (None, None, None)
    assert document.confidence == 0


def test_include(plain_weights: Path) -> None:
    document = Cleaner(include=["chrome", "article/title"], weights=plain_weights).clean(PAGE)
    assert document.text.split("\n")[0] == "A long night"
    assert "• Home" in document.text
    assert PROSE not in document.text
    with pytest.raises(OptionError, match="nonsense"):
        Cleaner(include=["nonsense"])


def test_packs_of_ones_own(cleaner: Cleaner, pack: Path, plain_weights: Path) -> None:
    own = Cleaner(packs=[pack], weights=plain_weights)
    assert zones(cleaner.clean(PAGE))["Zorp!"] is not Zone.WIDGET
    block = next(block for block in own.clean(PAGE).blocks if block.text == "Zorp!")
    assert (block.zone, block.kind) == (Zone.WIDGET, Kind.AD)
    assert block.evidence[0].source == "zorp.line"
    assert zones(own.clean(FLAT))["• Zorp!"] is Zone.WIDGET


@pytest.mark.parametrize("page", [PAGE, FLAT])
@pytest.mark.parametrize("zone", list(Zone))
def test_rules_of_ones_own_are_believed_with_the_shipped_weights(tmp_path: Path, page: str, zone: Zone) -> None:
    def found(weight: float) -> Zone:
        path = tmp_path / f"own{weight}.yaml"
        path.write_text(PACK.replace("widget/ad", zone).replace("weight: 6", f"weight: {weight}"))
        return next(block.zone for block in Cleaner(packs=[path]).clean(page).blocks if "Zorp!" in block.text)

    assert found(10) is zone
    assert found(-10) is not zone


def test_rules_for_hosts_need_the_address(plain_weights: Path, tmp_path: Path) -> None:
    path = tmp_path / "host.yaml"
    path.write_text(PACK.replace("rules:", "host: [example.org]\nrules:"))
    own = Cleaner(packs=[path], weights=plain_weights)
    addresses = ["https://www.example.org/a", "https://example.com/", None, "http://[broken"]
    found = [zones(own.clean(PAGE, url=url))["Zorp!"] is Zone.WIDGET for url in addresses]
    assert found == [True, False, False, False]
    assert own.clean(PAGE, url=addresses[0]).url == addresses[0]


def test_pages_that_cannot_be_cleaned(cleaner: Cleaner, plain_weights: Path) -> None:
    with pytest.raises(BinaryPage, match="PDF"):
        cleaner.clean(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj")
    with pytest.raises(UnknownKind, match="'pdf'"):
        cleaner.clean(PAGE, kind="pdf")
    with pytest.raises(PageTooLarge) as caught:
        Cleaner(limit=100, weights=plain_weights).clean(PAGE)
    assert (caught.value.size, caught.value.limit) == (len(PAGE), 100)
    assert Cleaner(limit=len(PAGE), weights=plain_weights).clean(PAGE).blocks
    for error in (BinaryPage, UnknownKind, PageTooLarge):
        assert issubclass(error, PageError)


def test_kind_is_taken_at_its_word(cleaner: Cleaner) -> None:
    assert cleaner.clean("<p>a</p>", kind="text").blocks[0].text == "<p>a</p>"
    assert [block.text for block in cleaner.clean("a\n\nb", kind="html").blocks] == ["a b"]


def test_bytes_are_decoded(cleaner: Cleaner) -> None:
    document = cleaner.clean("<meta charset=iso-8859-1><p>Übermut".encode("latin-1"))
    assert document.blocks[0].text == "Übermut"
    assert document.encoding == "windows-1252"
    assert cleaner.clean("a").encoding is None


def test_what_is_wrong_with_packs_and_weights_is_said(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("pack: [")
    with pytest.raises(PackError, match=r"bad\.yaml:\d+:\d+: "):
        Cleaner(packs=[bad])
    with pytest.raises(WeightsError, match=r"html\.json"):
        Cleaner(weights=tmp_path).clean("<p>a")
    for error in (PackError, WeightsError, OptionError, PageError):
        assert issubclass(error, CleanerError)


def test_several_threads_may_share_a_cleaner(plain_weights: Path) -> None:
    shared = Cleaner(weights=plain_weights)
    pages = [PAGE.replace("One", f"One {number}") for number in range(40)] + [FLAT] * 10
    with ThreadPoolExecutor(8) as pool:
        together = [document.text for document in pool.map(shared.clean, pages)]
    alone = Cleaner(weights=plain_weights)
    assert together == [alone.clean(page).text for page in pages]


def test_comments_are_read(plain_weights: Path, tmp_path: Path) -> None:
    path = tmp_path / "comments.yaml"
    path.write_text(
        """
pack: talk
about: What people say here.
rules:
  - {id: talk.by, line: '^(?P<author>\\w+) wrote on (?P<time>.+)$', zone: comment/author, weight: 8,
     hits: [A wrote on B], misses: [a]}
  - {id: talk.text, attr: '^said$', zone: comment/text, weight: 8, hits: [said], misses: [a]}
"""
    )
    page = PAGE.replace("<footer>", "<p>Ada wrote on 3 May 2024</p><p class=said>Well said, I was there.</p><footer>")
    (comment,) = Cleaner(packs=[path], weights=plain_weights).clean(page).comments
    assert (comment.author, comment.time, comment.text) == ("Ada", "3 May 2024", "Well said, I was there.")
    assert 0 <= comment.spam <= 1


@settings(max_examples=60)
@given(st.text(max_size=120) | st.binary(max_size=120), st.sampled_from(["auto", "html", "text"]))
def test_any_page_gives_a_document_or_a_page_error(cleaner: Cleaner, page: str | bytes, kind: str) -> None:
    try:
        document = cleaner.clean(page, kind=kind)
    except PageError:
        return
    assert all(0 <= block.confidence <= 1 and block.text.strip() for block in document.blocks)
    assert isinstance(document.text, str)
    assert (document.title, document.author, document.date) is not None
    assert all(0 <= comment.spam <= 1 for comment in document.comments)
