"""The same text under several pages of a batch."""

from __future__ import annotations

from cleaner.comments import Repeats, judge

TEXT = "I finally found somebody who repairs old clocks, ask me for the address."


def test_a_text_is_counted_once_a_page_whatever_its_case_and_signs() -> None:
    repeats = Repeats()
    for page, text in enumerate((TEXT, TEXT.upper(), TEXT.replace(",", " -"), TEXT)):
        repeats.add(text, page)
        repeats.add(text, page)
    assert repeats.elsewhere(TEXT, 0) == 3
    assert repeats.elsewhere(TEXT, 9) == 4
    assert repeats.elsewhere("Another text that nobody has seen before.", 0) == 0


def test_short_texts_may_recur() -> None:
    repeats = Repeats()
    for page in range(5):
        repeats.add("Thank you!", page)
    assert repeats.elsewhere("Thank you!", 0) == 0


def test_what_stands_elsewhere_is_more_likely_spam_and_says_so() -> None:
    alone, often = judge(TEXT), judge(TEXT, seen=3)
    assert often[0] > alone[0]
    assert "stands under other pages too" in often[1]
