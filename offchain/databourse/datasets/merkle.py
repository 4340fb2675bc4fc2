"""Merkle roots and proofs as OpenZeppelin's MerkleProof checks them.

A leaf is keccak256(keccak256(chunk)): hashed twice, so that an inner node, which is a hash of 64 bytes, can never pass
for a chunk. A node is keccak256 of its two children, the smaller one first, so a proof needs no left or right. The last
node of a level with an odd number goes up as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eth_utils.crypto import keccak

from databourse.errors import InvalidInput


class MerkleTree:
    """The tree over the chunks of a dataset."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        """Takes the chunks, in order.

        Raises:
            InvalidInput: there are none.
        """
        self._levels = [[leaf_of(chunk) for chunk in chunks]]
        if not self._levels[0]:
            raise InvalidInput("there are no chunks, and nothing has no root")
        while len(self._levels[-1]) > 1:
            self._levels.append(_level_above(self._levels[-1]))

    @property
    def root(self) -> bytes:
        """32 bytes that stand for all chunks."""
        return self._levels[-1][0]

    def __len__(self) -> int:
        return len(self._levels[0])

    def proof(self, index: int) -> list[bytes]:
        """What shows that chunk `index` belongs to the root: 32 bytes for each level that it has a sibling on.

        Raises:
            InvalidInput: there is no such chunk.
        """
        if not 0 <= index < len(self):
            raise InvalidInput.of("chunk", index, f"must be from 0 to {len(self) - 1}")
        siblings = []
        for level in self._levels[:-1]:
            sibling = index ^ 1
            if sibling < len(level):
                siblings.append(level[sibling])
            index //= 2
        return siblings


def leaf_of(chunk: bytes) -> bytes:
    """The leaf that stands for a chunk."""
    return keccak(keccak(chunk))


def verify(root: bytes, chunk: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the chunk belongs to the root."""
    node = leaf_of(chunk)
    for sibling in proof:
        node = _parent(node, sibling)
    return node == root


def _level_above(level: Sequence[bytes]) -> list[bytes]:
    parents = [_parent(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return parents + ([level[-1]] if len(level) % 2 else [])


def _parent(one: bytes, other: bytes) -> bytes:
    return keccak(min(one, other) + max(one, other))
