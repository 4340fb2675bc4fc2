"""OPT as the paper searches for it, with a positive share for everybody, and with shares that may be 0.

A seller without a share in its own trade does not care about its price, so what such a matrix is worth hangs on the
rule for ties; therefore each matrix is solved again with the highest of equally good prices.
"""

from __future__ import annotations

from typing import Any

from databourse.experiments.parts import Part
from databourse.experiments.resale.chains import RATIONAL, TRADES, best, summary
from databourse.experiments.resale.settings import Settings
from databourse.experiments.statistics import rounded
from databourse.mechanisms.resale import Instance, literal, published

#: Searches from other random numbers, to see whether one search finds the best.
SEARCHES = 5


def _find(seed: int, name: str) -> dict[str, Any]:
    model = published(name, TRADES, "exact")
    found: dict[str, Any] = {}
    for words, zeros in (("positive", False), ("zeros", True)):
        searches = [best(model, seed + search, zeros=zeros) for search in range(SEARCHES)]
        welfares = [search.equilibrium.welfare for search in searches]
        leader = searches[welfares.index(max(welfares))]
        highest = literal.solve(Instance(model, leader.reallocation, "exact"), literal.Ties(choose=max))
        found[words] = {
            **summary(leader.equilibrium),
            "highest prices": rounded(float(highest.welfare)),
            "reached": sum(float(welfare) > float(max(welfares)) * (1 - 1e-9) for welfare in welfares),
            "columns": [
                [float(f"{float(share):.4f}") for share in leader.reallocation.column(trade)]
                for trade in range(1, TRADES + 1)
            ],
        }
    return found


PART = Part[Settings](
    name="optimum",
    title="OPT with and without zero shares",
    needs=("seed",),
    tasks=lambda settings: [(settings.seed, name) for name in RATIONAL],
    work=_find,
    combine=lambda _, found: dict(zip(RATIONAL, found, strict=True)),
)
