"""JSON in, JSON out: one instance as section 8 of the double auction's spec writes it.

Money (prices, payments, the budget) is in base units. It may be given as an integer or as a string of decimal digits,
and is returned as a string above 2^53, where many JSON readers would round it. Everything else is an integer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction.integers import from_digits
from databourse.mechanisms.double_auction.rules import solve
from databourse.mechanisms.double_auction.types import Ask, Bid, Outcome, Trade
from databourse.mechanisms.json_objects import check_keys, money_to_json

Order = TypeVar("Order", Bid, Ask)


def solve_instance(instance: Any) -> dict[str, Any]:
    """Solve one instance, as `json.load` returns it.

    Raises:
        InvalidInput: naming the field, its value and the rule that it breaks.
    """
    rule, bids, asks, options = parse_instance(instance)
    return outcome_to_json(solve(rule, bids, asks, options))


def parse_instance(instance: Any) -> tuple[str, list[Bid], list[Ask], dict[str, Any]]:
    """Rule, bids, asks and options of one instance. The rule and its options are checked by `solve`.

    Raises:
        InvalidInput: if the instance is malformed.
    """
    check_keys("the instance", instance, required=("rule", "bids", "asks"), optional=("options",))
    bids = _orders("bids", instance["bids"], Bid, ("price", "quantity"), ("min_quality",))
    asks = _orders("asks", instance["asks"], Ask, ("price", "quantity"), ("quality", "start"))
    options = instance.get("options", {})
    if not isinstance(options, dict):
        raise InvalidInput.of("options", options, "it must be an object")
    if isinstance(options.get("price_grid"), list):
        options = {**options, "price_grid": list(map(from_digits, options["price_grid"]))}
    return instance["rule"], bids, asks, options


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome as plain JSON values, every delivery written out."""
    return {
        "trades": [_trade(trade) for trade in outcome.trades],
        "unserved": [{"round": u.round, "bid": u.bid, "reason": u.reason.value} for u in outcome.unserved],
        "starts": list(outcome.starts),
        "budget": money_to_json(outcome.budget),
    }


def outcome_text(outcome: Outcome, indent: int | None = None) -> Iterator[str]:
    """What `json.dumps` makes of `outcome_to_json`, in pieces: one trade at a time, however large the outcome is."""
    encoder = json.JSONEncoder(indent=indent)
    around = encoder.encode({**outcome_to_json(replace(outcome, trades=())), "trades": None})
    before, after = around.split("null", 1)
    comma, inner, outer = (", ", "", "") if indent is None else (",", "\n" + " " * 2 * indent, "\n" + " " * indent)
    yield f"{before}["
    for number, trade in enumerate(outcome.trades):
        yield (comma if number else "") + inner + encoder.encode(_trade(trade)).replace("\n", inner)
    yield f"{outer if outcome.trades else ''}]{after}"


def _trade(trade: Trade) -> dict[str, Any]:
    return {
        "round": trade.round,
        "bid": trade.bid,
        "unit_price": money_to_json(trade.unit_price),
        "satisfied": trade.satisfied,
        "valid_price": [money_to_json(price) for price in trade.valid_price],
        "deliveries": [
            {"ask": d.ask, "quantity": d.quantity, "start": d.start, "payment": money_to_json(d.payment)}
            for d in trade.deliveries
        ],
    }


def _orders(
    field: str, entries: Any, order: Callable[..., Order], required: tuple[str, ...], optional: tuple[str, ...]
) -> list[Order]:
    if not isinstance(entries, list):
        raise InvalidInput.of(field, entries, "it must be a list")
    orders = []
    for index, entry in enumerate(entries):
        where = f"{field}[{index}]"
        check_keys(where, entry, required, optional)
        try:
            orders.append(order(**{**entry, "price": from_digits(entry["price"])}))
        except InvalidInput as error:
            raise InvalidInput(f"{where}.{error.message}", error.hint) from None
    return orders
