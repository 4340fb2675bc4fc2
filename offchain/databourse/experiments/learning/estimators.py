"""Sampled Shapley values of v: independent orders against pairs of an order and its reverse."""

from __future__ import annotations

from functools import lru_cache
from math import factorial
from typing import Any

import numpy as np

from databourse.experiments.learning.pictures import LABELS, Source, dealt
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.experiments.statistics import rounded
from databourse.learning import Problem, Ridge, measure
from databourse.mechanisms.learning import Table, sample
from databourse.mechanisms.learning.characteristic import v_sums
from databourse.mechanisms.learning.shapley import numerators

PARTIES = 12
ORDERS = (32, 128, 512)
WAYS = {"independent orders": False, "antithetic pairs": True}
_A_TASK = 10


@lru_cache(maxsize=1)
def table(source: Source) -> Table:
    """Twelve parties with two labels each, and ridge regression."""
    train, task = source.split("estimators")
    draw = source.chance("estimators")
    wanted = [draw.choice(LABELS, 2, replace=False).tolist() for _ in range(PARTIES)]
    return measure(Problem.of(dealt(train, wanted), [task]), Ridge(), jobs=1).tables[0].closure()


def column(found: Table) -> list[float]:
    """v(S) for every S, in accuracy."""
    masks = np.arange(len(found.correct))
    inside = masks[:, None] >> np.arange(found.parties) & 1
    values = (inside.sum(axis=1) + 1) * found.correct - inside @ np.array(found.alone)
    return [float(value) for value in values / found.validation_size]


def _estimate(source: Source, way: str, orders: int, runs: range) -> dict[str, Any]:
    found = table(source)
    v = column(found)
    unit = found.validation_size * factorial(PARTIES)
    truth = np.array([numerator / unit for numerator in numerators(v_sums(found))])
    squares, inside, evaluated = 0.0, 0, 0
    for run in runs:
        seed = int(source.chance("orders", way, orders, run).integers(1 << 31))
        one = sample(v.__getitem__, PARTIES, orders=orders, antithetic=WAYS[way], seed=seed)
        errors = np.array(one.values) - truth
        squares += float((errors**2).sum())
        inside += int((np.abs(errors) <= one.half_widths).sum())
        evaluated += one.evaluated
    return {"way": way, "orders": orders, "squares": squares, "inside": inside, "evaluated": evaluated}


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:
    estimates = settings.repeats * PARTIES
    told: dict[str, Any] = {}
    for way in WAYS:
        told[way] = []
        for orders in ORDERS:
            runs = [run for run in found if (run["way"], run["orders"]) == (way, orders)]
            squares, inside, evaluated = (sum(run[name] for run in runs) for name in ("squares", "inside", "evaluated"))
            told[way].append(
                {
                    "orders": orders,
                    "rmse": rounded((squares / estimates) ** 0.5),
                    "covered": rounded(inside / estimates),
                    "models": rounded(evaluated / settings.repeats),
                }
            )
    return {"parties": PARTIES, "repeats": settings.repeats, "ways": told}


PART = Part[Settings](
    name="estimators",
    title="Sampled values",
    needs=("seed", "data", "rows", "repeats"),
    tasks=lambda settings: [
        (settings.source, way, orders, runs)
        for way in WAYS
        for orders in ORDERS
        for runs in chunks(settings.repeats, _A_TASK)
    ],
    work=_estimate,
    combine=_combine,
)
