"""What a run of the coalitions' experiments can be told."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.errors import InvalidInput


@dataclass(frozen=True)
class Settings:
    """Sizes of the experiments; the defaults are the paper's where it states them.

    Attributes:
        seed: every random choice follows from it.
        learners: runs of the stop rule of Fig 8.
        markets: random groups of devices behind each point of Fig 12.
        networks: random networks for eq (9), (10) and problem P.
        games: random games of each kind: contracts, leakage, optimum.
        lies: random contract games in which every lie is tried.
        devices: numbers of devices of the exact optimum in Fig 11.
        crowd: numbers of devices over which the cost of switching is followed.

    Raises:
        InvalidInput: if a value cannot be.
    """

    seed: int = 2206
    learners: int = 300
    markets: int = 200
    networks: int = 200
    games: int = 200
    lies: int = 3_000
    devices: tuple[int, ...] = (6, 8, 10, 12, 14, 16, 18)
    crowd: tuple[int, ...] = (100, 1_000, 10_000, 100_000)

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 1 << 63:
            raise InvalidInput.of("seed", self.seed, "it must be from 0 to 2^63 - 1")


#: Seconds instead of minutes: the same code, fewer random markets and games, and fewer devices.
QUICK = Settings(
    learners=60,
    markets=40,
    networks=60,
    games=40,
    lies=300,
    devices=(6, 8, 10, 12, 14),
    crowd=(100, 1_000, 10_000),
)
