"""Which orders of a file are in a round's log already.

Only the log decides, and only what stands in it: an order is there when an entry of its account has its order word and
its lock. Nobody's notes are needed for that, so nothing is entered twice because notes were lost, and nothing is left
out because they were wrong. Of several equal orders as many are there as the log has equal entries.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from databourse.events import hex_of
from databourse.market.rounds import Round


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order that should be in the log: its line in the file, and the entry as the log would have it."""

    line: int
    who: str
    lock: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """Where an order is in the log: the index of its entry, and the hash of the transaction that made it."""

    entry: int
    tx: str


def find_recorded(one: Round, wanted: Sequence[Wanted]) -> dict[int, Found]:
    """Finds orders in the log of a round.

    Args:
        one: the round as the log has it now.
        wanted: orders, in the order of their file.

    Returns:
        Where each order is, by its line; those that are not in the log are not there.
    """
    there: defaultdict[tuple[str, int, bytes], deque[Found]] = defaultdict(deque)
    for entry, source in zip(one.entries, one.sources, strict=True):
        there[entry.who, entry.lock, entry.data].append(Found(entry.index, hex_of(source.tx)))
    found = {}
    for order in wanted:
        equal = there[order.who, order.lock, order.data]
        if equal:
            found[order.line] = equal.popleft()
    return found
