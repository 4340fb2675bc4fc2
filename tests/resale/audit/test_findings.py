"""Logs that no contract writes: a book of one notes what is wrong and goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from databourse.events import PlainEvent
from databourse.resale.book import EVENTS, Book
from tests.market.scripted import account
from tests.resale.scripted import Script, tree

STRANGER = account("stranger")


def altered(script: Script, name: str, which: int = 0, **changes: Any) -> list[PlainEvent]:
    """The script's events, one of that name with other values."""
    events = list(script.events)
    places = [place for place, event in enumerate(events) if event.name == name]
    place = places[which]
    events[place] = replace(events[place], args={**events[place].args, **changes})
    return events


def without(script: Script, name: str, which: int = 0) -> list[PlainEvent]:
    """The script's events without one of that name."""
    places = [place for place, event in enumerate(script.events) if event.name == name]
    return [event for place, event in enumerate(script.events) if place != places[which]]


def doubled(script: Script, name: str, which: int = -1) -> list[PlainEvent]:
    """The script's events, one of that name once more at the end."""
    again = [event for event in script.events if event.name == name][which]
    return [*script.events, replace(again, block=len(script.events) + 1)]


def rich() -> Script:
    """A tree in which everything has happened once."""
    script = tree(eager=1)
    script.call_back(script.post(5, 9))
    script.pay_out(5, 0b01)
    script.end_selling(account("dave"), script.holding(4))
    return script


CASES: dict[str, tuple[Callable[[Script], list[PlainEvent]], list[str]]] = {
    "chain twice": (lambda s: doubled(s, "ChainCreated"), ["NumberReused"]),
    "chain left out": (lambda s: altered(s, "ChainCreated", chain=2), ["NumbersMissing", "UnknownChain"]),
    "number of the owner's licence is taken": (
        lambda s: [*s.events, replace(doubled(s, "ChainCreated")[-1], args={**s.events[7].args, "chain": 2})],
        ["NumberReused"],
    ),
    "no creation": (lambda s: without(s, "ChainCreated"), ["UnknownLicence", "UnknownOffer"]),
    "offer twice": (lambda s: doubled(s, "Offered"), ["NumberReused"]),
    "offer left out": (lambda s: without(s, "Offered", -1), ["UnknownOffer"]),
    "offer in between left out": (
        lambda s: without(s, "Offered", 1),
        ["UnknownOffer", "NumbersMissing", "UnknownLicence"],
    ),
    "offer on another chain": (lambda s: altered(s, "Offered", chain=2), ["UnknownChain"]),
    "offer of another's licence": (lambda s: altered(s, "Offered", seller=STRANGER), ["NotHolder"]),
    "deferral upside down": (lambda s: altered(s, "Offered", deferred=True), ["WrongDeferral"]),
    "sale twice": (lambda s: doubled(s, "Sold"), ["UnknownOffer"]),
    "sale left out": (lambda s: without(s, "Sold", -1), ["UnknownLicence", "UnknownOffer"]),
    "another price paid": (lambda s: altered(s, "Sold", price=99), ["WrongPrice"]),
    "another buyer": (lambda s: altered(s, "Offered", 0, buyer=STRANGER), ["NotTheBuyer"]),
    "withdrawn twice": (lambda s: doubled(s, "OfferWithdrawn"), ["UnknownOffer"]),
    "sold and withdrawn": (lambda s: altered(s, "OfferWithdrawn", number=5), ["UnknownOffer"]),
    "claimed twice": (lambda s: doubled(s, "Claimed"), ["NothingToClaim"]),
    "another amount claimed": (lambda s: altered(s, "Claimed", amount=334), ["NothingToClaim"]),
    "claimed by a stranger": (lambda s: altered(s, "Claimed", payee=STRANGER), ["NothingToClaim"]),
    "claimed by the direct seller": (
        lambda s: altered(s, "Claimed", payee=account("carol"), amount=334),
        ["NothingToClaim"],
    ),
    "claimed of what paid at once": (lambda s: altered(s, "Claimed", licence=2), ["NothingToClaim"]),
    "claimed of nothing": (lambda s: altered(s, "Claimed", licence=77), ["UnknownLicence"]),
    "ended twice": (lambda s: doubled(s, "SellingEnded"), ["SellingHasEnded"]),
    "nothing ended": (lambda s: altered(s, "SellingEnded", licence=77), ["UnknownLicence"]),
    "sold after the end": (
        lambda s: [s.events[0], *altered(s, "SellingEnded", licence=5)[1:], _offer_of_5(s)],
        ["SellingHasEnded"],
    ),
    "rules that cannot be": (
        lambda s: altered(s, "ChainCreated", rules=(9, 0, 6, 1, 9)),
        ["Malformed", "UnknownLicence", "UnknownOffer"],
    ),
    "deeper than allowed": (
        lambda s: altered(s, "ChainCreated", rules=(2, 0, 2, 1, 9)),
        ["DepthReached", "UnknownOffer", "UnknownLicence"],
    ),
    "more buyers than allowed": (lambda s: altered(s, "ChainCreated", rules=(2, 0, 6, 1, 1)), ["SalesUsed"]),
    "not even fields": (lambda s: [replace(s.events[-1], args={})], ["Malformed"]),
    "an address that is none": (
        lambda s: altered(s, "Sold", -1, buyer="0x12"),
        ["Malformed", "UnknownLicence", "UnknownOffer"],
    ),
}


def _offer_of_5(script: Script) -> PlainEvent:
    last = [event for event in script.events if event.name == "Offered"][-1]
    return replace(last, args={**last.args, "number": 7}, block=len(script.events) + 1)


def test_a_true_log_has_no_findings() -> None:
    script = rich()
    assert {event.name for event in script.events} >= set(EVENTS)
    assert script.book.findings == []


@pytest.mark.parametrize("case", CASES)
def test_a_false_log_is_told(case: str) -> None:
    change, names = CASES[case]
    book = Book(change(rich()))
    assert list(dict.fromkeys(finding.name for finding in book.findings)) == names
    assert all(finding.message and finding.event for finding in book.findings)


def test_what_makes_sense_of_a_false_log_is_taken_in() -> None:
    book = Book(without(rich(), "Offered", 2))
    assert sorted(book.licences) == [1, 2, 3, 5]
