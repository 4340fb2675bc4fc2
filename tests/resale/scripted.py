"""Chains in memory by the names of people, so that what reads their events can be tested without a node."""

from __future__ import annotations

from databourse.resale.book import Book
from databourse.resale.encoding import NOBODY
from databourse.resale.play import ResaleChain
from databourse.resale.rules import Rules
from databourse.resale.shares import AVERAGE, Matrix
from tests.market.scripted import account

PEOPLE = ("alice", "bob", "carol", "dave", "erin", "frank", "grace")
DATASET = 7
EXPIRY = 1_000


class Script(ResaleChain):
    """A contract in which everybody has a million base units, and alice a dataset."""

    def __init__(self) -> None:
        super().__init__({DATASET: account("alice")}, now=100)
        for name in PEOPLE:
            self.deposit(account(name), account(name), 1_000_000)

    @property
    def book(self) -> Book:
        return Book(self.events)

    def open(self, matrix: Matrix = AVERAGE, depth: int = 6, eager: int = 6, sales: int = 9) -> int:
        """Creates a chain of alice's; returns the number of her licence."""
        rules = Rules(matrix, depth, eager, sales)
        return self.create_chain(account("alice"), DATASET, rules.struct(), matrix.columns)[1]

    def post(self, licence: int, price: int, buyer: str | None = None, expiry: int = EXPIRY) -> int:
        """The holder of a licence offers it; returns the offer's number."""
        holding = self.holding(licence)
        return self.offer(holding.holder, holding, account(buyer) if buyer else NOBODY, price, expiry)

    def buy(self, name: str, offer: int) -> int:
        """Somebody accepts an offer; returns the number of the licence."""
        self.accept(account(name), self.offered(offer))
        return offer

    def sell(self, licence: int, name: str, price: int) -> int:
        """An offer and its acceptance; returns the number of the licence."""
        return self.buy(name, self.post(licence, price))

    def call_back(self, offer: int) -> None:
        """The seller withdraws an offer."""
        self.withdraw_offer(self.offered(offer).seller, self.offered(offer))

    def pay_out(self, licence: int, players: int) -> None:
        """Somebody who has nothing to do with it claims for players, given as bits."""
        self.claim(account("stranger"), self.holding(licence), players)


def tree(eager: int = 6) -> Script:
    """Alice (1) sells to bob (2), who sells to carol (3) and dave (4); carol sells to erin (5). Average shares."""
    script = Script()
    script.open(eager=eager)
    script.sell(1, "bob", 100)
    script.sell(2, "carol", 31)
    script.sell(2, "dave", 41)
    script.sell(3, "erin", 1_000)
    return script
