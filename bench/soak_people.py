"""Who trades in a soak: sellers with data and buyers with money, each with an account of their own."""

from __future__ import annotations

import random
from pathlib import Path

from bench.soak_processes import Bourse
from databourse.chain import devnet
from databourse.chain.calls import Call, call_of
from databourse.chain.exchange import Exchange
from databourse.chain.records import RoundView
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder
from databourse.market.terms import Status
from databourse.money import TOKEN

SELLERS = ("alice", "bob", "carol")
BUYERS = ("dave", "erin", "frank", "grace")
_UNITS = 48
_MONEY = 2_000 * TOKEN
_MOST_PRICE = 100  # hundredths of a token
_MOST_UNITS = 20


class People:
    """Traders of one series, who do the same in every run as far as the slots are the same."""

    def __init__(self, exchange: Exchange, bourse: Bourse, series: int) -> None:
        self.series = series
        self.entered = 0
        self._exchange = exchange
        self._transactions = Transactions(exchange.connection, timeout=10)
        self._bourse = bourse
        self._signers = {name: signer_of(name, devnet.CHAIN_ID) for name in (*SELLERS, *BUYERS)}
        self._datasets: dict[str, int] = {}
        self._qualities: dict[str, int] = {}
        self._seen: set[bytes] = set()

    def prepare(self, folder: Path) -> None:
        """Registers the sellers' data, and brings everybody's money into the series."""
        for seller in SELLERS:
            file = folder / f"{seller}.csv"
            lines = [f"2026-01-{1 + hour // 24:02d}T{hour % 24:02d}:00,{len(seller)}" for hour in range(_UNITS)]
            file.write_text("\n".join(["time,celsius", *lines]) + "\n", encoding="utf-8")
            wanted = ("dataset", "register", file, "--kind", "temperature", "--from", seller, "--yes")
            self._datasets[seller] = self._bourse.run(*wanted)["dataset"]
            self._qualities[seller] = self._exchange.dataset(self._datasets[seller]).quality
        market, token = self._exchange.market.functions, self._exchange.token.functions
        for function in (token.approve(self._exchange.deployment.market, _MONEY), None):
            self._transactions.send_all(
                [
                    (signer, call_of(function or market.deposit(self.series, signer.address, _MONEY)))
                    for signer in self._signers.values()
                ]
            )

    def enter(self, view: RoundView) -> None:
        """Enters the open round, once; a round that the chain lost and that was opened again is another one.

        Raises:
            BourseError: the node is away, or the round closed meanwhile.
        """
        if view.status is not Status.OPEN or view.terms_hash in self._seen or view.count:
            return
        chance = random.Random(view.round)
        orders = [(self._signers[name], *self._order(name, chance)) for name in self._who_comes(chance)]
        calls = [(signer, self._enter(view, data, lock)) for signer, data, lock in orders]
        self._seen.add(view.terms_hash)
        self.entered += len(self._transactions.send_all(calls))
        if calls and chance.random() < 0.5:  # somebody changes his mind
            signer, _, _ = orders[0]
            self._transactions.send(signer, self._enter(view, CancelOrder(0).encode(), 0))
            self.entered += 1

    def _who_comes(self, chance: random.Random) -> list[str]:
        if chance.random() < 0.1:
            return []
        come = [*SELLERS, *chance.sample(BUYERS, chance.randint(2, len(BUYERS)))]
        chance.shuffle(come)
        return come

    def _order(self, name: str, chance: random.Random) -> tuple[bytes, int]:
        """Somebody's order and the base units that are locked for it."""
        price, quantity = chance.randint(1, _MOST_PRICE) * TOKEN // 100, chance.randint(1, _MOST_UNITS)
        if name in SELLERS:
            return AskOrder(price, quantity, self._qualities[name], self._datasets[name]).encode(), 0
        bid = BidOrder(price, quantity, chance.choice((0, 0, 15)))
        return bid.encode(), bid.needed_lock

    def _enter(self, view: RoundView, data: bytes, lock: int) -> Call:
        return call_of(self._exchange.market.functions.enter(self.series, lock, view.terms_hash, data))
