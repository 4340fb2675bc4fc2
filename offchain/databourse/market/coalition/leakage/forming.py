"""Coalitions form: devices move one after another to where they get most and are welcome, until none can."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from databourse.errors import Refused
from databourse.market.coalition.leakage.game import TypeGame
from databourse.market.coalition.leakage.table import Table
from databourse.mechanisms.coalition import leakage_game

#: After so many moves a device another order is tried.
MOST_MOVES = 50
ATTEMPTS = 40


def form(game: TypeGame) -> list[int]:
    """An individually stable partition: the coalition of each device, numbered by first appearance.

    Everybody starts alone, and nobody is asked twice before all others were. That it ends is not certain, as nobody
    asks those who are left; so there is a bound, and after it another start, from a coalition of each type, and further
    orders, each drawn from the number of the attempt.

    Raises:
        Refused: all attempts were in vain.
    """
    for attempt in range(ATTEMPTS):
        start = by_appearance(game.types) if attempt % 2 else list(range(game.devices))
        table = Table(game, start)
        order = np.random.default_rng(attempt).permutation(game.devices).tolist()
        if _settle(table, order):
            return by_appearance(table.home)
    raise _none_found()


def form_literally(game: TypeGame) -> list[int]:
    """The same by `leakage_game.form` and the game of all devices, which is slower: O(devices²) and more.

    Raises:
        Refused: no order of the devices led to a stable partition.
    """
    if not game.devices:
        return []
    whole = game.untyped()
    for seed in range(ATTEMPTS):
        formed = leakage_game.form(whole, seed=seed)
        if leakage_game.is_individually_stable(whole, formed.partition):
            homes = [0] * game.devices
            for number, coalition in enumerate(formed.partition):
                for device in coalition:
                    homes[device] = number
            return by_appearance(homes)
    raise _none_found()


def by_appearance(homes: Sequence[int]) -> list[int]:
    """The same coalitions, numbered from 0 in the order in which they first appear."""
    numbers: dict[int, int] = {}
    return [numbers.setdefault(home, len(numbers)) for home in homes]


def _settle(table: Table, order: list[int]) -> bool:
    """Whether a sweep without a move came before the moves were used up."""
    game, left = table.game, MOST_MOVES * len(order)
    moved = True
    while moved:
        moved = False
        for device in order:
            row = next(table.better(table.home[device], game.types[device], game.prices[device]), None)
            if row is None:
                continue
            if not left:
                return False
            left -= 1
            moved = True
            table.move(device, row)
    return True


def _none_found() -> Refused:
    return Refused(
        f"no stable partition was found in {ATTEMPTS} attempts, so there is nothing to propose",
        "when the time for settling is over, everything comes back",
    )
