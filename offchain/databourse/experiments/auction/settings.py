"""What a run of the double auction's experiments can be told."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.errors import InvalidInput

MOST_BIDDERS = 1_000


@dataclass(frozen=True)
class Settings:
    """Sizes of the experiments; the defaults are the paper's where it states them.

    Attributes:
        seed: every random choice follows from it.
        runs: random markets behind each point of Figs 5 to 10.
        bidders: numbers of bidders in Figs 5 to 8 and 10, half of them buyers.
        small_markets: random markets of at most three bids and three asks in the audit.
        prices: how many different prices, from 0 on, the exhaustive audit knows.
        searched: random markets in which a buyer is looked for that gains most by a later turn.

    Raises:
        InvalidInput: if a value cannot be.
    """

    seed: int = 2022
    runs: int = 100
    bidders: tuple[int, ...] = (10, 20, 30, 40, 50, 60, 70, 80, 90, 100)
    small_markets: int = 1_500
    prices: int = 7
    searched: int = 2_000

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 1 << 63:
            raise InvalidInput.of("seed", self.seed, "it must be from 0 to 2^63 - 1")
        if not 5 <= self.runs <= 10_000:
            raise InvalidInput.of("runs", self.runs, "it must be from 5 to 10,000", "an interval needs some runs")
        if len(self.bidders) < 2:
            hint = "give at least two, separated by commas: 10,50,100"
            raise InvalidInput.of("bidders", self.bidders, "a figure needs more than one number of bidders", hint)
        for bidders in self.bidders:
            if bidders % 2 or not 4 <= bidders <= MOST_BIDDERS:
                rule = f"each must be an even number from 4 to {MOST_BIDDERS:,}"
                raise InvalidInput.of("bidders", bidders, rule, "half of them are buyers")
        if list(self.bidders) != sorted(set(self.bidders)):
            raise InvalidInput.of("bidders", self.bidders, "they must rise")


#: A minute instead of ten: the same code, fewer markets.
QUICK = Settings(runs=20, bidders=(10, 40, 70, 100), small_markets=150, prices=4, searched=300)
