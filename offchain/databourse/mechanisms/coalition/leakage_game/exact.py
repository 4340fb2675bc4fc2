"""The partition with the largest sum of payoffs, exactly: a value for every set of devices, then the best blocks."""

from __future__ import annotations

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import Floats
from databourse.mechanisms.coalition.leakage_game.game import LeakageGame
from databourse.mechanisms.coalition.leakage_game.partition import Partition, as_partition
from databourse.mechanisms.compiled import Ints, compiled, worth_compiling

MOST_DEVICES = 20


def best_partition(game: LeakageGame) -> Partition:
    """A partition whose payoffs sum to most: O(3^devices), see `best_blocks`.

    Raises:
        InvalidInput: there are more than 20 devices.
    """
    if game.devices > MOST_DEVICES:
        hint = "let coalitions form instead"
        raise InvalidInput(f"there are {game.devices} devices, but the exact optimum is for {MOST_DEVICES}", hint)
    return best_blocks(coalition_values(game))


def coalition_values(game: LeakageGame) -> Floats:
    """The sum of the members' payoffs of every set of devices; bit d of an index says whether device d is in."""
    values = np.zeros(1 << game.devices)
    work = len(values) * game.devices**2 // 80
    kernel = compiled(_values) if worth_compiling(_values, work) else _values
    everybody = game.influence.sum(axis=0)
    kernel(values, game.prices, game.influence, everybody, game.of_size, game.mode == "inside")
    return values


def best_blocks(values: Floats) -> Partition:
    """The partition whose blocks have the largest sum of values, whatever they are values of.

    The best of a set is the block of its lowest device and the best of the others. So but for the set of all, only sets
    without device 0 are ever asked for, which leaves a third of the work.
    """
    best = np.zeros(len(values))
    choice = np.zeros(len(values), dtype=np.int64)
    work = 3 ** (len(values).bit_length() - 2) // 10  # 2^devices values
    kernel = compiled(_best) if worth_compiling(_best, work) else _best
    kernel(values, best, choice)
    blocks, left = [], len(values) - 1
    while left:
        block = int(choice[left])
        blocks.append([device for device in range(block.bit_length()) if block >> device & 1])
        left ^= block
    return as_partition(blocks)


def _values(
    values: Floats, prices: Floats, influence: Floats, everybody: Floats, of_size: Floats, inside: bool
) -> None:
    """A kernel, see `mechanisms.compiled`."""
    devices = len(prices)
    share = 1.0 / (devices - 1) if devices > 1 else 0.0
    members = np.empty(devices, dtype=np.int64)
    for mask in range(1, len(values)):
        size = 0
        for device in range(devices):
            if mask >> device & 1:
                members[size] = device
                size += 1
        total = size * of_size[size]
        for at in range(size):
            device = members[at]
            inner = 0.0
            for other in range(size):
                inner += influence[members[other], device]
            leak = inner if inside else everybody[device] - inner
            total += prices[device] / (1.0 + leak * share)
        values[mask] = total


def _best(values: Floats, best: Floats, choice: Ints) -> None:
    """A kernel, see `mechanisms.compiled`."""
    everybody = len(values) - 1
    for mask in range(2, len(values) + 1, 2):
        if mask == len(values):  # last, the set of all, which alone has device 0
            mask = everybody
        lowest = mask & -mask
        others = mask ^ lowest
        found = -np.inf
        block = 0
        part = others
        while True:
            value = values[part | lowest] + best[others ^ part]
            if value > found:
                found = value
                block = part | lowest
            if part == 0:
                break
            part = (part - 1) & others
        best[mask] = found
        choice[mask] = block
