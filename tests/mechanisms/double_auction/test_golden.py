from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from databourse.mechanisms.double_auction import (
    RULES,
    Outcome,
    literal,
    outcome_to_json,
    parse_instance,
    solve_instance,
)

VECTORS = json.loads((Path(__file__).parents[2] / "golden" / "auction.json").read_text())["instances"]
OF_OUR_RULES = [vector for vector in VECTORS if vector["input"]["rule"] in RULES]
LITERAL: dict[str, Callable[..., Outcome]] = {
    "kth-price": literal.kth_price,
    "trade-reduction": literal.trade_reduction,
    "dantm": literal.dantm,
}


def test_every_rule_and_option_has_vectors() -> None:
    assert len(OF_OUR_RULES) == 240
    covered = {(v["input"]["rule"], option) for v in OF_OUR_RULES for option in v["input"]["options"].items()}
    assert {("dantm", ("pairing", "strict")), ("trade-reduction", ("uniform", True))} <= covered


@pytest.mark.parametrize("vector", OF_OUR_RULES, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    expected = json.dumps(vector["output"])
    assert json.dumps(solve_instance(vector["input"])) == expected

    rule, bids, asks, options = parse_instance(vector["input"])
    assert json.dumps(outcome_to_json(LITERAL[rule](bids, asks, **options))) == expected
