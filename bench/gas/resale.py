"""What resale chains cost in gas.

A trade of depth n has n payees: the direct seller and everybody upstream. Unless they are there for the first time, all
have something in their accounts before and after.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from web3.contract.contract import ContractFunction

from bench.gas.snapshot import Gas
from bench.stage import Stage, trader
from databourse.chain import devnet
from databourse.chain.calls import Receipt, call_of
from databourse.chain.resale import ResaleChains
from databourse.chain.signer import Signer
from databourse.money import TOKEN
from databourse.resale.records import Licence
from databourse.resale.rules import Rules
from databourse.resale.shares import AVERAGE, MOST_DEPTH, WHOLE, Family, Matrix

#: Of every trade that is measured: with as many digits as a computed price has.
PRICE = 3_712_345_678_901_234_567
EXPIRY = 2**33 - 1
#: For everybody.
ALL = 2**256 - 1


class Line:
    """A chain that grows by one trade after the other.

    Attributes:
        players: from the owner on, more than the chain will have.
        licence: at the end of it.
        created: the gas of opening it.
    """

    def __init__(self, here: Stage, players: Sequence[Signer], matrix: Matrix, depth: int, eager: bool = True) -> None:
        """Registers a dataset of the first player and opens a chain for it."""
        self.here, self.players = here, players
        self.chains = ResaleChains(here.exchange)
        registry = here.exchange.registry.functions
        self._send(players[0], registry.registerDataset(b"\x11" * 32, 24, 1, 9, "station"))
        dataset = here.exchange.read(registry.datasetCount())
        receipt = self._send(players[0], self.chains.create(dataset, Rules(matrix, depth, depth if eager else 0, 2)))
        self.created = receipt.gas
        self.licence: Licence = self.chains.created(receipt).root

    def sell(self, price: int = PRICE, named: bool = False) -> tuple[int, int]:
        """One trade more, open to anybody or to its buyer: the gas of posting the price and of accepting it."""
        seller, buyer = self.players[self.licence.depth : self.licence.depth + 2]
        posted = self._send(seller, self.chains.offer(self.licence, price, EXPIRY, buyer.address if named else None))
        sold = self._send(buyer, self.chains.accept(self.chains.offered(posted)))
        self.licence = self.chains.bought(sold)
        return posted.gas, sold.gas

    def descend(self, depth: int) -> None:
        """Sales for nothing, which leave no trace in accounts, until the next trade is this deep."""
        while self.licence.depth < depth - 1:
            self.sell(0)

    def withdraw(self) -> int:
        """The gas of taking back a price that was just posted."""
        seller = self.players[self.licence.depth]
        posted = self._send(seller, self.chains.offer(self.licence, PRICE, EXPIRY))
        return self._send(seller, self.chains.withdraw(self.chains.offered(posted))).gas

    def claim(self, payees: int) -> int:
        """The gas of crediting these players with what is due of the last sale."""
        claim = self.chains.contract.functions.claim(self.licence.terms.struct(), payees)
        return self._send(self.players[0], claim).gas

    def _send(self, who: Signer, function: ContractFunction) -> Receipt:
        return self.here.transactions.send(who, call_of(function))


def measure(here: Stage) -> Gas:
    """Gas of everything that resale chains can do, by plain name."""
    here.act("operator", here.exchange.registry.functions.registerKind("resold"))
    strangers, known = (_people(here, first) for first in (2000, 2100))
    _fund(here, [*known, strangers[5]])
    first_time = _first_time(here, strangers)  # goes first: the contract's counters start with it
    return _five_trades(here, known) | first_time | _long(here, known)


def _five_trades(here: Stage, known: Sequence[Signer]) -> Gas:
    """Creating chains, and the fifth trade, all of whose payees have something already."""
    gas: Gas = {}
    lines = {
        "average": Line(here, known, AVERAGE, 5),
        "tbds": Line(here, known, Matrix(Family.TBDS, alpha=WHOLE * 2 // 3), 5),
        "explicit, 5 trades": Line(here, known, _explicit(5), 5),
        "explicit, 20 trades": Line(here, known, _explicit(20), 20),
    }
    for name, line in lines.items():
        gas[f"create a chain ({name})"] = line.created
    for kind, line in {
        "average": lines["average"],
        "tbds": lines["tbds"],
        "explicit": lines["explicit, 20 trades"],
    }.items():
        line.descend(5)
        gas[f"post a price at depth 5 ({kind})"], gas[f"trade, 5 payees ({kind})"] = line.sell()
    line = Line(here, known, AVERAGE, 5)
    line.descend(5)
    gas["withdraw a price at depth 5"] = line.withdraw()
    _, gas["trade, 5 payees (average, for one buyer)"] = line.sell(named=True)
    return gas


def _first_time(here: Stage, strangers: Sequence[Signer]) -> Gas:
    """The same where only the buyer had an account."""
    line = Line(here, strangers, AVERAGE, 5)
    line.descend(5)
    _, sold = line.sell()
    return {"trade, 5 first-time payees": sold}


def _long(here: Stage, known: Sequence[Signer]) -> Gas:
    """Long chains: everybody paid at once, or upstream shares claimed afterwards."""
    line = Line(here, known, AVERAGE, 20)
    line.descend(20)
    _, sold = line.sell()
    gas = {"trade, 20 payees": sold}
    line = Line(here, known, _explicit(MOST_DEPTH), MOST_DEPTH, eager=False)
    for depth in (20, MOST_DEPTH):
        line.descend(depth)
        _, gas[f"deferred trade at depth {depth}"] = line.sell()
        gas[f"claim one share of it (depth {depth})"] = line.claim(1)
        gas[f"claim the other {depth - 2} (depth {depth})"] = line.claim(ALL)
    return gas


def _explicit(trades: int) -> Matrix:
    """Random shares, the same every time."""
    chance = random.Random(11)
    columns = []
    for trade in range(1, trades + 1):
        weights = [chance.randint(1, 100) for _ in range(trade)]
        columns.append(tuple(WHOLE * weight // sum(weights) for weight in weights))
    return Matrix(Family.EXPLICIT, columns=tuple(columns))


def _people(here: Stage, first: int) -> list[Signer]:
    """As many as the longest chain has players, with ether."""
    people = []
    for number in range(first, first + MOST_DEPTH + 1):
        account = trader(number)
        devnet.ask(here.exchange.connection.network.rpc_url, "anvil_setBalance", account.address, hex(10**20))
        people.append(Signer(f"player {number - first}", account.address, account))
    return people


def _fund(here: Stage, people: Sequence[Signer]) -> None:
    """Gives each an account with more than it will spend."""
    resale = here.exchange.resale
    here.act("operator", here.exchange.token.functions.approve(resale.address, 10**6 * TOKEN))
    here.act_all("operator", [resale.functions.deposit(0, who.address, 10 * PRICE) for who in people])
