"""How often one identity may ask: a session tests a type, and there are few types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from databourse.errors import Refused
from databourse.mechanisms.coalition.checking import check_integer


class Attempts:
    """Counts sessions by peer and epoch; begun ones count, whether or not they came to an end.

    Attributes:
        limit: how many sessions one peer gets in an epoch.

    Raises:
        InvalidInput: the limit is below 1.
    """

    def __init__(self, limit: int, spent: Mapping[tuple[bytes, bytes], int] | None = None) -> None:
        """Starts with what was spent before, by (peer, epoch), if anything was."""
        self.limit = check_integer("limit", limit, 1)
        self._spent = Counter(dict(spent or {}))

    @property
    def spent(self) -> dict[tuple[bytes, bytes], int]:
        """What was spent so far, by (peer, epoch)."""
        return dict(self._spent)

    def spend(self, peer: bytes, epoch: bytes) -> None:
        """Take one of the peer's attempts.

        Raises:
            Refused: it has none left in this epoch.
        """
        if not self.left(peer, epoch):
            sessions = f"{self.limit} session{'' if self.limit == 1 else 's'}"
            raise Refused(f"peer {peer.hex()[:16]} has had all it gets in this epoch: {sessions}", "wait for the next")
        self._spent[peer, epoch] += 1

    def left(self, peer: bytes, epoch: bytes) -> int:
        """How many attempts a peer has left."""
        return self.limit - self._spent[peer, epoch]
