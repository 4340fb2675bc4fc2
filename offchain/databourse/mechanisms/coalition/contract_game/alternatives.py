"""What a device would earn elsewhere: why it is where it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from databourse.mechanisms.coalition.contract_game.game import ContractGame
from databourse.mechanisms.coalition.contract_game.stability import Totals


@dataclass(frozen=True, slots=True)
class Alternative:
    """A contract that a device may enter, and its exact share there in base units, all others staying."""

    contract: int
    share: Fraction
    chosen: bool


def alternatives(game: ContractGame, assignment: Any, found: Totals, device: int) -> tuple[Alternative, ...]:
    """All contracts of the device's type, in order; of a stable assignment none has a larger share than the chosen one.

    `assignment` is a column that `game.check` returned, and `found` its totals.
    """
    count, here = int(game.samples[device]), int(assignment[device])
    return tuple(
        Alternative(
            contract=slot,
            share=Fraction(int(game.budgets[slot]) * count, found.samples[slot] + (0 if slot == here else count)),
            chosen=slot == here,
        )
        for slot in game.slots[game.first[device] : game.end[device]].tolist()
    )
