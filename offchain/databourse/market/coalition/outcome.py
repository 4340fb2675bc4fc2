"""The outcome of a coalition round: who is together, paid what, and would earn what elsewhere; and its money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from databourse.market.coalition.reading import Reading
from databourse.market.entries import Amounts, Entry


@dataclass(frozen=True, slots=True)
class Member:
    """A device of a group.

    Attributes:
        device: its number in the game.
        entry: index of its entry.
        who: checksummed address of its account.
        dataset: number of its dataset.
        samples: how many it has of the data.
        type: of its data.
        paid: base units that it is credited.
    """

    device: int
    entry: int
    who: str
    dataset: int
    samples: int
    type: int
    paid: int


@dataclass(frozen=True, slots=True)
class Group:
    """Devices that are together: a contract with those it pays, or a coalition.

    Attributes:
        number: of the contract or coalition; None for the devices that take no part.
        members: by device; a contract can have none.
        type: of the contract's data; None of a coalition.
        budget: of the contract, base units; None of a coalition.
        entry: index of the entry of the contract's buyer; None of a coalition.
    """

    number: int | None
    members: tuple[Member, ...]
    type: int | None = None
    budget: int | None = None
    entry: int | None = None

    @property
    def samples(self) -> int:
        """Of all members."""
        return sum(member.samples for member in self.members)

    @property
    def paid(self) -> int:
        """Base units that the members are credited."""
        return sum(member.paid for member in self.members)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a device is or could be, all others staying where they are.

    Attributes:
        group: number of the contract or coalition; None: alone.
        earns: exactly, in base units; payments are this, rounded.
        here: whether it is there.
        unwelcome: indices of the entries there that would lose by its coming; only coalitions have a say in it.
    """

    group: int | None
    earns: Fraction
    here: bool
    unwelcome: tuple[int, ...] = ()


def members_of(
    entries: Sequence[Entry], reading: Reading, payments: Sequence[int], devices: Iterable[int]
) -> tuple[Member, ...]:
    """Devices, by number, with what they are paid."""
    found = []
    for number in devices:
        device, index = reading.devices[number], reading.device_entries[number]
        who = entries[index].who
        found.append(Member(number, index, who, device.dataset, device.samples, device.type, payments[number]))
    return tuple(found)


def debits_of(reading: Reading, spent: Sequence[int], entry_bond: int) -> Amounts:
    """What buyers pay for each contract, added up by entry, and the bonds that are lost."""
    amounts = dict.fromkeys(reading.unopened, entry_bond)
    for index, amount in zip(reading.contract_entries, spent, strict=True):
        amounts[index] = amounts.get(index, 0) + amount
    return tuple(sorted((index, amount) for index, amount in amounts.items() if amount))


def credits_of(reading: Reading, payments: Sequence[int]) -> Amounts:
    """What devices are paid."""
    paid = zip(reading.device_entries, payments, strict=True)
    return tuple((index, amount) for index, amount in paid if amount)
