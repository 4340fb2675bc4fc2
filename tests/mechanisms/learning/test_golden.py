"""The reference values of the specification, one by one."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from databourse.mechanisms.learning import Table, single_task, solve_instance
from databourse.mechanisms.learning.attacks import (
    copy_multi_task,
    copy_single_task,
    multi_task_counterexample,
    shared_label,
    single_task_counterexample,
    with_copies,
)
from databourse.mechanisms.learning.literal import shapley_by_definition, v_by_definition
from tests.mechanisms.learning.golden import FACTS, INSTANCES
from tests.mechanisms.learning.tables import accuracies


def test_all_instances_are_here() -> None:
    assert len(INSTANCES) == 60


@pytest.mark.parametrize("case", INSTANCES, ids=lambda case: str(INSTANCES.index(case)))
def test_instances(case: dict[str, Any]) -> None:
    assert json.dumps(solve_instance(case["input"])) == json.dumps(case["output"])


def test_copies_pay_where_accuracy_is_not_supermodular() -> None:
    fact = FACTS["counterexample_single_task_not_supermodular"]
    table = single_task_counterexample()
    assert list(map(str, accuracies(table))) == fact["G"]
    worth = v_by_definition(accuracies(table))
    assert [str(worth(mask)) for mask in range(8)] == list(map(str, fact["v"]))
    assert list(map(str, shapley_by_definition(worth, 3))) == fact["phi"]
    market = single_task(table)
    assert list(map(str, market.shares)) == fact["psi"]
    assert list(map(str, market.gains)) == fact["a"] and str(sum(market.gains)) == fact["pot"]
    assert list(map(str, market.net)) == fact["net"]
    assert str(market.replication_index[0]) == fact["L0"]
    for copies, net in fact["net0_by_copies"].items():
        assert str(copy_single_task(table, 0, int(copies)).attacking) == net


def test_copies_pay_with_several_tasks_if_theirs_count() -> None:
    for counts, cases in zip((True, False), FACTS["counterexample_multi_task"].values(), strict=True):
        for case in cases:
            found = copy_multi_task(multi_task_counterexample(), 0, case["copies"], "literal", counts)
            assert str(found.attacking) == case["net_replicator"]
            assert found.deposits == int(case["fees_of_copies"])


def test_the_ideal_figure_3c() -> None:
    for case in FACTS["ideal_fig3c"]:
        identities = case["k"]
        market = single_task(with_copies(shared_label(), 1, identities - 1))
        assert str(market.shares[0]) == case["psi1"]
        assert str(sum(market.net[1:])) == case["net_rep"] == case["want"]


def test_a_chance_level_would_lose_money_without_the_closure() -> None:
    fact = FACTS["chance_level_empty_coalition"]
    accuracy = [Fraction(level) for level in fact["G"]]
    worth = v_by_definition(accuracy)
    assert str(sum(shapley_by_definition(worth, 2)) / worth(3)) == fact["sum_psi"]
    assert sum(single_task(Table.of(2, [int(level * 10) for level in accuracy], 10)).shares) == 1
