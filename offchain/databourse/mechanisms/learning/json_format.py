"""JSON in, JSON out: one market, as `bourse solve learning` reads it, and its outcome.

Accuracies are rationals in strings. Payments are base units in the form that the budget has: integers for an integer,
and for a string of digits strings above 2^53, for readers of JSON that would round the number.
"""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer, check_list
from databourse.mechanisms.json_objects import check_keys, money_to_json
from databourse.mechanisms.learning.conditions import conditions
from databourse.mechanisms.learning.market import Market, Outcome, multi_task, single_task
from databourse.mechanisms.learning.subsets import check_parties
from databourse.mechanisms.learning.table import Table
from databourse.money import parse_base_units

_REQUIRED = ("parties", "validation_size", "budget_per_unit")


def solve_instance(instance: Any, details: bool = False) -> dict[str, Any]:
    """Solve one instance, as `json.load` returns it.

    Args:
        instance: a market with one task, or one for each party.
        details: also answer with the tables that counted, and with what was against those that were measured.

    Raises:
        InvalidInput: naming the field, its value and the rule that it breaks.
    """
    market, tables, budget = parse_instance(instance)
    money = money_to_json if isinstance(instance["budget_per_unit"], str) else int
    outcome = Outcome.of(market, budget)
    answer: dict[str, Any] = {name: _to_text(value) for name, value in outcome.rationals().items()}
    answer |= {name: [money(amount) for amount in column] for name, column in asdict(outcome.payments).items()}
    if details:
        told = [
            {"correct": table.closure().correct.tolist(), "conditions": conditions(table).to_json()} for table in tables
        ]
        answer["tables"] = told
    return answer


def parse_instance(instance: Any) -> tuple[Market, list[Table], int]:
    """The market of an instance, its tables as measured (one, or one by party), and the base units of accuracy 1.

    Raises:
        InvalidInput: the instance is malformed.
    """
    if isinstance(instance, dict) and "tasks" in instance:
        check_keys("the instance", instance, (*_REQUIRED, "tasks"), ("weighting",))
        parties = check_parties(instance["parties"])
        tables = _tasks(instance["tasks"], instance["validation_size"], parties)
        market = multi_task(tables, instance.get("weighting", "gap"))
    else:
        check_keys("the instance", instance, (*_REQUIRED, "correct"))
        parties = check_parties(instance["parties"])
        tables = [Table.of(parties, instance["correct"], instance["validation_size"])]
        market = single_task(tables[0])
    return market, tables, parse_base_units(instance["budget_per_unit"], "budget_per_unit")


def _tasks(tasks: Any, sizes: Any, parties: int) -> list[Table]:
    """The tables in the order of their owners."""
    entries, rows = check_list("tasks", tasks), check_list("validation_size", sizes)
    if len(rows) != len(entries):
        raise InvalidInput(f"validation_size has {len(rows)} entries, but there are {len(entries)} tasks")
    by_owner: dict[int, Table] = {}
    for place, (task, size) in enumerate(zip(entries, rows, strict=True)):
        where = f"tasks[{place}]"
        check_keys(where, task, ("owner", "correct"))
        owner = check_integer(f"{where}.owner", task["owner"], 0, parties - 1)
        if owner in by_owner:
            raise InvalidInput.of(f"{where}.owner", owner, "each party has one task, and this one has another already")
        check_integer(f"validation_size[{place}]", size, 1)
        by_owner[owner] = Table.of(parties, task["correct"], size, f"{where}.correct")
    for party in range(parties):
        if party not in by_owner:
            raise InvalidInput(f"tasks has none of party {party}, but whoever brings data needs a task")
    return [by_owner[party] for party in range(parties)]


def _to_text(value: Fraction | tuple[Fraction, ...]) -> str | list[str]:
    return list(map(str, value)) if isinstance(value, tuple) else str(value)
