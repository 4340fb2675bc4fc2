"""What a proposed partition is committed to by, and the objections that are held against it; as the checker has them.

A row stands for a coalition: coalition(2) members(2), then for each type count(2), least price(11), greatest price(11),
zeros where there are none. The commitment is keccak256(root, totals): the Merkle root over all rows in order, 0 if
there are none, and 2 bytes a type, how many devices of it take part.
"""

from __future__ import annotations

from functools import cached_property

from eth_utils.crypto import keccak

from databourse.datasets.merkle import MerkleTree
from databourse.market.coalition.leakage.playing import Played

LEAST, GREATEST = 0, 1

_NO_ROOT = bytes(32)
_CELL = 24


class Commitment:
    """The rows of a partition and the tree over them."""

    def __init__(self, played: Played) -> None:
        self._played = played
        self.totals = b"".join(int(count).to_bytes(2) for count in played.setting.game.totals)

    @cached_property
    def rows(self) -> list[bytes]:
        """One for each coalition, in order."""
        return [self._row(number, len(players)) for number, players in enumerate(self._played.coalitions)]

    @property
    def root(self) -> bytes:
        """Of the tree over the rows."""
        return self._tree.root if self._tree else _NO_ROOT

    @property
    def word(self) -> bytes:
        """The 32 bytes that the checker's `commit` answers."""
        return keccak(self.root + self.totals)

    def objection(self, kind: int, which: int, home: int, target: int | None) -> bytes:
        """That the device of a type in coalition `home` with the least or greatest price would rather be elsewhere.

        totals(2 a type) root(32) kind(1) which(1), then the row of its home and, unless it goes off alone, that of its
        target, each followed by the number of steps of its proof(1) and the steps, 32 bytes each.
        """
        proven = self._proven(home) + (b"" if target is None else self._proven(target))
        return self.totals + self.root + bytes([kind, which]) + proven

    @cached_property
    def _tree(self) -> MerkleTree | None:
        return MerkleTree(self.rows) if self.rows else None

    def _proven(self, number: int) -> bytes:
        assert self._tree is not None
        steps = self._tree.proof(number)
        return self.rows[number] + bytes([len(steps)]) + b"".join(steps)

    def _row(self, number: int, size: int) -> bytes:
        table = self._played.table
        cells = []
        for kind in range(self._played.setting.game.kinds):
            members = table.members(number, kind)
            if members:
                (least, _), (greatest, _) = members[0], members[-1]
                cells.append(len(members).to_bytes(2) + least.to_bytes(11) + greatest.to_bytes(11))
            else:
                cells.append(bytes(_CELL))
        return number.to_bytes(2) + size.to_bytes(2) + b"".join(cells)
