"""What is called spam, what is not, and that the scorer takes anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.comments import judge, spam_score

OPINIONS = [
    "This government is a pack of liars and thieves, vote them out!",
    "What a stupid article, the author is an idiot.",
    "KILL THE BILL NOW BEFORE IT IS TOO LATE FOR ALL OF US",
    "I paid $300 for mine and it broke after a week.",
    "Great recipe, thanks for sharing! I will try it with butter.",
    "Die Politik lügt uns seit Jahren an!!!",
    "Согласен, но цены растут каждый год.",
    "مقال ممتاز وأوافق تماما على ما جاء فيه",
    "この記事はとても参考になりました。",
    "नमस्ते, मुझे लेख पसंद आया",
    "Αυτό είναι απαράδεκτο",
    "ok",
    "",
]

SPAM = [
    "Check out my new channel and subscribe please!!!",
    "http://cheap-pills.example.xyz",
    "Buy cheap viagra online, no prescription, http://pills.example",
    "I make $85 an hour working from home, my best friend's sister makes $9000, see rich.top",
    "Contact Dr Ogu on WhatsApp +2348015550100, he cured my herpes",
    "best online casino bonus https://casino.example/?ref=77",
    "visit goldmine dot com to earn real money from home",
    "I invested with an expert in bitcoin trading and my profits doubled, write her on Telegram @goldtrader",
]


@pytest.mark.parametrize("text", OPINIONS)
def test_an_opinion_is_no_spam(text: str) -> None:
    assert spam_score(text) < 0.5
    assert spam_score(text, report="The minister spoke about prices and the yeast of the bakers.") < 0.2


@pytest.mark.parametrize("text", SPAM)
def test_an_offer_is_spam_and_says_why(text: str) -> None:
    score, reasons = judge(text)
    assert score > 0.5
    assert reasons


def test_score_and_judge_agree() -> None:
    assert spam_score(SPAM[0]) == judge(SPAM[0])[0]


def test_an_author_who_is_an_offer_counts() -> None:
    text = "Thank you for sharing this useful information."
    assert spam_score(text, author="Cheap Flights Delhi") > spam_score(text, author="Ada Moor") + 0.2
    assert "signs with an offer" in judge(text, author="Cheap Flights Delhi")[1]


def test_words_of_the_report_speak_for_a_comment() -> None:
    text = "The engineers warned of corrosion: https://example.org/bridge-survey shows which girders were replaced."
    report = "Engineers had warned for years that corrosion weakened the girders of the bridge."
    assert spam_score(text, report=report) < spam_score(text)


def test_length_speaks_for_a_comment() -> None:
    link = " See https://example.org/report for details."
    long = "The council knew about the damage and did nothing for a decade, which is what angers people here. " * 3
    assert spam_score(long + link) < spam_score("Nice one, thanks to you." + link)


def test_disguises_are_seen_through() -> None:
    plain = spam_score("earn money from home")
    assert spam_score("e\u200barn mo\u200bney from h\u200bome") > plain
    assert spam_score("ｅａｒｎ ｍｏｎｅｙ from home") > plain
    assert "mixes alphabets" in " ".join(judge("your pаypаl ассоunt is locked")[1])


def test_joiners_of_scripts_that_need_them_are_harmless() -> None:
    assert spam_score("می\u200cخواهم این را بخوانم و می\u200cروم") < 0.2
    assert spam_score("what a family 👨\u200d👩\u200d👧") < 0.2


def test_reasons_come_strongest_first_and_once() -> None:
    _, reasons = judge("Hi! Check out my channel, subscribe to me, http://example.com/a?ref=1 http://example.com/b")
    assert reasons[0] == "asks readers to look at something of its own"
    assert len(reasons) == len(set(reasons))


@given(st.text(st.characters(exclude_categories=()), max_size=300), st.none() | st.text(max_size=60))
def test_anything_can_be_scored(text: str, author: str | None) -> None:
    score, reasons = judge(text, author, text)
    assert 0 <= score <= 1
    assert all(reasons)


@pytest.mark.parametrize("text", ["\ud800 alone", "a" * 1_000_000, "\x00", "http://" * 5_000, "(" * 9_000])
def test_extremes(text: str) -> None:
    assert 0 <= spam_score(text, author=text, report=text) <= 1


def test_offensive_and_political_opinions_are_no_spam_in_any_language() -> None:
    """Every own example of anger, whatever its language, keeps below the threshold under a report."""
    pytest.importorskip("scipy")
    from cleaner.training.spam import own_examples

    angry = [one for one in own_examples() if one.group == "real/politics"]
    assert len(angry) >= 40
    called = [one.text for one in angry if spam_score(one.text, one.author, "The minister spoke.") >= 0.5]
    assert called == []
