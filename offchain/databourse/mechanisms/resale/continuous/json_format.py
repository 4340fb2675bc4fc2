"""Chains with valuations from an interval as JSON: a density, and how exact the answer must be.

Numbers are floats; a string that writes a rational will do as well.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.json_objects import check_keys
from databourse.mechanisms.resale.continuous.achieved import MOST_CUTS, achieved_error, check_cuts
from databourse.mechanisms.resale.continuous.densities import FAMILIES, Density
from databourse.mechanisms.resale.continuous.grid import ContinuousModel, guarantee, solve_continuous
from databourse.mechanisms.resale.json_format import equilibrium_to_json, parse_reallocation
from databourse.mechanisms.resale.json_numbers import read_number
from databourse.mechanisms.resale.reallocation import Reallocation

MOST_TRADES = 1_000

KEYS = ("density", "support", "epsilon", "reallocation")
OPTIONAL_KEYS = ("trades", "first", "measure")


@dataclass(frozen=True)
class ContinuousInstance:
    """A continuous model, its reallocation, and the error that is allowed; `measure` is how finely to measure it."""

    model: ContinuousModel
    reallocation: Reallocation
    epsilon: float
    measure: int | None


def is_continuous(instance: Any) -> bool:
    """Whether an instance, as `json.load` returns it, is meant to be one of these."""
    return isinstance(instance, dict) and "density" in instance


def solve_continuous_instance(instance: Any, details: bool = False) -> dict[str, Any]:
    """Solve one instance, as `json.load` returns it.

    Returns:
        The guarantee, the grid's points, and strategies at each of them as `equilibrium_to_json` has them.

    Raises:
        InvalidInput: naming the field, its value and the rule that it breaks.
    """
    asked = parse_continuous(instance)
    if asked.measure:
        check_cuts(guarantee(asked.model, asked.epsilon).cells, asked.measure)
    found = solve_continuous(asked.model, asked.reallocation, asked.epsilon)
    answer: dict[str, Any] = {"guarantee": asdict(found.guarantee)}
    if asked.measure:
        thresholds, prices = achieved_error(found, asked.reallocation, asked.measure)
        answer["measured"] = {"thresholds": thresholds, "prices": prices}
    return {**answer, "points": found.points.tolist(), **equilibrium_to_json(found.grid, details)}


def parse_continuous(instance: Any) -> ContinuousInstance:
    """What an instance asks for.

    Raises:
        InvalidInput: if it is malformed.
    """
    check_keys("the instance", instance, KEYS, OPTIONAL_KEYS)
    support = instance["support"]
    if not isinstance(support, list) or len(support) != 2:
        raise InvalidInput.of("support", support, "it must be [lowest, highest]")
    low, high = (_float(f"support[{place}]", value) for place, value in enumerate(support))
    first = instance.get("first")
    model = ContinuousModel(_densities(instance), low, high, None if first is None else _float("first", first))
    measure = instance.get("measure")
    if measure is not None:
        _check_count("measure", measure, MOST_CUTS)
    reallocation = parse_reallocation(instance["reallocation"], model.trades)
    return ContinuousInstance(model, reallocation, _float("epsilon", instance["epsilon"]), measure)


def _densities(instance: dict[str, Any]) -> tuple[Density, ...]:
    """One for each trade: a list of them, or one and the number of trades."""
    given, trades = instance["density"], instance.get("trades")
    if trades is not None:
        _check_count("trades", trades, MOST_TRADES)
    if not isinstance(given, list):
        if trades is None:
            raise InvalidInput("the instance has no 'trades'", "say how many, or give a list with a density for each")
        return (_density("density", given),) * int(trades)
    if trades not in (None, len(given)):
        raise InvalidInput.of("trades", trades, f"there are {len(given)} densities", "leave trades out")
    return tuple(_density(f"density[{place}]", one) for place, one in enumerate(given))


def _density(field: str, given: Any) -> Density:
    if isinstance(given, str):
        given = {"family": given}
    if not isinstance(given, dict) or not isinstance(given.get("family"), str) or given["family"] not in FAMILIES:
        rule = 'it must be a family or {"family": …, parameter: number, …}'
        raise InvalidInput.of(field, given, rule, f"families are {', '.join(FAMILIES)}")
    family = FAMILIES[given["family"]]
    names = tuple(parameter.name for parameter in fields(family))
    check_keys(field, given, ("family", *names))
    return family(**{name: _float(f"{field}.{name}", given[name]) for name in names})


def _float(field: str, value: Any) -> float:
    return float(read_number(field, value, "float"))


def _check_count(field: str, value: Any, most: int) -> None:
    if type(value) is not int or not 1 <= value <= most:
        raise InvalidInput.of(field, value, f"it must be an integer from 1 to {most:,}")
