"""Preferences of one agent over sets of partners, and which hypotheses they meet.

A pattern has a value for every set of the others: bit 0 of its row stands for the best of them in the common ranking.
So it means the same for every agent, and a hypothesis holds for a profile if it holds for each agent's pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations, product

from databourse.mechanisms.sharing import TableGame, check_hypotheses
from databourse.mechanisms.sharing.bilateral import Hypotheses
from databourse.mechanisms.sharing.subsets import members, subsets

Pattern = tuple[int, ...]


def strict(others: int) -> Iterator[Pattern]:
    """Every strict order of the sets of so many others, as ranks."""
    return permutations(range(1 << others))


def weak(others: int) -> Iterator[Pattern]:
    """Every order with ties, as ranks without gaps."""
    rows = 1 << others
    return (ranks for ranks in product(range(rows), repeat=rows) if set(ranks) == set(range(max(ranks) + 1)))


def ranked(pattern: Pattern) -> bool:
    """H1, quickly, for neighbours in the ranking beside every other set."""
    others = len(pattern).bit_length() - 1
    return all(
        pattern[row | 1 << better] > pattern[row | 2 << better]
        for better in range(others - 1)
        for row in range(len(pattern))
        if not row & 3 << better
    )


@cache
def hypotheses(pattern: Pattern) -> Hypotheses:
    """What the solver finds for a game in which only this pattern could fail."""
    others = len(pattern).bit_length() - 1
    # worth 4, 2 and 1 in three others: meets everything
    harmless = [sum(1 << others - 1 - other for other in members(row)) for row in range(1 << others)]
    return check_hypotheses(TableGame.of([pattern, *[harmless] * others]), range(others + 1))


def substitutable(pattern: Pattern) -> bool:
    """Whether nobody who was refused is taken once there are more to choose from (Ostrovsky 2008), choices unique."""
    choice = {offer: max(subsets(offer), key=pattern.__getitem__) for offer in range(len(pattern))}
    return all(choice[offer] & fewer & ~choice[fewer] == 0 for offer in range(len(pattern)) for fewer in subsets(offer))


def refusal_is_lasting(pattern: Pattern) -> bool:
    """Corollary 3.2.1: whom an agent would not propose to makes it strictly worse off, with any that rank lower."""
    for row in range(len(pattern)):
        for other in members((len(pattern) - 1) & ~row):
            if pattern[row | 1 << other] > pattern[row]:
                continue
            lower = (len(pattern) - 1) & ~row & ~((1 << other) - 1)
            if any(pattern[row | added] >= pattern[row] for added in subsets(lower) if added):
                return False
    return True
