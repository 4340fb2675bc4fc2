"""Secret random numbers that can be drawn again: a stream for every purpose, all from one seed (section 6 of the spec).

Block c of the stream (tag, i, j) is SHA-256("DADPM/1" || seed || tag || u32 i || u32 j || u64 c), big endian, and u(n)
takes blocks until one is below the largest multiple of n, then its remainder. Who knows the seed knows every number.

Parts of kernels, see `mechanisms.compiled`. A stream's first 40 bytes are passed to them as ten words of 32 bits.
"""

from __future__ import annotations

import hashlib
import struct

import numpy as np

from databourse.mechanisms.compiled import Ints, part_with_twin, run

SEED_BYTES = 32
DOMAIN = b"DADPM/1"

_BLOCK = struct.Struct(">10I2IQ")


def stream_start(seed: bytes, tag: str) -> Ints:
    """What all streams of a tag start with, as ten words."""
    return np.frombuffer(DOMAIN + seed + tag.encode("ascii"), dtype=">u4").astype(np.int64)


@part_with_twin("databourse.mechanisms.double_auction.chance.compiled_chance:below")
def below(start: Ints, i: int, j: int, counter: int, n: int) -> tuple[int, int]:
    """u(n) from block `counter` of the stream on, and the number of the next block.

    Compiled, n must be below 2^31 or a power of two up to 2^62.
    """
    while True:
        value = int.from_bytes(hashlib.sha256(_BLOCK.pack(*start, i, j, counter)).digest(), "big")
        counter += 1
        if value < (1 << 256) // n * n:
            return value % n, counter


@part_with_twin("databourse.mechanisms.double_auction.chance.compiled_chance:first_key")
def first_key(start: Ints, i: int, j: int) -> int:
    """u(2^64) - 2^63 from the first block, which fits 64 bits with a sign and has the order of u(2^64)."""
    tail = hashlib.sha256(_BLOCK.pack(*start, i, j, 0)).digest()[-8:]
    return int.from_bytes(tail, "big") - (1 << 63)


def first_keys(start: Ints, i: Ints, j: Ints) -> Ints:
    """`first_key` for all pairs of two columns of one length."""
    (keys,) = run(_first_keys, len(i), start, i, j, np.empty(len(i), dtype=np.int64))
    return keys


def _first_keys(start: Ints, i: Ints, j: Ints, keys: Ints) -> tuple[Ints]:
    """A kernel, see `mechanisms.compiled`."""
    for at in range(len(keys)):
        keys[at] = first_key(start, i[at], j[at])
    return (keys,)
