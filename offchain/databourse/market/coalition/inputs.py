"""What buyers and devices put into a coalition round, byte for byte as the checkers read it.

- a buyer's contracts are the payload of one entry: 0x05, then type(2) budget(11) for each
- a device's statement, which its entry seals and which is opened after the close: 0x06 dataset(8) samples(4) type(2)

Writing refuses what no rule would count; reading says of any bytes either what they are or why they are none. What also
depends on the rest of the round (locks, bonds, repeated datasets) is judged in `reading`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from databourse.errors import InvalidInput
from databourse.market.faults import Fault
from databourse.mechanisms.coalition.checking import check_integer

CONTRACTS = 0x05
DEVICE = 0x06

MAX_TYPE = 2**16 - 1
MAX_BUDGET = 2**88 - 1
MAX_SAMPLES = 2**32 - 1
MAX_DATASET = 2**64 - 1

CONTRACT_BYTES = 13
_DEVICE_BYTES = 15


@dataclass(frozen=True, slots=True)
class Contract:
    """A budget, in base units, for devices whose data are of one type."""

    type: int
    budget: int

    def encode(self) -> bytes:
        """Its 13 bytes.

        Raises:
            InvalidInput: a field is out of range.
        """
        check_integer("type", self.type, 0, MAX_TYPE)
        check_integer("budget", self.budget, 1, MAX_BUDGET)
        return self.type.to_bytes(2) + self.budget.to_bytes(11)


@dataclass(frozen=True, slots=True)
class Device:
    """So many samples of one type, which are those of a registered dataset."""

    dataset: int
    samples: int
    type: int

    def encode(self) -> bytes:
        """The statement that its entry seals.

        Raises:
            InvalidInput: a field is out of range.
        """
        check_integer("dataset", self.dataset, 1, MAX_DATASET)
        check_integer("samples", self.samples, 1, MAX_SAMPLES)
        check_integer("type", self.type, 0, MAX_TYPE)
        return bytes([DEVICE]) + self.dataset.to_bytes(8) + self.samples.to_bytes(4) + self.type.to_bytes(2)


def pack_contracts(contracts: Iterable[Contract]) -> bytes:
    """The payload that enters these contracts.

    Raises:
        InvalidInput: there are none, or one is out of range; it is named contracts[place].
    """
    packed = bytes([CONTRACTS])
    for place, contract in enumerate(contracts):
        try:
            packed += contract.encode()
        except InvalidInput as wrong:
            raise InvalidInput(f"contracts[{place}].{wrong.message}", wrong.hint) from None
    if len(packed) == 1:
        raise InvalidInput("contracts is empty, but a buyer enters at least one")
    return packed


def read_contracts(payload: bytes) -> tuple[Contract, ...] | Fault:
    """The contracts in a payload, or what keeps it from having any."""
    if payload[:1] != bytes([CONTRACTS]):
        tag = payload[0] if payload else 0
        return Fault("the payload's tag", tag, f"must be {CONTRACTS}, as the only payloads here are contracts")
    count, rest = divmod(len(payload) - 1, CONTRACT_BYTES)
    if rest or not count:
        rule = f"must be 1 and {CONTRACT_BYTES} for each of one or more contracts"
        return Fault("the payload's length", len(payload), rule)
    rows = [payload[at : at + CONTRACT_BYTES] for at in range(1, len(payload), CONTRACT_BYTES)]
    contracts = tuple(Contract(int.from_bytes(row[:2]), int.from_bytes(row[2:])) for row in rows)
    if not all(contract.budget for contract in contracts):
        return Fault("a budget", 0, "must be at least 1")
    return contracts


def read_device(statement: bytes) -> Device | Fault:
    """The device in a statement, or what keeps it from being one."""
    if len(statement) != _DEVICE_BYTES:
        return Fault("the statement's length", len(statement), f"must be {_DEVICE_BYTES}")
    if statement[0] != DEVICE:
        return Fault("the statement's tag", statement[0], f"must be {DEVICE}, a device")
    device = Device(*(int.from_bytes(statement[start:end]) for start, end in ((1, 9), (9, 13), (13, 15))))
    if not device.dataset:
        return Fault("dataset", 0, "must be at least 1")
    if not device.samples:
        return Fault("samples", 0, "must be at least 1")
    return device
