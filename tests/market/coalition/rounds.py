"""Coalition rounds in a few lines, entry by entry, as the Market would record them."""

from __future__ import annotations

from eth_utils.crypto import keccak

from databourse.market.coalition.inputs import Contract, Device, pack_contracts
from databourse.market.entries import WITH_PAYLOAD, Entry
from databourse.market.posts import Post, seal
from tests.market.scripted import account

BOND = 50
TERMS = keccak(text="terms")


class Coalitions:
    """The entries and posts of a round; every method adds one entry and says its index."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.posts: list[Post] = []

    def buyer(self, *contracts: tuple[int, int], lock: int | None = None, who: str = "buyer") -> int:
        """Contracts as (type, budget)."""
        payload = pack_contracts(Contract(*contract) for contract in contracts)
        return self.payload(payload, sum(budget for _, budget in contracts) if lock is None else lock, who)

    def payload(self, payload: bytes, lock: int = 0, who: str = "buyer") -> int:
        return self._add(who, lock, keccak(payload), WITH_PAYLOAD, payload)

    def device(self, dataset: int, samples: int, kind: int = 0, lock: int = BOND, *, opened: bool = True) -> int:
        return self.sealed(Device(dataset, samples, kind).encode(), lock, opened=opened)

    def sealed(self, statement: bytes, lock: int = BOND, *, opened: bool = True) -> int:
        who = f"owner {len(self.entries)}"
        salt = keccak(text=who)
        index = self._add(who, lock, seal(TERMS, account(who), salt, statement))
        if opened:
            self.posts.append(Post(index, account(who), salt, statement))
        return index

    def data(self, data: bytes, lock: int = 0) -> int:
        return self._add("somebody", lock, data)

    def _add(self, who: str, lock: int, data: bytes, flags: int = 0, payload: bytes = b"") -> int:
        index = len(self.entries)
        self.entries.append(Entry(index, account(who), lock, data, flags, payload))
        return index
