"""The JSON form of data by the query."""

from __future__ import annotations

from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer, check_list
from databourse.mechanisms.json_objects import check_keys
from databourse.mechanisms.sharing.exact import to_json
from databourse.mechanisms.sharing.json_tables import check_amounts, check_rows, read_matrix, read_row
from databourse.mechanisms.sharing.queries import Accountant, buy_queries

EPSILON = ("epsilon_per_query", "epsilon_budget")


def solve_queries(instance: dict[str, Any]) -> dict[str, Any]:
    """Who asks whom how often.

    Raises:
        InvalidInput: if the instance is malformed.
    """
    check_keys("the instance", instance, ("mechanism", "marginal_values", "price"), ("cap", *EPSILON))
    rows = check_list("marginal_values", instance["marginal_values"])
    agents = len(rows)
    if not agents:
        raise InvalidInput("marginal_values is empty, but there must be an agent")
    values = [
        [
            read_row(f"marginal_values[{buyer}][{seller}]", entry)
            for seller, entry in enumerate(check_rows(f"marginal_values[{buyer}]", row, agents))
        ]
        for buyer, row in enumerate(rows)
    ]
    prices = read_matrix("price", instance["price"], agents)
    for agent in range(agents):
        if values[agent][agent]:
            rule = "nobody asks itself: put an empty list"
            raise InvalidInput.of(f"marginal_values[{agent}][{agent}]", instance["marginal_values"][agent][agent], rule)
    outcome = buy_queries(values, prices, _caps(instance, agents), _accountant(instance, agents))
    return {
        "queries": outcome.counts,
        "payments": list(map(to_json, outcome.payments)),
        "epsilon_spent": list(map(to_json, outcome.epsilon_spent)),
    }


def _caps(instance: dict[str, Any], agents: int) -> list[list[int | None]]:
    if "cap" not in instance:
        return [[None] * agents for _ in range(agents)]
    rows = check_rows("cap", instance["cap"], agents)
    return [
        [
            check_integer(f"cap[{buyer}][{seller}]", entry)
            for seller, entry in enumerate(check_rows(f"cap[{buyer}]", row, agents))
        ]
        for buyer, row in enumerate(rows)
    ]


def _accountant(instance: dict[str, Any], agents: int) -> Accountant:
    given = [key for key in EPSILON if key in instance]
    if len(given) == 1:
        missing = next(key for key in EPSILON if key not in instance)
        raise InvalidInput(f"the instance has no {missing!r}", f"{given[0]} needs it")
    if not given:
        return Accountant([0] * agents, [0] * agents)
    per_query, budgets = (check_amounts(key, read_row(key, instance[key], agents)) for key in EPSILON)
    return Accountant(per_query, budgets)
