"""What is claimed of a table that is proposed by: sums over its blocks, as `TableBlocks` has them.

A block is the 4096 cells of all sets of the 12 lowest present parties together with some of the others; the table of
fewer parties is one block. With W_s = s!·(m − 1 − s)! (and W_−1 = W_m = 0) a row has

    common    Σ (|S| + 1)·W_|S|·G(S) over the sets of the block
    own       for each present party, Σ k_|S|·G(S) over those it is in, k_s = (s + 1)·(W_(s−1) + W_s)

all in counts. m!·φ_i of v is the sum of party i's `own` less the sum of `common` less m!·G_i.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import factorial

from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.market.learning.words import WordTree
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.learning.subsets import class_sums

BLOCK_PARTIES = 12
NUMBER_BYTES = 12


@dataclass(frozen=True, slots=True)
class Row:
    """The sums over one block.

    Attributes:
        common: over all of its sets.
        own: by present party, over those of its sets that the party is in.
    """

    common: int
    own: tuple[int, ...]

    def packed(self) -> bytes:
        """common(12), then own(12) of each present party.

        Raises:
            OverflowError: a sum that no table has.
        """
        return b"".join(number.to_bytes(NUMBER_BYTES) for number in (self.common, *self.own))


def depth(parties: int) -> int:
    """Parties that tell blocks from each other: there are two to their number of blocks."""
    return max(0, parties - BLOCK_PARTIES)


def rows_of(counts: Ints, parties: int) -> tuple[Row, ...]:
    """The rows of a table of 2^parties counts; nothing of nobody's."""
    if not parties:
        return ()
    high = depth(parties)
    return tuple(_row(block, parties, index) for index, block in enumerate(counts.reshape(1 << high, -1)))


def _row(block: Ints, parties: int, index: int) -> Row:
    low, others = parties - depth(parties), index.bit_count()
    ways = [factorial(size) * factorial(parties - 1 - size) for size in range(parties)]
    own = [(size + 1) * sum(ways[max(0, size - 1) : size + 1]) for size in range(parties + 1)]
    common = [(size + 1) * way for size, way in enumerate(ways)] + [0]
    by_size, by_member = (sums.astype(object) for sums in class_sums(block, low))
    inside = [_weighed(sums, own[others:]) for sums in by_member]
    every = _weighed(by_size, own[others:])
    outside = [(index >> place & 1) * every for place in range(depth(parties))]
    return Row(_weighed(by_size, common[others:]), (*inside, *outside))


def _weighed(sums: Iterable[int], weights: Sequence[int]) -> int:
    return sum(int(total) * weight for total, weight in zip(sums, weights, strict=False))


def worths(rows: Sequence[Row], alone: Sequence[int], together: int) -> list[int]:
    """m!·φ_i of each present party, in counts.

    Args:
        rows: of all blocks.
        alone: counts of the parties' own models.
        together: that of everybody's.

    Raises:
        InvalidInput: by these rows somebody's data were worth less than nothing, or all together something else than
            they are.
    """
    parties = len(alone)
    common = sum(row.common for row in rows)
    found = [sum(row.own[party] for row in rows) - common - factorial(parties) * own for party, own in enumerate(alone)]
    for party, worth in enumerate(found):
        if worth < 0:
            raise InvalidInput.of(f"worth of the present party {party}", worth, "no data are worth less than nothing")
    whole = factorial(parties) * ((parties + 1) * together - sum(alone))
    if parties and sum(found) != whole:
        raise InvalidInput.of("worth of all data", sum(found), f"by the statement it is {whole}")
    return found


def pack_rows(rows: Iterable[Row]) -> bytes:
    """`alloc` of a proposal: all rows, in the order of the blocks."""
    return b"".join(row.packed() for row in rows)


def unpack_rows(alloc: bytes, parties: int) -> tuple[Row, ...]:
    """The rows in the `alloc` of a proposal.

    Raises:
        InvalidInput: it has another length than so many present parties need.
    """
    each = NUMBER_BYTES * (parties + 1)
    expected = each << depth(parties) if parties else 0
    if len(alloc) != expected:
        rule = f"it has {expected} bytes with {parties} parties present"
        raise InvalidInput.of("alloc", f"{len(alloc)} bytes", rule)
    numbers = [int.from_bytes(alloc[at : at + NUMBER_BYTES]) for at in range(0, expected, NUMBER_BYTES)]
    width = parties + 1
    return tuple(Row(numbers[at], tuple(numbers[at + 1 : at + width])) for at in range(0, len(numbers), width))


def tree_of(rows: Iterable[Row]) -> WordTree | None:
    """The tree over the hashes of the rows; None if there are none."""
    leaves = b"".join(keccak(row.packed()) for row in rows)
    return WordTree(leaves) if leaves else None
