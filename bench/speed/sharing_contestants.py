"""What the benchmark of sharing compares: each task in the fast form and as one would write it down.

Data have sizes from 1 to 100 (to 1,000 where one buyer is asked), values are concave in size, and costs arbitrary.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from bench.speed.coalition_contestants import Contestant, Run, Task
from databourse.mechanisms.sharing import (
    BySize,
    Market,
    SizeGame,
    competitive,
    demand,
    match_sizes,
    ordered_match,
    solve_instance,
    vcg_payments,
)
from databourse.mechanisms.sharing.bilateral.ordered_match import strictly
from databourse.mechanisms.sharing.literal import demand_by_definition, match_by_definition, payments_by_definition
from databourse.mechanisms.sharing.unilateral import Method
from databourse.mechanisms.sharing.unilateral.demand import Costs

UNIT = 1_000_000


def size_game(agents: int) -> SizeGame:
    """A game in which agents have some hundred partners at most, the large ones more; the same on every machine."""
    chance = np.random.default_rng(agents)
    return SizeGame.of(
        chance.uniform(1, 100, agents), chance.uniform(0.5, 2, agents), chance.uniform(0.05, 0.35, agents)
    )


def concave_table(chance: np.random.Generator, length: int) -> list[int]:
    """Values of sizes: each unit adds at most as much as the one before, a million at first."""
    steps: npt.NDArray[np.int64] = np.sort((UNIT * chance.random(length) ** 2).astype(np.int64))[::-1]
    return [0, *np.cumsum(steps).tolist()]


def buyer(sellers: int) -> tuple[BySize, Costs]:
    """One buyer, agent 0, and what its sellers bear."""
    chance = np.random.default_rng(sellers)
    sizes = chance.integers(1, 1_001, sellers + 1).tolist()
    by_unit = (chance.random(sellers + 1) * UNIT).tolist()
    costs = [int(size * cost) for size, cost in zip(sizes, by_unit, strict=True)]
    return BySize.of(0, sizes, concave_table(chance, sum(sizes))), [None, *costs[1:]]


def market(agents: int) -> Market:
    """As many buyers as sellers."""
    chance = np.random.default_rng(agents)
    sizes = chance.integers(1, 101, agents).tolist()
    utilities = [BySize.of(agent, sizes, concave_table(chance, sum(sizes))) for agent in range(agents)]
    costs = (np.array(sizes)[:, None] * chance.random((agents, agents)) * UNIT).astype(np.int64)
    np.fill_diagonal(costs, 0)
    return Market.of(utilities, costs.tolist())


def _match(agents: int) -> Run:
    game = size_game(agents)
    return lambda: match_sizes(game)


def _match_any(agents: int) -> Run:
    game = size_game(agents)
    return lambda: ordered_match(strictly(game), game.ranking)


def _match_literal(agents: int) -> Run:
    game = size_game(agents)
    return lambda: match_by_definition(game.utility, game.ranking)


def _demand(method: Method) -> Callable[[int], Run]:
    def prepare(sellers: int) -> Run:
        utility, costs = buyer(sellers)
        return lambda: demand(utility, costs, method)

    return prepare


def _demand_literal(sellers: int) -> Run:
    utility, costs = buyer(sellers)
    prices = {seller: cost for seller, cost in enumerate(costs) if cost is not None}
    return lambda: demand_by_definition(utility.value, prices, utility.priority)


def _payments(agents: int) -> Run:
    everybody = market(agents)
    return lambda: vcg_payments(competitive(everybody))


def _payments_rational(agents: int) -> Run:
    """From JSON, every set of sellers with a rational value."""
    everybody = market(agents)
    utilities = []
    for utility in everybody.utilities:
        others = utility.priority
        sets = [[seller for bit, seller in enumerate(others) if row >> bit & 1] for row in range(1 << len(others))]
        utilities.append({",".join(map(str, sorted(row))): str(Fraction(utility.value(row), 7)) for row in sets})
    instance = {"mechanism": "vcg", "utilities": utilities, "costs": [list(row) for row in everybody.costs]}
    return lambda: solve_instance(instance)


def _payments_literal(agents: int) -> Run:
    everybody = market(agents)
    purchases = competitive(everybody).purchases
    return lambda: payments_by_definition(everybody, purchases)


TASKS = (
    Task(
        "ordered match",
        (10, 100, 1_000, 10_000, 50_000),
        (
            Contestant("concave in size, compiled", _match, compiled=True),
            Contestant("any preferences", _match_any, 100),
            Contestant("as printed", _match_literal, 10),
        ),
    ),
    Task(
        "demand of one buyer",
        (10, 20, 100, 500),
        (
            Contestant("branch and bound", _demand("branch-and-bound"), compiled=True),
            Contestant("programme", _demand("programme"), compiled=True),
            Contestant("enumeration", _demand("enumeration"), 20),
            Contestant("by definition", _demand_literal, 10),
        ),
    ),
    Task(
        "VCG payments",
        (5, 10, 30, 100),
        (
            Contestant("branch and bound", _payments, compiled=True),
            Contestant("rationals, every set", _payments_rational, 10),
            Contestant("by definition", _payments_literal, 10),
        ),
    ),
)
