"""The randomness of dadpm and dadpm-split by its definition (section 6, "Deterministic fixed point")."""

from __future__ import annotations

import decimal
import hashlib

TWO_32 = 1 << 32
TWO_62 = 1 << 62


with decimal.localcontext(prec=60):
    FACTORS = [int(((-(decimal.Decimal(2) ** (bit - 32))).exp() * TWO_62).to_integral_value()) for bit in range(37)]


def exp_neg(y: int) -> int:
    """2^62 exp(-y / 2^32), one factor for each bit of y, the lowest bit first."""
    y = min(y, 2**37 - 1)
    weight = TWO_62
    for bit in range(37):
        if y >> bit & 1:
            weight = weight * FACTORS[bit] >> 62
    return weight


class Stream:
    """Blocks SHA-256("DADPM/1" || seed || tag || u32 i || u32 j || u64 counter), one for each attempt at a number."""

    def __init__(self, seed: bytes | str, tag: str, i: int, j: int) -> None:
        raw = bytes.fromhex(seed) if isinstance(seed, str) else seed
        self._start = b"DADPM/1" + raw + tag.encode() + i.to_bytes(4, "big") + j.to_bytes(4, "big")
        self._counter = 0

    def below(self, n: int) -> int:
        """u(n): uniform from 0 to n - 1."""
        while True:
            block = hashlib.sha256(self._start + self._counter.to_bytes(8, "big")).digest()
            self._counter += 1
            value = int.from_bytes(block, "big")
            if value < 2**256 // n * n:
                return value % n


def draw(stream: Stream, weights: list[int]) -> int:
    """The index that the exponential mechanism picks: a uniform one, kept with probability weight / 2^62."""
    while True:
        index = stream.below(len(weights))
        if stream.below(TWO_62) < weights[index]:
            return index
