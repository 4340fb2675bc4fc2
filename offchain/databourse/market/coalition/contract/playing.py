"""The contract game of a round, played: by the fast form, or by its definition."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from databourse.market.coalition.outcome import Place
from databourse.market.coalition.reading import Reading
from databourse.mechanisms.coalition import contract_game, literal
from databourse.mechanisms.coalition.contract_game import UNPLACED, ContractGame

#: Stands in an allocation for the contract of a device whose type has none.
_NO_CONTRACT = 0xFF


@dataclass(frozen=True, slots=True)
class Played:
    """The outcome in the game's own terms.

    Attributes:
        reading: who took part.
        assignment: the contract of each device, None where its type has none.
        payments: base units of each device.
    """

    reading: Reading
    assignment: tuple[int | None, ...]
    payments: tuple[int, ...]

    @property
    def ranked(self) -> list[int]:
        """Devices in the order in which they are placed: most samples first, then in order."""
        devices = self.reading.devices
        return sorted(range(len(devices)), key=lambda device: (-devices[device].samples, device))

    def members(self, contract: int | None) -> list[int]:
        """The devices in a contract, or in none."""
        return [device for device, chosen in enumerate(self.assignment) if chosen == contract]

    @property
    def spent(self) -> list[int]:
        """What each contract pays: its budget, or nothing if it has no members."""
        taken = set(self.assignment)
        return [contract.budget if slot in taken else 0 for slot, contract in enumerate(self.reading.contracts)]

    def alloc(self) -> bytes:
        """3 bytes a device, in the order of placement: entry(2) contract(1)."""
        rows = []
        for device in self.ranked:
            slot = self.assignment[device]
            contract = _NO_CONTRACT if slot is None else slot
            rows.append(self.reading.device_entries[device].to_bytes(2) + contract.to_bytes(1))
        return b"".join(rows)

    def places(self, device: int) -> tuple[Place, ...]:
        """What the device would earn in each contract of its type."""
        loads = self.loads(range(len(self.assignment)))
        return self.offers(device, loads, self.assignment[device])

    def at_its_turn(self, device: int) -> tuple[Place, ...]:
        """What it would have earned when it was placed, with those in each contract who had been placed before it."""
        ranked = self.ranked
        return self.offers(device, self.loads(ranked[: ranked.index(device)]), None)

    def loads(self, devices: list[int] | range) -> list[int]:
        """All samples in each contract, of these devices alone."""
        loads = [0] * len(self.reading.contracts)
        for device in devices:
            chosen = self.assignment[device]
            if chosen is not None:
                loads[chosen] += self.reading.devices[device].samples
        return loads

    def offers(self, device: int, loads: list[int], home: int | None) -> tuple[Place, ...]:
        """What contracts of its type would pay it under these loads, in which it is in its home, if it has one."""
        own = self.reading.devices[device]
        offers = []
        for slot, contract in enumerate(self.reading.contracts):
            if contract.type == own.type:
                here = slot == home
                load = loads[slot] + (0 if here else own.samples)
                offers.append(Place(slot, Fraction(contract.budget * own.samples, load), here))
        return tuple(offers)


def play(reading: Reading) -> Played:
    """The outcome, by the fast form."""
    game = ContractGame.of(
        [device.samples for device in reading.devices],
        [device.type for device in reading.devices],
        [(contract.type, contract.budget) for contract in reading.contracts],
    )
    assignment = contract_game.place(game)
    chosen = tuple(None if slot == UNPLACED else slot for slot in assignment.tolist())
    return Played(reading, chosen, tuple(map(int, contract_game.pay(game, assignment))))


def play_literally(reading: Reading) -> Played:
    """The same outcome by its definition, in rationals and without any of the fast form's code."""
    devices = [(device.samples, device.type) for device in reading.devices]
    contracts = [(contract.type, contract.budget) for contract in reading.contracts]
    return pay_literally(reading, tuple(literal.placement_by_definition(devices, contracts)))


def pay_literally(reading: Reading, assignment: tuple[int | None, ...]) -> Played:
    """Any assignment of the devices, paid by definition."""
    payments = [0] * len(assignment)
    for slot, contract in enumerate(reading.contracts):
        inside = [device for device, chosen in enumerate(assignment) if chosen == slot]
        if inside:
            parts = literal.largest_remainder(contract.budget, [reading.devices[device].samples for device in inside])
            for device, part in zip(inside, parts, strict=True):
                payments[device] = part
    return Played(reading, assignment, tuple(payments))
