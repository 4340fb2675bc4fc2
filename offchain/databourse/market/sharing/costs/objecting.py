"""What refutes a proposed outcome of sharing-costs: a better set of sellers for one buyer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from databourse.market.challenging import Objection
from databourse.market.mechanism import Money
from databourse.market.sharing.costs.proposal import NOBODY, proven_rows
from databourse.market.sharing.money.outcome import Outcome
from databourse.market.sharing.money.playing import best_without
from databourse.market.sharing.money.reading import Reading


@dataclass(frozen=True, slots=True)
class Better:
    """A set of sellers that leaves a buyer better off than what the outcome says; agents by number.

    Attributes:
        buyer: whose it is.
        without: the seller whose margin it refutes, and that it does without; None if it refutes the purchases.
        sellers: the set, rising.
        surplus: what it leaves the buyer, in base units.
        claimed: what the outcome says that it has; as much as `surplus` where only the order of equal sets is wrong.
        packed: the objection, as the checker's `refutes` takes it.
    """

    buyer: int
    without: int | None
    sellers: tuple[int, ...]
    surplus: int
    claimed: int
    packed: bytes

    def sentence(self, reading: Reading, money: Money) -> str:
        """What is wrong, for people; parties by entry."""
        who = f"entry {reading.entries[self.buyer]}"
        sellers, amounts = _named(reading, self.sellers), f"{money(self.surplus)}, and not {money(self.claimed)}"
        if self.without is not None:
            without = f"without entry {reading.entries[self.without]}"
            return f"{without}, {who} could have a surplus of {amounts}, by buying from {sellers}"
        if self.surplus == self.claimed:
            return f"{who} buys from {sellers} for the same surplus, {money(self.surplus)}: these come first"
        return f"{who} would rather buy from {sellers}: that leaves it a surplus of {amounts}"


def better_sets(outcome: Outcome, buyers: Iterable[int] | None = None) -> Iterator[Better]:
    """Better sets than those that a proposed outcome names, buyer by buyer; nothing iff there are none.

    Args:
        outcome: the proposed one.
        buyers: agent numbers of those to look at; None for everybody.
    """
    reading = outcome.reading
    for buyer, proven in proven_rows(outcome).items():
        if buyers is not None and buyer not in buyers:
            continue
        one = outcome.demand[buyer]
        surplus, best = one.value - sum(one.costs), best_without(reading, buyer)
        # it is the first of the best, so whatever else is named comes after it
        if set(best.sellers) != set(one.sellers):
            packed = proven + bytes([NOBODY, *best.sellers])
            yield Better(buyer, None, tuple(best.sellers), best.surplus, surplus, packed)
        for seller, margin in zip(one.sellers, one.margins, strict=True):
            found = best_without(reading, buyer, seller)
            if found.surplus > surplus - margin:
                packed = proven + bytes([seller, *found.sellers])
                yield Better(buyer, seller, tuple(found.sellers), found.surplus, surplus - margin, packed)


def objections(outcome: Outcome) -> Iterator[Objection]:
    """The same as the Market's challenges take them."""
    for better in better_sets(outcome):
        yield Objection(better.packed, better.sentence(outcome.reading, _base_units))


def _base_units(amount: int) -> str:
    return f"{amount} base units"


def _named(reading: Reading, sellers: Iterable[int]) -> str:
    entries = [str(reading.entries[seller]) for seller in sellers]
    if not entries:
        return "nobody"
    return ("entry " if len(entries) == 1 else "entries ") + ", ".join(entries)
