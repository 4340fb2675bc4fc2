"""Sections 3.1 and 4.1: balance, symmetry, the zero element, individual rationality, and who gains by a newcomer."""

from __future__ import annotations

from collections import Counter
from typing import Any

from databourse.experiments.learning.pictures import chance
from databourse.experiments.learning.settings import Settings
from databourse.experiments.learning.theorem import table_of
from databourse.experiments.parts import Part, chunks
from databourse.mechanisms.learning import Outcome, Table, single_task
from databourse.mechanisms.learning.attacks import SHAPES, with_copies

BUDGET = 999_983  # a prime, so that hardly anything divides without a rest
_A_TASK = 25


def look(table: Table, twin: int) -> Counter[str]:
    """Counts over one market, and over the one that the last party joins later."""
    counts: Counter[str] = Counter(markets=1)
    market = single_task(table)
    paid = Outcome.of(market, BUDGET).payments
    counts["balanced"] += sum(market.net) == 0 and sum(market.shares) == 1
    counts["balanced to the unit"] += sum(paid.net) == 0 and sum(paid.payouts) == sum(paid.charges)
    counts["nobody's data earn less than nothing"] += min(paid.payouts) >= 0

    # somebody else with the same data and task
    pair = single_task(with_copies(table, twin, 1))
    money = Outcome.of(pair, BUDGET).payments
    counts["same data, same return"] += pair.net[twin] == pair.net[-1]
    counts["same data, a unit apart"] += abs(money.returns[twin] - money.returns[-1]) <= 1

    idle = [party for party, gain in enumerate(market.gains) if gain == 0]
    counts["without a gain"] += len(idle)
    counts["without a gain, fee back"] += sum(paid.returns[party] >= paid.fees[party] for party in idle)
    counts["without a gain, more than the fee"] += sum(paid.returns[party] > paid.fees[party] for party in idle)

    before = single_task(Table(table.parties - 1, table.correct[: len(table.correct) // 2], table.validation_size))
    # beside what it reaches alone, a party has the gain of its model, a_i, and the money, b_i − a_i
    earned, later = ([n + g for n, g in zip(one.net, one.gains, strict=True)] for one in (before, market))
    counts["newcomers"] += 1
    counts["newcomers not worse off"] += later[-1] >= 0
    counts["others"] += len(earned)
    counts["others worse off"] += sum(now < then for then, now in zip(earned, later[:-1], strict=True))
    return counts


def _check(seed: int, shape: str, tables: range) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for at in tables:
        table = table_of(seed, shape, at)
        counts.update(look(table, int(chance(seed, "twin", shape, at).integers(table.parties))))
    return {"shape": shape, "counts": dict(counts)}


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG001 - as all parts
    told: dict[str, Counter[str]] = {shape: Counter() for shape in SHAPES}
    for task in found:
        told[task["shape"]].update(task["counts"])
    return {shape: dict(counts) for shape, counts in told.items()}


PART = Part[Settings](
    name="properties",
    title="Balance, symmetry, rationality in random tables",
    needs=("seed", "tables"),
    tasks=lambda settings: [
        (settings.seed, shape, tables) for shape in SHAPES for tables in chunks(settings.tables, _A_TASK)
    ],
    work=_check,
    combine=_combine,
)
