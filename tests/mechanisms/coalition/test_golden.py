"""The reference values of the specification, one by one."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from databourse.mechanisms.coalition import LeakageGame, form, is_nash, solve_instance
from databourse.mechanisms.coalition.contract_game import check_payments, split
from databourse.mechanisms.coalition.leakage import learn, samples_needed
from databourse.mechanisms.coalition.types import distributed_shapley, size_only_shapley
from databourse.mechanisms.coalition.valuation import Reading, per_device, total
from databourse.mechanisms.coalition.value import opportunity_costs, paid_fraction, trade_in_turn
from tests.mechanisms.coalition.golden import FACTS, INSTANCES


def test_all_instances_are_here() -> None:
    assert len(INSTANCES) == 60


@pytest.mark.parametrize("case", INSTANCES, ids=lambda case: str(INSTANCES.index(case)))
def test_contract_games(case: dict[str, Any]) -> None:
    assert json.dumps(solve_instance(case["input"])) == json.dumps(case["output"])


def test_distributed_shapley_of_a_potential_of_the_size() -> None:
    fact = FACTS["distributed_shapley_size_only"]
    found = distributed_shapley(
        lambda points: 1 - math.exp(-0.3 * len(points)), lambda _, size: [0] * size, [0], 10, draws=20_000
    )
    assert found.value == pytest.approx(fact["mc"], rel=1e-12)
    assert found.half_width == pytest.approx(fact["half_width"], rel=1e-12)
    assert size_only_shapley(lambda size: 1 - math.exp(-0.3 * size), 10) == pytest.approx(fact["exact"], rel=1e-14)


def test_rounds_and_errors_at_the_stop_rule() -> None:
    """Figure 8 for twenty seeds: it stops within 3,000 rounds, and r is then up to 0.05 off."""
    truth = np.array([[1, 0, math.sqrt(0.2)], [0, 1, math.sqrt(0.8)], [math.sqrt(0.2), math.sqrt(0.8), 1]])
    rounds, errors = [], []
    for seed in range(20):
        drawn = np.random.default_rng(seed).standard_normal((4_000, 2))
        learnt = learn(np.column_stack([drawn, 0.5 * drawn[:, 0] + drawn[:, 1]]))
        assert learnt.stopped
        rounds.append(learnt.rounds)
        errors.append(round(float(np.abs(learnt.correlation - truth).max()), 4))
    assert rounds == FACTS["fig8_20seeds"]["rounds"]
    assert errors == FACTS["fig8_20seeds"]["err"]


def test_samples_for_a_true_precision() -> None:
    needed = FACTS["fig8_samples_for_true_5e-4"]
    for pair, r in (("XY", 0.0), ("XZ", math.sqrt(0.2)), ("YZ", math.sqrt(0.8))):
        assert samples_needed(r, 5e-4) == needed[pair]


@pytest.mark.parametrize("price", [1, 2, 5, 10])
def test_readings_of_the_valuation(price: int) -> None:
    fact = FACTS["fig9"][f"p={price}"]
    assert total([1, 1], price) == pytest.approx(fact["A_equal"])
    assert total([80, 20], price) == pytest.approx(fact["A_80_20"])
    assert total([1, 1], price, leakage=1) == pytest.approx(fact["A_leak"])
    assert total([1, 1], price, reading=Reading.FACTOR) == pytest.approx(fact["B_equal"])
    assert total([1, 1], price, reading=Reading.SCALED_EXPONENT) == pytest.approx(fact["C_equal"])
    for share, value in fact["Ai"].items():
        assert per_device(float(share), price) == pytest.approx(value)


@pytest.mark.parametrize(("case", "order"), [("I", ["D1", "D2"]), ("II", ["D2", "D1"])])
def test_tables_1_and_2(case: str, order: list[str]) -> None:
    fact = FACTS["table_2"][case]
    trades = trade_in_turn({"D1": [1, 2, 3, 4, 5], "D2": [1, 2]}, order)
    assert {trade.seller: list(trade.sold) for trade in trades} == fact["trade"]
    assert {trade.seller: len(trade.lost) for trade in trades} == fact["lost_samples"]
    assert opportunity_costs(trades, coalition=False) == fact["opp_cost_no_coalition"]
    assert opportunity_costs(trades, coalition=True) == fact["opp_cost_coalition"]


def test_the_split_of_a_budget() -> None:
    fact = FACTS["split"]
    assert list(split(fact["pS"], fact["n"])) == fact["pay"]
    assert check_payments(fact["pS"], fact["n"], fact["pay"]) is fact["ok"]


def test_a_union_in_the_denominator_pays_more_than_the_budget() -> None:
    assert str(paid_fraction([{1, 2, 3, 4, 5}, {1, 2}])) == FACTS["union_breaks_budget"]["paid_fraction"]


def test_two_devices_without_a_nash_partition() -> None:
    fact = FACTS["no_nash_2_devices"]
    g = fact["g12"]
    game = LeakageGame.of(fact["p"], [[0, g], [g, 0]], fact["kappa"])
    assert game.payoffs([[0], [1]]) == fact["u_alone"]
    assert game.payoffs([[0, 1]]) == fact["u_pair"]
    assert fact["nash"] is None and not any(is_nash(game, partition) for partition in ([[0], [1]], [[0, 1]]))
    for consent, name in ((False, "unilateral"), (True, "consent")):
        formed = form(game, consent=consent)
        told = [list(map(list, formed.partition)), formed.steps, formed.ended == "settled", formed.ended == "cycled"]
        assert told == fact[name]
