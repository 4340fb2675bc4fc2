"""One story: calls that are made on the contract, in Python's `play` and in the reference, and compared after each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from databourse.errors import ContractRefused
from databourse.resale.encoding import OfferStruct
from databourse.resale.play import ResaleChain
from databourse.resale.play.rules import RulesStruct
from tests.differential.resale.reference import Reference, column
from tests.differential.resale.venue import START, Venue

#: What the contract calls a function, and what `play` does.
PLAYED = {
    "createChain": "create_chain",
    "offer": "offer",
    "withdrawOffer": "withdraw_offer",
    "accept": "accept",
    "claim": "claim",
    "endSelling": "end_selling",
    "deposit": "deposit",
    "withdraw": "withdraw",
}


@dataclass(frozen=True, slots=True)
class Call:
    """A call.

    Attributes:
        sender: who makes it.
        name: of the contract's function.
        args: as `play` takes them.
        refused: the error that it must be refused with, where `args` are not what `play` can be told.
    """

    sender: str
    name: str
    args: tuple[Any, ...]
    refused: str | None = None

    def words(self) -> tuple[Any, ...]:
        """The arguments as the contract takes them."""
        series = (0,) if self.name in ("deposit", "withdraw") else ()
        return (*series, *(arg.struct() if hasattr(arg, "struct") else arg for arg in self.args))


@cache
def person(number: int) -> str:
    return to_checksum_address(keccak(text=f"person {number}")[:20])


class Story:
    """A contract with some people, each of whom has the dataset of its place, counted from 1.

    Attributes:
        people: all who can own anything here.
        venue: the contract.
        play: the same in Python.
        reference: what everybody should have.
        rules: of each chain: the rules, and the columns as stated.
        licences: numbers.
        standing: numbers of offers that were neither accepted nor withdrawn.
        over: offers that were.
        sales: of each licence: offers that stand or were accepted.
        ended: licences that sell no more.
        findings: whatever should not have happened.
    """

    def __init__(self, people: int, model: type[ResaleChain] = ResaleChain, bytecode: str | None = None) -> None:
        """`model` is another Python than the usual one, `bytecode` another contract, to see whether it would show."""
        self.people = [person(number) for number in range(people)]
        self.venue = Venue(self.people, bytecode)
        self.play = model(dict(enumerate(self.people, start=1)), START)
        self.reference = Reference()
        self.rules: dict[int, tuple[RulesStruct, Sequence[Sequence[int]]]] = {}
        self.licences: list[int] = []
        self.standing: list[int] = []
        self.over: list[OfferStruct] = []
        self.sales: Counter[int] = Counter()
        self.ended: set[int] = set()
        self.findings: list[str] = []

    @property
    def now(self) -> int:
        """The clock of all."""
        return self.venue.now

    def wait(self, seconds: int) -> None:
        self.venue.now = self.play.now = self.venue.now + seconds

    def make(self, call: Call) -> str | None:
        """Makes a call everywhere; the error with which all refuse it, or None."""
        if call.name == "deposit" and call.args[1] < 2**88:
            self.venue.fund(call.sender, call.args[1])
        seen = self.venue.send(call.sender, call.name, *call.words())
        if call.refused:
            if seen is None or seen.name != call.refused:
                self._find(call, f"the contract says {_said(seen)}, not {call.refused}")
            return seen.name if seen else None
        played = self.played(call)
        if (seen and (seen.name, seen.values)) != (played and (played.name, played.values)):
            self._find(call, f"the contract says {_said(seen)}, Python says {_said(played)}")
        elif seen is None:
            self._take_in(call)
        if seen is None:
            self._compare_after(call)
        return seen.name if seen else None

    def played(self, call: Call) -> ContractRefused | None:
        """Makes a call in `play` alone; what it is refused with, or None."""
        try:
            getattr(self.play, PLAYED[call.name])(call.sender, *call.args)
        except ContractRefused as refused:
            return refused
        return None

    def shares(self, chain: int, trade: int) -> list[int]:
        """The column of a trade, by the reference."""
        (family, alpha, *_), stated = self.rules[chain]
        return column(family, alpha, stated, trade)

    def fresh(self) -> list[int]:
        """Offers that can still be accepted."""
        return [number for number in self.standing if self.play.offered(number).expiry > self.now]

    def selling(self) -> list[int]:
        """Licences of which more offers can be made."""
        return [number for number in self.licences if self._can_sell(number)]

    def owing(self) -> list[int]:
        """Licences of which somebody has not claimed."""
        return [number for number, due in self.reference.owed.items() if due]

    # inside

    def _can_sell(self, licence: int) -> bool:
        holding = self.play.holding(licence)
        _, _, depth, _, most = self.rules[holding.chain][0]
        return licence not in self.ended and len(holding.path) <= depth and self.sales[licence] < most

    def _take_in(self, call: Call) -> None:
        """What an accepted call changes."""
        first = call.args[0]
        match call.name:
            case "createChain":
                self.rules[len(self.rules) + 1] = (call.args[1], call.args[2])
                self.licences.append(self.play.last_number)
            case "offer":
                self.standing.append(self.play.last_number)
                self.sales[first.licence] += 1
            case "withdrawOffer" | "accept":
                self.standing.remove(first.number)
                self.over.append(first)
                if call.name == "accept":
                    self._take_in_sale(call.sender, first)
                else:
                    self.sales[first.licence] -= 1
            case "endSelling":
                self.ended.add(first.licence)
            case "claim":
                self.reference.claim(first.licence, [bit for bit in range(32) if call.args[1] >> bit & 1])
            case "deposit":
                self.reference.deposit(first, call.args[1])
            case "withdraw":
                self.reference.withdraw(call.sender, call.args[1])

    def _take_in_sale(self, buyer: str, offered: OfferStruct) -> None:
        trade = len(offered.path)
        deferred = trade > self.rules[offered.chain][0][3]
        shares = self.shares(offered.chain, trade)
        self.reference.sell(offered.number, buyer, offered.price, offered.path, shares, deferred)
        self.licences.append(offered.number)

    def _compare_after(self, call: Call) -> None:
        found = {"held": (self.venue.read("held"), self.play.held, self.reference.paid_in)}
        for who in {call.sender, *getattr(call.args[0], "path", ())}:
            found[f"the balance of {who}"] = self.venue.free(who), self.play.free.get(who, 0), self.reference.free[who]
        for what, three in found.items():
            if len(set(three)) > 1:
                self._find(call, f"{what} is {three[0]} on the contract, {three[1]} in Python, {three[2]} by reference")

    def _find(self, call: Call, what: str) -> None:
        self.findings.append(f"call {self.venue.calls}, {call.name}{call.words()} of {call.sender}: {what}")


def _said(refused: ContractRefused | None) -> str:
    return "yes" if refused is None else f"{refused.name or refused.message} {refused.values}"
