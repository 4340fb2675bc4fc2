"""The whole experiment: which parts there are, and how people name them."""

from __future__ import annotations

from collections.abc import Mapping

from databourse import learning as training
from databourse.experiments import learning as experiment
from databourse.experiments.folder import Experiment
from databourse.experiments.learning import (
    assumptions,
    copies,
    customised,
    estimators,
    examples,
    identities,
    properties,
    relevance,
    replicas,
    shares,
    tasks,
    theorem,
    validation,
    values,
)
from databourse.experiments.learning.figures import FIGURES
from databourse.experiments.learning.review import render
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part
from databourse.mechanisms import learning
from databourse.mechanisms.learning import attacks

PARTS: tuple[Part[Settings], ...] = (
    replicas.PART,
    relevance.PART,
    shares.PART,
    customised.PART,
    assumptions.PART,
    theorem.PART,
    tasks.PART,
    properties.PART,
    examples.PART,
    copies.PART,
    identities.PART,
    validation.PART,
    values.PART,
    estimators.PART,
)

#: What `--only` takes, and the parts that it means.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "fig2": ("replicas",),
    "fig3a": ("relevance",),
    "fig3bc": ("shares",),
    "fig4": ("customised",),
    "assumptions": ("assumptions",),
    "theorem1": ("theorem",),
    "tasks": ("tasks",),
    "properties": ("properties",),
    "examples": ("examples",),
    "copies": ("copies",),
    "identities": ("identities",),
    "validation": ("validation",),
    "values": ("values",),
    "estimators": ("estimators",),
}

EXPERIMENT = Experiment(
    PARTS,
    TOPICS,
    FIGURES,
    render,
    code=(experiment, training, learning, attacks),
    options="--quick, --data, --rows and --seed",
)
