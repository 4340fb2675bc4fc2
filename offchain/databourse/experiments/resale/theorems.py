"""Theorems 4.3 and 4.4 and Lemma C.2 on random homogeneous models, and what becomes of them without an assumption.

All in rationals, except where rounding itself is the question.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from databourse.experiments.parts import Part, chunks
from databourse.experiments.resale.games import added
from databourse.experiments.resale.settings import Settings
from databourse.mechanisms.resale import Equilibrium, Instance, Model, Reallocation, average, literal, raw, solve
from databourse.mechanisms.resale.analysis.events import in_proportion, nested, trade_event, trade_events
from databourse.mechanisms.resale.analysis.random_chains import (
    NEGATIVE_RATIOS,
    arbitrary,
    homogeneous,
    local_change,
    of_columns,
    shares,
    without_later_shares,
)
from databourse.mechanisms.resale.solve import solve_flat

_A_TASK = 50

#: Trades in the random homogeneous models, at most, and in the arbitrary ones, whose players have four states each.
MOST_TRADES = 4
STATES = 4

Counts = Counter[str]


def _solved(model: Model, reallocation: Reallocation) -> Equilibrium:
    return solve(Instance(model, reallocation, "exact"))


def _local(chance: random.Random, counts: Counts) -> None:
    """Theorem 4.3: one player passes up one-shot profit for later shares."""
    model = homogeneous(chance, chance.randint(1, MOST_TRADES))
    player, before, after = local_change(chance, model.trades)
    old, new = (trade_events(model, _solved(model, matrix)) for matrix in (before, after))
    grew = old[player] < new[player]
    others = all(old[trade] == new[trade] for trade in range(model.trades) if trade != player)
    counts["violations"] += not (old[player] <= new[player] and others)
    counts["strict"] += grew


def _nesting(chance: random.Random, counts: Counts) -> None:
    """Theorem 4.4: RAW against any feasible matrix; about half of them leave something to the platform."""
    _compare(homogeneous(chance, chance.randint(1, MOST_TRADES)), chance, counts)


def _compare(model: Model, chance: random.Random, counts: Counts, *, balanced: bool | None = None) -> None:
    if balanced is None:
        balanced = chance.random() < 0.5
    baseline = _solved(model, raw(model.trades))
    other = _solved(model, shares(chance, model.trades, balanced=balanced))
    rises = zip(baseline.trade_rates, other.trade_rates, strict=True)
    counts["violations"] += not nested(model, baseline, other)
    counts["strict"] += other.volume > baseline.volume
    counts["some trade rarer"] += any(rate > later for rate, later in rises)
    kind = "balanced" if balanced else "unbalanced"
    counts[kind] += 1
    counts[f"{kind}, welfare falls"] += other.welfare < baseline.welfare
    counts["trade value falls"] += other.welfare + other.leftover < baseline.welfare + baseline.leftover


def _scaling(chance: random.Random, counts: Counts) -> None:
    """Lemma C.2: t(cv) = c t(v) and p(cv) = c p(v); sellers without later shares sell alike under any matrix."""
    model = homogeneous(chance, chance.randint(1, MOST_TRADES))
    played = _solved(model, shares(chance, model.trades, balanced=chance.random() < 0.5))
    counts["not in proportion"] += not in_proportion(model, played)
    seller = chance.randrange(model.trades)
    matrices = (without_later_shares(shares(chance, model.trades, balanced=False), seller) for _ in range(2))
    first, second = (trade_event(model, _solved(model, matrix), seller + 1) for matrix in matrices)
    counts["event depends on the matrix"] += first != second


def _without_homogeneity(chance: random.Random, counts: Counts) -> None:
    model = arbitrary(chance, [STATES] * (MOST_TRADES + 1))
    _compare(model, chance, counts, balanced=True)
    baseline, equal = _solved(model, raw(MOST_TRADES)), _solved(model, average(MOST_TRADES))
    counts["AVE, welfare falls"] += equal.welfare < baseline.welfare


def _without_positivity(chance: random.Random, counts: Counts) -> None:
    _compare(homogeneous(chance, chance.randint(1, MOST_TRADES), NEGATIVE_RATIOS), chance, counts, balanced=True)


def _without_own_share(chance: random.Random, counts: Counts) -> None:
    """A seller has no share in its own trade, so all prices that the same buyers accept are equally good to it."""
    model = homogeneous(chance, chance.randint(2, MOST_TRADES))
    matrix = shares(chance, model.trades)
    columns = [list(matrix.column(trade)) for trade in range(1, model.trades + 1)]
    trade = chance.randint(2, model.trades)
    columns[trade - 1][0] += columns[trade - 1][-1]
    columns[trade - 1][-1] = Fraction()
    counts["violations"] += not nested(model, _solved(model, raw(model.trades)), _solved(model, of_columns(columns)))


def _without_tolerance(chance: random.Random, counts: Counts) -> None:
    """Floats, with ties told apart by their last bit, and with the rules for ties; on powers of 1.5."""
    model = homogeneous(chance, MOST_TRADES, [Fraction(3, 2)])
    matrices = raw(MOST_TRADES), shares(chance, MOST_TRADES)
    for words, tolerance in (("violations", 0.0), ("violations with tolerance", 1e-12)):
        baseline, other = (solve_flat(model.flat, matrix, tolerance) for matrix in matrices)
        counts[words] += not nested(model, baseline, other)


def _highest_prices(chance: random.Random, counts: Counts) -> None:
    """Of equally good prices the highest is asked: another rule that does not depend on the matrix."""
    model = homogeneous(chance, chance.randint(1, 3))
    matrices = raw(model.trades), shares(chance, model.trades)
    rule = literal.Ties(choose=max)
    baseline, other = (literal.solve(Instance(model, matrix, "exact"), rule) for matrix in matrices)
    counts["violations"] += not nested(model, baseline, other)


Trial = Callable[[random.Random, Counts], None]

THEOREMS: Mapping[str, Trial] = {"local": _local, "nesting": _nesting, "scaling": _scaling}
CONTROLS: Mapping[str, Trial] = {
    "homogeneity": _without_homogeneity,
    "positivity": _without_positivity,
    "own share": _without_own_share,
    "tolerance": _without_tolerance,
    "highest prices": _highest_prices,
}


def _run(seed: int, name: str, trials: range) -> dict[str, int]:
    counts: Counts = Counter()
    trial = {**THEOREMS, **CONTROLS}[name]
    for at in trials:
        trial(random.Random(f"{seed}/{name}/{at}"), counts)
    return dict(counts)


def _tasks(settings: Settings) -> list[tuple[int, str, range]]:
    sizes = {**dict.fromkeys(THEOREMS, settings.trials), **dict.fromkeys(CONTROLS, settings.controls)}
    return [(settings.seed, name, trials) for name, size in sizes.items() for trials in chunks(size, _A_TASK)]


def _combine(settings: Settings, found: list[dict[str, int]]) -> dict[str, Any]:
    names = [name for _, name, _ in _tasks(settings)]
    told = {}
    for name in dict.fromkeys(names):
        size = settings.trials if name in THEOREMS else settings.controls
        told[name] = {"trials": size, **added([one for task, one in zip(names, found, strict=True) if task == name])}
    return told


PART = Part[Settings](
    name="theorems",
    title="Theorems 4.3 and 4.4, with and without their assumptions",
    needs=("seed", "trials", "controls"),
    tasks=_tasks,
    work=_run,
    combine=_combine,
)
