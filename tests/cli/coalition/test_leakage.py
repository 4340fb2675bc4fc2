from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from databourse.mechanisms.coalition.leakage import learn
from tests.cli.conftest import ok, refused


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    both = np.random.default_rng(0).standard_normal((4_000, 2))
    rows = np.column_stack([both, 0.5 * both[:, 0] + both[:, 1]])
    file = tmp_path / "samples.csv"
    file.write_text("X,Y,Z\n" + "\n".join(",".join(map(repr, row)) for row in rows.tolist()), encoding="utf-8")
    return file


def test_what_is_learnt_is_told(samples: Path) -> None:
    told = ok("coalition", "leakage", samples).out
    assert "After 2,656 of 4,000 rounds no r had changed (by more than 0.0005)." in told
    lines = [line.split() for line in told.splitlines()]
    (pair,) = [line for line in lines if line[:2] == ["X,", "Z"]]
    learnt = learn(np.loadtxt(samples, delimiter=",", skiprows=1))
    assert pair[2:5] == [f"{table[0, 2]:.4f}" for table in (learnt.correlation, learnt.half_width, learnt.influence)]


def test_for_programs_the_influence_is_what_a_game_takes(samples: Path) -> None:
    answer = ok("coalition", "leakage", samples, "--json").json
    assert answer["devices"] == ["X", "Y", "Z"] and answer["rounds"] == 2_656 and answer["stopped"]
    game = {"game": "leakage", "prices": [9, 9, 9], "influence": answer["influence"], "coalition_cost": 0.1}
    solved = ok("solve", "coalition", "-", input=json.dumps(game)).json
    assert solved["individually_stable"]
    assert any({1, 2} <= set(members) for members in solved["coalitions"])


def test_the_influence_among_types_is_written_for_a_round(samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "types.json"
    answer = ok("coalition", "leakage", samples, "--out", out, "--json").json
    pairs = answer["influence"]
    assert answer["types"] == [0, 1, 2]
    written = json.loads(out.read_text(encoding="utf-8"))["influence"]
    assert written == [[1, *pairs[0][1:]], [pairs[1][0], 1, pairs[1][2]], [*pairs[2][:2], 1]]
    told = ok("coalition", "leakage", samples, "--types", "0,0,1", "--out", out).out
    assert f"`bourse coalition open --influence {out}` takes it" in told
    written = json.loads(out.read_text(encoding="utf-8"))["influence"]
    between = (pairs[0][2] + pairs[1][2]) / 2
    assert written == [[pairs[0][1], between], [between, 1]]


def test_samples_that_run_out(samples: Path) -> None:
    told = ok("coalition", "leakage", samples, "--precision", "0.00001").out
    assert "After 4,000 of 4,000 rounds the samples ran out" in told


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("X,Y\n1,2\n3,a\n4,4", (), "row 3, Y is 'a', but it must be a number"),
        ("X,Y\n1,2\n3,nan\n4,4", (), "samples[1][1] is nan, but it must be finite"),
        ("X\n1\n2", (), "devices in samples is 1"),
        ("X,Y\n1,2", (), "rounds of samples is 1"),
        ("X,Y\n1,2\n2", (), "row 3 is '1 cells', but must have 2"),
        ("X,Y\n1,2\n2,3", ("--patience", "0"), "patience is 0"),
        ("X,Y\n1,2\n2,3", ("--precision", "-1"), "precision is -1"),
        ("X,Y\n1,2\n2,3", ("--types", "0"), "types is '0', but must name a type for each of 2 devices"),
        ("X,Y\n1,2\n2,3", ("--types", "0,2"), "no device has type 1"),
        ("X,Y\n1,2\n2,3", ("--types", "0,x"), "types is 'x', but must be a number"),
        ("X,Y\n1,2\n2,3", ("--types", "0,32"), "types is '32'"),
    ],
)
def test_bad_samples(text: str, options: tuple[str, ...], message: str, tmp_path: Path) -> None:
    file = tmp_path / "samples.csv"
    file.write_text(text, encoding="utf-8")
    assert message in refused(2, "coalition", "leakage", file, *options)


def test_no_file(tmp_path: Path) -> None:
    assert "there is no file" in refused(3, "coalition", "leakage", tmp_path / "none.csv")
