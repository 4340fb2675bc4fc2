"""The whole experiment: which parts there are, and how people name them."""

from __future__ import annotations

from collections.abc import Mapping

from databourse.experiments import sharing as experiment
from databourse.experiments.folder import Experiment
from databourse.experiments.parts import Part
from databourse.experiments.sharing import lies, mixed, payments, prices, profiles, queries, sizes
from databourse.experiments.sharing.figures import FIGURES
from databourse.experiments.sharing.review import render
from databourse.experiments.sharing.settings import Settings
from databourse.mechanisms import sharing
from databourse.mechanisms.sharing import bilateral, literal, unilateral
from databourse.mechanisms.sharing.unilateral.demand import choice

PARTS: tuple[Part[Settings], ...] = (
    profiles.PART,
    sizes.PART,
    prices.PART,
    payments.PART,
    mixed.PART,
    lies.PART,
    queries.PART,
)

#: What `--only` takes, and the parts that it means.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "stability": ("profiles",),
    "sizes": ("sizes",),
    "prices": ("prices",),
    "vcg": ("payments",),
    "mixed": ("mixed",),
    "lies": ("lies",),
    "queries": ("queries",),
}

EXPERIMENT = Experiment(
    PARTS,
    TOPICS,
    FIGURES,
    render,
    code=(experiment, sharing, bilateral, literal, unilateral, choice),
    options="--quick and --seed",
)
