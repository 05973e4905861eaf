from __future__ import annotations

from collections.abc import Callable

from cleaner.document import Document
from cleaner.rendering import parse_include, to_text

Make = Callable[..., Document]


def test_only_the_included_kinds_are_shown_a_blank_line_between_paragraphs(make: Make) -> None:
    document = make(("chrome/menu", "Home"), ("title", "Head"), ("byline", "By A"), ("body", "One."), ("body", "Two."))
    assert to_text(document) == "Head\n\nOne.\n\nTwo."


def test_nothing_to_show_is_an_empty_text(make: Make) -> None:
    assert to_text(make(("chrome/menu", "Home"))) == ""
    assert to_text(make()) == ""


def test_include_adds_other_kinds_in_reading_order(make: Make) -> None:
    document = make(
        ("title", "Head"), ("byline", "By A"), ("body", "One."), ("comment/text", "Yes!"), ("widget/ad", "Buy")
    )
    document.include = parse_include("article,byline,comment")
    assert to_text(document) == "Head\n\nBy A\n\nOne.\n\nYes!"


def test_the_headline_comes_first(make: Make) -> None:
    assert to_text(make(("body", "Lead."), ("title", "Head"), ("body", "More."))) == "Head\n\nLead.\n\nMore."


def test_a_doubled_headline_is_shown_once(make: Make) -> None:
    document = make(("title", "The  Bridge"), ("title", "THE BRIDGE"), ("body", "The bridge", {"level": 2}))
    assert to_text(document) == "The  Bridge"


def test_a_paragraph_that_says_the_headline_stays(make: Make) -> None:
    assert to_text(make(("title", "Yes"), ("body", "Yes"), ("body", "No"))) == "Yes\n\nYes\n\nNo"


def test_items_keep_markers_and_are_indented_by_level(make: Make) -> None:
    def item(marker: str, text: str, depth: int) -> tuple[str, str, dict[str, object]]:
        return "body", f"{marker} {text}", {"tag": "li", "marker": marker, "depth": depth}

    document = make(
        ("body", "Take:"), item("1.", "Eggs", 4), item("•", "small", 8), item("•", "large", 8), item("2.", "Flour", 4),
        ("body", "Mix."),
    )  # fmt: skip
    assert to_text(document) == "Take:\n\n1. Eggs\n  • small\n  • large\n2. Flour\n\nMix."


def test_a_list_that_starts_indented_is_not_indented(make: Make) -> None:
    item = {"tag": "li", "marker": "•"}
    document = make(("body", "• a", {**item, "depth": 3}), ("body", "• b", {**item, "depth": 1}))
    assert to_text(document) == "• a\n• b"


def test_lists_of_two_zones_are_two_lists(make: Make) -> None:
    item = {"tag": "li", "marker": "•"}
    document = make(("body", "• a", item), ("comment/text", "• b", item), include=parse_include("article,comment"))
    assert to_text(document) == "• a\n\n• b"


def test_rows_and_verbatim_lines_stand_on_lines_of_their_own(make: Make) -> None:
    row, pre = {"tag": "tr"}, {"tag": "pre"}
    document = make(
        ("body", "a | b", row),
        ("body", "1 | 2", row),
        ("body", "if x:", pre),
        ("body", "    y()", pre),
        ("body", "End."),
    )
    assert to_text(document) == "a | b\n1 | 2\n\nif x:\n    y()\n\nEnd."
