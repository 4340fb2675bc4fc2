"""What compiled kernels use in the place of hashlib and of integers of any size. Only they import this.

Everything fits 64 bits: products of two weights are made of halves, a quality value by long division, and SHA-256
(FIPS 180-4) is written out for the one length of message that there is, 56 bytes, which padding makes two blocks.
"""

from __future__ import annotations

import math
from typing import cast

import numba
import numpy as np
import numpy.typing as npt

from databourse.mechanisms.compiled import Function, Ints
from databourse.mechanisms.double_auction.chance.exponential import LIMB_BITS

Words = npt.NDArray[np.uint32]

HALF = 31
HALF_MASK = (1 << HALF) - 1
WORD_END = 1 << 32


def _jit(function: Function) -> Function:
    return cast(Function, numba.njit(cache=True)(function))


def times(weight: int, factor: int) -> int:
    """The product of two weights up to 2^62, rounded down to 62 bits behind the point: no term reaches 2^63."""
    high, low = weight >> HALF, weight & HALF_MASK
    factor_high, factor_low = factor >> HALF, factor & HALF_MASK
    middle = high * factor_low + low * factor_high + (low * factor_low >> HALF)
    return high * factor_high + (middle >> HALF)


def quality_value(high: int, low: int, larger_high: int, larger_low: int) -> int:
    """The quotient's 32 bits, one by one: the remainder is doubled and reduced."""
    quotient = 0
    for _ in range(32):
        high, low = 2 * high + (low >> (LIMB_BITS - 1)), 2 * low & ((1 << LIMB_BITS) - 1)
        quotient *= 2
        if high > larger_high or (high == larger_high and low >= larger_low):
            quotient += 1
            high, low = high - larger_high, low - larger_low
            if low < 0:
                high, low = high - 1, low + (1 << LIMB_BITS)
    return quotient


def below(start: Ints, i: int, j: int, counter: int, n: int) -> tuple[int, int]:
    """As `stream.below`, for n below 2^31 or a power of two up to 2^62."""
    while True:
        digest = _block(start, i, j, counter)
        counter += 1
        if n & (n - 1) == 0:
            return (digest[6] << 32 | digest[7]) & (n - 1), counter
        if not _rejected(digest, n):
            return _remainder(digest, n), counter


def first_key(start: Ints, i: int, j: int) -> int:
    """As `stream.first_key`."""
    digest = _block(start, i, j, 0)
    key: int = (digest[6] - (1 << 31)) * WORD_END + digest[7]
    return key


@_jit
def _remainder(digest: Ints, n: int) -> int:
    rest = 0
    for at in range(8):
        rest = (rest * WORD_END + digest[at]) % n
    return rest


@_jit
def _rejected(digest: Ints, n: int) -> bool:
    """Whether the number is 2^256 - (2^256 mod n) or above."""
    for at in range(7):
        if digest[at] != WORD_END - 1:
            return False
    excess = (_remainder(np.full(8, WORD_END - 1), n) + 1) % n
    return bool(digest[7] >= WORD_END - excess)


def _fraction_of_root(number: int, root: int) -> int:
    """The first 32 bits behind the point of a square or cube root, as SHA-256 takes its constants."""
    scaled = number << (32 * root)
    low, high = 0, 1 << 40
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**root <= scaled else (low, middle)
    return low % WORD_END


_PRIMES = [n for n in range(2, 312) if all(n % divisor for divisor in range(2, math.isqrt(n) + 1))]
_INITIAL = np.array([_fraction_of_root(prime, 2) for prime in _PRIMES[:8]], dtype=np.uint32)
_ROUND = np.array([_fraction_of_root(prime, 3) for prime in _PRIMES], dtype=np.uint32)


@_jit
def _rotate(word: np.uint32, bits: int) -> np.uint32:
    return np.uint32(word >> np.uint32(bits)) | np.uint32(word << np.uint32(32 - bits))


@_jit
def _expand(words: Words) -> None:
    """The message schedule: 16 words become 64."""
    for t in range(16, 64):
        early, late = words[t - 15], words[t - 2]
        small = _rotate(early, 7) ^ _rotate(early, 18) ^ np.uint32(early >> np.uint32(3))
        large = _rotate(late, 17) ^ _rotate(late, 19) ^ np.uint32(late >> np.uint32(10))
        words[t] = np.uint32(np.uint32(words[t - 16] + small) + np.uint32(words[t - 7] + large))


@_jit
def _compress(state: Words, words: Words) -> None:
    """One block: `state` becomes the next one."""
    a, b, c, d, e, f, g, h = state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]
    for t in range(64):
        sum_e = _rotate(e, 6) ^ _rotate(e, 11) ^ _rotate(e, 25)
        choice = (e & f) ^ (~e & g)
        first = np.uint32(np.uint32(h + sum_e) + np.uint32(choice + np.uint32(_ROUND[t] + words[t])))
        sum_a = _rotate(a, 2) ^ _rotate(a, 13) ^ _rotate(a, 22)
        majority = (a & b) ^ (a & c) ^ (b & c)
        second = np.uint32(sum_a + majority)
        h, g, f, e = g, f, e, np.uint32(d + first)
        d, c, b, a = c, b, a, np.uint32(first + second)
    state[0] += a
    state[1] += b
    state[2] += c
    state[3] += d
    state[4] += e
    state[5] += f
    state[6] += g
    state[7] += h


_LENGTH_BLOCK = np.zeros(64, dtype=np.uint32)
_LENGTH_BLOCK[15] = 56 * 8
_expand(_LENGTH_BLOCK)


@_jit
def _block(start: Ints, i: int, j: int, counter: int) -> Ints:
    """The digest's eight words."""
    words = np.zeros(64, dtype=np.uint32)
    for at in range(10):
        words[at] = start[at]
    words[10], words[11] = i, j
    words[12], words[13] = counter >> 32, counter & (WORD_END - 1)
    words[14] = 1 << 31
    _expand(words)
    state = _INITIAL.copy()
    _compress(state, words)
    _compress(state, _LENGTH_BLOCK)
    return state.astype(np.int64)
