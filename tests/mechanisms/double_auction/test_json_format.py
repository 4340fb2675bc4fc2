from __future__ import annotations

import json
import math
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction import Ask, Bid, dadpm, kth_price, solve, solve_instance

BID = {"price": 6, "quantity": 1}
ASK = {"price": 2, "quantity": 4}
SEED = "5eed" * 16


def instance(**changes: Any) -> dict[str, Any]:
    return {"rule": "dantm", "bids": [BID], "asks": [ASK], **changes}


def lottery(**options: Any) -> dict[str, Any]:
    return {"rule": "dadpm", "options": {"seed": SEED, **options}}


def split(**options: Any) -> dict[str, Any]:
    return {"rule": "dadpm-split", "options": {"seed": SEED, "price_grid": [1, 2, 3], **options}}


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
        (lottery(seed="ab" * 31), "seed has 62 hexadecimal digits, but it must have 64"),
        (lottery(seed="ab" * 33), "seed has 66 hexadecimal digits, but it must have 64"),
        (lottery(seed=""), "seed has 0 hexadecimal digits, but it must have 64"),
        (lottery(seed="0x" + "ab" * 31), "seed has characters that are no hexadecimal digits"),
        (lottery(seed=" " + "ab" * 31 + "c"), "seed has characters that are no hexadecimal digits"),
        (lottery(seed=7), "seed is a int, but it must be 64 hexadecimal digits or 32 bytes"),
        (lottery(seed=None), "seed is a NoneType, but"),
        ({"rule": "dadpm"}, "the rule dadpm needs the option 'seed'"),
        ({"rule": "dadpm-split", "options": {"seed": SEED}}, "the rule dadpm-split needs the option 'price_grid'"),
        (lottery(epsilon_buyers=[0, 10]), "epsilon_buyers[0] is 0, but the numerator must be positive"),
        (lottery(epsilon_sellers=[-1, 10]), "epsilon_sellers[0] is -1, but the numerator must be positive"),
        (lottery(epsilon_buyers=[1, 0]), "epsilon_buyers[1] is 0, but the denominator must be positive"),
        (lottery(epsilon_buyers=[1, 2**31]), "epsilon_buyers[1] is 2147483648, but the denominator must be below 2^31"),
        (lottery(epsilon_buyers=[10**40, 1]), f"epsilon_buyers[0] is {10**40}, but the numerator must be below 2^31"),
        (lottery(epsilon_buyers=[41, 10]), "epsilon_buyers is [41, 10], but epsilon must not be above 4"),
        (
            lottery(epsilon_sellers=[2**31 - 1, 1]),
            "epsilon_sellers is [2147483647, 1], but epsilon must not be above 4",
        ),
        (lottery(epsilon_buyers=0.1), "epsilon_buyers is 0.1, but it must be a pair [numerator, denominator]"),
        (lottery(epsilon_buyers=[1]), "epsilon_buyers is [1], but it must be a pair [numerator, denominator]"),
        (lottery(epsilon_buyers="11"), "epsilon_buyers is '11', but it must be a pair [numerator, denominator]"),
        (lottery(epsilon_buyers=[1, 10.0]), "epsilon_buyers[1] is 10.0, but the denominator must be an integer"),
        (lottery(epsilon_buyers=[True, 10]), "epsilon_buyers[0] is True, but the numerator must be an integer"),
        (lottery(quality_filter=0), "quality_filter is 0, but it must be true or false"),
        (lottery(epsilon=[1, 10]), "'epsilon' is no option of the rule dadpm"),
        (split(epsilon=[65, 1]), "epsilon is [65, 1], but epsilon must not be above 64"),
        (split(price_grid=[]), "price_grid is [], but it must have at least one price"),
        (split(price_grid=5), "price_grid is 5, but it must be a list of prices"),
        (split(price_grid="123"), "price_grid is '123', but it must be a list of prices"),
        (split(price_grid=[3, -1]), "price_grid[1] is -1, but it must not be negative"),
        (split(price_grid=[1.5]), "price_grid[0] is 1.5, but it must be an integer"),
        (split(price_grid=[1, None]), "price_grid[1] is None, but it must be an integer"),
        (split(price_grid=[2**88]), f"price_grid[0] is {2**88}, but it must be below 2^88"),
        (split(price_grid=[5, 1, 5]), "price_grid[2] is 5, but it is in the grid already"),
        (split(price_grid=[5, "5"]), "price_grid[1] is 5, but it is in the grid already"),
        (split(quality_filter=True), "'quality_filter' is no option of the rule dadpm-split"),
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


def test_a_refused_seed_is_not_shown() -> None:
    for secret in ("c0ffee" * 11, b"c0ffee" * 6, ["c0ffee" * 16]):
        with pytest.raises(InvalidInput) as caught:
            solve("dadpm", [], [], {"seed": secret})
        assert "c0ffee" not in f"{caught.value} {caught.value.hint}"


def test_seeds_are_bytes_or_digits_of_either_case() -> None:
    bids, asks = [Bid(price, 2) for price in (9, 8, 8, 7)], [Ask(price, 1) for price in (1, 2, 2, 3)]
    outcomes = [dadpm(bids, asks, seed=seed) for seed in (bytes.fromhex(SEED), SEED, SEED.upper())]
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert dadpm(bids, asks, seed="0" * 64) != outcomes[0]


def test_a_price_grid_may_have_any_order_and_large_prices_as_strings() -> None:
    price = 2**80
    book = {"bids": [{"price": str(price + 1), "quantity": 1}] * 3, "asks": [{"price": str(price), "quantity": 1}] * 3}
    outcome = solve_instance(instance(**split(price_grid=[str(price), 0]), **book))
    assert {trade["unit_price"] for trade in outcome["trades"]} == {str(price)}


def test_an_enormous_k_is_more_than_there_are_asks() -> None:
    outcome = kth_price([Bid(6, 1)], [Ask(2, 1)], k=10**30)
    assert [one.reason for one in outcome.unserved] == ["too-few-sellers"]


def test_rules_are_found_by_name() -> None:
    bids, asks = [Bid(9, 1)], [Ask(2, 1), Ask(3, 1), Ask(5, 1)]
    assert solve("kth-price", bids, asks, {"k": 2}) == kth_price(bids, asks, k=2)
    assert solve("kth-price", bids, asks) == kth_price(bids, asks)
