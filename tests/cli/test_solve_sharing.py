from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ok, refused

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "sharing.json").read_text(encoding="utf-8"))["instances"]
PAIR = {"mechanism": "vcg", "utilities": [{"": 0, "1": 0}, {"": 0, "0": 10}], "costs": [[0, 1], [1, 0]]}


def test_vectors_one_a_line(tmp_path: Path) -> None:
    file = tmp_path / "markets.jsonl"
    file.write_text("\n\n".join(json.dumps(case["input"]) for case in GOLDEN) + "\n", encoding="utf-8")
    answers = [json.loads(line) for line in ok("solve", "sharing", file).out.splitlines()]
    assert [{key: answer[key] for key in case["output"]} for answer, case in zip(answers, GOLDEN, strict=True)] == [
        case["output"] for case in GOLDEN
    ]


def test_one_market_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "market.json"
    file.write_text(json.dumps(PAIR, indent=2), encoding="utf-8")
    answer = ok("solve", "sharing", file).json
    assert answer["purchases"] == [[], [0]] and answer["payments"] == [-10, 1] and answer["sponsor"] == 9
    assert ok("solve", "sharing", "-", input=json.dumps(PAIR)).json == answer
    match = {"mechanism": "ordered-match", "sizes": [5, 3], "scale": [1, 1], "cost": [0.1, 0.1], "curve": "sqrt"}
    lines = ok("solve", "sharing", "-", input=f"{json.dumps(PAIR)}\n{json.dumps(match)}\n").out.splitlines()
    assert json.loads(lines[0]) == answer and json.loads(lines[1])["edges"] == [[0, 1]]


def test_decimals_mean_what_is_written() -> None:
    costs = [[0, 0.1], [0.2, 0]]
    market = {"mechanism": "competitive", "family": {"values": [[0, 0.3], [0.4, 0]]}, "costs": costs}
    answer = ok("solve", "sharing", "-", input=json.dumps(market)).json
    assert answer["welfare"] == "2/5" and answer["prices"] == {"1->0": ["1/5", "3/10"], "0->1": ["1/10", "2/5"]}


def test_help_tells_what_holds() -> None:
    told = ok("solve", "sharing", "--help").out
    for word in ("ordered-match", "competitive", "distorted-mixed-vcg", "queries", "sponsor", "not dominant-strategy"):
        assert word in told
    assert "budget balanced; individually rational where every weight is feasible and reports are true" in told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is not JSON"),
        ('{"mechanism": "barter"}', "mechanism is 'barter'"),
        (json.dumps({**PAIR, "costs": [[0, -0.5], [1, 0]]}), "costs[0][1] is '-1/2', but it must not be negative"),
        (json.dumps({**PAIR, "utilities": [{"": 0}, {"": 0, "0": 1}]}), 'utilities[0] has no "1"'),
    ],
)
def test_bad_markets(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "market.json"
    file.write_text(text, encoding="utf-8")
    assert message in refused(2, "solve", "sharing", file)


def test_the_line_of_a_bad_market_is_told(tmp_path: Path) -> None:
    file = tmp_path / "markets.jsonl"
    file.write_text('\n{"mechanism": "queries"}\n', encoding="utf-8")
    assert "line 2: the instance has no 'marginal_values'" in refused(2, "solve", "sharing", file)
