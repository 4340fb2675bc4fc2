"""The grid of Algorithm 4 on continuous models: the accuracy that it promises, and the one that it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from databourse.experiments.parts import Part
from databourse.experiments.resale.settings import Settings
from databourse.experiments.statistics import rounded
from databourse.mechanisms.resale import average
from databourse.mechanisms.resale.continuous.achieved import achieved_error
from databourse.mechanisms.resale.continuous.densities import Copula, Density, Laplace, Tilt
from databourse.mechanisms.resale.continuous.grid import ContinuousModel, solve_continuous

TRADES = 3
EPSILONS = (0.4, 0.2, 0.1)

#: Into how many parts each cell is cut when the error is measured.
CUTS = 4

#: What the report calls a model; the law of the next valuation, and the support.
MODELS: Mapping[str, tuple[Density, float, float]] = {
    "f ∝ e^(xy) on [0, 1]": (Tilt(1.0), 0.0, 1.0),
    "f ∝ e^(−xy) on [−1, 1]": (Tilt(-1.0), -1.0, 1.0),
    "f ∝ e^(−abs(x − y/2)) on [0, 1]": (Laplace(0.5, 1.0), 0.0, 1.0),
    "copula, dependence 1/2, on [−1, 1]": (Copula(0.5), -1.0, 1.0),
    "f ∝ e^(xy) on [−2, −1/2]": (Tilt(1.0), -2.0, -0.5),
}


def _measure(name: str, epsilon: float) -> dict[str, Any]:
    density, low, high = MODELS[name]
    model = ContinuousModel((density,) * TRADES, low, high)
    found = solve_continuous(model, average(TRADES), epsilon)
    errors = achieved_error(found, average(TRADES), CUTS)
    return {
        "model": name,
        "epsilon": epsilon,
        "lipschitz": rounded(found.guarantee.lipschitz),
        "cells": found.guarantee.cells,
        "threshold": float(f"{errors[0]:.4g}"),
        "price": float(f"{errors[1]:.4g}"),
    }


PART = Part[Settings](
    name="accuracy",
    title="The grid for continuous models: promised and achieved accuracy",
    needs=(),
    tasks=lambda _: [(name, epsilon) for name in MODELS for epsilon in EPSILONS],
    work=_measure,
    combine=lambda _, found: found,
)
