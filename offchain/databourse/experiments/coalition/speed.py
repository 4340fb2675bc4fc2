"""Fig 11: time of Algorithm 1, of the forms used here and of the exact optimum; and how often switching looks.

Times are those of the processor. How often a device looks at a contract does not depend on the machine, and decides
what is said about growth.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from databourse.experiments.coalition.published import GROUP_SIZES, GROUPS
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.parts import Part
from databourse.mechanisms.coalition import ContractGame, LeakageGame, TypedGame, best_partition, form, place, switch
from databourse.mechanisms.coalition.literal import algorithm_1

#: Contracts and types of the large markets.
CONTRACTS = 10
TYPES = 5
_REPETITIONS = 3
_SWEEPS = 20

#: Sizes that are played once before anything is timed, large enough to be compiled.
WARM, LARGE = 16, 100_000


def milliseconds(work: Callable[[], Any], repetitions: int = _REPETITIONS) -> float:
    """Processor time of one call; the best of a few, because other work on the machine can only add to one."""
    times = []
    for _ in range(repetitions):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return float(f"{min(times) * 1e3:.3g}")


def grouped(groups: int, size: int) -> TypedGame:
    """So many groups of devices; correlation 0.8^|k − l| between groups, prices shuffled."""
    kinds = np.arange(groups)
    influence = 0.8 ** (2 * np.abs(kinds[:, None] - kinds[None, :]))
    chance = np.random.default_rng([groups, size])
    types = chance.permutation(np.repeat(kinds, size))
    return TypedGame.of(chance.uniform(1, 10, groups * size), types, influence.tolist(), 0.01)


def _figure(seed: int) -> list[dict[str, Any]]:
    grouped(TYPES, LARGE // TYPES).form(TYPES + 1, seed=seed)
    told = []
    for groups, size in zip(GROUPS, GROUP_SIZES, strict=True):
        typed = grouped(groups, size)
        game = typed.untyped()
        told.append(
            {
                "groups": groups,
                "devices": groups * size,
                "Algorithm 1": milliseconds(partial(algorithm_1, game, seed, _SWEEPS)),
                "here": milliseconds(partial(form, game, seed=seed)),
                "by type": milliseconds(partial(typed.form, groups + 1, seed=seed)),
            }
        )
    return told


def small(seed: int, devices: int) -> LeakageGame:
    """A leakage game for the exact optimum."""
    chance = np.random.default_rng([seed, devices])
    upper = np.triu(chance.random((devices, devices)), 1)
    return LeakageGame.of(chance.uniform(1, 10, devices), (upper + upper.T).tolist(), 0.1)


def _exact(seed: int, devices: tuple[int, ...]) -> dict[str, float]:
    best_partition(small(seed, WARM))
    return {str(count): milliseconds(partial(best_partition, small(seed, count))) for count in devices}


def crowd(seed: int, devices: int) -> ContractGame:
    """A contract game of so many devices, of a few types and contracts."""
    chance = np.random.default_rng([seed, devices])
    contracts = [(slot % TYPES, int(chance.integers(10**6, 10**9))) for slot in range(CONTRACTS)]
    return ContractGame.of(chance.integers(1, 1_000, devices), chance.integers(0, TYPES, devices), contracts)


def _large(seed: int, devices: tuple[int, ...]) -> dict[str, dict[str, float]]:
    switch(crowd(seed, LARGE)), place(crowd(seed, LARGE))
    found = {}
    for count in devices:
        game = crowd(seed, count)
        ended = switch(game, seed)
        found[str(count)] = {
            "looks": ended.sweeps * count * CONTRACTS // TYPES,
            "sweeps": ended.sweeps,
            "moves": ended.steps,
            "switching": milliseconds(partial(switch, game, seed)),
            "placement": milliseconds(partial(place, game)),
        }
    return found


def _measure(seed: int, devices: tuple[int, ...], large: tuple[int, ...]) -> dict[str, Any]:
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "figure": _figure(seed),
        "exact": _exact(seed, devices),
        "crowd": _large(seed, large),
    }


PART = Part[Settings](
    name="speed",
    title="Fig 11: time",
    needs=("seed", "devices", "crowd"),
    tasks=lambda settings: [(settings.seed, settings.devices, settings.crowd)],
    work=_measure,
    combine=lambda _, found: found[0],
    alone=True,
)
