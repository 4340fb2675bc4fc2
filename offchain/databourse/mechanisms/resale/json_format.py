"""JSON in, JSON out: one instance, as `bourse solve resale` reads it, and its equilibrium (docs/resale.md).

A number is a JSON number or a string that writes a rational: "1/3", "-2", "0.25", "1e-3". In exact arithmetic a JSON
number means the decimal that is written, and results are rationals written as strings; in float arithmetic they are
JSON numbers.
"""

from __future__ import annotations

from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.json_objects import check_keys
from databourse.mechanisms.resale import reallocation
from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.json_numbers import read_number, read_numbers
from databourse.mechanisms.resale.model import Instance, Model
from databourse.mechanisms.resale.numbers import Arithmetic, check_list, shown
from databourse.mechanisms.resale.reallocation import Reallocation
from databourse.mechanisms.resale.solve import solve

MODEL_KEYS = ("valuations", "prior", "transitions")
FAMILIES = 'a matrix, "raw", "average" or {"tbds": alpha}'


def solve_instance(instance: Any) -> dict[str, Any]:
    """Solve one instance, as `json.load` returns it.

    Raises:
        InvalidInput: naming the field, its value and the rule that it breaks.
    """
    return equilibrium_to_json(solve(parse_instance(instance)))


def parse_instance(instance: Any) -> Instance:
    """Model, reallocation and arithmetic of one instance. Floats may be given as Decimals, to lose no digit.

    Raises:
        InvalidInput: if the instance is malformed.
    """
    check_keys("the instance", instance, required=(*MODEL_KEYS, "reallocation"), optional=("arithmetic",))
    arithmetic = instance.get("arithmetic", "float")
    if arithmetic not in ("exact", "float"):
        raise InvalidInput.of("arithmetic", arithmetic, 'it must be "exact" or "float"')
    model = Model(*(read_numbers(key, check_list(key, instance[key]), arithmetic) for key in MODEL_KEYS))
    return Instance(model, parse_reallocation(instance["reallocation"], model.trades, arithmetic), arithmetic)


def parse_reallocation(value: Any, trades: int, arithmetic: Arithmetic = "float") -> Reallocation:
    """A reallocation as an instance writes it: a matrix, "raw", "average" or {"tbds": alpha}.

    Raises:
        InvalidInput: if it is none of them, or does not fit.
    """
    if value == "raw":
        return reallocation.raw(trades)
    if value == "average":
        return reallocation.average(trades)
    if isinstance(value, dict) and list(value) == ["tbds"]:
        return reallocation.tbds(trades, read_number("reallocation.tbds", value["tbds"], arithmetic))
    if not isinstance(value, list):
        raise InvalidInput.of("reallocation", value, f"it must be {FAMILIES}")
    if len(value) != trades:
        rule = f"it must have {trades}, one for each player but the last"
        raise InvalidInput(f"reallocation has {len(value)} rows, but {rule}")
    return Reallocation(read_numbers("reallocation", value, arithmetic))


def equilibrium_to_json(equilibrium: Equilibrium, details: bool = False) -> dict[str, Any]:
    """The equilibrium as plain JSON values; with details also what the platform is left with, and figures by trade."""
    answer: dict[str, Any] = {
        "thresholds": [list(map(shown, row)) for row in equilibrium.thresholds],
        "prices": [list(map(shown, row)) for row in equilibrium.prices],
        "sale": [list(row) for row in equilibrium.sale],
        "welfare": shown(equilibrium.welfare),
        "volume": shown(equilibrium.volume),
        "utilities": list(map(shown, equilibrium.utilities)),
    }
    if details:
        answer["leftover"] = shown(equilibrium.leftover)
        answer["trade_rates"] = list(map(shown, equilibrium.trade_rates))
        answer["payments"] = list(map(shown, equilibrium.payments))
    return answer
