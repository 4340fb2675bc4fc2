"""The reference values of the specification, instance by instance; its other facts stand with what they are about."""

from __future__ import annotations

from typing import Any

import pytest

from databourse.mechanisms.sharing import solve_instance
from tests.mechanisms.sharing.golden import INSTANCES

MONEY = [case for case in INSTANCES if case["input"]["mechanism"] == "mixed-vcg"]
MATCHES = [case for case in INSTANCES if case["input"]["mechanism"] == "ordered-match"]


def test_all_instances_are_here() -> None:
    assert (len(MONEY), len(MATCHES), len(INSTANCES)) == (62, 40, 102)


@pytest.mark.parametrize("case", MONEY, ids=lambda case: case["name"])
def test_markets(case: dict[str, Any]) -> None:
    assert solve_instance(case["input"]) == case["output"]


@pytest.mark.parametrize("case", MATCHES, ids=lambda case: case["name"])
def test_matches(case: dict[str, Any]) -> None:
    assert solve_instance(case["input"])["edges"] == case["output"]["edges"]
