"""The placement: the largest device first, each where it earns the most (the longest-processing-time rule)."""

from __future__ import annotations

import numpy as np

from databourse.mechanisms.coalition.contract_game.game import UNPLACED, ContractGame, stable_order
from databourse.mechanisms.compiled import Column, Ints, run


def place(game: ContractGame) -> Ints:
    """The contract of each device, -1 where its type has none. The outcome is unique, and a Nash equilibrium.

    Devices come by samples, most first, then by index. Each takes the contract of its type that pays most a sample once
    it is in, of equal ones the lowest. O(devices · log devices + devices · contracts of a type).
    """
    order = stable_order(game.samples.max(initial=0) - game.samples)
    room = np.full(game.devices, UNPLACED, dtype=np.int64)
    loads = np.zeros(game.contracts, dtype=np.int64)
    (assignment,) = run(
        _place, game.devices, order, game.samples, game.first, game.end, game.slots, game.speeds, loads, room
    )
    return assignment.astype(np.int64)


def _place(
    order: Ints, samples: Ints, first: Ints, end: Ints, slots: Ints, speeds: Column, loads: Ints, assignment: Ints
) -> tuple[Ints]:
    """A kernel, see `mechanisms.compiled`."""
    for rank in range(len(order)):
        device = order[rank]
        if first[device] == end[device]:
            continue
        count = samples[device]
        best = slots[first[device]]
        for at in range(first[device] + 1, end[device]):
            slot = slots[at]
            if speeds[slot] * (loads[best] + count) > speeds[best] * (loads[slot] + count):
                best = slot
        assignment[device] = best
        loads[best] += count
    return (assignment,)
