"""What a run of the sharing experiments can be told."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.errors import InvalidInput


@dataclass(frozen=True)
class Settings:
    """Sizes of the experiments. All preferences of three agents are looked at in any case.

    Attributes:
        seed: every random choice follows from it.
        games: random games of sizes, and of queries.
        markets: random markets of each kind of utility.
        upgrades: random markets in which payments are made in data.
        lies: random markets in which lies are tried, of each kind.

    Raises:
        InvalidInput: if a value cannot be.
    """

    seed: int = 2107
    games: int = 200
    markets: int = 400
    upgrades: int = 300
    lies: int = 200

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 1 << 63:
            raise InvalidInput.of("seed", self.seed, "it must be from 0 to 2^63 - 1")


#: Seconds instead of minutes: the same code, fewer random games and markets.
QUICK = Settings(games=40, markets=60, upgrades=60, lies=40)
