"""Chains in memory together with what the contract would say of them: what the audit of an honest chain sees."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from databourse.accounts.ledger import Balance
from databourse.resale.ledger import SERIES, Ledger
from databourse.resale.shares import RAW, Family, Matrix, tbds
from databourse.resale.views import ChainStruct, ResaleView
from tests.market.scripted import account
from tests.resale.scripted import DATASET, EXPIRY, Script

CONTRACT = account("resale contract")
HALF = 5 * 10**8
THIRD = tbds(1 / 3)


class Viewed(Script):
    """A contract that can be asked; every block is made at its clock, and a second dataset has no chain."""

    def __init__(self) -> None:
        super().__init__()
        self.log("DatasetRegistered", dataset=DATASET, owner=account("alice"))
        self.log("DatasetRegistered", dataset=DATASET + 1, owner=account("bob"))

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.events, self.book)

    def times(self, blocks: Collection[int]) -> dict[int, int]:
        """When blocks were made."""
        return dict.fromkeys(blocks, self.now)

    def end(self, licence: int) -> None:
        """The holder of a licence gives up selling."""
        self.end_selling(self.holding(licence).holder, self.holding(licence))

    def take_out(self, name: str, amount: int) -> None:
        """Somebody withdraws money."""
        self.withdraw(account(name), account(name), amount)

    def view(self, **changes: Any) -> ResaleView:
        """What an honest contract would say."""
        created = [event.args for event in self.events if event.name == "ChainCreated"]
        given = ResaleView(
            contract=CONTRACT,
            times=self.times(range(1, len(self.events) + 1)),
            held=self.held,
            tokens=self.held,
            accounts={(SERIES, who): Balance(free, 0) for who, free in self.free.items()},
            chain_count=len(self._chains),
            last_number=self.last_number,
            chains={one["chain"]: ChainStruct(one["owner"], one["dataset"], one["rules"]) for one in created},
            columns={
                (number, trade): chain.matrix.column(trade)
                for number, chain in self._chains.items()
                for trade in range(1, chain.rules[2] + 1)
            },
            records={number: self.record(number) for number in range(1, self.last_number + 1)},
        )
        return replace(given, **changes)


def full_script() -> Viewed:
    """Every family, a tree, deferred trades with and without claims, offers of every fate, and money taken out."""
    script = Viewed()
    average = script.open(sales=4)
    first = script.sell(average, "bob", 100_003)
    second = script.sell(first, "carol", 50_001)
    script.sell(first, "dave", 40_000)
    script.sell(second, "bob", 33_333)  # bob stands in this path twice
    script.call_back(script.post(average, 7))
    script.post(average, 9, buyer="erin")
    script.end(second)
    holder = script.open(THIRD, eager=1, sales=1)
    for price, buyer in ((90_001, "bob"), (80_003, "carol"), (70_007, "bob"), (60_013, "erin")):
        holder = script.sell(holder, buyer, price)
    script.pay_out(holder, 0b101)
    script.pay_out(holder - 2, 0b111)
    explicit = Matrix(Family.EXPLICIT, columns=((10**9,), (HALF, HALF - 7)))
    script.sell(script.sell(script.open(explicit, depth=2), "frank", 0), "grace", 12_345)
    script.sell(script.open(RAW), "alice", 11)
    script.take_out("alice", 1_234)
    return script


__all__ = ["CONTRACT", "EXPIRY", "HALF", "THIRD", "Viewed", "account", "full_script"]
