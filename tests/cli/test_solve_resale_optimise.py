"""`bourse solve resale --optimise`: the answer, what decides it, and a search that is interrupted and goes on."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from databourse.cli.solve import optimising
from databourse.mechanisms.resale import Instance, Reallocation, average, equilibrium_to_json, published, raw, solve
from databourse.mechanisms.resale.optimise import Search
from tests.cli.conftest import ok, refused, run
from tests.cli.resale_files import DENSITY, instance, written

SHORT = ("--generations", "5")


def test_the_best_matrix_with_its_equilibrium(tmp_path: Path) -> None:
    answer = ok("solve", "resale", "--optimise", written(tmp_path, instance("2", 3, "exact"))).json
    search = answer.pop("search")
    matrix = Reallocation([[Fraction(share) for share in row] for row in answer.pop("reallocation")])
    assert set(matrix.leftover) == {0}
    assert answer == equilibrium_to_json(solve(Instance(published("2", 3, "exact"), matrix, "exact")))
    assert Fraction(answer["welfare"]) == Fraction("0.2416")
    before = solve(Instance(published("2", 3, "exact"), average(3), "exact"))
    assert search == {
        "shares": "positive",
        "seed": 0,
        "restarts": 1,
        "generations": 100,
        "evaluations": 101 * 90,
        "before": {"welfare": str(before.welfare), "volume": str(before.volume)},
    }


def test_its_answer_is_an_instance_s_reallocation(tmp_path: Path) -> None:
    question = instance("4", 3)
    answer = ok("solve", "resale", "--optimise", "--details", written(tmp_path, question)).json
    question["reallocation"] = answer["reallocation"]
    again = ok("solve", "resale", "--details", "-", input=json.dumps(question)).json
    assert again == {key: answer[key] for key in again}


def test_zero_shares_and_what_it_is_compared_with(tmp_path: Path) -> None:
    file = written(tmp_path, instance("3", 3, reallocation="raw"))
    positive, zero = (ok("solve", "resale", "--optimise", *more, file).json for more in ((), ("--zero-shares",)))
    assert zero["welfare"] > positive["welfare"] + 0.01
    assert zero["search"]["shares"] == "may be zero"
    assert zero["search"]["restarts"] == 5
    for answer in (positive, zero):
        assert answer["search"]["before"]["welfare"] == solve(Instance(published("3", 3), raw(3))).welfare


def test_a_seed_and_the_lengths_decide_everything(tmp_path: Path) -> None:
    file = written(tmp_path, instance("4", 4))
    one, two, other = (ok("solve", "resale", "--optimise", "--seed", seed, *SHORT, file).json for seed in (7, 7, 8))
    assert one == two
    assert one["reallocation"] != other["reallocation"]
    assert (one["search"]["seed"], one["search"]["generations"]) == (7, 5)


def test_one_a_line(tmp_path: Path) -> None:
    file = written(tmp_path, instance("2", 2), DENSITY, instance("4", 2))
    lines = run("solve", "resale", "--optimise", *SHORT, file)
    assert lines.code == 2
    assert "line 2: a search takes finite supports" in lines.err
    assert "reallocation" in json.loads(lines.out)
    plain = [json.loads(line) for line in ok("solve", "resale", written(tmp_path, DENSITY, DENSITY)).out.splitlines()]
    assert plain == [ok("solve", "resale", written(tmp_path, DENSITY)).json] * 2


def test_a_search_goes_on_from_its_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupted in the middle of a generation: what was written down last is what it goes on from."""
    monkeypatch.setattr(optimising, "SAVE_AFTER", 0.0)
    monkeypatch.setattr(optimising, "SAVING_SHARE", float("inf"))
    file, checkpoint = written(tmp_path, instance("4", 4)), tmp_path / "kept" / "search.json"
    command = ("solve", "resale", "--optimise", "--generations", 8, file)
    whole = ok(*command).json
    steps = Search.steps

    def interrupted(search: Search) -> Any:
        for number, step in enumerate(steps(search)):
            if number == 4:
                raise KeyboardInterrupt
            yield step

    monkeypatch.setattr(Search, "steps", interrupted)
    stopped = run(*command, "--checkpoint", checkpoint)
    assert stopped.code == 1
    assert f"the same command goes on from {checkpoint}" in " ".join(stopped.err.split())
    assert "goes on" not in run(*command).err
    assert json.loads(checkpoint.read_text(encoding="utf-8"))["generation"] == 4
    counted: list[None] = []

    def rest(search: Search) -> Any:
        for step in steps(search):
            counted.append(step)
            yield step

    monkeypatch.setattr(Search, "steps", rest)
    assert ok(*command, "--checkpoint", checkpoint).json == whole
    assert len(counted) == 5
    assert ok(*command, "--checkpoint", checkpoint).json == whole
    assert len(counted) == 5
    twice = ok(*command, "--restarts", 2, "--checkpoint", checkpoint).json
    assert len(counted) == 5 + 9
    assert twice == ok(*command, "--restarts", 2).json


def test_a_checkpoint_is_written_every_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimising, "SAVE_AFTER", 3600.0)
    saved: list[Any] = []
    file, checkpoint = written(tmp_path, instance("4", 3)), tmp_path / "search.json"
    monkeypatch.setattr(optimising, "write_whole", lambda *given: saved.append(given))
    ok("solve", "resale", "--optimise", *SHORT, "--checkpoint", checkpoint, file)
    assert len(saved) == 1


def test_checkpoints_that_are_none(tmp_path: Path) -> None:
    file, checkpoint = written(tmp_path, instance("4", 3)), tmp_path / "search.json"
    command = ("solve", "resale", "--optimise", *SHORT, "--checkpoint", checkpoint)
    for text in ("", "[]", '{"seed": 1}'):
        checkpoint.write_text(text, encoding="utf-8")
        assert "no search that was kept" in refused(2, *command, file)
    checkpoint.write_bytes(b"\xff\xfe")
    assert "cannot be read" in refused(2, *command, file)
    checkpoint.unlink()
    ok(*command, file)
    assert "has seed 0, not 1" in refused(2, *command, "--seed", "1", file)
    assert "is of another model" in refused(2, *command, written(tmp_path, instance("2", 3)))
    lines = written(tmp_path, instance("4", 3), instance("2", 3))
    assert "--checkpoint keeps one search" in refused(2, *command, lines)


@pytest.mark.parametrize(
    "option",
    [("--zero-shares",), ("--seed", "1"), ("--restarts", "2"), ("--generations", "5"), ("--checkpoint", "search.json")],
)
def test_search_options_want_a_search(option: tuple[str, ...], tmp_path: Path) -> None:
    assert f"{option[0]} is for a search" in refused(2, "solve", "resale", *option, written(tmp_path, DENSITY))


@pytest.mark.parametrize("option", [("--seed", "-1"), ("--restarts", "0"), ("--generations", "0"), ("--seed", "x")])
def test_search_options_out_of_range(option: tuple[str, ...], tmp_path: Path) -> None:
    told = refused(2, "solve", "resale", "--optimise", *option, written(tmp_path, instance("4", 2)))
    assert f"{option[0].lstrip('-')} is" in told


def test_help_tells_its_options() -> None:
    told = ok("solve", "resale", "--help").out
    for word in ("--optimise", "--zero-shares", "--checkpoint"):
        assert word in told
