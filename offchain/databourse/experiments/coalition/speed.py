"""Fig 11: time of Algorithm 1, of the forms used here and of the exact optimum; and how often switching looks.

Times are those of the processor. How often a device looks at a contract does not depend on the machine, and decides
what is said about growth.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
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


def milliseconds(work: Callable[[], Any], repetitions: int = _REPETITIONS) -> float:
    """Processor time of one call, after one that may have to compile; the best of a few."""
    work()
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
    told = []
    for groups, size in zip(GROUPS, GROUP_SIZES, strict=True):
        typed = grouped(groups, size)
        game = typed.untyped()
        told.append(
            {
                "groups": groups,
                "devices": groups * size,
                "Algorithm 1": milliseconds(lambda game=game: algorithm_1(game, seed, 20), 1),  # type: ignore[misc]
                "here": milliseconds(lambda game=game: form(game, seed=seed), 1),  # type: ignore[misc]
                "by type": milliseconds(lambda typed=typed, g=groups: typed.form(g + 1, seed=seed)),  # type: ignore[misc]
            }
        )
    return told


def _exact(seed: int, devices: tuple[int, ...]) -> dict[str, float]:
    found = {}
    for count in devices:
        chance = np.random.default_rng([seed, count])
        upper = np.triu(chance.random((count, count)), 1)
        game = LeakageGame.of(chance.uniform(1, 10, count), (upper + upper.T).tolist(), 0.1)
        found[str(count)] = milliseconds(lambda game=game: best_partition(game), 1 if count > 15 else 3)  # type: ignore[misc]
    return found


def crowd(seed: int, devices: int) -> ContractGame:
    """A contract game of so many devices, of a few types and contracts."""
    chance = np.random.default_rng([seed, devices])
    contracts = [(slot % TYPES, int(chance.integers(10**6, 10**9))) for slot in range(CONTRACTS)]
    return ContractGame.of(chance.integers(1, 1_000, devices), chance.integers(0, TYPES, devices), contracts)


def _large(seed: int, devices: tuple[int, ...]) -> dict[str, dict[str, float]]:
    found = {}
    for count in devices:
        game = crowd(seed, count)
        ended = switch(game, seed)
        found[str(count)] = {
            "looks": ended.sweeps * count * CONTRACTS // TYPES,
            "sweeps": ended.sweeps,
            "moves": ended.steps,
            "switching": milliseconds(lambda game=game: switch(game, seed)),  # type: ignore[misc]
            "placement": milliseconds(lambda game=game: place(game)),  # type: ignore[misc]
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
