from __future__ import annotations

import json
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.learning import Outcome, Table, multi_task, solve_instance
from tests.mechanisms.learning.tables import measured

ONE: dict[str, Any] = {"parties": 2, "correct": [0, 5, 6, 9], "validation_size": 10, "budget_per_unit": 1000}
EACH: dict[str, Any] = {
    "parties": 2,
    "tasks": [{"owner": 1, "correct": [0, 5, 6, 9]}, {"owner": 0, "correct": [0, 3, 2, 4]}],
    "validation_size": [10, 4],
    "budget_per_unit": 1000,
}


def test_one_task() -> None:
    assert json.dumps(solve_instance(ONE)) == json.dumps(
        {
            "gains": ["2/5", "3/10"],
            "pot": "7/10",
            "shapley": ["15/32", "17/32"],
            "replication_index": ["-1/2", "-1/2"],
            "fees": [500, 400],
            "charges": [400, 300],
            "payouts": [328, 372],
            "returns": [428, 472],
            "net": [-72, 72],
        }
    )


def test_a_task_each_in_the_order_of_its_owners() -> None:
    tables = [Table.of(2, [0, 3, 2, 4], 4), Table.of(2, [0, 5, 6, 9], 10)]
    for weighting in ("gap", "literal"):
        answer = solve_instance({**EACH, "weighting": weighting})
        outcome = Outcome.of(multi_task(tables, weighting), 1000)
        assert answer["payouts"] == list(outcome.payments.payouts) and answer["shapley"] == [*map(str, outcome.shapley)]
        assert answer["gains"] == ["1/4", "3/10"] and answer["pot"] == "11/20"
    assert solve_instance(EACH) == solve_instance({**EACH, "weighting": "gap"})
    assert solve_instance(EACH) != solve_instance({**EACH, "weighting": "literal"})


def test_money_is_answered_in_the_form_that_it_is_asked_in() -> None:
    large = solve_instance({**ONE, "budget_per_unit": 10**19})
    assert large["payouts"] == [3281250000000000000, 3718750000000000000]
    assert solve_instance({**ONE, "budget_per_unit": str(10**19)}) == {
        **large,
        **{name: [*map(str, large[name])] for name in ("fees", "charges", "payouts", "returns", "net")},
    }
    assert solve_instance({**ONE, "budget_per_unit": "1000"}) == solve_instance(ONE)


def test_measured_tables_count_as_their_closure_and_details_tell_it() -> None:
    raw = {**ONE, "correct": [1, 5, 8, 7]}
    answer = solve_instance(raw, details=True)
    assert answer.pop("tables") == [
        {
            "correct": [0, 5, 8, 8],
            "conditions": {"hold": False, "chance": 1, "harmed": [1], "negative": [], "raised": 1},
        }
    ]
    assert answer == solve_instance({**ONE, "correct": [0, 5, 8, 8]}) == solve_instance(raw)
    assert len(solve_instance(EACH, details=True)["tables"]) == 2


def test_ten_parties() -> None:
    table = measured(10, 4)
    answer = solve_instance(
        {"parties": 10, "correct": table.correct.tolist(), "validation_size": 30, "budget_per_unit": 99}
    )
    assert sum(answer["net"]) == 0 and len(answer["replication_index"]) == 10


@pytest.mark.parametrize(
    ("instance", "message"),
    [
        ([], "the instance is [], but it must be an object"),
        ({}, "the instance has no 'parties'"),
        ({**ONE, "seed": 1}, "the instance has an unknown key 'seed'"),
        ({**ONE, "weighting": "gap"}, "the instance has an unknown key 'weighting'"),
        ({**ONE, "tasks": []}, "the instance has an unknown key 'correct'"),
        ({**ONE, "parties": 3}, "correct has 4 entries"),
        ({**ONE, "parties": 2**70}, "all subsets are for at most 24"),
        ({**ONE, "parties": None}, "parties is None"),
        ({**ONE, "correct": [0, 5, 6, 11]}, "correct[3] is 11, but it must be at most 10"),
        ({**ONE, "correct": [0, 5, 6, None]}, "correct[3] is None"),
        ({**ONE, "correct": [0, 5, float("nan"), 6]}, "correct[2] is nan"),
        ({**ONE, "validation_size": 0}, "validation_size is 0"),
        ({**ONE, "validation_size": [10]}, "validation_size is [10]"),
        ({**ONE, "budget_per_unit": -1}, "budget_per_unit is -1"),
        ({**ONE, "budget_per_unit": 0.5}, "budget_per_unit is 0.5"),
        ({**ONE, "budget_per_unit": 2**88}, "budget_per_unit is 309485009821345068724781056"),
        ({**EACH, "tasks": {}}, "tasks is {}, but it must be a list"),
        ({**EACH, "tasks": [], "validation_size": []}, "tasks has none of party 0"),
        ({**EACH, "validation_size": 10}, "validation_size is 10, but it must be a list"),
        ({**EACH, "validation_size": [10]}, "validation_size has 1 entries, but there are 2 tasks"),
        ({**EACH, "validation_size": [10, 0]}, "validation_size[1] is 0"),
        ({**EACH, "validation_size": [10, 3]}, "tasks[1].correct[3] is 4, but it must be at most 3"),
        ({**EACH, "weighting": "fair"}, "weighting is 'fair'"),
        ({**EACH, "weighting": []}, "weighting is []"),
        ({**EACH, "tasks": [5, 5]}, "tasks[0] is 5, but it must be an object"),
        ({**EACH, "tasks": [EACH["tasks"][0]] * 2}, "tasks[1].owner is 1, but each party has one task"),
        ({**EACH, "tasks": [{"owner": 2, "correct": []}] * 2}, "tasks[0].owner is 2, but it must be at most 1"),
        ({**EACH, "tasks": [{"owner": 0, "correct": [0]}] * 2}, "tasks[0].correct has 1 entries"),
        ({**EACH, "tasks": [EACH["tasks"][0]], "validation_size": [10]}, "tasks has none of party 0"),
    ],
)
def test_bad_instances(instance: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        solve_instance(instance)
    assert message in error.value.message
