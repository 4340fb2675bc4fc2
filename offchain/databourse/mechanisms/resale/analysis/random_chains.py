"""Random chains in exact arithmetic: homogeneous ones, as the paper's section 4 assumes, and any others."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from databourse.mechanisms.resale.model import Model
from databourse.mechanisms.resale.numbers import Number
from databourse.mechanisms.resale.reallocation import Reallocation

RATIOS = (Fraction(3, 2), Fraction(2), Fraction(5, 4), Fraction(3))
#: Powers of these change their sign: homogeneous chains without positivity.
NEGATIVE_RATIOS = tuple(-ratio for ratio in RATIOS)
STEPS = (-1, 0, 1, 2)


def law(chance: random.Random, size: int, lowest: int = 1) -> list[Fraction]:
    """Random probabilities: weights of `lowest` to 9, of which negative ones are none, and one that is positive."""
    weights = [max(0, chance.randint(lowest, 9)) for _ in range(size)]
    weights[chance.randrange(size)] += 1
    return [Fraction(weight, sum(weights)) for weight in weights]


def homogeneous(chance: random.Random, trades: int, ratios: Sequence[Fraction] = RATIOS) -> Model:
    """Powers of a ratio, whose index walks freely: f(cv|cv') = f(v|v'). How it steps is another law in each trade."""
    ratio = chance.choice(ratios)
    supports, transitions = [[0]], []
    for _ in range(trades):
        probabilities = dict(zip(STEPS, law(chance, len(STEPS), lowest=0), strict=True))
        here = supports[-1]
        supports.append(list(range(here[0] + STEPS[0], here[-1] + STEPS[-1] + 1)))
        transitions.append([[probabilities.get(there - index, Fraction()) for there in supports[-1]] for index in here])
    return Model([[ratio**index for index in support] for support in supports], [1], transitions)


def arbitrary(chance: random.Random, sizes: Sequence[int], lowest: int = 1) -> Model:
    """Valuations from `lowest` to 12, as many for each player as `sizes` says, with any law of the next one."""
    return Model(
        [[Fraction(chance.randint(3 * lowest, 36), 3) for _ in range(size)] for size in sizes],
        law(chance, sizes[0]),
        [[law(chance, after, lowest=0) for _ in range(size)] for size, after in pairwise(sizes)],
    )


def shares(chance: random.Random, trades: int, *, balanced: bool = True) -> Reallocation:
    """A random matrix in which every seller has a share of its own price; columns sum to 1, or to less."""
    columns = []
    for trade in range(1, trades + 1):
        upstream = law(chance, trade, lowest=0)
        if not upstream[-1]:
            upstream = [(share + Fraction(1, trade)) / 2 for share in upstream]
        part = Fraction(1) if balanced else Fraction(chance.randint(1, 9), 10)
        columns.append([share * part for share in upstream])
    return of_columns(columns)


def of_columns(columns: Sequence[Sequence[Number]]) -> Reallocation:
    """The matrix with the columns of trades 1 to n, each from player 0 to the direct seller."""
    trades = len(columns)
    return Reallocation(
        [
            [Fraction(), *(column[player] if player < len(column) else Fraction() for column in columns)]
            for player in range(trades)
        ]
    )


def without_later_shares(reallocation: Reallocation, seller: int) -> Reallocation:
    """The same shares, but the seller has none in trades after its own."""
    columns = [list(reallocation.column(trade)) for trade in range(1, reallocation.trades + 1)]
    for column in columns[seller + 1 :]:
        column[seller] = Fraction()
    return of_columns(columns)


def local_change(chance: random.Random, trades: int) -> tuple[int, Reallocation, Reallocation]:
    """A player i, and two matrices as in Theorem 4.3: i passes up one-shot profit for shares in later trades."""
    player = chance.randrange(trades)
    before = shares(chance, trades, balanced=False)
    columns: list[list[Fraction]] = []
    changed: list[list[Fraction]] = []
    for trade in range(1, trades + 1):
        # players before i have shares in their own trades only
        column = [
            share if k >= player or k == trade - 1 else Fraction() for k, share in enumerate(before.column(trade))
        ]
        columns.append([Fraction(share) for share in column])
        changed.append(list(columns[-1]))
        if trade == player + 1:
            changed[-1][player] *= Fraction(chance.randint(1, 10), 10)
        elif trade > player + 1:
            changed[-1][player] += (1 - sum(columns[-1])) * Fraction(chance.randint(0, 10), 10)
    return player, of_columns(columns), of_columns(changed)
