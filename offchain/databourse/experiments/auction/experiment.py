"""The whole experiment: which parts there are, and how people name them."""

from __future__ import annotations

from collections.abc import Mapping

from databourse.experiments import auction
from databourse.experiments.auction import audit, examples, gains, leakage, own_report, privacy, profiles, sweep, times
from databourse.experiments.auction.figures import FIGURES
from databourse.experiments.auction.review import render
from databourse.experiments.auction.settings import Settings
from databourse.experiments.folder import Experiment
from databourse.experiments.parts import Part
from databourse.mechanisms import double_auction
from databourse.mechanisms.double_auction import analysis, chance, literal, steps

PARTS: tuple[Part[Settings], ...] = (
    sweep.SWEEP,
    sweep.RANGES_PART,
    times.PART,
    own_report.PART,
    leakage.PART,
    audit.PART,
    profiles.PART,
    gains.PART,
    privacy.PART,
    examples.PART,
)

#: What `--only` takes, and the parts that it means.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "fig5": ("sweep",),
    "fig6": ("sweep",),
    "fig7": ("sweep",),
    "fig8": ("times",),
    "fig9": ("own_report",),
    "fig10": ("leakage",),
    "ranges": ("ranges",),
    "audit": ("audit", "profiles"),
    "gains": ("gains",),
    "privacy": ("privacy",),
    "examples": ("examples",),
}

EXPERIMENT = Experiment(
    PARTS,
    TOPICS,
    FIGURES,
    render,
    code=(auction, double_auction, analysis, chance, literal, steps),
    options="--quick, --runs, --bidders and --seed",
)
