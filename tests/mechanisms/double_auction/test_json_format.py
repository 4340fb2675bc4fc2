from __future__ import annotations

import json
import math
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction import Ask, Bid, kth_price, solve, solve_instance

BID = {"price": 6, "quantity": 1}
ASK = {"price": 2, "quantity": 4}


def instance(**changes: Any) -> dict[str, Any]:
    return {"rule": "dantm", "bids": [BID], "asks": [ASK], **changes}


def test_optional_fields_have_defaults() -> None:
    full = instance(
        bids=[{**BID, "min_quality": 0}],
        asks=[{**ASK, "quality": 0, "start": 0}],
        options={"pairing": "extended", "quality_filter": True},
    )
    assert solve_instance(instance()) == solve_instance(full)


def test_k_may_be_null() -> None:
    assert solve_instance(instance(rule="kth-price", options={"k": None})) == solve_instance(instance(rule="kth-price"))


def test_money_above_2_53_is_a_string_on_both_sides() -> None:
    price = 2**70 + 1
    asks = [{**ASK, "price": str(price)}]
    for written in (price, str(price)):
        outcome = solve_instance(instance(bids=[{"price": written, "quantity": 3}], asks=asks))
        assert outcome["trades"][0]["unit_price"] == str(price)
        assert outcome["trades"][0]["valid_price"] == [str(price)] * 2
        assert outcome["trades"][0]["deliveries"][0]["payment"] == str(3 * price)
        assert outcome["budget"] == 0
    at_the_edge = solve_instance(instance(bids=[{"price": 2**53, "quantity": 1}]))
    assert at_the_edge["trades"][0]["unit_price"] == 2**53
    assert at_the_edge["budget"] == 2**53 - 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"bids": [{**BID, "price": -1}]}, "bids[0].price is -1, but it must not be negative"),
        ({"bids": [{**BID, "price": "-1"}]}, "bids[0].price is -1, but it must not be negative"),
        ({"bids": [BID, {**BID, "price": 1.5}]}, "bids[1].price is 1.5, but it must be an integer"),
        ({"bids": [{**BID, "price": 6.0}]}, "bids[0].price is 6.0, but it must be an integer"),
        ({"bids": [{**BID, "price": "1.5"}]}, "bids[0].price is '1.5', but it must be an integer"),
        ({"bids": [{**BID, "price": "six"}]}, "bids[0].price is 'six', but it must be an integer"),
        ({"bids": [{**BID, "price": "٦"}]}, "bids[0].price is '٦', but it must be an integer"),
        ({"bids": [{**BID, "price": True}]}, "bids[0].price is True, but it must be an integer"),
        ({"bids": [{**BID, "price": None}]}, "bids[0].price is None, but it must be an integer"),
        ({"bids": [{**BID, "price": math.nan}]}, "bids[0].price is nan, but it must be an integer"),
        ({"bids": [{**BID, "price": math.inf}]}, "bids[0].price is inf, but it must be an integer"),
        ({"bids": [{**BID, "price": 2**88}]}, f"bids[0].price is {2**88}, but it must be below 2^88"),
        ({"bids": [{**BID, "price": 10**900}]}, "bids[0].price is a number of 2990 bits, but it must be below 2^88"),
        ({"bids": [{**BID, "quantity": 2**32}]}, "bids[0].quantity is 4294967296, but it must be below 2^32"),
        ({"bids": [{**BID, "quantity": "1"}]}, "bids[0].quantity is '1', but it must be an integer"),
        ({"bids": [{**BID, "min_quality": 2**16}]}, "bids[0].min_quality is 65536, but it must be below 2^16"),
        ({"asks": [{**ASK, "quality": -3}]}, "asks[0].quality is -3, but it must not be negative"),
        (
            {"asks": [{**ASK, "start": 4}]},
            "asks[0].start is 4, but it must be below the quantity (4), or 0 without units",
        ),
        (
            {"asks": [{"price": 1, "quantity": 0, "start": 1}]},
            "asks[0].start is 1, but it must be below the quantity (0)",
        ),
        ({"bids": [{"price": 1}]}, "bids[0] has no 'quantity'"),
        ({"bids": [{**BID, "quality": 1}]}, "bids[0] has an unknown key 'quality'"),
        ({"bids": [7]}, "bids[0] is 7, but it must be an object"),
        ({"bids": {}}, "bids is {}, but it must be a list"),
        ({"asks": None}, "asks is None, but it must be a list"),
        ({"seed": 1}, "the instance has an unknown key 'seed'"),
        ({"rule": "vickrey"}, "rule is 'vickrey', but there is no such rule"),
        ({"rule": ["dantm"]}, "rule is ['dantm'], but there is no such rule"),
        ({"options": None}, "options is None, but it must be an object"),
        ({"options": {"k": 2}}, "'k' is no option of the rule dantm"),
        ({"options": {"pairing": "loose"}}, "pairing is 'loose', but it must be extended or strict"),
        ({"options": {"quality_filter": 1}}, "quality_filter is 1, but it must be true or false"),
        ({"rule": "trade-reduction", "options": {"uniform": "no"}}, "uniform is 'no', but it must be true or false"),
        ({"rule": "kth-price", "options": {"k": 0}}, "k is 0, but it must be a positive integer or null"),
        ({"rule": "kth-price", "options": {"k": 2.0}}, "k is 2.0, but it must be a positive integer or null"),
        ({"rule": "kth-price", "options": {"k": True}}, "k is True, but it must be a positive integer or null"),
    ],
    ids=lambda case: json.dumps(case)[:60] if isinstance(case, dict) else "",
)
def test_bad_input_names_field_value_and_rule(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        solve_instance(instance(**changes))
    assert caught.value.message.startswith(message)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("missing", ["rule", "bids", "asks"])
def test_missing_parts(missing: str) -> None:
    broken = instance()
    del broken[missing]
    with pytest.raises(InvalidInput, match=f"the instance has no '{missing}'"):
        solve_instance(broken)


@pytest.mark.parametrize("value", [None, [], "dantm", 3])
def test_an_instance_is_an_object(value: object) -> None:
    with pytest.raises(InvalidInput, match="it must be an object"):
        solve_instance(value)


def test_an_enormous_k_is_more_than_there_are_asks() -> None:
    outcome = kth_price([Bid(6, 1)], [Ask(2, 1)], k=10**30)
    assert [one.reason for one in outcome.unserved] == ["too-few-sellers"]


def test_rules_are_found_by_name() -> None:
    bids, asks = [Bid(9, 1)], [Ask(2, 1), Ask(3, 1), Ask(5, 1)]
    assert solve("kth-price", bids, asks, {"k": 2}) == kth_price(bids, asks, k=2)
    assert solve("kth-price", bids, asks) == kth_price(bids, asks)
