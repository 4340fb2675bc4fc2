"""Figs 3b and 3c: one party enters up to six times, and is paid by u or by v."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from databourse.experiments.learning.pictures import Source, dealt
from databourse.experiments.learning.settings import Settings
from databourse.experiments.parts import Part
from databourse.experiments.statistics import estimate, rounded
from databourse.learning import Problem, classifier, measure
from databourse.mechanisms.learning import Table, shapley, single_task
from databourse.mechanisms.learning.attacks import shared_label, with_copies
from databourse.mechanisms.learning.characteristic import v_sums
from databourse.mechanisms.learning.shapley import numerators

#: Identities of the party that copies itself.
IDENTITIES = range(1, 7)
#: What the two have, as in the paper.
HONEST, REPLICATING = ("0", "8"), ("2", "8")


def told(table: Table) -> dict[str, float]:
    """Of a market of the honest party 0 and identities of the other: their share by u and by v, and their net money."""
    values = shapley(table.correct, table.parties)
    literal = numerators(v_sums(table))
    market = single_task(table)
    return {
        "u": rounded(float(1 - Fraction(values[0]) / sum(values))),
        "v": rounded(1 - literal[0] / sum(literal)),
        "net": rounded(float(sum(market.net[1:]))),
        "deposits": rounded(float(sum(1 - Fraction(own, market.whole) for own in market.alone[1:]))),
    }


def _enter(source: Source, at: int) -> list[dict[str, float]]:
    train, task = source.split("shares", at)
    honest, other = dealt(train, [HONEST, REPLICATING])
    labels = {*HONEST, *REPLICATING}
    problem = Problem.of([honest, *[other] * IDENTITIES[-1]], [task.only(labels)])
    (table,) = measure(problem, classifier("logistic"), jobs=1).tables
    # the market of the first identities has the first entries
    return [told(Table(1 + k, table.correct[: 2 << k], table.validation_size)) for k in IDENTITIES]


def _combine(settings: Settings, found: list[list[dict[str, float]]]) -> dict[str, Any]:  # noqa: ARG001 - as all parts
    return {
        "splits": len(found),
        "points": [
            {"identities": k, **{name: vars(estimate([run[place][name] for run in found])) for name in found[0][0]}}
            for place, k in enumerate(IDENTITIES)
        ],
        "ideal": [{"identities": k, **told(with_copies(shared_label(), 1, k - 1))} for k in IDENTITIES],
    }


PART = Part[Settings](
    name="shares",
    title="Figs 3b and 3c: shares of a party that copies itself",
    needs=("seed", "data", "rows", "splits"),
    tasks=lambda settings: [(settings.source, at) for at in range(settings.splits)],
    work=_enter,
    combine=_combine,
)
