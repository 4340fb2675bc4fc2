from __future__ import annotations

import json

import pytest

from databourse.errors import NotFound
from databourse.resale.receipt import AT_ONCE, CLAIMABLE, CLAIMED, NOTHING, Receipt, events_of, receipt
from databourse.resale.shares import RAW
from tests.resale.viewed import CONTRACT, EXPIRY, THIRD, Viewed, account


def of(script: Viewed, number: int) -> Receipt:
    licence = script.book.licence(number)
    return receipt(licence, 31337, CONTRACT, script.times({event.block for event in events_of(licence)}))


def parts(told: Receipt) -> list[tuple[str, int, str]]:
    return [(one.payee, one.amount, one.status) for one in told.parts]


def test_a_sale_that_paid_at_once() -> None:
    script = Viewed()
    first = script.sell(script.open(), "bob", 10)
    second = script.sell(first, "carol", 31)
    told = of(script, second)
    assert parts(told) == [(account("alice"), 15, AT_ONCE), (account("bob"), 16, AT_ONCE)]
    assert (told.price, told.paid, told.claimable) == (31, 31, 0)
    assert (told.buyer, told.seller, told.seller_licence) == (account("carol"), account("bob"), first)
    assert (told.chain, told.trade, told.matrix, told.expiry, told.bound) == (1, 2, "average", EXPIRY, False)
    assert told.fingerprint == f"0x{script.record(second).fingerprint:048x}"
    blocks = {event.name: event.block for event in script.events if event.args.get("number") == second}
    assert (told.offered.block, told.sold.block) == (blocks["Offered"], blocks["Sold"])


def test_every_fate_of_a_deferred_share() -> None:
    script = Viewed()
    licence = script.open(THIRD, eager=1)
    for buyer in ("bob", "carol", "dave"):
        licence = script.sell(licence, buyer, 10)
    assert parts(of(script, licence)) == [
        (account("alice"), 1, CLAIMABLE),
        (account("bob"), 2, CLAIMABLE),
        (account("carol"), 7, AT_ONCE),
    ]
    script.pay_out(licence, 0b10)
    told = of(script, licence)
    assert [one.status for one in told.parts] == [CLAIMABLE, CLAIMED, AT_ONCE]
    assert told.parts[1].claimed is not None
    assert told.parts[1].claimed.block == script.events[-1].block
    assert (told.paid, told.claimable) == (9, 1)
    # a share of nothing waits for nobody, until somebody claims it all the same
    cheap = script.sell(licence, "erin", 1)
    assert [one.status for one in of(script, cheap).parts] == [NOTHING, NOTHING, NOTHING, AT_ONCE]
    script.pay_out(cheap, 0b1)
    assert of(script, cheap).parts[0].status == CLAIMED
    assert of(script, cheap).claimable == 0


def test_an_offer_for_one_buyer() -> None:
    script = Viewed()
    assert of(script, script.buy("bob", script.post(script.open(RAW), 3, buyer="bob"))).bound


def test_money_is_text_in_json() -> None:
    script = Viewed()
    told = json.loads(json.dumps(of(script, script.sell(script.open(), "bob", 10**5)).as_dict()))
    assert (told["price"], told["paid"], told["claimable"]) == ("100000", "100000", "0")
    assert told["parts"] == [
        {
            "player": 0,
            "payee": account("alice"),
            "share": 10**9,
            "amount": "100000",
            "status": AT_ONCE,
            "claimed": None,
        }
    ]


def test_an_owner_paid_nothing() -> None:
    script = Viewed()
    with pytest.raises(NotFound, match="nothing was paid for it"):
        of(script, script.open())
