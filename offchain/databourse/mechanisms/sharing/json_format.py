"""JSON in, JSON out: one instance, as `bourse solve sharing` reads it, and what comes of it.

Numbers are JSON numbers or rationals in strings, and exact: one with a point means the decimal that is written. What is
answered is an integer where it is one (a string above 2^53) and otherwise a rational in a string; only the family of
curves over sizes is computed in floats.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.json_bilateral import solve_match
from databourse.mechanisms.sharing.json_queries import solve_queries
from databourse.mechanisms.sharing.json_unilateral import solve_money

MECHANISMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "ordered-match": solve_match,
    "competitive": solve_money,
    "vcg": solve_money,
    "mixed-vcg": solve_money,
    "distorted-mixed-vcg": solve_money,
    "queries": solve_queries,
}


def solve_instance(instance: Any) -> dict[str, Any]:
    """Solve one instance, as `json.load` returns it. Floats may be given as Decimals, to lose no digit.

    Raises:
        InvalidInput: naming the field, its value and the rule that it breaks.
    """
    if not isinstance(instance, dict):
        raise InvalidInput.of("the instance", instance, "it must be an object")
    mechanism = instance.get("mechanism")
    if not isinstance(mechanism, str) or mechanism not in MECHANISMS:
        known = ", ".join(f'"{name}"' for name in MECHANISMS)
        raise InvalidInput.of("mechanism", mechanism, f"it must be one of {known}")
    return MECHANISMS[mechanism](instance)
