"""Random contract games, small enough for definitions, with ties and types without contracts."""

from __future__ import annotations

import random
from collections.abc import Iterator

from databourse.mechanisms.coalition import ContractGame

Pairs = list[tuple[int, int]]


def random_games(count: int, seed: int, scale: int = 1) -> Iterator[tuple[Pairs, Pairs]]:
    chance = random.Random(seed)
    for _ in range(count):
        types = chance.randint(1, 3)
        devices = [(chance.randint(1, 9), chance.randrange(types)) for _ in range(chance.randint(1, 9))]
        contracts = [(chance.randrange(types), chance.randint(1, 12) * scale) for _ in range(chance.randint(0, 4))]
        yield devices, contracts


def game_of(devices: Pairs, contracts: Pairs) -> ContractGame:
    return ContractGame.of([count for count, _ in devices], [kind for _, kind in devices], contracts)


def none_for_unplaced(assignment: list[int]) -> list[int | None]:
    return [None if slot < 0 else slot for slot in assignment]
