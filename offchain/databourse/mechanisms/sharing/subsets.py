"""Sets of agents as bits of an integer, and tables that give each set of others a value.

Bit a of a *set* stands for agent a. A table of agent k has a row for every set of the others, so its rows are counted
without bit k: `row_of` and `set_of` go from one to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

MOST_AGENTS = 21
"""A table over the sets of the others has 2^20 rows then."""


def as_set(agents: Iterable[int]) -> int:
    """The bits of some agents."""
    bits = 0
    for agent in agents:
        bits |= 1 << agent
    return bits


def members(bits: int) -> tuple[int, ...]:
    """The agents of a set, in ascending order."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return tuple(found)


def subsets(bits: int) -> Iterator[int]:
    """Every subset, from the set itself down to the empty one."""
    part = bits
    while True:
        yield part
        if not part:
            return
        part = (part - 1) & bits


def row_of(bits: int, agent: int) -> int:
    """The row of a set in the table of an agent that is not in it."""
    below = (1 << agent) - 1
    return (bits & below) | (bits >> 1 & ~below)


def set_of(row: int, agent: int) -> int:
    """The set that stands in a row of an agent's table."""
    below = (1 << agent) - 1
    return (row & below) | (row & ~below) << 1


def shown(bits: int) -> str:
    """For messages: "{0, 2}"."""
    return "{" + ", ".join(map(str, members(bits))) + "}"
