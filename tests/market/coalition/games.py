"""Random leakage games by type, and rounds that play them."""

from __future__ import annotations

from random import Random

from databourse.market.coalition import LEAKAGE_GAME
from databourse.market.coalition.leakage.game import TypeGame, square
from databourse.mechanisms.coalition.leakage_game.whole import ONE
from tests.market.coalition.rounds import BOND, Coalitions


def random_influence(rng: Random, kinds: int) -> list[list[int]]:
    """The rows of a lower triangle."""
    most = rng.choice([ONE, ONE, ONE // 4])
    return [[rng.choice([0, most, rng.randint(0, most)]) for _ in range(kind + 1)] for kind in range(kinds)]


def random_game(rng: Random, devices: int) -> TypeGame:
    kinds = rng.randint(1, 4)
    largest = rng.choice([3, 50, 1_000])
    return TypeGame(
        prices=tuple(rng.randint(0, largest) for _ in range(devices)),
        types=tuple(rng.randrange(kinds) for _ in range(devices)),
        influence=square(random_influence(rng, kinds)),
        cost=rng.choice([0, 1, 2, rng.randint(0, 40)]),
    )


def random_round(rng: Random, devices: int) -> tuple[Coalitions, bytes]:
    """A round with its parameters: contracts for most types, some types twice, and some entries that do not count."""
    kinds = rng.randint(1, 4)
    script = Coalitions()
    for _ in range(rng.randint(1, 3)):
        budgets = [rng.choice([0, 50, 1_000, 2**60]) + rng.randint(1, 9) for _ in range(rng.randint(1, 3))]
        script.buyer(*((rng.randrange(kinds + 1), budget) for budget in budgets))
    for _ in range(devices):
        samples = rng.randint(1, rng.choice([2, 10, 1_000]))
        script.device(rng.randint(1, 200), samples, rng.randrange(kinds + 1), opened=rng.random() < 0.95)
    options = {
        "entry_bond": BOND,
        "bond": 500,
        "cost": rng.choice([0, 1, 3, 40, 2**40]),
        "influence": random_influence(rng, kinds),
    }
    return script, LEAKAGE_GAME.encode_params(options)
