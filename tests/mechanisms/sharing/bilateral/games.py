"""Games for the tests: random ones, and those of the paper."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from databourse.mechanisms.sharing import TableGame
from databourse.mechanisms.sharing.bilateral.game import Value
from databourse.mechanisms.sharing.subsets import as_set, row_of


def table_game(values: Sequence[Mapping[tuple[int, ...], Value]]) -> TableGame:
    """A game in which agent k's partners are worth values[k]."""
    return TableGame.of(
        [
            [
                worth
                for _, worth in sorted((row_of(as_set(partners), agent), worth) for partners, worth in entry.items())
            ]
            for agent, entry in enumerate(values)
        ]
    )


def random_game(chance: random.Random, agents: int, most: int = 20) -> TableGame:
    """Any preferences, ties among them."""
    return TableGame.of([[chance.randint(-most, most) for _ in range(1 << agents - 1)] for _ in range(agents)])


def example_3_5(rank_of_12: float) -> TableGame:
    """The paper's example without a stable outcome; agent 2's rank of {1, 2}, which it leaves out, is given.

    Its agents 1, 2 and 3 are 0, 1 and 2 here. For agent 2, {1,2,3} is worth 3, {2} is worth 2 and {2,3} is worth 1.
    """
    return table_game(
        [
            {(2,): 4, (1,): 3, (): 2, (1, 2): 1},
            {(0, 2): 3, (): 2, (2,): 1, (0,): rank_of_12},
            {(0, 1): 4, (1,): 3, (): 2, (0,): 1},
        ]
    )


#: Remark 3.4: one agent would lose by what is worth 10 to the other.
REMARK_3_4 = table_game([{(): 1, (1,): 0}, {(): 0, (0,): 10}])
#: One agent does not mind what the other wants.
TIE = table_game([{(): 0, (1,): 0}, {(): 0, (0,): 1}])
#: Utility depends on the total size alone, -|D - 5| with sizes 5, 3 and 2, and yet sizes are no ranking.
NOT_INCREASING = table_game(
    [
        {(): 0, (1,): -3, (2,): -2, (1, 2): -5},
        {(): -2, (0,): -3, (2,): 0, (0, 2): -5},
        {(): -3, (0,): -2, (1,): 0, (0, 1): -5},
    ]
)
#: A common ranking, but agent 1 takes agent 2 only beside agent 0.
COMPLEMENTS = table_game(
    [
        {(): 0.5, (1,): 4, (2,): -2, (1, 2): 2.25},
        {(): 0.5, (0,): 0, (2,): -3, (0, 2): 8.25},
        {(): 0.5, (0,): 4, (1,): 2, (0, 1): 4.25},
    ]
)
