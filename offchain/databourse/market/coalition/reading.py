"""Who takes part in a coalition round: contracts and devices from its entries and from what was opened.

Both checkers read a round this way. A device is a sealed entry with its bond that was opened and says something;
whoever does not open loses the bond, so that nobody seals several statements to open the best of them. Whatever else
does not count is no entry, costs nothing and hurts nobody. Nothing here is ever an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from databourse.market.coalition.inputs import Contract, Device, read_contracts, read_device
from databourse.market.entries import WITH_PAYLOAD, Entry
from databourse.market.faults import Fault
from databourse.market.posts import SEALED, Post, is_sealed


class Fate(StrEnum):
    """What became of an entry before the game was played."""

    CONTRACTS = "contracts"
    DEVICE = "device"
    UNOPENED = "unopened"
    MALFORMED = "malformed"
    UNDERFUNDED = "underfunded"
    TOO_MANY = "too many"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class EntryStatus:
    """The fate of one entry.

    Attributes:
        fate: see `Fate`.
        contracts: those that it enters, whether they count or not; none if it is not a buyer's.
        device: what was opened, whether it counts or not; None if that is no device, or nothing was.
        fault: which field breaks which rule, of entries that do not count.
        by: index of the earlier entry that has the same dataset.
    """

    fate: Fate
    contracts: tuple[Contract, ...] = ()
    device: Device | None = None
    fault: Fault | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The contracts and devices of a round.

    Attributes:
        contracts: in entry order, those of one entry in the order of its payload; their position is their number.
        contract_entries: entry index of each contract.
        devices: in entry order; a device's position is how the games know it.
        device_entries: entry index of each device.
        unopened: indices of the entries that lose their bond.
        statuses: one for each entry of the round.
    """

    contracts: tuple[Contract, ...]
    contract_entries: tuple[int, ...]
    devices: tuple[Device, ...]
    device_entries: tuple[int, ...]
    unopened: tuple[int, ...]
    statuses: tuple[EntryStatus, ...]


def read_round(entries: Sequence[Entry], posts: Sequence[Post], entry_bond: int, most_contracts: int) -> Reading:
    """Judges every entry of a round.

    Args:
        entries: all of the round, in order; `entries[i].index == i`.
        posts: what was opened; of entries that are not sealed, as nobody can, nothing is looked at.
        entry_bond: base units that have to stand behind a device.
        most_contracts: how many contracts the round can have.
    """
    opened = {post.index: post.statement for post in posts}
    statuses: list[EntryStatus] = []
    contracts: list[tuple[int, Contract]] = []
    devices: list[tuple[int, Device]] = []
    holders: dict[int, int] = {}
    for entry in entries:
        if entry.flags & WITH_PAYLOAD:
            status = _buyer(entry, most_contracts - len(contracts))
        elif is_sealed(entry):
            status = _device(entry, entry_bond, opened, holders)
        else:
            status = EntryStatus(
                Fate.MALFORMED, fault=Fault("the tag", entry.data[0], f"must be {SEALED}, a sealed entry")
            )
        statuses.append(status)
        if status.fate is Fate.CONTRACTS:
            contracts += ((entry.index, contract) for contract in status.contracts)
        elif status.fate is Fate.DEVICE and status.device:
            devices.append((entry.index, status.device))
            holders[status.device.dataset] = entry.index
    return Reading(
        contracts=tuple(contract for _, contract in contracts),
        contract_entries=tuple(index for index, _ in contracts),
        devices=tuple(device for _, device in devices),
        device_entries=tuple(index for index, _ in devices),
        unopened=tuple(index for index, status in enumerate(statuses) if status.fate is Fate.UNOPENED),
        statuses=tuple(statuses),
    )


def _buyer(entry: Entry, room: int) -> EntryStatus:
    contracts = read_contracts(entry.payload)
    if isinstance(contracts, Fault):
        return EntryStatus(Fate.MALFORMED, fault=contracts)
    together = sum(contract.budget for contract in contracts)
    if together > entry.lock:
        fault = Fault("lock", entry.lock, f"the budgets add up to {together}")
        return EntryStatus(Fate.UNDERFUNDED, contracts, fault=fault)
    if len(contracts) > room:
        fault = Fault("number of contracts", len(contracts), f"the round had room for {room} more")
        return EntryStatus(Fate.TOO_MANY, contracts, fault=fault)
    return EntryStatus(Fate.CONTRACTS, contracts)


def _device(entry: Entry, bond: int, opened: Mapping[int, bytes], holders: Mapping[int, int]) -> EntryStatus:
    device = read_device(opened[entry.index]) if entry.index in opened else None
    said = None if isinstance(device, Fault) else device
    if entry.lock < bond:
        return EntryStatus(Fate.UNDERFUNDED, device=said, fault=Fault("lock", entry.lock, f"the entry bond is {bond}"))
    if device is None:
        return EntryStatus(Fate.UNOPENED)
    if isinstance(device, Fault):
        return EntryStatus(Fate.MALFORMED, fault=device)
    if device.dataset in holders:
        return EntryStatus(Fate.REPEATED, device=device, by=holders[device.dataset])
    return EntryStatus(Fate.DEVICE, device=device)
