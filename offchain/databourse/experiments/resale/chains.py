"""Table 1, Figs 2 and 3: the four models under every matrix, solved in rationals.

Model 1 is e^(k/2) in one reading and 1.65^k in another (1'), which cannot be told apart within the paper's errors. The
first is not rational, so it is solved in floats and only for Table 1; the second stands for model 1 everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from databourse.experiments.parts import Part
from databourse.experiments.resale.settings import Settings
from databourse.experiments.statistics import rounded
from databourse.mechanisms.resale import (
    Equilibrium,
    Instance,
    Model,
    Reallocation,
    average,
    published,
    raw,
    solve,
    tbds,
)

if TYPE_CHECKING:
    from databourse.mechanisms.resale.optimise import Optimum

#: Numbers of trades in Table 1 and Fig 2.
TRADES = 5

#: Models that are solved in rationals; 1' stands for model 1.
RATIONAL = ("1'", "2", "3", "4")

#: The matrices that are given by a rule, from the number of trades; the paper's figures have no TBDS.
RULES: Mapping[str, Callable[[int], Reallocation]] = {
    "RAW": raw,
    "AVE": average,
    "TBDS(1/4)": lambda trades: tbds(trades, Fraction(1, 4)),
    "TBDS(1/2)": lambda trades: tbds(trades, Fraction(1, 2)),
    "TBDS(3/4)": lambda trades: tbds(trades, Fraction(3, 4)),
}
OPT = "OPT"
MATRICES = (*RULES, OPT)


def summary(played: Equilibrium) -> dict[str, Any]:
    """What the tables and figures show of an equilibrium."""
    return {
        "welfare": rounded(float(played.welfare)),
        "volume": rounded(float(played.volume)),
        "rates": [rounded(float(rate)) for rate in played.trade_rates[1:]],
        "utilities": [rounded(float(utility)) for utility in played.utilities],
    }


def best(model: Model, seed: int, *, zeros: bool = False) -> Optimum:
    """OPT: the best balanced matrix that the search finds, and its equilibrium, in the model's arithmetic."""
    from databourse.mechanisms.resale import optimise

    return optimise.optimise(model, optimise.Settings(zeros=zeros, seed=seed), model.arithmetic)


def under_every_matrix(seed: int, name: str, trades: int) -> dict[str, Any]:
    """Summaries of a model's equilibria, by matrix."""
    model = published(name, trades, "float" if name == "1" else "exact")
    found = {matrix: summary(solve(Instance(model, rule(trades), model.arithmetic))) for matrix, rule in RULES.items()}
    found[OPT] = summary(best(model, seed).equilibrium)
    return found


def _lengths(settings: Settings) -> list[tuple[str, int]]:
    return [(name, trades) for name in RATIONAL for trades in settings.lengths]


def _by_length(settings: Settings, found: list[Any]) -> dict[str, Any]:
    told: dict[str, Any] = {name: {} for name in RATIONAL}
    for (name, trades), one in zip(_lengths(settings), found, strict=True):
        told[name][str(trades)] = one
    return told


TABLE_1 = Part[Settings](
    name="chains",
    title="Table 1, Fig 2: chains of five trades",
    needs=("seed",),
    tasks=lambda settings: [(settings.seed, name, TRADES) for name in ("1", *RATIONAL)],
    work=under_every_matrix,
    combine=lambda _, found: dict(zip(("1", *RATIONAL), found, strict=True)),
)

LENGTHS = Part[Settings](
    name="lengths",
    title="Fig 3: chains of other lengths",
    needs=("seed", "lengths"),
    tasks=lambda settings: [(settings.seed, name, trades) for name, trades in _lengths(settings)],
    work=under_every_matrix,
    combine=_by_length,
)
