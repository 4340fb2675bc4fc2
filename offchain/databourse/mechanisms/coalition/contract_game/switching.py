"""Switching: devices move one after another to where they earn more, until none can (the paper's Algorithm 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from databourse.mechanisms.coalition.checking import check_integer
from databourse.mechanisms.coalition.contract_game.game import UNPLACED, ContractGame
from databourse.mechanisms.compiled import Column, Ints, run


@dataclass(frozen=True, slots=True)
class Switching:
    """Where switching ended: a Nash equilibrium, after so many moves in so many sweeps over all devices."""

    assignment: Ints
    steps: int
    sweeps: int


def switch(game: ContractGame, seed: int = 0, start: Any = None) -> Switching:
    """Best responses in an order that the seed draws, from `start` or else from a contract drawn for each device.

    It always ends, because every move makes the sorted list of what contracts pay a sample larger in lexicographic
    order, as in any load balancing on related machines. The order is the same in all sweeps; the last has no move.

    Raises:
        InvalidInput: the seed is no integer or negative, or as for `ContractGame.check`.
    """
    chance = np.random.default_rng(check_integer("seed", seed))
    choices = game.end - game.first
    if start is None:
        drawn = chance.integers(0, np.maximum(choices, 1))
        begin = np.full(game.devices, UNPLACED, dtype=np.int64)
        placed = choices > 0
        begin[placed] = game.slots[(game.first + drawn)[placed]]
    else:
        begin = game.check(start).copy()
    order = chance.permutation(game.devices)
    order = order[choices[order] > 0]
    loads = np.zeros(game.contracts, dtype=np.int64)
    np.add.at(loads, begin[begin != UNPLACED], game.samples[begin != UNPLACED])
    # laid out as they are visited, so that a sweep goes through memory once
    columns = (game.samples[order], game.first[order], game.end[order])
    ended, counts = run(_switch, game.devices, *columns, game.slots, game.speeds, loads, begin[order])
    assignment = begin
    assignment[order] = ended.astype(np.int64)
    return Switching(assignment, int(counts[0]), int(counts[1]))


def _switch(
    samples: Ints, first: Ints, end: Ints, slots: Ints, speeds: Column, loads: Ints, chosen: Ints
) -> tuple[Ints, tuple[int, int]]:
    """A kernel, see `mechanisms.compiled`."""
    steps = 0
    sweeps = 0
    moved = True
    while moved:
        moved = False
        sweeps += 1
        for device in range(len(samples)):
            count = samples[device]
            here = chosen[device]
            best = here
            # what a sample earns is speeds[best] / load, with the device itself in the load
            load = loads[here] if here >= 0 else 0
            for at in range(first[device], end[device]):
                slot = slots[at]
                if slot == here:
                    continue
                if best < 0 or speeds[slot] * load > speeds[best] * (loads[slot] + count):
                    best = slot
                    load = loads[slot] + count
            if best != here:
                if here >= 0:
                    loads[here] -= count
                loads[best] += count
                chosen[device] = best
                steps += 1
                moved = True
    return chosen, (steps, sweeps)
