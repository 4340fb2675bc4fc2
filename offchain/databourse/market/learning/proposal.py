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
from databourse.market.learning.blocks import BLOCK_PARTIES, rows_of, tree_of
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
    shown = Shown(outcome, packed)
    yield from _cells(shown)
    yield from _falls(shown)
    yield from _sums(shown)


class Shown:
    """A table behind a proposal, part by part as objections show it, whether or not anything is wrong with it."""

    def __init__(self, outcome: Outcome, packed: bytes) -> None:
        """Takes the words of the table."""
        self.outcome = outcome
        self.counts: Ints = unpack_counts(packed)
        self._packed = packed
        self._tree = WordTree(packed)
        self._rows = tree_of(outcome.rows)
        self._head = _head(outcome)

    @property
    def parties(self) -> int:
        """How many are present."""
        return len(self.outcome.worth)

    def cell(self, place: int) -> bytes:
        """One count, to be held against what was stated."""
        return self._head + bytes([CELL]) + place.to_bytes(4) + self._proven(place)

    def fall(self, without: int, party: int) -> bytes:
        """The counts of a set without a party, and with it."""
        two = self._proven(without) + self._proven(without | 1 << party)
        return self._head + bytes([FALLS]) + without.to_bytes(4) + bytes([party]) + two

    def sums(self, block: int) -> bytes:
        """A block of the table, and the row that is claimed of it."""
        assert self._rows is not None
        size = table_bytes(min(self.parties, BLOCK_PARTIES))
        words = size // WORD_BYTES
        above = self._tree.proof(block * words)[words.bit_length() - 1 :]
        row = self.outcome.rows[block].packed() + b"".join(self._rows.proof(block))
        part = self._packed[block * size : (block + 1) * size]
        return self._head + bytes([SUMS]) + block.to_bytes(2) + row + part + b"".join(above)

    def _proven(self, place: int) -> bytes:
        """The word with this count, and its proof."""
        word = place // WORD_COUNTS
        return self._tree.word(word) + b"".join(self._tree.proof(word))


def _head(outcome: Outcome) -> bytes:
    statement, rows = outcome.statement, tree_of(outcome.rows)
    said = statement.root + statement.present.to_bytes(4) + statement.size.to_bytes(4)
    return said + statement.body[WORD_BYTES:] + (rows.root if rows else bytes(32))


def _cells(shown: Shown) -> Iterator[Objection]:
    """Counts that the statement says something else of, or that must be 0."""
    outcome, everybody = shown.outcome, (1 << shown.parties) - 1
    stated = {0: 0} | {1 << place: own for place, own in enumerate(outcome.alone)}
    if shown.parties:
        stated[everybody] = outcome.together
    # what only completes a word
    stated |= dict.fromkeys(range(everybody + 1, len(shown.counts)), 0)
    for place, expected in stated.items():
        if shown.counts[place] != expected:
            sentence = f"the table has {shown.counts[place]} in place {place}, and by the statement it is {expected}"
            yield Objection(shown.cell(place), sentence)


def _falls(shown: Shown) -> Iterator[Objection]:
    """Sets from which a model gets worse when a party joins."""
    counts = shown.counts[: 1 << shown.parties]
    for party in range(shown.parties):
        halves = counts.reshape(-1, 2, 1 << party)
        for high, low in np.argwhere(halves[:, 0] > halves[:, 1]).tolist():
            without = high << party + 1 | low
            sentence = (
                f"with the present parties {members(without)} a model gets {counts[without]} rows right, and "
                f"{counts[without | 1 << party]} when {party} joins"
            )
            yield Objection(shown.fall(without, party), sentence)


def _sums(shown: Shown) -> Iterator[Objection]:
    """Blocks whose sums are not those of the row."""
    right = rows_of(shown.counts[: 1 << shown.parties], shown.parties)
    for block, (said, found) in enumerate(zip(shown.outcome.rows, right, strict=True)):
        if said != found:
            sentence = f"the sums over block {block} of {len(right)} of the table are others"
            yield Objection(shown.sums(block), sentence)
