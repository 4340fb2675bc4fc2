"""How long it takes: the paper's algorithms as written, the fast form, and the search for OPT.

As written they are a Python program here, as the authors' will have been; the fast form is compiled. Times are those
of the processor, so that other work on the machine counts as little as it can; nothing else in the report depends on
the machine.
"""

from __future__ import annotations

import os
import platform
import random
import time
from collections.abc import Callable
from typing import Any

from databourse.experiments.parts import Part
from databourse.experiments.resale.chains import RATIONAL, TRADES, best
from databourse.experiments.resale.settings import Settings
from databourse.mechanisms.compiled import compiled
from databourse.mechanisms.resale import Instance, Model, average, literal, published
from databourse.mechanisms.resale.floats import solve_whole
from databourse.mechanisms.resale.kernel import TOLERANCE, room

#: States of each player in models where any may follow any.
SIZES = (4, 8, 16)
REPETITIONS = 3
_CALLS = 50


def _dense(seed: int, states: int) -> Instance:
    chance = random.Random(f"{seed}/speed/{states}")
    weights = [[[chance.random() for _ in range(states)] for _ in range(states)] for _ in range(TRADES)]
    model = Model(
        [[10 * chance.random() for _ in range(states)] for _ in range(TRADES + 1)],
        [1 / states] * states,
        [[[weight / sum(row) for weight in row] for row in step] for step in weights],
    )
    return Instance(model, average(TRADES), "float")


def _milliseconds(work: Callable[[], Any], repetitions: int = REPETITIONS, calls: int = 1) -> float:
    """Processor time of one call; the best of a few runs, because other work on the machine can only add to one."""
    times = []
    for _ in range(repetitions):
        started = time.process_time()
        for _ in range(calls):
            work()
        times.append((time.process_time() - started) / calls)
    return float(f"{min(times) * 1e3:.3g}")


def _both_forms(instance: Instance) -> dict[str, float]:
    """Thresholds and prices as written; with welfare and utilities in the fast form."""
    kernel, chain, shares = compiled(solve_whole), instance.model.flat.chain, instance.reallocation.flat
    work = room(chain)
    kernel(chain, shares, work, TOLERANCE)
    return {
        "as written": _milliseconds(lambda: literal.backward(instance, literal.AS_PUBLISHED)),
        "fast": _milliseconds(lambda: kernel(chain, shares, work, TOLERANCE), calls=_CALLS),
    }


def _search(seed: int, model: Model) -> dict[str, Any]:
    best(model, seed)  # the first search may have to compile
    return {
        "search": _milliseconds(lambda: best(model, seed), 1),
        "matrices": best(model, seed).evaluations,
    }


def _measure(seed: int) -> dict[str, Any]:
    models = {name: published(name, TRADES, "float") for name in RATIONAL}
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "sizes": {str(states): _both_forms(_dense(seed, states)) for states in SIZES},
        "models": {
            name: {**_both_forms(Instance(model, average(TRADES), "float")), **_search(seed, model)}
            for name, model in models.items()
        },
    }


PART = Part[Settings](
    name="speed",
    title="Speed",
    needs=("seed",),
    tasks=lambda settings: [(settings.seed,)],
    work=_measure,
    combine=lambda _, found: found[0],
    alone=True,
)
