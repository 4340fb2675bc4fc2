"""At which prices an entry would trade, found exactly.

The rules only ever compare prices with each other, so whether an entry trades can change only where its own price
passes somebody else's. Trying each of those prices, and the ones just below and just above, settles every price there
is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from itertools import groupby, pairwise

from databourse.market.mechanism import PriceRange


class Shape(Enum):
    """How trading depends on the own price."""

    RISING = "trades from some price upwards"
    FALLING = "trades up to some price"
    ANY = "nothing is known"


def trading_prices(
    trades: Callable[[int], bool],
    own: int,
    others: Iterable[int],
    highest: int,
    shape: Shape,
    most_probes: int,
) -> PriceRange:
    """The prices from 0 to `highest` at which `trades` holds.

    Args:
        trades: runs the rule with the entry at this price.
        own: price that the entry has.
        others: prices of all other entries.
        highest: the largest price that the entry can have.
        shape: `RISING` or `FALLING` where that is proven of the rule; then about log2 of the prices are tried.
        most_probes: with `Shape.ANY`, how many prices are tried at most. If there are more, a share of them is and the
            result says that it is not exact: its intervals end where trading does, but narrow ones may be missing.
    """
    around = {price + step for price in others for step in (-1, 0, 1)} | {0, own, highest}
    probes = sorted(price for price in around if 0 <= price <= highest)
    if shape is not Shape.ANY:
        return PriceRange(_bisected(trades, probes, shape), highest, exact=True)
    stride = -(-len(probes) // most_probes)
    tried = sorted({*range(0, len(probes), stride), probes.index(own), len(probes) - 1})
    verdicts = {place: trades(probes[place]) for place in tried}
    for low, high in pairwise(tried):
        _refine(trades, probes, verdicts, low, high)
    return PriceRange(_runs([(probes[place], verdicts[place]) for place in sorted(verdicts)]), highest, stride == 1)


def _refine(
    trades: Callable[[int], bool], probes: Sequence[int], verdicts: dict[int, bool], low: int, high: int
) -> None:
    """Narrows down where the verdict changes between two probes."""
    while verdicts[low] != verdicts[high] and high - low > 1:
        middle = (low + high) // 2
        verdicts[middle] = trades(probes[middle])
        if verdicts[middle] == verdicts[low]:
            low = middle
        else:
            high = middle


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
