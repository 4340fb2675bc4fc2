"""A whole slot under each of the three rules, down to the money that everybody takes home."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from databourse.market.terms import Status
from databourse.money import TOKEN
from tests.cli.conftest import act, ok
from tests.integration.play import (
    PEOPLE,
    audit,
    create_series,
    everything,
    fill,
    open_slot,
    settle,
    show,
    tokens,
)

pytestmark = pytest.mark.usefixtures("market")

FEE = TOKEN // 10


@dataclass(frozen=True)
class Rule:
    """One rule, and what it makes of the book that `play.fill` enters, worked out by hand.

    Attributes:
        paid: tokens that each buyer pays.
        received: tokens that each seller gets.
        deliveries: bid, ask and units of each.
        lost: an entry that loses, and what decides it.
        options: of `bourse slot open`.
    """

    paid: dict[str, float]
    received: dict[str, float]
    deliveries: list[tuple[int, int, int]]
    lost: tuple[int, str]
    options: tuple[str, ...] = ()


RULES = {
    # K = 2, so bob's 0.9 is the price; carol's units for dave would have cost 23 - 7 elsewhere, alice's 19 - 10
    "kth-price": Rule(
        paid={"dave": 27, "frank": 4.5},
        received={"carol": 16, "alice": 9 + 4.5},
        deliveries=[(3, 0, 20), (3, 1, 10), (5, 1, 5)],
        lost=(4, "price"),
    ),
    # frank's bid and alice's ask are the last that cross: they set the prices 1.5 and 0.7 and do not trade
    "trade-reduction": Rule(paid={"dave": 30}, received={"carol": 14}, deliveries=[(3, 0, 20)], lost=(5, "marginal")),
    # dave pays his own 2 and frank erin's 0.8, both for sellers up to alice's 0.7; erin pays her own, for carol's 0.5
    "dantm": Rule(
        paid={"dave": 60, "frank": 4, "erin": 4},
        received={"carol": 14 + 2.5, "alice": 7 + 3.5},
        deliveries=[(3, 0, 20), (3, 1, 10), (4, 0, 5), (5, 1, 5)],
        lost=(2, "price"),
    ),
    # frank, who needs quality 15, gets carol's 9
    "dantm, as published": Rule(
        options=("--no-quality-filter",),
        paid={"dave": 60, "frank": 4, "erin": 4},
        received={"carol": 14 + 3.5 + 2.5, "alice": 7},
        deliveries=[(3, 0, 20), (3, 1, 10), (4, 0, 5), (5, 0, 5)],
        lost=(2, "price"),
    ),
}


@pytest.fixture(scope="module", autouse=True)
def series(datasets: dict[str, int]) -> dict[str, int]:
    create_series("temperature", "--beneficiary", "grace")
    return datasets


@pytest.mark.parametrize("rule", RULES)
def test_a_whole_slot(rule: str, datasets: dict[str, int]) -> None:
    expected = RULES[rule]
    before = everything()
    slot = open_slot("temperature", "--rule", rule.partition(",")[0], *expected.options)
    fill(slot, datasets)
    mistaken = act("frank", "bid", slot, "--price", 9, "--quantity", 5)
    act("frank", "order", "cancel", slot, mistaken["entry"])
    locked = everything()
    assert locked.accounts[1, "dave"] == (0, 60 * TOKEN + FEE)
    assert locked.accounts[1, "frank"] == (0, (5 * 15 + 5 * 90) * TOKEN // 10 + 3 * FEE)

    outcome = settle(slot)
    names = [one["name"] for one in outcome["entries"]]
    for side, wanted in (("paid", expected.paid), ("received", expected.received)):
        found = {names[i]: one[side] for i, one in enumerate(outcome["entries"]) if one.get(side, "0") != "0"}
        assert found == {name: tokens(amount) for name, amount in wanted.items()}
    assert sorted((one["bid"], one["ask"], one["quantity"]) for one in outcome["deliveries"]) == expected.deliveries
    surplus = sum(expected.paid.values()) - sum(expected.received.values())
    assert (outcome["surplus"], outcome["fees"]) == (tokens(surplus), tokens(0.8))
    assert everything().rounds[1][1] is Status.SETTLED
    assert show(slot)["settled"]["hash"] == outcome["transaction"]["hash"]

    won = ok("why", slot, 3, "--json").json
    assert (won["kind"], won["verdict"]) == ("bid", "traded")
    lost = ok("why", slot, expected.lost[0], "--json").json
    assert (lost["verdict"], lost["decided_by"]) == ("lost", expected.lost[1])
    voided = ok("why", slot, 6, "--json").json
    assert (voided["verdict"], voided["decided_by"], voided["prices"]) == ("no entry", "voided", None)
    for answer in (won, lost, voided):
        assert len(answer["sentences"]) >= 1
        assert len(answer["proof"]) >= 3

    for number, name in everything().accounts:
        act(name, "wallet", "withdraw", number, "all")
    after = everything()
    assert not after.accounts
    fees = {name: names.count(name) * FEE for name in PEOPLE}
    for name in PEOPLE:
        gained = int(tokens(expected.received.get(name, 0))) - int(tokens(expected.paid.get(name, 0))) - fees[name]
        gained += {"grace": int(tokens(surplus)), "solver": 8 * FEE}.get(name, 0)
        assert after.wallets[name] == before.wallets[name] + gained, name


def test_all_of_it_is_found_again(datasets: dict[str, int]) -> None:
    report = audit()
    assert report["passed"]
    assert all(one["agrees"] and one["independent"] for one in report["rounds"])
    # the units of a dataset take turns: each delivery starts where the one before ended, whatever the rule
    ends: dict[int, int] = {}
    for number in range(1, len(report["rounds"]) + 1):
        for one in show(f"temperature/{number}")["deliveries"]:
            assert one["start"] == ends.get(one["dataset"], 0)
            ends[one["dataset"]] = (one["start"] + one["quantity"]) % one["units"]
    assert set(ends) <= set(datasets.values())
