"""The whole experiment: which parts there are, and how people name them."""

from __future__ import annotations

from collections.abc import Mapping

from databourse import resale as on_chain
from databourse.experiments import resale as experiment
from databourse.experiments.folder import Experiment
from databourse.experiments.parts import Part
from databourse.experiments.resale import (
    accuracy,
    assumptions,
    chains,
    examples,
    games,
    market,
    optimum,
    rounding,
    speed,
    theorems,
    whole_shares,
)
from databourse.experiments.resale.figures import FIGURES
from databourse.experiments.resale.review import render
from databourse.experiments.resale.settings import Settings
from databourse.mechanisms import resale
from databourse.mechanisms.resale import analysis, continuous, kernel, optimise

PARTS: tuple[Part[Settings], ...] = (
    chains.TABLE_1,
    chains.LENGTHS,
    rounding.PART,
    optimum.PART,
    assumptions.PART,
    games.PART,
    theorems.PART,
    accuracy.PART,
    speed.PART,
    examples.PART,
    whole_shares.PART,
    market.PART,
)

#: What `--only` takes, and the parts that it means.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "table1": ("chains",),
    "fig2": ("chains",),
    "fig3": ("lengths",),
    "rounding": ("rounding",),
    "optimum": ("optimum",),
    "equilibria": ("games",),
    "theorems": ("assumptions", "theorems"),
    "fptas": ("accuracy",),
    "speed": ("speed",),
    "examples": ("examples",),
    "market": ("whole shares", "market"),
}

EXPERIMENT = Experiment(
    PARTS,
    TOPICS,
    FIGURES,
    render,
    code=(experiment, resale, analysis, continuous, kernel, optimise, on_chain),
    options="--quick and --seed",
)
