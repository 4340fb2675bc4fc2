"""Entries, lists of amounts and the log word, byte for byte as the contracts have them.

An entry is 64 bytes, who(20) flags(1) lock(11) data(32); an amount is 16 bytes, entry index(4) amount(12). The layouts
are documented at `IMarket`, `Claim` and `LogWord`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.events import address

ENTRY_BYTES = 64
AMOUNT_BYTES = 16
#: Set in the flags of an entry that was made with a payload; its data is the payload's hash.
WITH_PAYLOAD = 1
#: The largest lock, and the largest sum of money that a Market holds: 88 bits.
MAX_LOCK = 2**88 - 1

_COUNT_MASK = 2**32 - 1

#: (entry index, amount in base units), indices strictly increasing and amounts positive in every true outcome.
Amounts = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a round.

    Attributes:
        index: position in the round's log, from 0.
        who: checksummed address of the account that entered.
        lock: base units that the entry can be debited, the fee not included.
        data: 32 bytes that the round's rule interprets.
        flags: bit 0 (`WITH_PAYLOAD`): made with a payload.
        payload: what `data` is the hash of, for flagged entries.
    """

    index: int
    who: str
    lock: int
    data: bytes
    flags: int = 0
    payload: bytes = b""

    def packed(self) -> bytes:
        """The 64 bytes that are hashed into the log and passed back at settlement."""
        return bytes.fromhex(self.who[2:]) + bytes([self.flags]) + self.lock.to_bytes(11) + self.data


def pack_entries(entries: Iterable[Entry]) -> bytes:
    """All entries, 64 bytes each."""
    return b"".join(entry.packed() for entry in entries)


def pack_payloads(entries: Iterable[Entry]) -> bytes:
    """For each flagged entry, in entry order: length(4) payload."""
    return b"".join(len(e.payload).to_bytes(4) + e.payload for e in entries if e.flags & WITH_PAYLOAD)


def unpack_entries(packed: bytes, payloads: bytes = b"", first: int = 0) -> tuple[Entry, ...]:
    """The entries of a settlement, or some in a row of which the first has index `first`.

    Raises:
        InvalidInput: the bytes end within an entry or a payload, or payload bytes are left over.
    """
    if len(packed) % ENTRY_BYTES:
        raise InvalidInput.of("entries", f"{len(packed)} bytes", f"must be a multiple of {ENTRY_BYTES} bytes")
    entries = []
    used = 0
    for index in range(len(packed) // ENTRY_BYTES):
        raw = packed[index * ENTRY_BYTES : (index + 1) * ENTRY_BYTES]
        payload = b""
        if raw[20] & WITH_PAYLOAD:
            start = used + 4
            used = start + int.from_bytes(payloads[used:start])
            payload = payloads[start:used]
            if used > len(payloads) or start > len(payloads):
                raise InvalidInput.of("payloads", f"{len(payloads)} bytes", f"must hold the payload of entry {index}")
        entries.append(
            Entry(
                first + index, address(raw[:20]), int.from_bytes(raw[21:32]), raw[32:], flags=raw[20], payload=payload
            )
        )
    if used != len(payloads):
        raise InvalidInput.of("payloads", f"{len(payloads)} bytes", f"only {used} bytes belong to flagged entries")
    return tuple(entries)


def pack_amounts(amounts: Iterable[tuple[int, int]]) -> bytes:
    """Debits or credits, 16 bytes each."""
    return b"".join(index.to_bytes(4) + amount.to_bytes(12) for index, amount in amounts)


def unpack_amounts(packed: bytes) -> Amounts:
    """The (entry index, amount) pairs of a list of debits or credits.

    Raises:
        InvalidInput: the bytes end within an item.
    """
    if len(packed) % AMOUNT_BYTES:
        raise InvalidInput.of("amounts", f"{len(packed)} bytes", f"must be a multiple of {AMOUNT_BYTES} bytes")
    items = (packed[at : at + AMOUNT_BYTES] for at in range(0, len(packed), AMOUNT_BYTES))
    return tuple((int.from_bytes(item[:4]), int.from_bytes(item[4:])) for item in items)


def log_start(context: bytes) -> bytes:
    """The log word of a round without entries: its context with a count of 0 in the lowest 32 bits."""
    return context[:28] + bytes(4)


def next_word(word: bytes, record: bytes) -> bytes:
    """A log word after one more record: keccak256(word, record) with the new count in its lowest 32 bits."""
    count = count_of(word) + 1
    return keccak(word + record)[:28] + (count & _COUNT_MASK).to_bytes(4)


def count_of(word: bytes) -> int:
    """How many records a log word stands for."""
    return int.from_bytes(word[28:])


def log_append(word: bytes, entry: Entry) -> bytes:
    """The log word after one more entry."""
    return next_word(word, entry.packed())


def log_word(context: bytes, entries: Sequence[Entry]) -> bytes:
    """The 32-byte log word that the Market must hold after `entries`, given the round's context."""
    word = log_start(context)
    for entry in entries:
        word = log_append(word, entry)
    return word
