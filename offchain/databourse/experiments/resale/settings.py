"""What a run of the resale chains' experiments can be told."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.errors import InvalidInput


@dataclass(frozen=True)
class Settings:
    """Sizes of the experiments; the defaults are the paper's where it states them.

    Attributes:
        seed: every random choice follows from it.
        lengths: numbers of trades in Fig 3.
        games: random games in which every deviation is tried.
        trials: random homogeneous models for each theorem.
        controls: random models for each assumption that is left out.

    Raises:
        InvalidInput: if a value cannot be.
    """

    seed: int = 2606
    lengths: tuple[int, ...] = (2, 3, 4, 5, 6, 7, 8, 9, 10)
    games: int = 1_000
    trials: int = 1_500
    controls: int = 1_000

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 1 << 63:
            raise InvalidInput.of("seed", self.seed, "it must be from 0 to 2^63 - 1")


#: Seconds instead of minutes: the same code, fewer random models and no long chains.
QUICK = Settings(lengths=(2, 3, 4, 5), games=100, trials=150, controls=150)
