"""What the benchmark of coalitions compares: each task in the fast form and as one would write it down.

Games have five types and ten contracts or coalitions, as the paper's have at most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from databourse.mechanisms.coalition import (
    ContractGame,
    LeakageGame,
    TypedGame,
    best_partition,
    form,
    is_stable,
    pay,
    place,
    switch,
)
from databourse.mechanisms.coalition.discovery import Attempts, Device, Types, bucket_tag, compare
from databourse.mechanisms.coalition.literal import (
    algorithm_1,
    best_by_enumeration,
    nash_by_definition,
    placement_by_definition,
    switch_by_definition,
)

Run = Callable[[], object]
Pairs = list[tuple[int, int]]

TYPES = 5
GROUPS = 10
EVERY_SIZE = 10**9
MASSES = (100, 1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Contestant:
    """A way to do a task, for at most so many devices; compiled ones are run once before they are measured."""

    name: str
    prepare: Callable[[int], Run]
    most: int = EVERY_SIZE
    compiled: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """What is done, for how many devices, and by whom."""

    name: str
    sizes: tuple[int, ...]
    contestants: tuple[Contestant, ...]


def devices(size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Samples and types; the same on every machine."""
    chance = np.random.default_rng(size)
    return chance.integers(1, 100, size), chance.integers(0, TYPES, size)


def contracts(scale: int = 1) -> Pairs:
    """Budgets from 100,000 to a million; scaled ones do not fit 64 bits."""
    chance = np.random.default_rng(1)
    return [(slot % TYPES, int(chance.integers(10**5, 10**6)) * scale + slot) for slot in range(GROUPS)]


def contract_game(size: int, scale: int = 1) -> ContractGame:
    """The contract game of so many devices."""
    return ContractGame.of(*devices(size), contracts(scale))


def typed_game(size: int) -> TypedGame:
    """Influence between types; coalitions cost nothing, so that everybody moves."""
    chance = np.random.default_rng(size)
    upper = np.triu(chance.random((TYPES, TYPES)))
    return TypedGame.of(chance.uniform(1, 10, size), devices(size)[1], upper + np.triu(upper, 1).T)


def leakage_game(size: int) -> LeakageGame:
    """A whole matrix of influence; a coalition costs what makes many of them worth it."""
    chance = np.random.default_rng(size)
    upper = np.triu(chance.random((size, size)), 1)
    return LeakageGame.of(chance.uniform(1, 10, size), upper + upper.T, 0.4 / size)


def _pairs(size: int) -> Pairs:
    samples, types = devices(size)
    return list(zip(samples.tolist(), types.tolist(), strict=True))


def _place(scale: int) -> Callable[[int], Run]:
    def prepare(size: int) -> Run:
        game = contract_game(size, scale)
        return lambda: pay(game, place(game))

    return prepare


def _place_literal(size: int) -> Run:
    pairs = _pairs(size)
    return lambda: placement_by_definition(pairs, contracts())


def _switch(size: int) -> Run:
    game = contract_game(size)
    return lambda: switch(game, 1)


def _switch_literal(size: int) -> Run:
    pairs, budgets = _pairs(size), contracts()
    chance = np.random.default_rng(1)
    start = [next(slot for slot, (wanted, _) in enumerate(budgets) if wanted == kind) for _, kind in pairs]
    order = chance.permutation(size).tolist()
    return lambda: switch_by_definition(pairs, budgets, start, order)


def _stable(size: int) -> Run:
    game = contract_game(size)
    assignment = place(game)
    return lambda: is_stable(game, assignment)


def _stable_literal(size: int) -> Run:
    pairs, budgets = _pairs(size), contracts()
    assignment = placement_by_definition(pairs, budgets)
    return lambda: nash_by_definition(pairs, budgets, assignment)


def _typed(consent: bool) -> Callable[[int], Run]:
    def prepare(size: int) -> Run:
        game = typed_game(size)
        return lambda: game.form(GROUPS, consent=consent, seed=1)

    return prepare


def _matrix(size: int) -> Run:
    game = leakage_game(size)
    return lambda: form(game, seed=1)


def _algorithm_1(size: int) -> Run:
    game = leakage_game(size)
    return lambda: algorithm_1(game, seed=1, most_sweeps=20)


def _best(size: int) -> Run:
    game = leakage_game(size)
    return lambda: best_partition(game)


def _best_literal(size: int) -> Run:
    game = leakage_game(size)
    return lambda: best_by_enumeration(game, size)


def _buckets(size: int) -> Run:
    types = Types(b"bench", TYPES)
    kinds = devices(size)[1].tolist()
    return lambda: [bucket_tag(bytes(32), types, kind) for kind in kinds]


def _equality(size: int) -> Run:
    types = Types(b"bench", TYPES)
    proxy = Device(0, types, Attempts(EVERY_SIZE))
    asking = [Device(kind, types, Attempts(EVERY_SIZE)) for kind in devices(size)[1].tolist()]
    return lambda: [compare(device, proxy) for device in asking]


TASKS = (
    Task(
        "placement and payments",
        MASSES,
        (
            Contestant("compiled", _place(1), compiled=True),
            Contestant("budgets × 10^18", _place(10**18), 100_000),
            Contestant("by definition", _place_literal, 10_000),
        ),
    ),
    Task(
        "switching to an equilibrium",
        MASSES,
        (Contestant("compiled", _switch, compiled=True), Contestant("by definition", _switch_literal, 100)),
    ),
    Task(
        "is it stable?",
        MASSES,
        (Contestant("smallest members", _stable, compiled=True), Contestant("by definition", _stable_literal, 100)),
    ),
    Task(
        "leakage game",
        MASSES,
        (
            Contestant("by types, with consent", _typed(consent=True), compiled=True),
            Contestant("by types, without", _typed(consent=False), compiled=True),
            Contestant("whole matrix, with consent", _matrix, 100),
            Contestant("Algorithm 1 as published", _algorithm_1, 100),
        ),
    ),
    Task(
        "type discovery",
        MASSES,
        (Contestant("a bucket tag each", _buckets, 100_000), Contestant("an equality test each", _equality, 1_000)),
    ),
    Task(
        "exact optimum",
        (8, 14, 16, 18, 20),
        (Contestant("blocks of subsets", _best, compiled=True), Contestant("all partitions", _best_literal, 8)),
    ),
)
