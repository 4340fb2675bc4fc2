from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from databourse.errors import ContractRefused
from databourse.money import MOST
from databourse.resale.encoding import NOBODY
from databourse.resale.play import ResaleChain
from databourse.resale.shares import AVERAGE, RAW, WHOLE, Family, Matrix
from tests.market.scripted import account
from tests.resale.scripted import DATASET, EXPIRY, Script, tree

ALICE, BOB, CAROL = map(account, ("alice", "bob", "carol"))


def create(family: int = 2, alpha: int = 0, depth: int = 3, sales: int = 1, *columns: tuple[int, ...]) -> None:
    Script().create_chain(ALICE, DATASET, (family, alpha, depth, 1, sales), columns)


def ended(script: Script) -> Script:
    script.end_selling(CAROL, script.holding(3))
    return script


REFUSED: dict[str, tuple[str, Callable[[Script], object]]] = {
    "unknown dataset": ("UnknownDataset", lambda s: s.create_chain(ALICE, 99, (2, 0, 3, 1, 1))),
    "another's dataset": ("NotDatasetOwner", lambda s: s.create_chain(BOB, DATASET, (2, 0, 3, 1, 1))),
    "no depth": ("DepthOutOfRange", lambda _: create(depth=0)),
    "too deep": ("DepthOutOfRange", lambda _: create(depth=33)),
    "no sales": ("MaxSalesIsZero", lambda _: create(sales=0)),
    "alpha of the whole": ("AlphaOutOfRange", lambda _: create(3, WHOLE)),
    "alpha without tbds": ("AlphaOutOfRange", lambda _: create(1, 5)),
    "columns of a family": ("ColumnsNotExpected", lambda _: create(1, 0, 1, 1, (WHOLE,))),
    "too few columns": ("WrongColumnCount", lambda _: create(0, 0, 2, 1, (WHOLE,))),
    "column too short": ("WrongColumnLength", lambda _: create(0, 0, 2, 1, (WHOLE,), (1,))),
    "column too large": ("ColumnAboveWhole", lambda _: create(0, 0, 1, 1, (WHOLE + 1,))),
    "offer of no licence": (
        "UnknownLicence",
        lambda s: s.offer(CAROL, replace(s.holding(3), licence=9), NOBODY, 1, EXPIRY),
    ),
    "offer of an offer": ("UnknownLicence", lambda s: s.holding(s.post(3, 1))),
    "offer of another holding": (
        "WrongHolding",
        lambda s: s.offer(CAROL, replace(s.holding(3), price=1), NOBODY, 1, EXPIRY),
    ),
    "offer by another": ("NotHolder", lambda s: s.offer(BOB, s.holding(3), NOBODY, 1, EXPIRY)),
    "offer after the end": ("SellingHasEnded", lambda s: ended(s).post(3, 1)),
    "offer of the past": ("ExpiryInPast", lambda s: s.post(3, 1, expiry=s.now)),
    "offer too deep": (
        "DepthReached",
        lambda s: s.post(s.sell(s.sell(s.sell(5, "frank", 1), "grace", 1), "dave", 1), 1),
    ),
    "offer too many": ("SalesUsed", lambda s: [s.post(3, 1) for _ in range(9)]),
    "withdrawal of nothing": ("UnknownOffer", lambda s: s.offered(9)),
    "withdrawal of a licence": ("UnknownOffer", lambda s: s.offered(3)),
    "withdrawal of another offer": (
        "WrongOffer",
        lambda s: s.withdraw_offer(CAROL, replace(s.offered(s.post(3, 1)), price=2)),
    ),
    "withdrawal by another": ("NotHolder", lambda s: s.withdraw_offer(BOB, s.offered(s.post(3, 1)))),
    "acceptance at another price": ("WrongOffer", lambda s: s.accept(BOB, replace(s.offered(s.post(3, 2)), price=1))),
    "acceptance by another": ("NotTheBuyer", lambda s: s.buy("frank", s.post(3, 1, "dave"))),
    "acceptance without money": ("InsufficientFree", lambda s: s.buy("frank", s.post(3, 1_000_001))),
    "claim of what paid at once": ("NothingToClaim", lambda s: s.pay_out(2, 1)),
    "claim of nobody": ("NothingToClaim", lambda s: s.pay_out(5, 0)),
    "claim of the direct seller": ("NothingToClaim", lambda s: s.pay_out(5, 0b100)),
    "claim of the buyer and beyond": ("NothingToClaim", lambda s: s.pay_out(5, 1 << 3 | 1 << 200)),
    "claim of another sale": ("WrongHolding", lambda s: s.claim(BOB, replace(s.holding(5), licence=4), 1)),
    "second end": ("SellingHasEnded", lambda s: ended(ended(s))),
    "end by another": ("NotHolder", lambda s: s.end_selling(BOB, s.holding(3))),
    "deposit of nothing": ("AmountIsZero", lambda s: s.deposit(BOB, BOB, 0)),
    "deposit of too much": ("HeldOverflow", lambda s: s.deposit(BOB, BOB, MOST - s.held + 1)),
    "withdrawal of no money": ("AmountIsZero", lambda s: s.withdraw(BOB, BOB, 0)),
    "withdrawal of too much money": ("InsufficientFree", lambda s: s.withdraw(BOB, BOB, s.free[BOB] + 1)),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_allowed_is_refused_by_name(case: str) -> None:
    name, act = REFUSED[case]
    with pytest.raises(ContractRefused) as caught:
        act(tree(eager=1))
    assert caught.value.name == name
    assert name in caught.value.message


def test_a_refusal_changes_nothing() -> None:
    script = tree(eager=1)
    offer = script.post(3, 1_000_001)
    before = (dict(script.free), len(script.events), script.offered(offer))
    with pytest.raises(ContractRefused):
        script.buy("frank", offer)
    assert (dict(script.free), len(script.events), script.offered(offer)) == before


def test_an_offer_is_refused_from_its_expiry_on() -> None:
    script = tree()
    offer = script.post(3, 1)
    script.now = EXPIRY
    with pytest.raises(ContractRefused) as caught:
        script.buy("frank", offer)
    assert caught.value.name == "OfferExpired"
    script.call_back(offer)
    script.now = EXPIRY - 1
    with pytest.raises(ContractRefused, match="UnknownOffer"):
        script.buy("frank", offer)


def test_a_withdrawn_offer_makes_room_for_another() -> None:
    script = Script()
    script.open(sales=1)
    script.call_back(script.post(1, 5))
    script.sell(1, "bob", 5)
    with pytest.raises(ContractRefused, match="SalesUsed"):
        script.post(1, 5)


def test_a_price_of_nothing_is_a_price() -> None:
    script = tree()
    before = dict(script.free)
    assert script.sell(5, "stranger", 0) == 6
    assert {who: amount for who, amount in script.free.items() if amount} == before
    assert script.book.licence(6).holder == account("stranger")


def test_who_buys_from_itself_gets_its_share_back() -> None:
    script = Script()
    script.open(RAW)
    script.sell(1, "alice", 500)
    assert script.free[ALICE] == 1_000_000
    assert script.book.licence(2).path == (ALICE, ALICE)


@pytest.mark.parametrize("matrix", [AVERAGE, Matrix(Family.EXPLICIT, 0, ((0,), (7, 0), (1, 2, 3)))])
def test_claimed_later_is_the_same_as_paid_at_once(matrix: Matrix) -> None:
    ends = []
    for eager in (3, 0):
        script = Script()
        script.open(matrix, depth=3, eager=eager)
        for licence, name, price in ((1, "bob", 101), (2, "carol", 997), (3, "dave", 10**5 + 1)):
            script.sell(licence, name, price)
        if eager == 0:
            script.pay_out(3, 0b1)
            script.pay_out(4, 0b10)
            script.pay_out(4, 0b11)
        assert script.unclaimed() == 0
        ends.append(script.free)
    assert ends[0] == ends[1]


def test_money_is_kept_to_the_unit() -> None:
    script = tree(eager=1)
    script.pay_out(5, 0b01)
    assert script.held == sum(script.free.values()) + script.unclaimed() == 7_000_000
    script.withdraw(BOB, CAROL, 5)
    assert script.held == sum(script.free.values()) + script.unclaimed() == 6_999_995


def test_a_dataset_without_an_owner_is_none() -> None:
    with pytest.raises(ContractRefused, match="UnknownDataset"):
        ResaleChain({1: NOBODY}).create_chain(NOBODY, 1, (1, 0, 1, 0, 1))
