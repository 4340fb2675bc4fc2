"""What an objection shows, set by set: a slow reading of `TableObjection` that shares no code with who makes them."""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

from eth_utils.crypto import keccak


class Malformed(Exception):
    """The objection is not laid out as it must be, or not about what was committed to."""


@dataclass
class Reader:
    """Takes bytes off the front."""

    left: bytes

    def take(self, size: int) -> bytes:
        if size > len(self.left):
            raise Malformed("it ends early")
        taken, self.left = self.left[:size], self.left[size:]
        return taken

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size))


def refutes(commitment: bytes, objection: bytes) -> bool:
    """Whether what the objection shows is wrong.

    Raises:
        Malformed: it shows nothing of what was committed to.
    """
    reader = Reader(objection)
    root, present, size = reader.take(32), reader.number(4), reader.number(4)
    parties = present.bit_count()
    pairs = [(reader.number(2), reader.number(2)) for _ in range(parties)]
    rows = reader.take(32)
    if keccak(objection[: 72 + 4 * parties]) != commitment:
        raise Malformed("another commitment")
    match reader.number(1):
        case 0:
            wrong = _other_sum(reader, parties, root, rows)
        case 1:
            cell, party = reader.number(4), reader.number(1)
            if cell >> party & 1 or party >= parties or cell >> parties:
                raise Malformed("the party is in the set, or one of both is none")
            wrong = _count(reader, parties, cell, root) > _count(reader, parties, cell | 1 << party, root)
        case 2:
            cell = reader.number(4)
            if cell >> max(parties, 4):
                raise Malformed("no such place")
            known = {0: 0, **{1 << place: own for place, (own, _) in enumerate(pairs)}}
            if parties:
                known[(1 << parties) - 1] = pairs[0][1]
            count = _count(reader, parties, cell, root)
            wrong = count != (known.get(cell, count) if cell < 1 << parties else 0)
        case _:
            raise Malformed("no such kind")
    if reader.left or size > 32_767:
        raise Malformed("something is left over")
    return wrong


def _climb(node: bytes, index: int, proof: list[bytes]) -> bytes:
    for sibling in proof:
        node = keccak(sibling + node if index & 1 else node + sibling)
        index >>= 1
    return node


def _count(reader: Reader, parties: int, cell: int, root: bytes) -> int:
    word = reader.take(32)
    proof = [reader.take(32) for _ in range(max(0, parties - 4))]
    if _climb(word, cell >> 4, proof) != root:
        raise Malformed("a word of another table")
    lane = 2 * (cell & 15)
    return int.from_bytes(word[lane : lane + 2])


def _other_sum(reader: Reader, parties: int, root: bytes, rows: bytes) -> bool:
    high = max(0, parties - 12)
    block = reader.number(2)
    if block >> high or not parties:
        raise Malformed("no such block")
    row = reader.take(12 * (parties + 1))
    if _climb(keccak(row), block, [reader.take(32) for _ in range(high)]) != rows:
        raise Malformed("a row of another proposal")
    words = reader.take(max(32, 2 << parties - high))
    level = [words[at : at + 32] for at in range(0, len(words), 32)]
    while len(level) > 1:
        level = [keccak(level[at] + level[at + 1]) for at in range(0, len(level), 2)]
    if _climb(level[0], block, [reader.take(32) for _ in range(high)]) != root:
        raise Malformed("a block of another table")
    said = [int.from_bytes(row[at : at + 12]) for at in range(0, len(row), 12)]
    return said != _sums(words, parties, block)


def _sums(words: bytes, parties: int, block: int) -> list[int]:
    def ways(size: int) -> int:
        return factorial(size) * factorial(parties - 1 - size) if 0 <= size < parties else 0

    sums = [0] * (parties + 1)
    for place in range(1 << min(parties, 12)):
        mask = block << 12 | place
        size, count = mask.bit_count(), int.from_bytes(words[2 * place : 2 * place + 2])
        sums[0] += (size + 1) * ways(size) * count
        for party in range(parties):
            if mask >> party & 1:
                sums[party + 1] += (size + 1) * (ways(size - 1) + ways(size)) * count
    return sums
