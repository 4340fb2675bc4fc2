"""Rounds that sell data for money in a few lines, entry by entry, as the Market would record them."""

from __future__ import annotations

from typing import Any

from eth_utils.crypto import keccak

from databourse.market.entries import WITH_PAYLOAD, Entry
from databourse.market.sharing.money.inputs import Report, Sponsor
from tests.market.scripted import account

LOT = 10


class Reports:
    """The entries of a round; every method adds one entry and says its index."""

    def __init__(self, cost: int = 2) -> None:
        self.cost = cost
        self.entries: list[Entry] = []

    def agent(self, size: int, *table: int, who: str | None = None, **changes: Any) -> int:
        """A report with a dataset of its own, and a lock that just covers it."""
        lock = changes.pop("lock", None)
        dataset = len(self.entries) + 100 if size else 0
        fields: dict[str, Any] = {"dataset": dataset, "size": size, "lot": LOT, "cost": self.cost, "table": table}
        report = Report(**(fields | changes))
        return self.payload(report.encode(), report.most if lock is None else lock, who)

    def sponsor(self, cap: int, lock: int | None = None) -> int:
        return self.payload(Sponsor(cap).encode(), cap if lock is None else lock)

    def payload(self, payload: bytes, lock: int = 0, who: str | None = None) -> int:
        return self._add(who, lock, keccak(payload), WITH_PAYLOAD, payload)

    def data(self, data: bytes, lock: int = 0) -> int:
        return self._add(None, lock, data)

    def _add(self, who: str | None, lock: int, data: bytes, flags: int = 0, payload: bytes = b"") -> int:
        index = len(self.entries)
        self.entries.append(Entry(index, account(who or f"agent {index}"), lock, data, flags, payload))
        return index
