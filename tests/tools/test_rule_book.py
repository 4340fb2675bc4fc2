from __future__ import annotations

from databourse.mechanisms.double_auction.analysis.facts import FACTS
from tools import pages, rule_book


def test_the_rule_book_has_the_facts() -> None:
    assert pages.read(rule_book.NAME, rule_book.PAGE) == rule_book.facts(), "run `make docs`"


def test_every_sentence_is_told() -> None:
    told = rule_book.facts()
    for one in FACTS:
        for _, sentences in one.sections():
            assert all(sentence in told for sentence in sentences)
