from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ok, refused

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "coalition.json").read_text(encoding="utf-8"))["instances"]
LEAKAGE = {"game": "leakage", "prices": [10, 1], "influence": [[0, 1], [1, 0]], "coalition_cost": 1}


def test_vectors_one_a_line(tmp_path: Path) -> None:
    file = tmp_path / "games.jsonl"
    file.write_text("\n\n".join(json.dumps(case["input"]) for case in GOLDEN) + "\n", encoding="utf-8")
    answers = [json.loads(line) for line in ok("solve", "coalition", file).out.splitlines()]
    assert answers == [case["output"] for case in GOLDEN]


def test_one_game_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    file.write_text(json.dumps(LEAKAGE, indent=2), encoding="utf-8")
    answer = ok("solve", "coalition", file).json
    assert answer["coalitions"] == [[0], [1]] and answer["payoffs"] == [5.0, 0.5] and answer["individually_stable"]
    assert ok("solve", "coalition", "-", input=json.dumps(LEAKAGE)).json == answer
    types = {"game": "types", "scores": [0.1, 0.8], "levels": 5}
    lines = ok("solve", "coalition", "-", input=f"{json.dumps(LEAKAGE)}\n{json.dumps(types)}\n").out.splitlines()
    assert [json.loads(line) for line in lines] == [answer, {"types": [0, 4]}]


def test_help_tells_the_games_and_what_is_needed() -> None:
    told = ok("solve", "coalition", "--help").out
    for word in ("contract", "leakage", "types", "consent", "outside", "individually stable", "exact", "samples"):
        assert word in told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is not JSON"),
        ('{"game": "chess"}', "game is 'chess'"),
        (json.dumps({**LEAKAGE, "influence": [[0, float("nan")], [1, 0]]}), "influence[0][1] is nan"),
        (
            json.dumps({**LEAKAGE, "prices": [0] * 21, "influence": [[0] * 21] * 21, "solver": "exact"}),
            "there are 21 devices",
        ),
    ],
)
def test_bad_games(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    file.write_text(text, encoding="utf-8")
    assert message in refused(2, "solve", "coalition", file)


def test_the_line_of_a_bad_game_is_told(tmp_path: Path) -> None:
    file = tmp_path / "games.jsonl"
    file.write_text('\n{"game": "types", "scores": [3], "levels": 2}\n', encoding="utf-8")
    assert "line 2: scores[0] is 3" in refused(2, "solve", "coalition", file)
