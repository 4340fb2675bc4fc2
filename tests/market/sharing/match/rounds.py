"""Bilateral rounds in a few lines, entry by entry, as the Market would record them."""

from __future__ import annotations

from eth_utils.crypto import keccak

from databourse.market.entries import WITH_PAYLOAD, Entry
from databourse.market.mechanism import Explanation, Solution
from databourse.market.sharing import ORDERED_MATCH
from databourse.market.sharing.match.inputs import Agent
from databourse.market.sharing.match.playing import Matched
from tests.market.scripted import account

#: f rises by 10, 8, 6, 4 and 2, and no more.
CONCAVE = [0, 10, 18, 24, 28, 30]


class Sharing:
    """The entries of a round; every method adds one entry and says its index."""

    def __init__(self, values: list[int], lot: int = 1) -> None:
        self.params = ORDERED_MATCH.encode_params({"values": values, "lot": lot})
        self.entries: list[Entry] = []

    def agent(self, size: int, scale: int = 1, cost: int = 0, dataset: int | None = None) -> int:
        """For a dataset of its own, unless one is named."""
        return self.data(Agent(1000 + len(self.entries) if dataset is None else dataset, size, scale, cost).encode())

    def data(self, data: bytes) -> int:
        return self._add(data)

    def payload(self, payload: bytes) -> int:
        return self._add(keccak(payload), WITH_PAYLOAD, payload)

    def solve(self, *, independent: bool = False) -> Solution[Matched]:
        return ORDERED_MATCH.solve(self.entries, self.params, {}, independent=independent)

    def explain(self, index: int) -> Explanation:
        return ORDERED_MATCH.explain(self.entries, self.params, {}, index, str)

    def _add(self, data: bytes, flags: int = 0, payload: bytes = b"") -> int:
        index = len(self.entries)
        self.entries.append(Entry(index, account(f"owner {index}"), 0, data, flags, payload))
        return index
