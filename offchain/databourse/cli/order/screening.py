"""Whether the orders of a file can be entered, found before anything is sent; each refusal names its line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from databourse.chain import admission
from databourse.chain.records import Dataset
from databourse.chain.signer import Signer
from databourse.cli import tradable
from databourse.cli.entering import OpenRound
from databourse.cli.order import cancellable
from databourse.cli.session import Session
from databourse.errors import BourseError, InvalidInput
from databourse.market.double_auction.book import read_book
from databourse.market.double_auction.orders import AskOrder, CancelOrder
from databourse.market.rounds import Round
from databourse.market.series_config import NOBODY
from databourse.orders.faults import Fault, broken_rule
from databourse.orders.recorded import Wanted
from databourse.orders.rows import FileOrder


@dataclass
class Screening:
    """The orders of a file on their way into a round.

    Attributes:
        session: who acts.
        target: the round.
        unit: what a place in the file is called: line or row.
        faults: what is wrong with those that were left out.
        orders: the others, by line.
        signers: who signs, by address.
    """

    session: Session
    target: OpenRound
    unit: str
    faults: list[Fault] = field(default_factory=list)
    orders: dict[int, FileOrder] = field(default_factory=dict)
    signers: dict[str, Signer] = field(default_factory=dict)

    def wanted(self, orders: Sequence[FileOrder]) -> list[Wanted]:
        """The entries that orders would be, once it is known who signs and which quality asks have."""
        by_name: dict[str | None, Signer | BourseError] = {}
        grades = self._grades(orders)
        wanted = []
        for order in orders:
            name = order.sender
            if name not in by_name:
                by_name[name] = self._signer(name)
            signer = by_name[name]
            if isinstance(signer, BourseError):
                self._leave_out(order.line, "from", signer)
                continue
            if not order.graded:
                assert isinstance(order.order, AskOrder)
                if order.order.dataset not in grades:
                    self.faults.append(Fault(order.line, "dataset", f"there is no dataset {order.order.dataset}"))
                    continue
                order = order.with_grade(grades[order.order.dataset])
            self.orders[order.line] = order
            self.signers[signer.address] = signer
            wanted.append(Wanted(order.line, signer.address, order.lock, order.order.encode()))
        return wanted

    def admissible(self, one: Round, wanted: Sequence[Wanted]) -> list[Wanted]:
        """Those that the rule would count and the gate admits, in a round as it is now."""
        book = read_book(one.entries)
        gate = admission.refusals(
            self.session.exchange, self.target.series, [(order.who, order.data) for order in wanted]
        )
        good = []
        for entry, refused in zip(wanted, gate, strict=True):
            order = self.orders[entry.line].order
            name = self.signers[entry.who].name
            try:
                if isinstance(order, CancelOrder):
                    cancellable.require_cancellable(self.session, one, book, order.entry, entry.who, name)
                else:
                    tradable.require_counted(self.session.exchange, one, order)
                if refused is not None:
                    raise refused
            except BourseError as error:
                error.message = error.message.replace(entry.who, name)
                column = "quantity" if isinstance(error, InvalidInput) else ""
                self._leave_out(entry.line, column, error)
            else:
                good.append(entry)
        return good

    def warn_of_replaced(self, wanted: Sequence[Wanted]) -> None:
        """Tells of asks that a later one for the same dataset replaces: only the last can stand."""
        last: dict[int, int] = {}
        for line in (entry.line for entry in wanted):
            order = self.orders[line].order
            if isinstance(order, AskOrder):
                if order.dataset in last:
                    places = f"{self.unit} {line} replaces {self.unit} {last[order.dataset]}"
                    self.session.output.warn(f"{places}: both ask for dataset {order.dataset}, and only one can stand")
                last[order.dataset] = line

    def affordable(self, one: Round, wanted: Sequence[Wanted], top_up: bool) -> tuple[list[Wanted], dict[str, int]]:
        """Those that the round has room and their senders have money for, the first of the file first.

        Returns:
            The orders, and by address what has to come from the wallet, in base units.
        """
        exchange, series = self.session.exchange, self.target.series
        addresses = list(dict.fromkeys(order.who for order in wanted))
        accounts = exchange.read_many([exchange.market.functions.accountOf(series.number, who) for who in addresses])
        wallets = exchange.read_many([exchange.token.functions.balanceOf(who) for who in addresses])
        purses = {
            who: _Purse(account["free"], wallet if top_up else 0, account["entries"])
            for who, account, wallet in zip(addresses, accounts, wallets, strict=True)
        }
        good: list[Wanted] = []
        for order in wanted:
            purse, needed = purses[order.who], order.lock + series.config.fee
            full = self._full(len(one.entries) + len(good), purse.entries)
            if full is not None:
                self.faults.append(Fault(order.line, "", full))
            elif needed > purse.left:
                message = purse.too_little(needed, self.signers[order.who].name, self.session.tokens)
                self.faults.append(Fault(order.line, "", message))
            else:
                purse.spent += needed
                purse.entries += 1
                good.append(order)
        return good, {who: purse.spent - purse.free for who, purse in purses.items() if purse.spent > purse.free}

    def _full(self, entries: int, of_account: int) -> str | None:
        view = self.target.view
        if entries >= view.max_entries:
            return f"the round is full before it: it takes {view.max_entries} entries"
        if of_account >= view.max_per_account:
            return f"one account can make {view.max_per_account} entries in this round, and all are taken before it"
        return None

    def _signer(self, name: str | None) -> Signer | BourseError:
        if name is None:
            return self.session.signer
        try:
            return self.session.signer_of(name)
        except BourseError as error:
            return error

    def _grades(self, orders: Sequence[FileOrder]) -> dict[int, int]:
        """The quality of each dataset whose asks do not say one."""
        asked = [order.order.dataset for order in orders if isinstance(order.order, AskOrder) and not order.graded]
        numbers = list(dict.fromkeys(asked))
        exchange = self.session.exchange
        raw = exchange.read_many([exchange.registry.functions.datasetOf(number) for number in numbers])
        pairs = zip(numbers, raw, strict=True)
        return {number: Dataset.of(number, one).quality for number, one in pairs if one["owner"] != NOBODY}

    def _leave_out(self, line: int, column: str, error: BourseError) -> None:
        message = broken_rule(error, column) if isinstance(error, InvalidInput) else error.message
        self.faults.append(Fault(line, column, message))


@dataclass
class _Purse:
    """What a sender can still spend on orders, in base units, and how many entries it has."""

    free: int
    wallet: int
    entries: int
    spent: int = 0

    @property
    def left(self) -> int:
        return self.free + self.wallet - self.spent

    def too_little(self, needed: int, name: str, tokens: Callable[[int], str]) -> str:
        wallet = f" and {tokens(self.wallet)} in the wallet" if self.wallet else ""
        before = f", of which the orders before it take {tokens(self.spent)}" if self.spent else ""
        return f"needs {tokens(needed)}; {name} has {tokens(self.free)} free{wallet}{before}"
