"""Random numbers for compiled searches: MRG32k3a (L'Ecuyer 1999), whose state is six integers that can be written down.

numba's own generator is one for the whole process, and its state cannot be kept in a file. Parts of kernels, see
`mechanisms.compiled`; nothing exceeds 63 bits.
"""

from __future__ import annotations

import hashlib

import numpy as np

from databourse.mechanisms.compiled import Ints, part

FIRST_MODULUS = 4294967087
SECOND_MODULUS = 4294944443


def start(seed: int, stream: int) -> Ints:
    """The state that a stream of a seed begins in: other seeds and streams begin elsewhere in the period of 2^191."""
    digest = hashlib.sha256(f"{seed}/{stream}".encode()).digest()
    words = [int.from_bytes(digest[at : at + 5]) for at in range(0, 30, 5)]
    moduli = [FIRST_MODULUS] * 3 + [SECOND_MODULUS] * 3
    # a component of three zeros would stay there
    return np.array([1 + word % (modulus - 1) for word, modulus in zip(words, moduli, strict=True)], dtype=np.int64)


@part
def uniform(state: Ints) -> float:
    """Above 0 and below 1, in steps of 2^-32; `state` moves on."""
    first = (1403580 * state[1] - 810728 * state[0]) % FIRST_MODULUS
    state[0], state[1], state[2] = state[1], state[2], first
    second = (527612 * state[5] - 1370589 * state[3]) % SECOND_MODULUS
    state[3], state[4], state[5] = state[4], state[5], second
    return float(((first - second - 1) % FIRST_MODULUS + 1) / (FIRST_MODULUS + 1))


@part
def below(state: Ints, n: int) -> int:
    """One of 0 to n - 1."""
    return int(uniform(state) * n)
