from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from databourse.mechanisms import compiled
from databourse.mechanisms.double_auction import (
    RULES,
    Outcome,
    literal,
    outcome_to_json,
    parse_instance,
    solve_instance,
)
from databourse.mechanisms.double_auction.chance import exponential
from databourse.mechanisms.double_auction.json_format import outcome_text
from databourse.mechanisms.double_auction.literal import chance

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "auction.json").read_text())
VECTORS = GOLDEN["instances"]
LITERAL: dict[str, Callable[..., Outcome]] = {
    "kth-price": literal.kth_price,
    "trade-reduction": literal.trade_reduction,
    "dantm": literal.dantm,
    "dadpm": literal.dadpm,
    "dadpm-split": literal.dadpm_split,
}


def test_every_rule_and_option_has_vectors() -> None:
    assert len(VECTORS) == 400
    covered = {(v["input"]["rule"], str(option)) for v in VECTORS for option in v["input"]["options"].items()}
    assert {
        ("dantm", "('pairing', 'strict')"),
        ("trade-reduction", "('uniform', True)"),
        ("dadpm", "('quality_filter', True)"),
        ("dadpm", "('quality_filter', False)"),
        ("dadpm-split", "('epsilon', [2, 10])"),
    } <= covered
    assert {rule for rule, _ in covered} == set(RULES)


@pytest.mark.parametrize("threshold", [0, 10**9], ids=["compiled", "interpreted"])
def test_vectors(threshold: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "COMPILED_FROM", threshold)
    for vector in VECTORS:
        assert json.dumps(solve_instance(vector["input"])) == json.dumps(vector["output"]), vector["name"]


@pytest.mark.parametrize("indent", [None, 2, 3])
def test_an_outcome_written_in_pieces(indent: int | None) -> None:
    for vector in VECTORS:
        rule, bids, asks, options = parse_instance(vector["input"])
        outcome = LITERAL[rule](bids, asks, **options)
        assert "".join(outcome_text(outcome, indent)) == json.dumps(vector["output"], indent=indent), vector["name"]


def test_vectors_literally() -> None:
    for vector in VECTORS:
        rule, bids, asks, options = parse_instance(vector["input"])
        outcome = LITERAL[rule](bids, asks, **options)
        assert json.dumps(outcome_to_json(outcome)) == json.dumps(vector["output"]), vector["name"]


@pytest.mark.parametrize("vector", GOLDEN["exp_vectors"], ids=lambda vector: str(vector["y"]))
def test_exponential(vector: dict[str, int]) -> None:
    assert exponential.exp_neg(vector["y"]) == vector["w"] == chance.exp_neg(vector["y"])
