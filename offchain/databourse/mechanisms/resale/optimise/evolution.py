"""Differential evolution (Storn and Price 1997) over matrices, best/1/bin: a kernel, see `mechanisms.compiled`.

Welfare is constant almost everywhere and jumps where a price or a sale changes, so there is no slope to follow, and a
member that is replaced by an equally good one has moved on its plateau.
"""

from __future__ import annotations

from databourse.mechanisms.compiled import Ints, part
from databourse.mechanisms.resale.kernel import Chain, Floats, Work, solve_chain
from databourse.mechanisms.resale.optimise.chance import below, uniform
from databourse.mechanisms.resale.optimise.matrices import BOUND, fill_shares

#: How probable it is that a coordinate is taken from the mutant.
CROSSING = 0.7
#: What a difference of two members is multiplied by: drawn anew from here to 1 for each generation.
LEAST_FACTOR = 0.5


def evolve(
    chain: Chain,
    work: Work,
    shares: Floats,
    tolerance: float,
    zeros: bool,
    fresh: bool,
    members: Floats,
    welfare: Floats,
    state: Ints,
) -> None:
    """A kernel: one generation, in which each member is tried against a mutant of the best one.

    If `fresh`, all members but the first are drawn instead, and all are evaluated. `shares` is room for a matrix;
    `members` are points, a row each, with their `welfare`; `state` is that of the random numbers.
    """
    count, size = members.shape
    best = 0
    for member in range(count):
        if welfare[member] > welfare[best]:
            best = member
    factor = LEAST_FACTOR + (1.0 - LEAST_FACTOR) * uniform(state)
    trial = members[0].copy()
    for member in range(count):
        if fresh:
            # with zeros, every other member or so has more of them than half, and some have nothing else
            lower = max(BOUND * (2.0 * uniform(state) - 1.0), 0.0) if zeros else 0.0
            for at in range(size):
                drawn = max(BOUND * (2.0 * uniform(state) - 1.0) - lower, -BOUND)
                trial[at] = members[0, at] if member == 0 else drawn
        else:
            one = two = member
            while one == member:
                one = below(state, count)
            while two in (member, one):
                two = below(state, count)
            always = below(state, size)
            for at in range(size):
                trial[at] = members[member, at]
                if uniform(state) < CROSSING or at == always:
                    trial[at] = members[best, at] + factor * (members[one, at] - members[two, at])
                    if abs(trial[at]) > BOUND:
                        trial[at] = BOUND * (2.0 * uniform(state) - 1.0)
        found = worth(chain, work, shares, tolerance, zeros, trial)
        if fresh or found >= welfare[member]:
            welfare[member] = found
            members[member] = trial
            if found > welfare[best]:
                best = member


@part
def worth(chain: Chain, work: Work, shares: Floats, tolerance: float, zeros: bool, point: Floats) -> float:
    """The welfare of a point's matrix; `shares` is room for it."""
    trades = len(chain.dense)
    fill_shares(point, trades, zeros, shares)
    return solve_chain(chain, shares, work, tolerance, trades)
