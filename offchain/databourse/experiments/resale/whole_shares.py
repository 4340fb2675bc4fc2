"""Shares on the chain are billionths, rounded down upstream: what that does to the equilibrium."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from databourse.experiments.parts import Part
from databourse.experiments.resale.chains import RATIONAL, RULES
from databourse.experiments.resale.settings import Settings
from databourse.experiments.statistics import rounded
from databourse.mechanisms.resale import Equilibrium, Instance, explicit, published, solve
from databourse.resale.shares import AVERAGE, Matrix, tbds, to_reallocation

#: The matrices by rule as a chain on the chain has them; RAW has no shares to round.
ON_CHAIN: Mapping[str, Callable[[], Matrix]] = {
    "AVE": lambda: AVERAGE,
    "TBDS(1/4)": lambda: tbds(Fraction(1, 4)),
    "TBDS(1/2)": lambda: tbds(Fraction(1, 2)),
    "TBDS(3/4)": lambda: tbds(Fraction(3, 4)),
}

#: Prices further apart than this, in proportion, are other prices; a billionth of a share explains less.
_APART = Fraction(1, 10**6)


def _compare(name: str, trades: int) -> list[dict[str, Any]]:
    """The matrix of the rule against the one that is paid."""
    model = published(name, trades, "exact")
    found = []
    for matrix, on_chain in ON_CHAIN.items():
        ideal = solve(Instance(model, RULES[matrix](trades), "exact"))
        paid = solve(Instance(model, explicit(to_reallocation(on_chain().first(trades))), "exact"))
        found.append(
            {
                "model": name,
                "trades": trades,
                "matrix": matrix,
                "prices": _other_prices(ideal, paid),
                "welfare": [rounded(float(ideal.welfare)), rounded(float(paid.welfare))],
                "volume": [rounded(float(ideal.volume)), rounded(float(paid.volume))],
            }
        )
    return found


def _other_prices(ideal: Equilibrium, paid: Equilibrium) -> int:
    """In how many states of all sellers another price is asked."""
    return sum(
        abs(Fraction(one) - Fraction(other)) > _APART * (1 + abs(Fraction(one)))
        for row, others in zip(ideal.prices, paid.prices, strict=True)
        for one, other in zip(row, others, strict=True)
    )


PART = Part[Settings](
    name="whole shares",
    title="Whole shares: the matrices as a chain pays them",
    needs=("lengths",),
    tasks=lambda settings: [(name, trades) for name in RATIONAL for trades in settings.lengths],
    work=_compare,
    combine=lambda _, found: [one for comparisons in found for one in comparisons],
)
