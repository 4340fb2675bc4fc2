"""The JSON form of markets for money: competitive prices, VCG, mixed-VCG and distorted mixed-VCG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_list
from databourse.mechanisms.json_objects import check_keys
from databourse.mechanisms.sharing.exact import Exact, common_denominator, read_exact, scaled, to_json
from databourse.mechanisms.sharing.json_tables import check_rows, read_matrix, read_row, read_tables
from databourse.mechanisms.sharing.unilateral import (
    Additive,
    BySet,
    BySize,
    Market,
    Utility,
    clamped,
    competitive,
    published,
    thin_market,
    vcg_payments,
    weights,
)

SPLITS = {"clamped": clamped, "published": published}
FULL = Fraction(1)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked beside the market."""

    split: str
    weights: bool
    base: Fraction


def solve_money(instance: dict[str, Any]) -> dict[str, Any]:
    """Who buys from whom, and what is paid.

    Raises:
        InvalidInput: if the instance is malformed, or its best sets are out of reach.
    """
    mechanism = instance["mechanism"]
    mixed, distorted = mechanism.endswith("mixed-vcg"), mechanism.startswith("distorted")
    values = "family" if "family" in instance else "utilities"
    options = ("weights", "split") if mixed else ()
    check_keys("the instance", instance, ("mechanism", values, "costs"), (*options, *(("base_weight",) * distorted)))
    whole, scale = _market(instance, values)
    wish = _wish(instance, distorted)
    market, more = thin_market(whole, wish.base) if distorted else (whole, 1)
    scale *= more
    outcome = competitive(market)

    def money(amounts: Sequence[int]) -> list[int | str]:
        return [to_json(Fraction(amount, scale)) for amount in amounts]

    answer: dict[str, Any] = {
        "purchases": [list(sellers) for sellers in outcome.purchases],
        "welfare": to_json(Fraction(outcome.welfare, scale)),
        "prices": {f"{seller}->{buyer}": money(interval) for (seller, buyer), interval in outcome.prices.items()},
    }
    payments = outcome.payments_at_cost() if mechanism == "competitive" else vcg_payments(outcome)
    answer["payments"] = money(payments)
    balance = sum(payments)
    if mixed:
        split = SPLITS[wish.split](payments)
        answer["data_payments"], answer["monetary_payments"] = money(split.data), money(split.money)
        balance = split.imbalance
        if wish.weights:
            data = [Fraction(payment, more) for payment in split.data]
            answer["distortion"] = _weights(whole, outcome.purchases, data, wish.base, distorted)
    answer["balance"] = to_json(Fraction(balance, scale))
    if mechanism == "vcg":
        answer["sponsor"] = to_json(Fraction(-balance, scale))
    return answer


def _weights(
    market: Market, purchases: Sequence[Sequence[int]], data: Sequence[Fraction], base: Fraction, distorted: bool
) -> list[int | str]:
    utilities = []
    for buyer, utility in enumerate(market.utilities):
        if not isinstance(utility, BySize):
            raise InvalidInput(f"agent {buyer} has no table over sizes, but weights are found on one", 'use "family"')
        utilities.append(utility)
    found = weights(utilities, purchases, data, base, FULL if distorted else None)
    return ["infeasible" if weight is None else to_json(weight) for weight in found]


def _market(instance: dict[str, Any], key: str) -> tuple[Market, int]:
    """The market in integers, and what its amounts were multiplied by."""
    rows = check_list("costs", instance["costs"])
    costs = read_matrix("costs", rows, len(rows), "no agent gets its own data")
    sizes: list[Any] = []
    if key == "utilities":
        kind, tables = "sets", read_tables(instance[key])
    else:
        family = instance[key]
        if isinstance(family, dict) and "values" in family:
            check_keys("family", family, ("values",))
            kind, tables = "values", read_matrix("values", family["values"], len(rows), "nobody buys from itself")
        else:
            check_keys("family", family, ("sizes", "table"))
            sizes = check_list("sizes", family["sizes"])
            kind = "sizes"
            tables = [
                read_row(f"table[{buyer}]", row)
                for buyer, row in enumerate(check_rows("table", family["table"], len(sizes)))
            ]
    scale = common_denominator(number for table in (*tables, *costs) for number in table)
    utilities: list[Utility] = []
    for buyer, table in enumerate(tables):
        amounts = _scaled(table, scale)
        if kind == "sets":
            utilities.append(BySet.of(buyer, amounts))
        else:
            utilities.append(BySize.of(buyer, sizes, amounts) if kind == "sizes" else Additive.of(buyer, amounts))
    return Market.of(utilities, [_scaled(row, scale) for row in costs]), scale


def _scaled(numbers: Sequence[Exact], scale: int) -> list[int]:
    return [scaled(number, scale) for number in numbers]


def _wish(instance: dict[str, Any], distorted: bool) -> _Wish:
    asked = instance.get("weights", False)
    if not isinstance(asked, bool):
        raise InvalidInput.of("weights", asked, "it must be true or false")
    split = instance.get("split", "clamped")
    if not isinstance(split, str) or split not in SPLITS:
        raise InvalidInput.of("split", split, 'it must be "clamped" or "published"')
    base = Fraction(read_exact("base_weight", instance.get("base_weight", "1/2"))) if distorted else FULL
    return _Wish(split, asked, base)
