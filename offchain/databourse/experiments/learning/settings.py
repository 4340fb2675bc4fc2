"""What a run of the learning experiments can be told."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.errors import InvalidInput
from databourse.experiments.learning.pictures import DATA, Source

_FEWEST, _MOST = 200, 70_000


@dataclass(frozen=True)
class Settings:
    """Sizes of the experiments.

    Attributes:
        seed: every random choice follows from it.
        data: whose digits: scikit-learn's, or MNIST.
        rows: pictures that are used; a quarter of them validates.
        splits: random splits behind a figure.
        networks: those in which neural networks are trained, and models customised.
        neurons: of the hidden layer of a network.
        tables: random tables of each shape.
        markets: random markets with real data.
        repeats: runs of each estimator.

    Raises:
        InvalidInput: if a value cannot be.
    """

    seed: int = 1911
    data: str = "digits"
    rows: int = 1_797
    splits: int = 20
    networks: int = 4
    neurons: int = 500
    tables: int = 300
    markets: int = 30
    repeats: int = 200

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 1 << 63:
            raise InvalidInput.of("seed", self.seed, "it must be from 0 to 2^63 - 1")
        if self.data not in DATA:
            raise InvalidInput.of("data", self.data, f"it must be one of {', '.join(DATA)}")
        if not _FEWEST <= self.rows <= _MOST:
            raise InvalidInput.of("rows", self.rows, f"it must be from {_FEWEST} to {_MOST:,}")

    @property
    def source(self) -> Source:
        """Where pictures come from."""
        return Source(self.data, self.rows, self.seed)


#: About a minute: the same code, fewer splits, tables and markets.
QUICK = Settings(rows=900, splits=4, networks=2, neurons=100, tables=40, markets=6, repeats=40)
