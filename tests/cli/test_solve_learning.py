from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ok, refused

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "learning.json").read_text(encoding="utf-8"))["instances"]
MARKET = {"parties": 2, "correct": [0, 5, 8, 7], "validation_size": 10, "budget_per_unit": 1000}
EACH = {
    "parties": 2,
    "tasks": [{"owner": 0, "correct": [0, 5, 6, 9]}, {"owner": 1, "correct": [0, 5, 6, 9]}],
    "validation_size": [10, 10],
    "budget_per_unit": "1000",
}


def test_vectors_one_a_line(tmp_path: Path) -> None:
    file = tmp_path / "markets.jsonl"
    file.write_text("\n\n".join(json.dumps(case["input"]) for case in GOLDEN) + "\n", encoding="utf-8")
    answers = [json.loads(line) for line in ok("solve", "learning", file).out.splitlines()]
    assert answers == [case["output"] for case in GOLDEN]


def test_one_market_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "market.json"
    file.write_text(json.dumps(MARKET, indent=2), encoding="utf-8")
    answer = ok("solve", "learning", file).json
    assert answer["gains"] == ["3/10", "0"] and answer["fees"] == [500, 200]
    assert ok("solve", "learning", "-", input=json.dumps(MARKET)).json == answer
    lines = ok("solve", "learning", "-", input=f"{json.dumps(MARKET)}\n{json.dumps(EACH)}\n").out.splitlines()
    assert json.loads(lines[0]) == answer and json.loads(lines[1])["charges"] == [400, 300]


def test_details(tmp_path: Path) -> None:
    file = tmp_path / "market.json"
    file.write_text(json.dumps(MARKET), encoding="utf-8")
    answer = ok("solve", "learning", file, "--details").json
    told = answer.pop("tables")
    assert told[0]["correct"] == [0, 5, 8, 8] and told[0]["conditions"]["harmed"] == [1]
    assert answer == ok("solve", "learning", file).json


def test_help_tells_the_instance_and_the_answer() -> None:
    told = ok("solve", "learning", "--help").out
    answer = ok("solve", "learning", "-", input=json.dumps(MARKET)).json
    for word in (*MARKET, *EACH, *answer, "gap", "literal", "closure", "replication_index"):
        assert word in told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is not JSON"),
        ("[]", "the instance is [], but it must be an object"),
        (json.dumps({**MARKET, "correct": [0, 5, 6]}), "correct has 3 entries"),
        (json.dumps({**MARKET, "validation_size": 0}), "validation_size is 0"),
        (json.dumps({**EACH, "tasks": EACH["tasks"][:1]}), "validation_size has 2 entries"),  # type: ignore[index]
    ],
)
def test_bad_markets(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "market.json"
    file.write_text(text, encoding="utf-8")
    assert message in refused(2, "solve", "learning", file)


def test_the_line_of_a_bad_market_is_told(tmp_path: Path) -> None:
    file = tmp_path / "markets.jsonl"
    file.write_text('\n{"parties": 25}\n', encoding="utf-8")
    assert "line 2: the instance has no 'validation_size'" in refused(2, "solve", "learning", file)
