"""Which of the paper's models meets which of its assumptions, and whether TBDS is one of its matrices."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from databourse.experiments.parts import Part
from databourse.experiments.resale.chains import RATIONAL, RULES, TRADES
from databourse.experiments.resale.settings import Settings
from databourse.mechanisms.resale import Model, published

Law = frozenset[tuple[Fraction, Fraction]]


def lowest_valuation(model: Model) -> Fraction:
    """Of all players in all states."""
    return min(Fraction(value) for support in model.valuations for value in support)


def is_homogeneous(model: Model) -> bool:
    """Whether F(cv | cv') = F(v | v') for every factor c > 0 between two states of a player, 0 left out.

    In other words: given valuations of the same sign, the next one relative to it has the same law.
    """
    for support, following, rows in zip(model.valuations, model.valuations[1:], model.transitions, strict=False):
        laws: dict[bool, Law] = {}
        for value, row in zip(support, rows, strict=True):
            if value == 0:
                continue
            law = frozenset(
                (Fraction(after) / Fraction(value), Fraction(p)) for after, p in zip(following, row, strict=True) if p
            )
            if laws.setdefault(value > 0, law) != law:
                return False
    return True


def _check() -> dict[str, Any]:
    models = {name: published(name, TRADES, "exact") for name in RATIONAL}
    return {
        "models": {
            name: {"lowest": str(lowest_valuation(model)), "homogeneous": is_homogeneous(model)}
            for name, model in models.items()
        },
        "leftover": {name: str(max(rule(TRADES).leftover)) for name, rule in RULES.items()},
    }


PART = Part[Settings](
    name="assumptions",
    title="Which model meets which assumption",
    needs=(),
    tasks=lambda _: [()],
    work=_check,
    combine=lambda _, found: found[0],
)
