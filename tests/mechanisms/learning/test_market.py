from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import get_args

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition import literal as coalition_literal
from databourse.mechanisms.learning import (
    Outcome,
    Table,
    Weighting,
    conditions,
    largest_remainder,
    multi_task,
    single_task,
)
from databourse.mechanisms.learning.literal import (
    index_by_definition,
    shapley_by_definition,
    v_by_definition,
    w_by_definition,
)
from tests.mechanisms.learning.tables import accuracies, measured


def several(parties: int, seed: int) -> list[Table]:
    """A table a task, with validation sets of different sizes."""
    return [measured(parties, 100 * seed + place, largest=20 + 7 * place) for place in range(parties)]


@pytest.mark.parametrize("parties", range(1, 6))
def test_one_task_by_definition(parties: int) -> None:
    for seed in range(10):
        table = measured(parties, seed)
        accuracy = accuracies(table.closure())
        worth = v_by_definition(accuracy)
        market = single_task(table)
        gains = [accuracy[-1] - accuracy[1 << party] for party in range(parties)]
        values = shapley_by_definition(worth, parties)
        shares = [value / sum(values) for value in values]
        assert market.gains == gains and market.shares == shares
        assert market.net == [share * sum(gains) - gain for share, gain in zip(shares, gains, strict=True)]
        assert market.replication_index == index_by_definition(worth, parties)


@pytest.mark.parametrize("weighting", get_args(Weighting))
@pytest.mark.parametrize("parties", range(1, 5))
def test_a_task_each_by_definition(parties: int, weighting: Weighting) -> None:
    for seed in range(10):
        tables = several(parties, seed)
        accuracy = [accuracies(table.closure()) for table in tables]
        gains = [task[-1] - task[1 << party] for party, task in enumerate(accuracy)]
        pot = sum(gains, Fraction())
        market = multi_task(tables, weighting)
        assert market.gains == gains
        weights = [Fraction(1) if weighting == "literal" else gain / (pot or 1) for gain in gains]
        worth = w_by_definition(accuracy, weights)
        values = shapley_by_definition(worth, parties)
        assert market.shares == [value / (sum(values) or 1) for value in values]
        assert market.replication_index == index_by_definition(worth, parties)


def test_tasks_of_any_size_are_exact() -> None:
    """Validation sets whose sizes have nothing in common: the common unit is beyond 64 bits."""
    sizes = [2**32 - 1, 2**32 - 5, 2**31 - 1]
    tables = [Table(3, measured(3, seed, largest=size).correct, size) for seed, size in enumerate(sizes)]
    accuracy = [accuracies(table.closure()) for table in tables]
    gains = [task[-1] - task[1 << party] for party, task in enumerate(accuracy)]
    values = shapley_by_definition(w_by_definition(accuracy, [gain / sum(gains) for gain in gains]), 3)
    assert multi_task(tables).shares == [value / sum(values) for value in values]


def test_one_task_for_all_is_a_task_each_of_the_same() -> None:
    """With weights that add up to 1 the first sum is G(S), and w is v."""
    for seed in range(20):
        table = measured(4, seed)
        one, each = Outcome.of(single_task(table), 10**18), Outcome.of(multi_task([table] * 4), 10**18)
        assert one.payments == each.payments and one.shapley == each.shapley
        assert one.replication_index == each.replication_index


@pytest.mark.parametrize("budget", [0, 1, 7, 1_000_000, 2**88 - 1])
def test_money_adds_up_and_is_rounded_as_told(budget: int) -> None:
    for seed in range(40):
        for market in (single_task(measured(1 + seed % 5, seed)), multi_task(several(1 + seed % 4, seed))):
            paid = market.pay(budget)
            pot = sum(market.gains, Fraction())
            assert sum(paid.charges) == sum(paid.payouts) == floor(budget * pot)
            assert sum(paid.net) == 0 and all(amount >= 0 for amount in (*paid.charges, *paid.payouts))
            for party in range(market.parties):
                alone = Fraction(market.alone[party], market.whole)
                assert paid.fees[party] == ceil(budget * (1 - alone))
                assert abs(paid.charges[party] - budget * market.gains[party]) < 2
                assert abs(paid.payouts[party] - budget * pot * market.shares[party]) < 2
                assert paid.charges[party] <= paid.fees[party]  # so nobody is asked for more than the deposit
                assert paid.returns[party] == paid.fees[party] - paid.charges[party] + paid.payouts[party]
                assert paid.net[party] == paid.returns[party] - paid.fees[party]


def test_the_total_is_in_proportion_and_ties_go_to_the_lower_index() -> None:
    chance = np.random.default_rng(3)
    for _ in range(200):
        weights = chance.integers(0, 6, 1 + int(chance.integers(6))).tolist()
        total = int(chance.integers(0, 50))
        if any(weights):
            assert largest_remainder(total, weights) == coalition_literal.largest_remainder(total, weights)
    assert largest_remainder(10, [1, 1, 1]) == [4, 3, 3]
    assert largest_remainder(11, [1, 1, 1]) == [4, 4, 3]
    assert largest_remainder(5, [0, 3, 0]) == [0, 5, 0]
    assert largest_remainder(0, [0, 0]) == [0, 0]
    with pytest.raises(InvalidInput, match="1 are to be divided, but nobody has a weight"):
        largest_remainder(1, [0, 0])


def test_equal_data_are_paid_equally_and_who_gains_nothing_pays_nothing() -> None:
    # parties 0 and 1 have the same data; party 2 alone is as good as everybody
    table = Table.of(3, [0, 4, 4, 4, 9, 9, 9, 9], 10)
    market = single_task(table)
    assert market.shares[0] == market.shares[1]
    for budget in range(300):  # where the money does not divide, the lower index has a unit more
        odd = market.pay(budget)
        assert odd.payouts[0] - odd.payouts[1] in (0, 1) and odd.charges[0] - odd.charges[1] in (0, 1)
    paid = market.pay(300)
    assert paid.charges[2] == 0 and paid.returns[2] >= paid.fees[2]


def test_nobody_knows_anything() -> None:
    for market in (single_task(Table.of(2, [0] * 4, 5)), multi_task([Table.of(2, [0] * 4, 5)] * 2)):
        paid = market.pay(100)
        assert market.shares == [0, 0] and paid.fees == (100, 100) == paid.returns and paid.net == (0, 0)


def test_conditions_of_a_table_as_measured() -> None:
    fine = conditions(Table.of(2, [0, 5, 6, 9], 10))
    assert fine.hold and (fine.chance, fine.harmed, fine.negative, fine.raised) == (0, (), (), 0)
    assert conditions(Table.of(2, [1, 5, 6, 9], 10)).chance == 1
    harmed = conditions(Table.of(2, [0, 5, 9, 6], 10))
    assert harmed.harmed == (1,) and harmed.raised == 1 and not harmed.hold
    useless = conditions(Table.of(2, [0, 0, 9, 1], 10))
    assert useless.negative == (0,) and useless.harmed == (1,)
    quiet = conditions(Table.of(3, [0, 5, 4, 3, 4, 9, 9, 9], 10))  # worse in between, and nothing else
    assert quiet.hold and quiet.raised == 1


def test_the_closure_makes_every_condition_hold() -> None:
    for seed in range(60):
        closed = measured(1 + seed % 5, seed).closure()
        assert conditions(closed).hold and conditions(closed).raised == 0


def test_a_budget_is_an_amount() -> None:
    for budget, rule in ((-1, "it must be at least 0"), (0.5, "it must be an integer")):
        with pytest.raises(InvalidInput, match=f"budget_per_unit is {budget}, but {rule}"):
            single_task(measured(2, 0)).pay(budget)  # type: ignore[arg-type]


def test_bad_tasks() -> None:
    with pytest.raises(InvalidInput, match="tasks is empty"):
        multi_task([])
    with pytest.raises(InvalidInput, match=r"tasks\[1\].parties is 3, but there are 2 tasks"):
        multi_task([measured(2, 0), measured(3, 0)])
    with pytest.raises(InvalidInput, match="weighting is 'equal'"):
        multi_task([measured(1, 0)], "equal")  # type: ignore[arg-type]
