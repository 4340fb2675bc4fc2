"""A share of the campaign, and proof that it would notice a contract that is wrong."""

from __future__ import annotations

import pytest

from databourse.errors import ContractRefused
from databourse.resale.encoding import HoldingStruct, OfferStruct
from databourse.resale.play import ResaleChain
from databourse.resale.shares import AVERAGE, MOST_DEPTH, Matrix, Rules, tbds
from tests.differential.resale.acts import DATASETS, OWNER, PEOPLE, Act
from tests.differential.resale.campaign import START, Tally, differences, outcome, play, play_all
from tests.differential.resale.contract import EvmResaleChain

STORIES = range(20)
STEPS = 250

ERRORS = {
    "AlphaOutOfRange",
    "AmountIsZero",
    "DepthOutOfRange",
    "DepthReached",
    "ExpiryInPast",
    "InsufficientFree",
    "NotDatasetOwner",
    "NotHolder",
    "NotTheBuyer",
    "NothingToClaim",
    "OfferExpired",
    "SalesUsed",
    "SellingHasEnded",
    "UnknownDataset",
    "UnknownLicence",
    "UnknownOffer",
    "WrongColumnLength",
    "WrongHolding",
    "WrongOffer",
}


@pytest.fixture(scope="module")
def tally() -> Tally:
    return play_all(STORIES, STEPS)


def test_the_contract_does_what_is_played_in_memory(tally: Tally) -> None:
    assert tally.findings == []


def test_the_stories_hold_everything_that_can_happen(tally: Tally) -> None:
    assert set(tally.refused) >= ERRORS
    assert min(tally.done.values()) >= 20
    assert len(tally.done) == 8
    assert tally.done["accept"] >= 500
    assert tally.deepest >= 8
    assert tally.claims >= 100


@pytest.mark.parametrize("eager", [MOST_DEPTH, 3])
@pytest.mark.parametrize("matrix", [AVERAGE, tbds(0.7)], ids=["average", "tbds"])
def test_the_longest_chain_pays_everybody(matrix: Matrix, eager: int) -> None:
    model, compiled = ResaleChain(DATASETS, START), EvmResaleChain(DATASETS, PEOPLE, START)
    price = 10**21 + 7
    for contract in (model, compiled):
        for who in PEOPLE:
            contract.deposit(who, who, 10**23)
    rules = Rules(matrix, MOST_DEPTH, eager, 1).struct()
    assert model.create_chain(OWNER, 1, rules) == compiled.create_chain(OWNER, 1, rules) == (1, 1)
    for trade in range(1, MOST_DEPTH + 1):
        holding, buyer = model.holding(trade), PEOPLE[trade % len(PEOPLE)]
        for contract in (model, compiled):
            assert contract.offer(holding.path[-1], holding, buyer, price + trade, START + 1) == trade + 1
        offered = model.offered(trade + 1)
        for contract in (model, compiled):
            contract.accept(buyer, offered)
    last = model.holding(MOST_DEPTH + 1)
    again = Act("offer", (last.path[-1], last, OWNER, 1, START + 1))
    assert outcome(again, model) == outcome(again, compiled) == ("refused", "DepthReached", {"maxDepth": MOST_DEPTH})
    assert differences(model, compiled) == []
    if eager < MOST_DEPTH:
        assert model.unclaimed() > 20 * price
        for licence in range(eager + 2, MOST_DEPTH + 2):
            for contract in (model, compiled):
                contract.claim(OWNER, model.holding(licence), 2**256 - 1)
    assert model.unclaimed() == 0
    assert differences(model, compiled) == []


class RoundsUp(ResaleChain):
    """Gives whoever is credited a unit too much."""

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
def test_a_contract_that_is_wrong_would_be_noticed(wrong: type[ResaleChain]) -> None:
    found = Tally()
    for story in STORIES:
        play(story, STEPS, found, wrong(DATASETS, START))
        if found.findings:
            return
    raise AssertionError("nothing was noticed")
