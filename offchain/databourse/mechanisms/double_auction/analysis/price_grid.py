"""Public price grids for dadpm-split.

A grid must not look at the book, or it would tell of the bids what the mechanism hides. So it follows from a highest
price alone, which an operator can announce with the series.
"""

from __future__ import annotations

from databourse.errors import InvalidInput

_LADDER_STEPS = 15  # five decades
MOST_STEPS = 10_000


def ladder(highest: int) -> tuple[int, ...]:
    """Prices in steps of 1, 2, 5, 10, …, over five decades up to the highest, ascending; base units, 0 left out.

    Every price is within a factor of 2.5 of one of them, so that a good guess is always near, with few prices to choose
    among: the mechanism's error grows with the logarithm of their number.

    Raises:
        InvalidInput: the highest price is not positive.
    """
    _require_positive(highest)
    prices = {highest // (10 ** (step // 3) * (1, 2, 5)[step % 3]) for step in range(_LADDER_STEPS + 1)}
    return tuple(sorted(prices - {0}))


def even_steps(highest: int, steps: int) -> tuple[int, ...]:
    """So many prices with equal distances up to the highest, ascending; base units, rounded down, 0 left out.

    Raises:
        InvalidInput: the highest price or the number of steps is not positive, or there are too many.
    """
    _require_positive(highest)
    if not 1 <= steps <= MOST_STEPS:
        raise InvalidInput.of("steps", steps, f"it must be from 1 to {MOST_STEPS}")
    return tuple(sorted({highest * step // steps for step in range(1, steps + 1)} - {0}))


def _require_positive(highest: int) -> None:
    if highest < 1:
        raise InvalidInput.of("highest price", highest, "it must be positive", "without a price nothing can trade")
