"""What the Market enforces of any outcome by itself."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.market.entries import AMOUNT_BYTES, Entry, unpack_amounts


def respects_the_market(entries: Sequence[Entry], debits: bytes, credited: bytes) -> bool:
    """Locks, sums, lengths and the order of indices are right, so that only the checker can refuse."""
    lists = debits, credited
    if any(len(packed) % AMOUNT_BYTES for packed in lists):
        return False
    paying, paid = (unpack_amounts(packed) for packed in lists)
    for amounts in (paying, paid):
        indices = [index for index, _ in amounts]
        if indices != sorted(set(indices)) or any(index >= len(entries) for index in indices):
            return False
        if any(amount == 0 for _, amount in amounts):
            return False
    if any(amount > entries[index].lock for index, amount in paying):
        return False
    return sum(amount for _, amount in paid) <= sum(amount for _, amount in paying)
