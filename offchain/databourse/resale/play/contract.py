"""The calls of a contract in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from databourse.resale.encoding import NOBODY, HoldingStruct, OfferStruct
from databourse.resale.payments import part_down
from databourse.resale.play.accounts import Accounts, refuse
from databourse.resale.play.rules import RulesStruct, checked
from databourse.resale.shares import Matrix
from databourse.resale.views import Record, State


@dataclass(slots=True)
class _Chain:
    owner: str
    rules: RulesStruct
    matrix: Matrix


@dataclass(slots=True)
class _Record:
    """What a number stands for: an offer, or the licence that came of it."""

    subject: HoldingStruct | OfferStruct
    deferred: bool = False
    ended: bool = False
    sales: int = 0
    claimed: int = 0


class ResaleChain(Accounts):
    """A contract in memory. Calls take the sender first, and raise `ContractRefused` with the contract's error names.

    Attributes:
        now: the chain's clock, in seconds; whoever plays sets it.
        last_number: the highest number given to an offer or a licence.
    """

    def __init__(self, datasets: Mapping[int, str], now: int = 0) -> None:
        """`datasets` are the registry's: the owner of each by number."""
        super().__init__()
        self.now = now
        self.last_number = 0
        self._datasets = datasets
        self._chains: dict[int, _Chain] = {}
        self._records: dict[int, _Record] = {}

    # chains

    def create_chain(
        self, sender: str, dataset: int, rules: RulesStruct, columns: Sequence[Sequence[int]] = ()
    ) -> tuple[int, int]:
        """Opens a chain; returns its number and that of the owner's licence."""
        owner = self._datasets.get(dataset, NOBODY)
        if owner == NOBODY:
            refuse("UnknownDataset", dataset=dataset)
        if owner != sender:
            refuse("NotDatasetOwner", dataset=dataset, who=sender)
        matrix = checked(rules, columns)
        number, licence = len(self._chains) + 1, self._next()
        self._chains[number] = _Chain(owner, rules, matrix)
        self._records[licence] = _Record(HoldingStruct(number, licence, 0, (owner,)))
        self.log(
            "ChainCreated",
            chain=number,
            dataset=dataset,
            owner=owner,
            licence=licence,
            rules=rules,
            columns=[list(column) for column in columns],
        )
        return number, licence

    def offer(self, sender: str, holding: HoldingStruct, buyer: str, price: int, expiry: int) -> int:
        """Posts a price; returns the number of the offer."""
        record = self._own(sender, holding)
        chain = self._chains[holding.chain]
        _, _, depth, eager, most_sales = chain.rules
        trade = len(holding.path)
        if record.ended:
            refuse("SellingHasEnded", licence=holding.licence)
        if expiry <= self.now:
            refuse("ExpiryInPast", expiry=expiry)
        if trade > depth:
            refuse("DepthReached", maxDepth=depth)
        if record.sales >= most_sales:
            refuse("SalesUsed", maxSales=most_sales)
        record.sales += 1
        number, deferred = self._next(), trade > eager
        shares = chain.matrix.column(trade)[:-1]
        terms = OfferStruct(holding.chain, number, holding.licence, buyer, price, expiry, shares, holding.path)
        self._records[number] = _Record(terms, deferred)
        self.log(
            "Offered",
            chain=holding.chain,
            number=number,
            licence=holding.licence,
            seller=sender,
            buyer=buyer,
            price=price,
            expiry=expiry,
            deferred=deferred,
        )
        return number

    def withdraw_offer(self, sender: str, offered: OfferStruct) -> None:
        """Takes an offer back."""
        self._offered(offered)
        if offered.seller != sender:
            refuse("NotHolder", licence=offered.licence, sender=sender)
        del self._records[offered.number]
        self._records[offered.licence].sales -= 1
        self.log("OfferWithdrawn", number=offered.number)

    def accept(self, sender: str, offered: OfferStruct) -> None:
        """Buys."""
        record = self._offered(offered)
        if self.now >= offered.expiry:
            refuse("OfferExpired", expiry=offered.expiry)
        if offered.buyer not in (NOBODY, sender):
            refuse("NotTheBuyer", buyer=offered.buyer, sender=sender)
        self.take(sender, offered.price)
        rest = offered.price
        for payee, share in zip(offered.path, offered.shares, strict=False):  # all but the direct seller have a share
            amount = part_down(offered.price, share)
            rest -= amount
            if not record.deferred:
                self.credit(payee, amount)
        self.credit(offered.seller, rest)
        record.subject = offered.sold_to(sender)
        self.log("Sold", number=offered.number, buyer=sender, price=offered.price)

    def claim(self, sender: str, holding: HoldingStruct, payees: int) -> None:
        """Credits deferred shares to the players named as bits; anybody may."""
        del sender
        record = self._holding(holding)
        trade = len(holding.path) - 1
        upstream = range(trade - 1) if record.deferred else range(0)
        paid_now = [player for player in upstream if (payees & ~record.claimed) >> player & 1]
        if not paid_now:
            refuse("NothingToClaim", licence=holding.licence, payees=payees)
        column = self._chains[holding.chain].matrix.column(trade)
        for player in paid_now:
            amount = part_down(holding.price, column[player])
            record.claimed |= 1 << player
            self.credit(holding.path[player], amount)
            self.log("Claimed", licence=holding.licence, payee=holding.path[player], amount=amount)

    def end_selling(self, sender: str, holding: HoldingStruct) -> None:
        """Posts no more offers from a licence."""
        record = self._own(sender, holding)
        if record.ended:
            refuse("SellingHasEnded", licence=holding.licence)
        record.ended = True
        self.log("SellingEnded", licence=holding.licence)

    # reading

    def holding(self, licence: int) -> HoldingStruct:
        """What a call that acts on a licence has to say.

        Raises:
            ContractRefused: UnknownLicence.
        """
        record = self._records.get(licence)
        if record is None or not isinstance(record.subject, HoldingStruct):
            refuse("UnknownLicence", licence=licence)
        return record.subject

    def offered(self, number: int) -> OfferStruct:
        """What a call that acts on an offer has to say.

        Raises:
            ContractRefused: UnknownOffer.
        """
        record = self._records.get(number)
        if record is None or not isinstance(record.subject, OfferStruct):
            refuse("UnknownOffer", number=number)
        return record.subject

    def unclaimed(self) -> int:
        """Base units of deferred shares that nobody has claimed yet."""
        total = 0
        for record in self._records.values():
            if record.deferred and isinstance(record.subject, HoldingStruct):
                holding = record.subject
                column = self._chains[holding.chain].matrix.column(len(holding.path) - 1)
                total += sum(
                    part_down(holding.price, share)
                    for player, share in enumerate(column[:-1])
                    if not record.claimed >> player & 1
                )
        return total

    def record(self, number: int) -> Record:
        """What the contract keeps of a number."""
        found = self._records.get(number)
        if found is None:
            return Record(State.NEVER)
        state = State.LICENCE if isinstance(found.subject, HoldingStruct) else State.OFFERED
        return Record(state, found.deferred, found.ended, found.sales, found.claimed, found.subject.fingerprint())

    # inside

    def _holding(self, holding: HoldingStruct) -> _Record:
        if self.holding(holding.licence) != holding:
            refuse("WrongHolding", licence=holding.licence)
        return self._records[holding.licence]

    def _own(self, sender: str, holding: HoldingStruct) -> _Record:
        record = self._holding(holding)
        if holding.holder != sender:
            refuse("NotHolder", licence=holding.licence, sender=sender)
        return record

    def _offered(self, offered: OfferStruct) -> _Record:
        if self.offered(offered.number) != offered:
            refuse("WrongOffer", number=offered.number)
        return self._records[offered.number]

    def _next(self) -> int:
        self.last_number += 1
        return self.last_number
