"""The whole experiment: which parts there are, and how people name them."""

from __future__ import annotations

from collections.abc import Mapping

from databourse.experiments import coalition as experiment
from databourse.experiments.coalition import (
    contracts,
    convergence,
    discovery,
    early,
    gain,
    lies,
    off_type,
    optimum,
    overlap,
    speed,
    stopping,
    types,
    valuation,
    values,
)
from databourse.experiments.coalition.figures import FIGURES
from databourse.experiments.coalition.review import render
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.folder import Experiment
from databourse.experiments.parts import Part
from databourse.mechanisms import coalition
from databourse.mechanisms.coalition import (
    analysis,
    contract_game,
    leakage,
    leakage_game,
    literal,
    value,
)
from databourse.mechanisms.coalition import discovery as protocol
from databourse.mechanisms.coalition import types as data_types

PARTS: tuple[Part[Settings], ...] = (
    overlap.PART,
    early.PART,
    stopping.PART,
    valuation.PART,
    off_type.PART,
    speed.PART,
    optimum.PART,
    gain.PART,
    types.PART,
    values.PART,
    contracts.PART,
    lies.PART,
    convergence.PART,
    discovery.PART,
)

#: What `--only` takes, and the parts that it means.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "fig4": ("overlap",),
    "table2": ("early",),
    "fig8": ("stopping",),
    "fig9": ("valuation",),
    "fig10": ("off type",),
    "fig11": ("speed", "optimum"),
    "fig12": ("stopping", "gain"),
    "types": ("types",),
    "value": ("values",),
    "theorem2": ("contracts", "lies"),
    "stability": ("convergence",),
    "discovery": ("discovery",),
}

EXPERIMENT = Experiment(
    PARTS,
    TOPICS,
    FIGURES,
    render,
    code=(experiment, coalition, analysis, contract_game, protocol, leakage, leakage_game, literal, data_types, value),
    options="--quick and --seed",
)
