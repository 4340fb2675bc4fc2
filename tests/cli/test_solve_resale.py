from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ok, refused

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "resale.json").read_text(encoding="utf-8"))["instances"]
CHAIN = {
    "valuations": [["0"], ["1", "3"]],
    "prior": ["1"],
    "transitions": [[["1/2", "1/2"]]],
    "reallocation": "raw",
    "arithmetic": "exact",
}


def changed(**fields: Any) -> str:
    return json.dumps({**CHAIN, **fields})


def test_vectors_one_a_line(tmp_path: Path) -> None:
    file = tmp_path / "chains.jsonl"
    file.write_text("\n\n".join(json.dumps(case["input"]) for case in GOLDEN) + "\n", encoding="utf-8")
    answers = [json.loads(line) for line in ok("solve", "resale", file).out.splitlines()]
    assert answers == [case["output"] for case in GOLDEN]


def test_one_instance_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "chain.json"
    file.write_text(json.dumps(CHAIN, indent=2), encoding="utf-8")
    answer = ok("solve", "resale", file).json
    assert answer == {
        "thresholds": [["3/2"], ["1", "3"]],
        "prices": [["3"]],
        "sale": [[True]],
        "welfare": "3/2",
        "volume": "1/2",
        "utilities": ["3/2", "0"],
    }
    assert ok("solve", "resale", "-", input=json.dumps(CHAIN, indent=2)).json == answer
    lines = ok("solve", "resale", "-", input=f"{json.dumps(CHAIN)}\n" * 2).out.splitlines()
    assert [json.loads(line) for line in lines] == [answer, answer]


def test_floats_are_the_default_and_answered_as_numbers() -> None:
    numbers = {"valuations": [[0], [1, 3.0]], "prior": [1], "transitions": [[[0.5, "1/2"]]], "reallocation": "average"}
    answer = ok("solve", "resale", "-", input=json.dumps(numbers)).json
    assert answer["prices"] == [[3.0]] and answer["welfare"] == 1.5


def test_details() -> None:
    matrix = [["0", "1/2"]]
    answer = ok("solve", "resale", "--details", "-", input=changed(reallocation=matrix)).json
    assert answer["payments"] == ["0", "3/2"]
    assert answer["trade_rates"] == ["1", "1/2"]
    assert answer["leftover"] == "3/4" and answer["welfare"] == "3/4"
    assert "leftover" not in ok("solve", "resale", "-", input=changed(reallocation=matrix)).json


def test_decimals_are_exact_to_the_last_digit() -> None:
    text = changed().replace('"3"', "3.00000000000000000000000000000000000000001")
    assert ok("solve", "resale", "-", input=text).json["prices"] == [[f"3{'0' * 40}1/1{'0' * 41}"]]


def test_help_tells_the_form_and_the_families() -> None:
    told = ok("solve", "resale", "--help").out
    for word in ("transitions", "tbds", "average", "indifferent", "rational"):
        assert word in told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is not JSON"),
        ("[1]", "the instance is [1]"),
        ('{"valuations": []}', "the instance has no 'prior'"),
        (changed(extra=1), "the instance has an unknown key 'extra'"),
        (changed(arithmetic="decimal"), "arithmetic is 'decimal'"),
        (changed(valuations=[["0"], ["1", "NaN"]]), "valuations[1][1] is 'NaN'"),
        (changed(valuations=[["0"], ["1", float("nan")]]), "valuations[1][1] is nan, but it must be finite"),
        (changed(valuations=[["0"], ["1", float("inf")]], arithmetic="float"), "valuations[1][1] is inf"),
        (changed(valuations=[["0"], ["1", True]]), "valuations[1][1] is True, but it must be a number"),
        (changed(valuations=[["0"], ["1", "1/0"]]), "the denominator must not be 0"),
        (changed(valuations=[["0"], ["1", "1e9999999"]]), "exponents must not be beyond 4,000"),
        (changed(valuations=[["0"], ["1", "1e400"]], arithmetic="float"), "it is too large for floats"),
        (changed(valuations=[["0"], ["1", 1e301]], arithmetic="float"), "floats must not be beyond 1e+300"),
        (changed(valuations=[["0"]]), "valuations are of 1 players"),
        (changed(valuations=[["0"], []]), "valuations[1] is empty"),
        (changed(valuations="0"), "valuations is '0', but it must be a list"),
        (changed(transitions=[["1"]]), "transitions[0][0] is '1', but it must be a list"),
        (changed(prior=["1/2"]), "prior sums to 1/2"),
        (changed(prior=["1", "0"]), "prior has 2 probabilities, but it must have 1"),
        (changed(transitions=[]), "transitions has 0 matrices"),
        (changed(transitions=[[["1/2", "1/2"], ["1", "0"]]]), "transitions[0] has 2 rows"),
        (changed(transitions=[[["3/2", "-1/2"]]]), "transitions[0][0][1] is '-1/2'"),
        (changed(transitions=[[["1/2", "1/3"]]]), "transitions[0][0] sums to 5/6"),
        (changed(reallocation=[["0", "-1"]]), "reallocation[0][1] is '-1', but a share must not be negative"),
        (changed(reallocation=[["0", "3/2"]]), "column 1 of the reallocation sums to 3/2"),
        (changed(reallocation=[["1/2", "1"]]), "reallocation[0][0] is '1/2', but the column of trade 0"),
        (changed(reallocation=[["0"]]), "reallocation[0] has 1 shares"),
        (changed(reallocation=[]), "reallocation has 0 rows"),
        (changed(reallocation="rawest"), "reallocation is 'rawest', but it must be a matrix"),
        (changed(reallocation={"tbds": "1"}), "alpha is '1', but it must be at least 0 and below 1"),
        (changed(reallocation={"tbds": []}), "reallocation.tbds is [], but it must be a number"),
    ],
)
def test_bad_instances(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "chain.json"
    file.write_text(text, encoding="utf-8")
    assert message in refused(2, "solve", "resale", file)
