"""A proposed outcome of a learning round: what is committed to, and what refutes it, as the checker has it.

- alloc: the rows of all blocks of the table (`blocks`)
- commitment: keccak256 of the head: root(32) present(4) size(4), alone(2) together(2) of each present party, rows(32),
  the root over the hashes of the rows (0 if nobody is present)
- objection: the head, kind(1), and
  kind 0, a sum is another one: block(2) row proof words proof
  kind 1, a count falls when a party joins: set(4) party(1) word(32) proof word(32) proof
  kind 2, a count is another one than was stated, or than it must be: set(4) word(32) proof
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from eth_utils.crypto import keccak

from databourse.market.challenging import Objection
from databourse.market.learning.blocks import BLOCK_PARTIES, depth, rows_of, tree_of
from databourse.market.learning.outcome import Outcome
from databourse.market.learning.words import WORD_BYTES, WORD_COUNTS, WordTree, table_bytes, unpack_counts
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.learning.subsets import members

SUMS, FALLS, CELL = range(3)


def commitment_of(outcome: Outcome) -> bytes:
    """The word that the checker commits to."""
    return keccak(_head(outcome))


def objections(outcome: Outcome, packed: bytes) -> Iterator[Objection]:
    """Everything in the table that the outcome, or the statement that it follows from, is not true of.

    Args:
        outcome: which was proposed.
        packed: the words of the table.
    """
    tree, counts = WordTree(packed), unpack_counts(packed)
    yield from _cells(outcome, tree, counts)
    yield from _falls(outcome, tree, counts[: 1 << len(outcome.worth)])
    yield from _sums(outcome, tree, packed, counts[: 1 << len(outcome.worth)])


def _head(outcome: Outcome) -> bytes:
    statement, rows = outcome.statement, tree_of(outcome.rows)
    said = statement.root + statement.present.to_bytes(4) + statement.size.to_bytes(4)
    return said + statement.body[WORD_BYTES:] + (rows.root if rows else bytes(32))


def _cells(outcome: Outcome, tree: WordTree, counts: Ints) -> Iterator[Objection]:
    """Cells that the statement says something else of, or that must be 0."""
    parties = len(outcome.worth)
    stated = {0: 0} | {1 << place: own for place, own in enumerate(outcome.alone)}
    if parties:
        stated[(1 << parties) - 1] = outcome.together
    # what only completes a word
    stated |= dict.fromkeys(range(1 << parties, len(counts)), 0)
    for place, expected in stated.items():
        if counts[place] != expected:
            sentence = f"the table has {counts[place]} in place {place}, and by the statement it is {expected}"
            yield Objection(_head(outcome) + bytes([CELL]) + place.to_bytes(4) + _proven(tree, place), sentence)


def _falls(outcome: Outcome, tree: WordTree, counts: Ints) -> Iterator[Objection]:
    """Sets from which a model gets worse when a party joins."""
    for party in range(len(outcome.worth)):
        halves = counts.reshape(-1, 2, 1 << party)
        for high, low in np.argwhere(halves[:, 0] > halves[:, 1]).tolist():
            without = high << party + 1 | low
            joined = without | 1 << party
            sentence = (
                f"with the present parties {members(without)} a model gets {counts[without]} rows right, and "
                f"{counts[joined]} when {party} joins"
            )
            places = without.to_bytes(4) + bytes([party])
            shown = places + _proven(tree, without) + _proven(tree, joined)
            yield Objection(_head(outcome) + bytes([FALLS]) + shown, sentence)


def _sums(outcome: Outcome, tree: WordTree, packed: bytes, counts: Ints) -> Iterator[Objection]:
    """Blocks whose sums are not those of the row."""
    parties = len(outcome.worth)
    claimed = tree_of(outcome.rows)
    for block, (said, right) in enumerate(zip(outcome.rows, rows_of(counts, parties), strict=True)):
        if said == right:
            continue
        assert claimed is not None
        size = table_bytes(min(parties, BLOCK_PARTIES))
        words = size // WORD_BYTES
        above = tree.proof(block * words)[words.bit_length() - 1 :]
        shown = block.to_bytes(2) + said.packed() + b"".join(claimed.proof(block))
        shown += packed[block * size : (block + 1) * size] + b"".join(above)
        sentence = f"the sums over block {block} of {1 << depth(parties)} of the table are others"
        yield Objection(_head(outcome) + bytes([SUMS]) + shown, sentence)


def _proven(tree: WordTree, place: int) -> bytes:
    """The word with this count, and its proof."""
    word = place // WORD_COUNTS
    return tree.word(word) + b"".join(tree.proof(word))
