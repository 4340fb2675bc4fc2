from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing import solve_instance
from tests.mechanisms.sharing.golden import INSTANCES

MATCH: dict[str, Any] = {"mechanism": "ordered-match", "utilities": [{"": 1, "1": 0}, {"": 0, "0": 10}]}
CURVE: dict[str, Any] = {
    "mechanism": "ordered-match", "sizes": [5, 3, 2], "scale": [1, 1, 1], "cost": [0.1, 0.4, 0.1], "curve": "sqrt",
}  # fmt: skip
MONEY: dict[str, Any] = {
    "mechanism": "mixed-vcg", "utilities": [{"": 0, "1": 0}, {"": 0, "0": 10}], "costs": [[0, 1], [1, 0]],
}  # fmt: skip
FAMILY: dict[str, Any] = {
    "mechanism": "mixed-vcg",
    "family": {"sizes": [4, 2, 1], "table": [[0, 6, 11, 15, 18, 20, 21]] * 3},
    "costs": [[0, 3, 9], [2, 0, 4], [7, 3, 0]],
}
QUERIES: dict[str, Any] = {
    "mechanism": "queries",
    "marginal_values": [[[], [9, 6, 3]], [[8, "1/2"], []]],
    "price": [[0, 0], [2, 0]],
    "cap": [[0, 2], [5, 0]],
    "epsilon_per_query": ["1/10", "1/10"],
    "epsilon_budget": ["1/10", 1],
}


def test_a_match() -> None:
    assert solve_instance(MATCH) == {"edges": [], "welfare": 1, "blocking": None}
    tie = {"mechanism": "ordered-match", "utilities": [{"": 0, "1": 0}, {"": 0, "0": "1/2"}], "check": True}
    assert solve_instance(tie) == {
        "edges": [],
        "welfare": 0,
        "blocking": {"coalition": [0, 1], "edges": [[0, 1]]},
        "hypotheses": {
            "common_ranking": "holds",
            "limited_complementarity": "holds",
            "strict_preferences": "agent 0 is indifferent between {1} and {}",
        },
    }
    assert solve_instance({**tie, "accept": "weak", "check": False}) == {
        "edges": [[0, 1]], "welfare": "1/2", "blocking": None,
    }  # fmt: skip


def test_the_order_matters() -> None:
    wants_one = {"": 0, "1": 2, "2": 3, "1,2": 1}
    others = [{"": 0, "0": 1, "2": 0, "0,2": 1}, {"": 0, "0": 1, "1": 0, "0,1": 1}]
    game = {"mechanism": "ordered-match", "utilities": [wants_one, *others]}
    assert solve_instance(game)["edges"] == [[0, 1]]
    assert solve_instance({**game, "order": [0, 2, 1]})["edges"] == [[0, 2]]


def test_sizes() -> None:
    found = solve_instance({**CURVE, "check": True})
    assert found["edges"] == [[0, 1], [0, 2]] and found["blocking"] is None
    assert found["welfare"] == pytest.approx(10**0.5 - 0.2 + 8**0.5 - 0.4 + 7**0.5 - 0.1)
    assert set(found["hypotheses"].values()) == {"holds"}
    many = solve_instance({**CURVE, "sizes": [1] * 6, "scale": [1] * 6, "cost": ["1/5"] * 6})
    assert "blocking" not in many  # not searched, which is not the same as none found
    whole = {"mechanism": "ordered-match", "sizes": [5, 3, 2], "cost": [1, 8, 2]}
    whole["table"] = [[0, 9, 17, 24, 30, 35, 39, 42, 44, 45, 46]] * 3
    assert solve_instance(whole) == {"edges": [[0, 1], [0, 2]], "welfare": 46 - 2 + 44 - 8 + 42 - 2, "blocking": None}


def test_markets_have_the_keys_of_their_mechanism() -> None:
    common = {"purchases": [[], [0]], "welfare": 9, "prices": {"0->1": [1, 10]}}
    answers = {name: solve_instance({**MONEY, "mechanism": name}) for name in ("competitive", "vcg", "mixed-vcg")}
    assert answers["competitive"] == {**common, "payments": [-1, 1], "balance": 0}
    assert answers["vcg"] == {**common, "payments": [-10, 1], "balance": -9, "sponsor": 9}
    mixed = {**common, "payments": [-10, 1], "data_payments": [-9, 0], "monetary_payments": [-1, 1], "balance": 0}
    assert answers["mixed-vcg"] == mixed


def test_the_published_split_tells_its_imbalance() -> None:
    published = solve_instance({**MONEY, "split": "published"})
    assert (published["data_payments"], published["monetary_payments"], published["balance"]) == ([-9, 1], [-1, 0], -1)


def test_families_are_the_tables_that_they_write() -> None:
    sizes, table = FAMILY["family"]["sizes"], FAMILY["family"]["table"]
    sets = [
        {
            ",".join(map(str, sellers)): table[buyer][min(6, sum(sizes[seller] for seller in sellers))]
            for sellers in ([], [one], [other], [one, other])
        }
        for buyer, (one, other) in enumerate([(1, 2), (0, 2), (0, 1)])
    ]
    written = {"mechanism": "mixed-vcg", "utilities": sets, "costs": FAMILY["costs"]}
    assert solve_instance(written) == solve_instance(FAMILY)
    values = {"values": [[0, 4, 1], [5, 0, 4], [9, 1, 0]]}
    sums = [{"": 0, "1": 4, "2": 1, "1,2": 5}, {"": 0, "0": 5, "2": 4, "0,2": 9}, {"": 0, "0": 9, "1": 1, "0,1": 10}]
    added = {key: value for key, value in FAMILY.items() if key != "family"}
    assert solve_instance({**added, "family": values}) == solve_instance({**added, "utilities": sums})


def test_rationals_are_integers_on_another_scale() -> None:
    case = next(case for case in INSTANCES if case["name"] == "random 1")
    whole = case["input"]
    thirds = json.loads(json.dumps(whole))
    thirds["costs"] = [[f"{cost}/3" for cost in row] for row in whole["costs"]]
    thirds["utilities"] = [{key: f"{value}/3" for key, value in row.items()} for row in whole["utilities"]]
    found = solve_instance(thirds)
    assert found["purchases"] == case["output"]["purchases"]
    assert [3 * Fraction(payment) for payment in found["payments"]] == case["output"]["payments"]
    assert Fraction(found["welfare"]) == Fraction(case["output"]["welfare"], 3)


def test_decimals_and_money_above_2_53() -> None:
    market = {"mechanism": "vcg", "family": {"values": [[0, Decimal("0.3")], [0, 0]]}, "costs": [[0, 0], [0.1, 0]]}
    assert solve_instance(market)["prices"] == {"1->0": ["1/10", "3/10"]}
    large = {"mechanism": "vcg", "family": {"values": [[0, str(2**80)], [0, 0]]}, "costs": [[0, 0], [2**60, 0]]}
    assert solve_instance(large)["payments"] == [str(2**60), str(-(2**80))]


def test_weights() -> None:
    found = solve_instance({**FAMILY, "weights": True})
    # agent 0 would have to be lifted beyond the end of its table; nobody else is paid in data
    assert found["data_payments"][1:] == [0, 0] and found["distortion"] == ["infeasible", 1, 1]
    rich = {**FAMILY, "family": {"sizes": [4, 2, 1], "table": [[0, *range(40, 400, 9)]] * 3}, "weights": True}
    found = solve_instance(rich)
    assert "infeasible" not in found["distortion"] and found["balance"] == 0
    for agent, weight in enumerate(found["distortion"]):
        bought = sum([4, 2, 1][seller] for seller in found["purchases"][agent])
        lifted = 40 + 9 * (Fraction(weight) * bought - 1)
        assert lifted == 40 + 9 * (bought - 1) - found["data_payments"][agent]


def test_distorted_markets() -> None:
    half = {**FAMILY, "mechanism": "distorted-mixed-vcg", "weights": True}
    found = solve_instance(half)
    assert found == solve_instance({**half, "base_weight": "1/2"}) and found["balance"] == 0
    assert all(weight == "infeasible" or Fraction(1, 2) <= Fraction(weight) <= 1 for weight in found["distortion"])
    assert Fraction(found["welfare"]) < solve_instance(FAMILY)["welfare"]
    whole = solve_instance({**half, "base_weight": 1, "weights": False})
    assert whole == solve_instance(FAMILY)


def test_queries() -> None:
    assert solve_instance(QUERIES) == {
        "queries": [[0, 2], [1, 0]],
        "payments": [4, -4],
        "epsilon_spent": ["1/10", "1/5"],
    }
    free = {key: value for key, value in QUERIES.items() if not key.startswith(("epsilon", "cap"))}
    assert solve_instance(free) == {"queries": [[0, 3], [2, 0]], "payments": [6, -6], "epsilon_spent": [0, 0]}


def test_one_agent() -> None:
    alone = {"utilities": [{"": 3}], "costs": [[0]]}
    assert solve_instance({"mechanism": "mixed-vcg", **alone}) == {
        "purchases": [[]], "welfare": 3, "prices": {}, "payments": [0], "data_payments": [0], "monetary_payments": [0],
        "balance": 0,
    }  # fmt: skip
    assert solve_instance({"mechanism": "ordered-match", "utilities": [{"": 3}]})["edges"] == []
    assert solve_instance({"mechanism": "queries", "marginal_values": [[[]]], "price": [[0]]})["queries"] == [[0]]


@pytest.mark.parametrize(
    ("instance", "message"),
    [
        (5, "the instance is 5, but it must be an object"),
        ({}, 'mechanism is None, but it must be one of "ordered-match", "competitive"'),
        ({"mechanism": ["vcg"]}, "mechanism is ['vcg']"),
        ({**MATCH, "utilities": []}, "utilities has 0 entries"),
        ({**MATCH, "utilities": [{}] * 22}, "utilities has 22 entries"),
        ({**MATCH, "utilities": [{"": 0}, {"": 0, "0": 1}]}, 'utilities[0] has no "1"'),
        ({**MATCH, "utilities": [{"": 0, "1": 1, "0": 2}, {"": 0, "0": 1}]}, "utilities[0] has an unknown set '0'"),
        ({**MATCH, "utilities": [{"": 0, "1": "x"}, {"": 0, "0": 1}]}, "utilities[0][\"1\"] is 'x'"),
        ({**MATCH, "utilities": [[0, 1], {}]}, "utilities[0] is [0, 1]"),
        ({**MATCH, "order": [0, 0]}, "order is [0, 0], but it must name each of the agents 0 to 1 once"),
        ({**MATCH, "order": ["0", 1]}, "order is ['0', 1]"),
        ({**MATCH, "order": 3}, "order is 3"),
        ({**MATCH, "accept": "maybe"}, "accept is 'maybe'"),
        ({**MATCH, "check": 1}, "check is 1, but it must be true or false"),
        ({**MATCH, "costs": []}, "unknown key 'costs'"),
        ({**CURVE, "order": [0, 1, 2]}, "unknown key 'order'"),
        ({**CURVE, "curve": "line"}, "curve is 'line'"),
        ({**CURVE, "curve": ["sqrt"]}, "curve is ['sqrt']"),
        ({**CURVE, "cost": [0.1, 0.1]}, "cost has 2 entries"),
        ({**CURVE, "sizes": [5, 3, "1e400"]}, "sizes has a number beyond 1e300"),
        ({**CURVE, "sizes": [5, 3, 0]}, "sizes[2] is 0"),
        ({**CURVE, "sizes": [1] * 13, "scale": [1] * 13, "cost": [1] * 13, "check": True}, "13 agents"),
        ({"mechanism": "ordered-match", "sizes": [1], "table": [], "cost": [0]}, "table has 0 rows"),
        (
            {"mechanism": "ordered-match", "sizes": [1], "table": [["1/2"]], "cost": [0]},
            "table[0][0] is Fraction(1, 2)",
        ),
        ({**MONEY, "costs": [[0, 1]]}, "costs[0] has 2 entries, but there are 1"),
        ({**MONEY, "costs": [[0, "-1/2"], [1, 0]]}, "costs[0][1] is '-1/2', but it must not be negative"),
        ({**MONEY, "costs": [[0, 1], [1, 1]]}, "costs[1][1] is 1, but no agent gets its own data"),
        ({**MONEY, "costs": [[0, "1//2"], [1, 0]]}, "costs[0][1] is '1//2'"),
        ({**MONEY, "family": {}}, "unknown key 'utilities'"),
        ({**MONEY, "split": "half"}, "split is 'half'"),
        ({**MONEY, "weights": "yes"}, "weights is 'yes'"),
        ({**MONEY, "weights": True}, "agent 0 has no table over sizes"),
        ({**MONEY, "mechanism": "vcg", "weights": True}, "unknown key 'weights'"),
        ({**MONEY, "base_weight": 1}, "unknown key 'base_weight'"),
        ({**MONEY, "mechanism": "distorted-mixed-vcg"}, "utilities[0] is no table over sizes"),
        ({**FAMILY, "family": {"sizes": [4, 2, 1]}}, "family has no 'table'"),
        ({**FAMILY, "family": {"curve": "log"}}, "family has no 'sizes'"),
        ({**FAMILY, "family": 3}, "family is 3, but it must be an object"),
        ({**FAMILY, "family": {"sizes": [4, 2], "table": [[0]] * 3}}, "table has 3 rows, but there are 2 agents"),
        ({**FAMILY, "family": {"sizes": [4, 2, 0], "table": [[0]] * 3}}, "sizes[2] is 0"),
        ({**FAMILY, "family": {"values": [[0, 1], [1, 0]]}}, "values has 2 rows, but there are 3 agents"),
        ({**FAMILY, "family": {"values": [[1, 1, 1]] * 3}}, "values[0][0] is 1, but nobody buys from itself"),
        ({**FAMILY, "family": {"values": [[0, -1, 1]] * 3}}, "values[0][1] is -1"),
        (
            {**FAMILY, "family": {"sizes": [4, 2, 1], "table": [[0, 1, 5]] * 3}, "weights": True},
            "table[0] is not concave",
        ),
        ({**FAMILY, "mechanism": "distorted-mixed-vcg", "base_weight": 2}, "base_weight is '2'"),
        ({**FAMILY, "mechanism": "distorted-mixed-vcg", "base_weight": 0}, "base_weight is '0'"),
        ({**QUERIES, "marginal_values": []}, "marginal_values is empty"),
        ({**QUERIES, "marginal_values": [[[1], []], [[], []]]}, "marginal_values[0][0] is [1], but nobody asks itself"),
        ({**QUERIES, "price": [[0, -1], [2, 0]]}, "price[0][1] is -1, but it must not be negative"),
        ({**QUERIES, "cap": [[0, 1.5], [2, 0]]}, "cap[0][1] is 1.5"),
        ({**QUERIES, "cap": [[0, -1], [2, 0]]}, "cap[0][1] is -1"),
        ({**QUERIES, "epsilon_budget": [1]}, "epsilon_budget has 1 entries"),
        ({**QUERIES, "epsilon_budget": [1, "-1/2"]}, "epsilon_budget[1] is '-1/2', but it must not be negative"),
        ({key: QUERIES[key] for key in QUERIES if key != "epsilon_budget"}, "the instance has no 'epsilon_budget'"),
    ],
)
def test_bad_instances(instance: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        solve_instance(instance)
    assert message in error.value.message
