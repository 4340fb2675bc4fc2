"""The small share of the campaign, and proof that the campaign would notice a contract, or a Python, that is wrong."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from databourse.errors import ContractRefused
from databourse.resale.encoding import HoldingStruct, OfferStruct
from databourse.resale.play import ResaleChain
from databourse.resale.rules import Rules
from databourse.resale.shares import AVERAGE, MOST_DEPTH, Matrix, tbds
from tests.differential.resale import reference, story
from tests.differential.resale.campaign import Tally, run_stories, run_story
from tests.differential.resale.comparison import differences
from tests.differential.resale.drawing import Style, calls
from tests.differential.resale.report import SMALL_STORIES, shortfalls
from tests.differential.resale.story import Call, Story
from tests.differential.resale.venue import Venue
from tests.differential.resale.wrong import KINDS

SHARES = 2
#: Errors with which calls that somebody could want to make are refused now and then.
REFUSALS = {
    "AmountIsZero",
    "DepthReached",
    "ExpiryInPast",
    "InsufficientFree",
    "NothingToClaim",
    "OfferExpired",
    "SalesUsed",
    "SellingHasEnded",
}


@pytest.mark.parametrize("share", range(SHARES))
def test_contract_and_python_agree_and_refuse_all_that_is_wrong(share: int) -> None:
    tally = run_stories(range(share * SMALL_STORIES // SHARES, (share + 1) * SMALL_STORIES // SHARES))
    assert tally.findings == []
    assert tally.stories == SMALL_STORIES // SHARES
    assert all(tally.wrong[kind] >= 20 for kind in KINDS)
    assert all(tally.sold[name] >= 50 for name in ("explicit", "raw", "average", "tbds", "at once", "deferred"))
    assert tally.sold["deeper than 8"] >= 50
    assert all(tally.made[name] >= 5 for name in ("claim", "withdrawOffer", "endSelling", "withdraw", "deposit"))
    assert set(tally.refused) >= REFUSALS


def test_a_story_is_the_same_every_time() -> None:
    one, other = run_stories([7]), run_stories([7])
    assert one == other
    assert one != run_stories([8])


def test_what_is_due_is_found_in_four_ways() -> None:
    """A trade of depth 2, with all figures by hand."""
    told = Story(people=3)
    owner, reseller, buyer = told.people
    assert told.make(Call(owner, "createChain", (1, (3, 400_000_000, 9, 1, 1), []))) is None
    assert _sell(told, owner, reseller, 100) is None
    assert told.play.free == {owner: 100, reseller: 0}
    assert _sell(told, reseller, buyer, 9) is None
    # 40 % of 9 are 3.6: 3 for the owner, who has to claim them
    assert told.venue.free(reseller) == 6
    assert told.reference.unclaimed() == told.play.unclaimed() == 3
    assert told.make(Call(buyer, "claim", (told.play.holding(3), 1))) is None
    assert told.venue.free(owner) == 103
    assert told.findings == []


@pytest.mark.parametrize("eager", [MOST_DEPTH, 3])
@pytest.mark.parametrize("matrix", [AVERAGE, tbds(0.7)], ids=["average", "tbds"])
def test_the_longest_chain_pays_everybody(matrix: Matrix, eager: int) -> None:
    told = Story(people=5)
    price = 10**21 + 7
    rules = Rules(matrix, MOST_DEPTH, eager, 1).struct()
    assert told.make(Call(told.people[0], "createChain", (1, rules, []))) is None
    for trade in range(1, MOST_DEPTH + 1):
        seller, buyer = told.people[(trade - 1) % 5], told.people[trade % 5]
        assert _sell(told, seller, buyer, price + trade) is None
    last = told.play.holding(MOST_DEPTH + 1)
    assert told.make(Call(last.holder, "offer", (last, last.holder, 1, told.now + 1))) == "DepthReached"
    assert list(differences(told)) == []
    if eager < MOST_DEPTH:
        assert told.play.unclaimed() > 20 * price
        for licence in range(eager + 2, MOST_DEPTH + 2):
            assert told.make(Call(last.holder, "claim", (told.play.holding(licence), 2**256 - 1))) is None
    assert told.play.unclaimed() == 0
    assert list(differences(told)) == []
    assert told.findings == []


def _sell(told: Story, seller: str, buyer: str, price: int) -> str | None:
    holding = told.play.holding(told.licences[-1])
    assert holding.holder == seller
    told.make(Call(seller, "offer", (holding, buyer, price, told.now + 1)))
    told.make(Call(buyer, "deposit", (buyer, price)))
    return told.make(Call(buyer, "accept", (told.play.offered(told.standing[-1]),)))


@pytest.mark.parametrize("kind", list(KINDS))
def test_wrong_calls_are_wrong(kind: str) -> None:
    """They are not made on the contract here: Python alone refuses each that it can be told."""
    made = 0
    of = Style(depth=9, sales=3, deepening=0.6, prices=1000, chains=2)
    for number in range(4):
        rng, told = Random(f"wrong {kind} {number}"), Story(people=4)
        for _, call in zip(range(100), calls(rng, told, of), strict=False):
            told.make(call)
            wrong = KINDS[kind](rng, told)
            if wrong is not None:
                made += 1
                assert wrong.refused or isinstance(told.played(wrong), ContractRefused)
    assert made >= 10


class RoundsUp(ResaleChain):
    """Gives whoever is credited a unit too much now and then."""

    def credit(self, who: str, amount: int) -> None:
        super().credit(who, amount + (amount % 7 == 3))


class NeverExpires(ResaleChain):
    """Sells too late."""

    def accept(self, sender: str, offered: OfferStruct) -> None:
        self.now, now = 0, self.now
        try:
            super().accept(sender, offered)
        finally:
            self.now = now


class PaysTwice(ResaleChain):
    """Forgets who claimed."""

    def claim(self, sender: str, holding: HoldingStruct, payees: int) -> None:
        super().claim(sender, holding, payees)
        self._records[holding.licence].claimed = 0


class KeepsQuiet(ResaleChain):
    """Does not log the end of selling."""

    def log(self, name: str, **args: object) -> None:
        if name != "SellingEnded":
            super().log(name, **args)


class LetsAnybodySell(ResaleChain):
    """Takes offers of others than the holder."""

    def offer(self, sender: str, holding: HoldingStruct, buyer: str, price: int, expiry: int) -> int:
        try:
            return super().offer(sender, holding, buyer, price, expiry)
        except ContractRefused as error:
            if error.name != "NotHolder":
                raise
            return super().offer(holding.path[-1], holding, buyer, price, expiry)


@pytest.mark.parametrize("wrong", [RoundsUp, NeverExpires, PaysTwice, KeepsQuiet, LetsAnybodySell])
def test_what_is_wrong_would_be_noticed(wrong: type[ResaleChain]) -> None:
    tally = Tally()
    for number in range(20):
        run_story(number, tally, wrong)
        if tally.findings:
            return
    raise AssertionError("nothing was noticed")


def test_a_reference_with_another_column_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    column = reference.column
    monkeypatch.setattr(story, "column", lambda *rules: _one_more(column(*rules)))
    findings = run_stories(range(6)).findings
    assert any("column" in finding for finding in findings)
    assert any("the balance of" in finding for finding in findings)


def _one_more(shares: list[int]) -> list[int]:
    """The owner has one billionth more of every price."""
    return [shares[0] + 1, *shares[1:]]


def test_a_contract_that_accepts_everything_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    send = Venue.send

    def lenient(venue: Venue, sender: str, name: str, *args: Any) -> None:
        send(venue, sender, name, *args)

    monkeypatch.setattr(Venue, "send", lenient)
    tally = run_stories(range(6))
    assert all("Python says" in finding or "a wrong call is accepted" in finding for finding in tally.findings)
    assert {finding.split(":")[0] for finding in tally.findings} == {f"story {number}" for number in range(6)}
    assert tally.wrong.total() == 0


@pytest.mark.parametrize("name", ["WrongHolding", ""])
def test_a_contract_that_refuses_everything_is_noticed(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(Venue, "send", lambda *_: ContractRefused("no", name=name))
    tally = Tally()
    run_story(0, tally)
    assert "createChain" in tally.findings[0]
    assert "Python says yes" in tally.findings[0]
    assert not tally.made


def test_a_record_that_is_another_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Venue.read

    def misread(venue: Venue, name: str, *args: Any) -> Any:
        value = read(venue, name, *args)
        return (*value[:3], value[3] + 1, *value[4:]) if name == "recordOf" else value

    monkeypatch.setattr(Venue, "read", misread)
    assert any("number 1: " in finding for finding in run_stories([0]).findings)


def test_too_small_a_campaign_says_what_is_missing() -> None:
    tally = Tally()
    tally.made["accept"] = 50_000
    tally.sold.update(dict.fromkeys(("explicit", "raw", "average", "tbds", "at once", "deferred"), 9000))
    tally.sold["deeper than 8"] = 5_000
    tally.wrong.update(dict.fromkeys(KINDS, 9000))
    assert shortfalls(tally) == []
    tally.wrong["once more"] = 7
    assert shortfalls(tally) == ["only 7 wrong calls: once more, 2,000 needed"]
