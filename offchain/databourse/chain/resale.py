"""Resale chains on a chain: the book from the contract's log, and the calls by which people act on what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from web3.contract.contract import ContractFunction

from databourse.chain.accounts import accounts_of_chains
from databourse.chain.calls import Receipt
from databourse.chain.exchange import Exchange
from databourse.chain.logs import Event, event_topic, events_of, read_events
from databourse.errors import NetworkError
from databourse.resale.book import EVENTS, Book
from databourse.resale.encoding import NOBODY
from databourse.resale.records import Chain, Licence, Offer
from databourse.resale.rules import Rules

_Found = TypeVar("_Found")


class ResaleChains:
    """The deployed contract of resale chains.

    What builds a call gives it ready for `chain.transactions`, which simulates it before it signs. `made` then
    finds in the book what a transaction brought about.

    Attributes:
        exchange: whose contract.
        contract: web3 contract.
    """

    def __init__(self, exchange: Exchange) -> None:
        """Takes the exchange.

        Raises:
            NotDeployed: it has no contract of resale chains.
        """
        self.exchange = exchange
        self.contract = exchange.resale

    # reading

    def book(self, to_block: int | None = None) -> Book:
        """All chains, as the log tells them up to a block; None means the latest.

        Raises:
            NetworkError: what the node gives is not the whole log of this contract.
        """
        connection = self.exchange.connection
        last = connection.head() if to_block is None else to_block
        book = Book(self.events(last))
        count = self.exchange.read(self.contract.functions.lastNumber(), last)
        if book.findings or book.last_number != count:
            wrong = book.findings[0].message if book.findings else f"it ends at number {book.last_number} of {count}"
            raise NetworkError(
                f"the node's log of resale chains is not what the contract wrote: {wrong}",
                "it may lag behind or have deleted old logs: try again, or ask another node; see `bourse audit replay`",
            )
        return book

    def events(self, to_block: int | None = None, names: Sequence[str] = EVENTS) -> list[Event]:
        """The contract's events of these names since the deployment, up to a block; None means the last final one."""
        deployment, abi = self.exchange.deployment, self.contract.abi
        topics = [[event_topic(abi, name) for name in names]]
        return read_events(self.exchange.connection, {self.contract.address: abi}, deployment.block, to_block, topics)

    def free(self, who: str) -> int:
        """Base units that somebody can spend or withdraw, as it is now."""
        return accounts_of_chains(self.exchange).account(who).free

    # acting

    def create(self, dataset: int, rules: Rules) -> ContractFunction:
        """Opens a chain for a dataset of the sender."""
        return self.contract.functions.createChain(dataset, rules.struct(), list(map(list, rules.matrix.columns)))

    def offer(self, licence: Licence, price: int, expiry: int, buyer: str | None = None) -> ContractFunction:
        """Posts a price in base units, for one buyer or for anybody, until a second of the chain's clock."""
        return self.contract.functions.offer(licence.terms.struct(), buyer or NOBODY, price, expiry)

    def withdraw(self, offer: Offer) -> ContractFunction:
        """Takes an offer back."""
        return self.contract.functions.withdrawOffer(offer.terms.struct())

    def accept(self, offer: Offer) -> ContractFunction:
        """Buys at exactly the offer's price, from the sender's account."""
        return self.contract.functions.accept(offer.terms.struct())

    def claim(self, licence: Licence, payee: str | None = None) -> ContractFunction:
        """Credits what is due of a sale to a payee, or to everybody. Anybody may send it."""
        return self.contract.functions.claim(licence.terms.struct(), licence.claim_mask(payee))

    def end_selling(self, licence: Licence) -> ContractFunction:
        """Posts no more offers from a licence."""
        return self.contract.functions.endSelling(licence.terms.struct())

    # what came of it

    def created(self, receipt: Receipt) -> Chain:
        """The chain that a transaction created."""
        return self._made(receipt, "ChainCreated", lambda book, event: book.chain(event.args["chain"]))

    def offered(self, receipt: Receipt) -> Offer:
        """The offer that a transaction posted."""
        return self._made(receipt, "Offered", lambda book, event: book.offer(event.args["number"]))

    def bought(self, receipt: Receipt) -> Licence:
        """The licence that a transaction bought."""
        return self._made(receipt, "Sold", lambda book, event: book.licence(event.args["number"]))

    def claimed(self, receipt: Receipt) -> dict[str, int]:
        """What a transaction credited: base units by payee."""
        credited: dict[str, int] = {}
        for event in self._events_of(receipt, "Claimed"):
            payee = event.args["payee"]
            credited[payee] = credited.get(payee, 0) + event.args["amount"]
        return credited

    def _made(self, receipt: Receipt, name: str, find: Callable[[Book, Event], _Found]) -> _Found:
        """Something as it was right after its transaction's block."""
        event = self._events_of(receipt, name)[0]
        return find(self.book(receipt.block), event)

    def _events_of(self, receipt: Receipt, name: str) -> list[Event]:
        found = events_of(receipt.logs, {self.contract.address: self.contract.abi})
        return [event for event in found if event.name == name]
