"""What agents and sponsors put into a round that sells data for money, byte for byte as the checkers read it.

- report: 0x08 dataset(8) size(2) lot(4) cost(11) n(1), n exceptions account(20) cost(11), family(1) count(1), then for
  a table count values of 11 bytes (family 0), for additive values account(20) value(11) for each (family 1)
- sponsor: 0x09 cap(11)

Both are payloads. Writing refuses what no rule would count; reading says of any payload what it is or why it is none.
What also depends on the round (its lot and cost, locks, repeated accounts and datasets) is judged in `reading`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from databourse.errors import InvalidInput
from databourse.events import address
from databourse.market.entries import MAX_LOCK
from databourse.market.faults import Fault
from databourse.mechanisms.coalition.checking import check_integer

REPORT = 0x08
SPONSOR = 0x09

MAX_DATASET = 2**64 - 1
MAX_SIZE = 2**16 - 1
MAX_LOT = 2**32 - 1
MOST_ITEMS = 255

_HEAD_BYTES = 27
_MONEY_BYTES = 11
_NAMED_BYTES = 31
_SPONSOR_BYTES = 12

#: Amounts by checksummed account, in base units.
Named = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What an agent sells, and what data are worth to it.

    Attributes:
        dataset: number of the dataset that it sells; 0 if it sells nothing.
        size: whole lots of it; 0 if it sells nothing.
        lot: units of data in a lot.
        cost: base units that it bears for each buyer but those of the exceptions.
        table: what 1, 2, … lots bought in total are worth; more are worth what the last value says.
        additive: what the data of each account's agent are worth, instead of a table; None if there is a table.
        exceptions: what it bears for some buyers, by account.
    """

    dataset: int
    size: int
    lot: int
    cost: int
    table: tuple[int, ...] = ()
    additive: Named | None = None
    exceptions: Named = ()

    @property
    def most(self) -> int:
        """The most that anything is worth to it, which its lock has to cover."""
        if self.additive is not None:
            return sum(value for _, value in self.additive)
        return max(self.table, default=0)

    @property
    def is_concave(self) -> bool:
        """Whether each further lot adds at most as much as the one before."""
        steps = [later - earlier for earlier, later in pairwise((0, *self.table))]
        return all(later <= earlier for earlier, later in pairwise(steps))

    def encode(self) -> bytes:
        """The payload that enters it.

        Raises:
            InvalidInput: a field is out of range or order.
        """
        check_integer("dataset", self.dataset, 0, MAX_DATASET)
        check_integer("size", self.size, 0, MAX_SIZE)
        check_integer("lot", self.lot, 1, MAX_LOT)
        check_integer("cost", self.cost, 0, MAX_LOCK)
        for field, items in (("exceptions", self.exceptions), ("additive", self.additive or ()), ("table", self.table)):
            if len(items) > MOST_ITEMS:
                raise InvalidInput(f"{field} has {len(items)} entries, but there can be at most {MOST_ITEMS}")
        if self.table and self.additive is not None:
            raise InvalidInput("table and additive are both given, but values are one or the other")
        for place, value in enumerate(self.table):
            check_integer(f"table[{place}]", value, 0, MAX_LOCK)
        for field, named in (("exceptions", self.exceptions), ("additive", self.additive or ())):
            for place, (_, amount) in enumerate(named):
                check_integer(f"{field}[{place}]", amount, 0, MAX_LOCK)
        fault = _fault(self)
        if fault:
            raise InvalidInput.of(fault.field, fault.value, fault.rule)
        head = bytes([REPORT]) + self.dataset.to_bytes(8) + self.size.to_bytes(2) + self.lot.to_bytes(4)
        head += self.cost.to_bytes(_MONEY_BYTES) + bytes([len(self.exceptions)]) + _pack(self.exceptions)
        if self.additive is not None:
            return head + bytes([1, len(self.additive)]) + _pack(self.additive)
        return head + bytes([0, len(self.table)]) + b"".join(value.to_bytes(_MONEY_BYTES) for value in self.table)


@dataclass(frozen=True, slots=True)
class Sponsor:
    """Who pays a deficit, up to so many base units."""

    cap: int

    def encode(self) -> bytes:
        """The payload that enters it.

        Raises:
            InvalidInput: the cap is out of range.
        """
        check_integer("cap", self.cap, 1, MAX_LOCK)
        return bytes([SPONSOR]) + self.cap.to_bytes(_MONEY_BYTES)


def read_payload(payload: bytes) -> Report | Sponsor | Fault:
    """The report or the sponsor in a payload, or what keeps it from being one."""
    tag = payload[0] if payload else 0
    if tag == SPONSOR:
        return _read_sponsor(payload)
    if tag != REPORT:
        return Fault("the payload's tag", tag, f"must be {REPORT}, a report, or {SPONSOR}, a sponsor")
    exceptions = payload[_HEAD_BYTES - 1] if len(payload) >= _HEAD_BYTES else 0
    items = _HEAD_BYTES + _NAMED_BYTES * exceptions + 2
    if len(payload) < items:
        return Fault("the payload's length", len(payload), f"must be at least {items}")
    family, count = payload[items - 2 : items]
    if family > 1:
        return Fault("the family", family, "must be 0, a table, or 1, additive")
    width = _NAMED_BYTES if family else _MONEY_BYTES
    if len(payload) != items + width * count:
        return Fault("the payload's length", len(payload), f"must be {items + width * count}")
    dataset, size, lot, cost = (
        int.from_bytes(payload[start:end]) for start, end in ((1, 9), (9, 11), (11, 15), (15, 26))
    )
    values = [payload[at : at + width] for at in range(items, len(payload), width)]
    report = Report(
        dataset,
        size,
        lot,
        cost,
        table=() if family else tuple(map(int.from_bytes, values)),
        additive=tuple(map(_unpack, values)) if family else None,
        exceptions=tuple(
            _unpack(payload[at : at + _NAMED_BYTES]) for at in range(_HEAD_BYTES, items - 2, _NAMED_BYTES)
        ),
    )
    return _fault(report) or report


def _read_sponsor(payload: bytes) -> Sponsor | Fault:
    if len(payload) != _SPONSOR_BYTES:
        return Fault("the payload's length", len(payload), f"must be {_SPONSOR_BYTES} of a sponsor")
    cap = int.from_bytes(payload[1:])
    return Sponsor(cap) if cap else Fault("cap", 0, "must be at least 1")


def _fault(report: Report) -> Fault | None:
    """What keeps a report from being one in every round."""
    if (report.dataset == 0) != (report.size == 0):
        return Fault("size", report.size, f"dataset is {report.dataset}: both are 0 or both are not")
    for place, (before, value) in enumerate(pairwise(report.table), start=1):
        if value < before:
            return Fault(f"table[{place}]", value, f"must be at least {before}, the value before it")
    for field, named in (("exceptions", report.exceptions), ("additive", report.additive or ())):
        accounts = [int(who, 16) for who, _ in named]
        for place, (before, who) in enumerate(pairwise(accounts), start=1):
            if who <= before:
                return Fault(f"the account of {field}[{place}]", who, "must be above the one before it")
    return None


def _pack(named: Sequence[tuple[str, int]]) -> bytes:
    return b"".join(bytes.fromhex(who[2:]) + amount.to_bytes(_MONEY_BYTES) for who, amount in named)


def _unpack(item: bytes) -> tuple[str, int]:
    return address(item[:20]), int.from_bytes(item[20:])
