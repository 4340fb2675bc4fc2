"""JSON in, JSON out: one instance, as `bourse solve resale` reads it, and its equilibrium (docs/resale.md).

A number is a JSON number or a string that writes a rational: "1/3", "-2", "0.25", "1e-3". In exact arithmetic a JSON
number means the decimal that is written, and results are rationals written as strings; in float arithmetic they are
JSON numbers.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.resale import reallocation
from databourse.mechanisms.resale.equilibrium import Equilibrium
from databourse.mechanisms.resale.model import Instance, Model
from databourse.mechanisms.resale.numbers import Arithmetic, Number, as_number, check_list, shown
from databourse.mechanisms.resale.reallocation import Reallocation
from databourse.mechanisms.resale.solve import solve

RATIONAL = re.compile(r"[+-]?\d+(/\d+)?|[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
MOST_DIGITS = 4_000
#: No exponent may ask for a number with more digits than that.
LARGEST_EXPONENT = 4_000

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
    _check_keys(instance, required=(*MODEL_KEYS, "reallocation"), optional=("arithmetic",))
    arithmetic = instance.get("arithmetic", "float")
    if arithmetic not in ("exact", "float"):
        raise InvalidInput.of("arithmetic", arithmetic, 'it must be "exact" or "float"')
    model = Model(*(_numbers(key, check_list(key, instance[key]), arithmetic) for key in MODEL_KEYS))
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
        return reallocation.tbds(trades, _number("reallocation.tbds", None, value["tbds"], arithmetic))
    if not isinstance(value, list):
        raise InvalidInput.of("reallocation", value, f"it must be {FAMILIES}")
    if len(value) != trades:
        rule = f"it must have {trades}, one for each player but the last"
        raise InvalidInput(f"reallocation has {len(value)} rows, but {rule}")
    return Reallocation(_numbers("reallocation", value, arithmetic))


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


def _numbers(field: str, value: Any, arithmetic: Arithmetic) -> Any:
    """Every number in lists of any depth."""
    if not isinstance(value, list):
        return _number(field, None, value, arithmetic)
    return [
        _numbers(f"{field}[{place}]", entry, arithmetic)
        if isinstance(entry, list)
        else _number(field, place, entry, arithmetic)
        for place, entry in enumerate(value)
    ]


def _number(field: str, place: int | None, value: Any, arithmetic: Arithmetic) -> Number:
    """One number; where it stands is written only if something is wrong, since there may be millions."""
    try:
        return _exact(value) if arithmetic == "exact" else _float(value)
    except ValueError as error:
        where = field if place is None else f"{field}[{place}]"
        raise InvalidInput.of(where, float(value) if isinstance(value, Decimal) else value, str(error)) from None


def _exact(value: Any) -> Number:
    if isinstance(value, str | Decimal) or (isinstance(value, float) and math.isfinite(value)):
        return _rational(str(value))
    return as_number(value)


def _float(value: Any) -> Number:
    number = value if isinstance(value, Decimal) else _rational(value) if isinstance(value, str) else as_number(value)
    try:
        return as_number(float(number))
    except OverflowError:
        raise ValueError('it is too large for floats: set "arithmetic" to "exact"') from None


def _rational(text: str) -> Fraction:
    if len(text) > MOST_DIGITS:
        raise ValueError(f"a number may have at most {MOST_DIGITS:,} characters")
    if not RATIONAL.fullmatch(text):
        raise ValueError('it must be a number or a rational such as "2/3" or "0.25"')
    exponent = re.split("[eE]", text)[1:]
    if exponent and abs(int(exponent[0])) > LARGEST_EXPONENT:
        raise ValueError(f"exponents must not be beyond {LARGEST_EXPONENT:,}")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError("the denominator must not be 0") from None


def _check_keys(instance: Any, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
    if not isinstance(instance, dict):
        raise InvalidInput.of("the instance", instance, "it must be an object")
    hint = f"required: {', '.join(required)}; optional: {', '.join(optional)}"
    for key in required:
        if key not in instance:
            raise InvalidInput(f"the instance has no {key!r}", hint)
    for key in instance:
        if key not in required and key not in optional:
            raise InvalidInput(f"the instance has an unknown key {key!r}", hint)
