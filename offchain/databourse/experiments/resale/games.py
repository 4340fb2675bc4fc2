"""Equilibria put to the test: random games, every deviation tried, and the paper's algorithm beside the fast one."""

from __future__ import annotations

import random
from collections import Counter

from databourse.experiments.parts import Part, chunks
from databourse.experiments.resale.settings import Settings
from databourse.mechanisms.resale import Instance, literal, solve
from databourse.mechanisms.resale.analysis.beliefs import posteriors
from databourse.mechanisms.resale.analysis.deviations import gains, is_consistent
from databourse.mechanisms.resale.analysis.random_chains import arbitrary, shares

_GAMES_A_TASK = 50

MOST_TRADES = 4
MOST_STATES = 3
#: Valuations, in thirds, are from these to 12: mostly negative ones, some, or none.
LOWEST = (-12, -3, 1)


def random_game(seed: int, game: int) -> Instance:
    """Up to four trades and three states for each player; half of the matrices leave something to the platform."""
    chance = random.Random(f"{seed}/game/{game}")
    sizes = [chance.randint(1, MOST_STATES) for _ in range(1 + chance.randint(1, MOST_TRADES))]
    model = arbitrary(chance, sizes, lowest=chance.choice(LOWEST))
    return Instance(model, shares(chance, model.trades, balanced=game % 2 == 0), "exact")


def _check(seed: int, games: range) -> dict[str, int]:
    counts: Counter[str] = Counter(games=len(games))
    for game in games:
        instance = random_game(seed, game)
        played = solve(instance)
        counts["same as written"] += literal.solve(instance) == played
        counts["consistent"] += is_consistent(instance, played)
        for gain in gains(instance, played):
            counts["deviations"] += 1
            counts["deviations that pay"] += gain > 0
        for player in range(instance.model.trades):
            for (state, _), row in posteriors(instance, played, player).items():
                counts["beliefs"] += 1
                counts["beliefs that differ"] += tuple(row) != instance.model.transitions[player][state]
    return dict(counts)


def added(found: list[dict[str, int]]) -> dict[str, int]:
    """Counts of all tasks."""
    total: Counter[str] = Counter()
    for counts in found:
        total.update(counts)
    return dict(total)


PART = Part[Settings](
    name="games",
    title="Equilibria: every deviation in random games",
    needs=("seed", "games"),
    tasks=lambda settings: [(settings.seed, games) for games in chunks(settings.games, _GAMES_A_TASK)],
    work=_check,
    combine=lambda _, found: added(found),
)
