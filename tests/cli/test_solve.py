from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from tests.cli.conftest import ok, refused, run

GOLDEN = Path(__file__).parents[1] / "golden" / "auction.json"
INSTANCE = {
    "rule": "kth-price",
    "bids": [{"price": 6, "quantity": 1}],
    "asks": [{"price": 2, "quantity": 1}, {"price": 3, "quantity": 1}, {"price": 4, "quantity": 1}],
}


def golden(rule: str, count: int) -> list[dict[str, Any]]:
    """The first vectors of a rule."""
    known = json.loads(GOLDEN.read_text(encoding="utf-8"))["instances"]
    return [case for case in known if case["input"]["rule"] == rule][:count]


@pytest.mark.parametrize("rule", ["kth-price", "trade-reduction", "dantm", "dadpm", "dadpm-split"])
def test_vectors_one_a_line(rule: str, tmp_path: Path) -> None:
    cases = golden(rule, 12)
    file = tmp_path / "books.jsonl"
    file.write_text("\n\n".join(json.dumps(case["input"]) for case in cases) + "\n", encoding="utf-8")
    answers = [json.loads(line) for line in ok("solve", "auction", file).out.splitlines()]
    assert answers == [case["output"] for case in cases]


def test_one_instance_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "book.json"
    file.write_text(json.dumps(INSTANCE, indent=2), encoding="utf-8")
    outcome = ok("solve", "auction", file).json
    assert outcome["trades"][0]["unit_price"] == 4
    assert ok("solve", "auction", "-", input=json.dumps(INSTANCE, indent=2)).json == outcome
    lines = ok("solve", "auction", "-", input=f"{json.dumps(INSTANCE)}\n" * 2).out.splitlines()
    assert [json.loads(line) for line in lines] == [outcome, outcome]


def test_lines_are_answered_as_they_come() -> None:
    """A program that writes books into the pipe gets each outcome before it writes the next book but one."""
    command = [str(Path(sys.executable).with_name("bourse")), "solve", "auction", "-"]
    with subprocess.Popen(
        command, stdin=PIPE, stdout=PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as bourse:
        assert bourse.stdin and bourse.stdout
        for _ in range(2):
            bourse.stdin.write(json.dumps(INSTANCE) + "\n")
        bourse.stdin.flush()
        for _ in range(3):
            assert json.loads(bourse.stdout.readline())["trades"][0]["unit_price"] == 4
            bourse.stdin.write(json.dumps(INSTANCE) + "\n")
            bourse.stdin.flush()
        bourse.stdin.close()
        assert len(bourse.stdout.read().splitlines()) == 2


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "book.json"
    file.write_text(json.dumps(INSTANCE), encoding="utf-8-sig")
    assert ok("solve", "auction", file).json["budget"] == 1
    assert ok("solve", "auction", "-", input="\ufeff" + json.dumps(INSTANCE)).json["budget"] == 1


def test_help_tells_options_and_what_holds() -> None:
    told = ok("solve", "auction", "--help").out
    for word in ("dadpm-split", "price_grid", "epsilon_buyers", "64 hexadecimal digits", "not truthful"):
        assert word in told


def test_large_money_stays_exact() -> None:
    price = 2**80 + 1
    asks = [{"price": str(price), "quantity": 1} for _ in range(3)]
    book = {"rule": "kth-price", "bids": [{"price": str(price), "quantity": 1}], "asks": asks}
    assert ok("solve", "auction", "-", input=json.dumps(book)).json["trades"][0]["unit_price"] == str(price)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is not JSON"),
        ("{", "this is not JSON"),
        ("[" * 100_000, "this is not JSON"),
        ("9" * 10_000, "this is not JSON"),
        ("null", "the instance is None"),
        ("[1]", "the instance is [1]"),
        ('{"rule": "kth-price", "bids": [], "asks": [{"price": 1.5, "quantity": 1}]}', "asks[0].price is 1.5"),
        ('{"rule": "kth-price", "bids": [{"price": 1, "quantity": -1}], "asks": []}', "bids[0].quantity is -1"),
        ('{"rule": "kth-price", "bids": [], "asks": [], "options": {"kk": 1}}', "'kk' is no option"),
        ('{"rule": "dadpm", "bids": [], "asks": [], "options": {"seed": "12"}}', "seed has 2 hexadecimal digits"),
        ('{"rule": "vickrey", "bids": [], "asks": []}', "rule is 'vickrey'"),
    ],
)
def test_bad_instances(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "book.json"
    file.write_text(text, encoding="utf-8")
    assert message in refused(2, "solve", "auction", file)


CHAIN = {"valuations": [[0], [1]], "prior": [1], "transitions": [[[1]]], "reallocation": "raw"}


@pytest.mark.parametrize(("mechanism", "instance"), [("auction", INSTANCE), ("resale", CHAIN)])
def test_a_bad_line_is_named(mechanism: str, instance: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "instances.jsonl"
    file.write_text(json.dumps(instance) + "\n\n{}\n", encoding="utf-8")
    answer = run("solve", mechanism, file)
    assert answer.code == 2
    assert "line 3: the instance has no" in answer.err
    assert len(answer.out.splitlines()) == 1


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert "there is no file" in refused(3, "solve", "auction", tmp_path / "missing.json")
    assert "cannot be read" in refused(2, "solve", "auction", tmp_path)
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in refused(2, "solve", "auction", tmp_path / "binary.json")
