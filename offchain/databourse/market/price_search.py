"""At which prices an entry would trade, found exactly.

The rules only ever compare prices with each other, so whether an entry trades can change only where its own price
passes somebody else's. Trying each of those prices, and the ones just below and just above, settles every price there
is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from itertools import groupby

from databourse.market.mechanism import PriceRange

#: Prices that are tried one by one where the rule is not monotone; each is one run of the solver.
MOST_PROBES = 600


class Shape(Enum):
    """How trading depends on the own price."""

    RISING = "trades from some price upwards"
    FALLING = "trades up to some price"
    ANY = "nothing is known"


def trading_prices(
    trades: Callable[[int], bool], others: Iterable[int], highest: int, shape: Shape, most_probes: int = MOST_PROBES
) -> PriceRange:
    """The prices from 0 to `highest` at which `trades` holds.

    Args:
        trades: runs the rule with the entry at this price.
        others: prices of all other entries.
        highest: the largest price that the entry can have.
        shape: `RISING` or `FALLING` where that is proven of the rule; then about log2 of the prices are tried.
        most_probes: with `Shape.ANY`, how many prices are tried at most; with more, a share of them is, and the result
            says that it is not exact.
    """
    around = {price + step for price in others for step in (-1, 0, 1)} | {0, highest}
    probes = sorted(price for price in around if 0 <= price <= highest)
    if shape is not Shape.ANY:
        return PriceRange(_bisected(trades, probes, shape), highest, exact=True)
    stride = -(-len(probes) // most_probes)
    tried = [*probes[::stride], *([] if (len(probes) - 1) % stride == 0 else probes[-1:])]
    return PriceRange(_runs([(price, trades(price)) for price in tried]), highest, exact=stride == 1)


def _bisected(trades: Callable[[int], bool], probes: list[int], shape: Shape) -> tuple[tuple[int, int], ...]:
    rising = shape is Shape.RISING
    low, high = 0, len(probes)  # the first probe whose verdict is that of the upper end lies in [low, high]
    while low < high:
        middle = (low + high) // 2
        if trades(probes[middle]) == rising:
            high = middle
        else:
            low = middle + 1
    if rising:
        return ((probes[low], probes[-1]),) if low < len(probes) else ()
    return ((probes[0], probes[low - 1]),) if low else ()


def _runs(verdicts: list[tuple[int, bool]]) -> tuple[tuple[int, int], ...]:
    runs = []
    for traded, group in groupby(verdicts, key=lambda verdict: verdict[1]):
        if traded:
            prices = [price for price, _ in group]
            runs.append((prices[0], prices[-1]))
    return tuple(runs)
