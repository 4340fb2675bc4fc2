"""A table of counts as the chain has it: words of sixteen counts, and the Merkle tree over them.

A count has two bytes, the first of which is the higher; the count of a set stands at the place that its mask says. A
table of fewer than four parties ends with zeros, so that it has one word. The number of words is a power of two, so
every leaf has the same depth: a leaf is the word itself, a node is keccak256 of its two children, left before right.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.mechanisms.compiled import Ints

COUNT_BYTES = 2
WORD_BYTES = 32
WORD_COUNTS = WORD_BYTES // COUNT_BYTES
MOST_COUNT = 2**15 - 1
"""The largest count, and so the most rows of a validation set."""


def table_bytes(parties: int) -> int:
    """How many bytes the table of so many parties has."""
    return max(WORD_BYTES, COUNT_BYTES << parties)


def pack_counts(counts: Sequence[int] | Ints) -> bytes:
    """Counts as words, completed with zeros.

    Raises:
        InvalidInput: a count is below 0 or above 32,767.
    """
    column = np.asarray(counts)
    wrong = np.flatnonzero((column < 0) | (column > MOST_COUNT))
    if len(wrong):
        at = int(wrong[0])
        raise InvalidInput.of(f"counts[{at}]", int(column[at]), f"it must be from 0 to {MOST_COUNT}")
    packed: bytes = column.astype(">u2").tobytes()
    return packed + bytes(-len(packed) % WORD_BYTES)


def unpack_counts(packed: bytes) -> Ints:
    """All counts of the words, those that only complete them included."""
    return np.frombuffer(packed, dtype=">u2").astype(np.int64)


class WordTree:
    """The tree over the words of a table."""

    def __init__(self, packed: bytes) -> None:
        """Takes the words one after the other, as `pack_counts` gives them.

        Raises:
            InvalidInput: they are not a power of two of words.
        """
        count, rest = divmod(len(packed), WORD_BYTES)
        if rest or count.bit_count() != 1:
            rule = f"it must be a power of two of words of {WORD_BYTES} bytes"
            raise InvalidInput.of("table", f"{len(packed)} bytes", rule)
        level = [packed[at : at + WORD_BYTES] for at in range(0, len(packed), WORD_BYTES)]
        self._levels = [level]
        while len(level) > 1:
            level = [keccak(level[at] + level[at + 1]) for at in range(0, len(level), 2)]
            self._levels.append(level)

    @property
    def root(self) -> bytes:
        """32 bytes that stand for the table; of a table with one word, that word."""
        return self._levels[-1][0]

    def word(self, index: int) -> bytes:
        """A word of the table."""
        return self._levels[0][index]

    def proof(self, index: int) -> list[bytes]:
        """What shows that the word belongs to the root: the sibling on each level, from the words upwards.

        Raises:
            InvalidInput: there is no such word.
        """
        words = len(self._levels[0])
        if not 0 <= index < words:
            raise InvalidInput.of("word", index, f"must be from 0 to {words - 1}")
        return [level[index >> height ^ 1] for height, level in enumerate(self._levels[:-1])]


def belongs(root: bytes, index: int, word: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that this is the word `index` of a table whose tree is as high as the proof is long."""
    if not 0 <= index < 1 << len(proof):
        return False
    node = word
    for height, sibling in enumerate(proof):
        node = keccak(sibling + node) if index >> height & 1 else keccak(node + sibling)
    return node == root
