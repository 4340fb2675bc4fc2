"""Fig 9: what the learner pays for data at offered prices, and how far leakage lowers it, in each reading."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from databourse.experiments.coalition.published import PRICES, WEIGHT
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.coalition.stopping import truth
from databourse.experiments.parts import Part
from databourse.experiments.statistics import rounded
from databourse.mechanisms.coalition.valuation import Reading, per_device, total

SHARES = (0.2, 0.5, 0.8)

#: Shares of seller 1 over which monotonicity is tried.
GRID = tuple(step / 20 for step in range(1, 20))


def leaks() -> dict[str, float]:
    """Influence on seller 2 = Z of who came before it: nobody, X, Y, or somebody with the same data."""
    found = truth()
    return {"nobody": 0.0, "X": found["XZ"] ** 2, "Y": found["YZ"] ** 2, "a twin": 1.0}


def _readings(samples: tuple[float, float]) -> dict[str, list[float]]:
    return {
        str(reading): [rounded(total(samples, price, 0, WEIGHT, reading)) for price in PRICES] for reading in Reading
    }


def falls(values: list[float]) -> int:
    """In how many steps a list does not rise."""
    return sum(after <= before for before, after in pairwise(values))


def _measure() -> dict[str, Any]:
    inner = [price for price in PRICES if price < 1 / WEIGHT]
    of_all = [falls([total((share, 1 - share), price) for share in GRID]) for price in inner]
    of_one = [falls([per_device(share, price) for share in GRID]) for price in inner]
    in_price = [falls([per_device(share, price) for price in PRICES]) for share in GRID]
    return {
        "prices": list(PRICES),
        "per device": {
            str(share): {
                name: [rounded(per_device(share, price, leak)) for price in PRICES] for name, leak in leaks().items()
            }
            for share in SHARES
        },
        "kept": {name: rounded(1 / (1 + leak)) for name, leak in leaks().items()},
        "equal": _readings((1, 1)),
        "unequal": _readings((4, 1)),
        "all sellers": [rounded(total((1,) * sellers, max(PRICES))) for sellers in (2, 3, 4)],
        "steps": len(inner) * (len(GRID) - 1),
        "total does not rise": sum(of_all),
        "device does not rise": sum(of_one),
        "price does not rise": sum(in_price),
        "price steps": len(GRID) * (len(PRICES) - 1),
        # what doubling the share multiplies the value by; proportional would be 2 at every price
        "doubled": [rounded(per_device(0.8, price) / per_device(0.4, price)) for price in PRICES],
    }


PART = Part[Settings](
    name="valuation",
    title="Fig 9: valuation at offered prices",
    needs=(),
    tasks=lambda _: [()],
    work=_measure,
    combine=lambda _, found: found[0],
)
