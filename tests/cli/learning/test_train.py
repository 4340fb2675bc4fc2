from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from databourse.learning import Problem, Ridge, Rows, classifier, measure
from tests.cli.conftest import ok, refused, run
from tests.learning.data import blobs


def write(file: Path, rows: Rows) -> Path:
    lines = [
        f"{','.join(map(repr, row))},{label}" for row, label in zip(rows.features.tolist(), rows.labels, strict=True)
    ]
    file.write_text("a,b,c,kind\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def parties(tmp_path: Path) -> list[Path]:
    return [write(tmp_path / f"party{seed}.csv", blobs(8 + seed, seed)) for seed in range(3)]


@pytest.fixture
def task(tmp_path: Path) -> Path:
    return write(tmp_path / "task.csv", blobs(30, 9))


def test_what_is_trained_can_be_solved(parties: list[Path], task: Path) -> None:
    told = ok("learning", "train", *parties, "--validation", task, "--budget", "0.5", "--out", "market.json").out
    table = measure(Problem.of([blobs(8 + seed, seed) for seed in range(3)], [blobs(30, 9)]), classifier("logistic"))
    instance = json.loads(Path("market.json").read_text(encoding="utf-8"))
    assert instance == {
        "parties": 3,
        "correct": table.tables[0].correct.tolist(),
        "validation_size": 30,
        "budget_per_unit": "500000000000000000",
    }
    assert "7 models trained, 0 known." in told and "market.json" in told
    solved = ok("solve", "learning", "market.json").json
    closed = table.tables[0].closure()
    assert int(solved["fees"][0]) == -(-5 * 10**17 * (30 - closed.alone[0]) // 30)
    (line,) = [line.split() for line in told.splitlines() if "party1.csv" in line]
    assert line[1:] == ["9", f"{closed.alone[1] / 30:.3f}", f"{closed.everybody / 30:.3f}", "3"]


def test_a_task_each_from_numpy_files(tmp_path: Path) -> None:
    files, rows = [], [blobs(9, 1), blobs(7, 2), blobs(30, 3), blobs(20, 4)]
    for number, data in enumerate(rows):
        files.append(tmp_path / f"{number}.npz")
        np.savez(files[-1], features=data.features, labels=data.labels)
    tasks = ("--validation", files[2], "--validation", files[3])
    options = ("--model", "ridge", "--set", "penalty=0.5")
    instance = ok("learning", "train", *files[:2], *tasks, *options, "--json").json
    tables = measure(Problem.of(rows[:2], rows[2:]), Ridge(0.5)).tables
    assert instance["tasks"] == [
        {"owner": owner, "correct": table.correct.tolist()} for owner, table in enumerate(tables)
    ]
    assert instance["validation_size"] == [30, 20] and instance["weighting"] == "gap"
    assert ok("solve", "learning", "-", input=json.dumps(instance)).json["pot"]
    assert ok("learning", "train", *files[:2], *tasks, *options).json == instance  # without --out
    selected = ok("learning", "train", *files[:2], *tasks, *options, "--threshold", "9", "--json").json
    assert selected["tasks"] == [{"owner": owner, "correct": [0] * 4} for owner in range(2)]


def test_what_is_remembered_is_not_trained_again(parties: list[Path], task: Path) -> None:
    command = ("learning", "train", *parties, "--validation", task, "--memo", "cells", "--out", "market.json")
    assert "7 models trained, 0 known." in ok(*command).out
    assert "0 models trained, 7 known." in ok(*command).out
    assert "7 models trained, 0 known." in ok(*command, "--set", "C=0.5").out


def test_an_interrupted_run_says_how_it_goes_on(
    parties: list[Path], task: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    command = ("learning", "train", *parties, "--validation", task)
    monkeypatch.setattr("databourse.learning.trainer.Classifier.predict", interrupt)
    assert "stopped | with --memo it could go on later" in refused(1, *command)
    assert "stopped | the same command goes on from cells" in refused(1, *command, "--memo", "cells")


def test_equal_data_and_unknown_labels_are_noticed(parties: list[Path], tmp_path: Path) -> None:
    copy = tmp_path / "copy.csv"
    copy.write_text(parties[0].read_text(encoding="utf-8"), encoding="utf-8")
    strange = write(tmp_path / "strange.csv", Rows.of([[0, 0, 0]], ["zebra"]))
    answer = run("learning", "train", parties[0], copy, "--validation", strange, "--json")
    assert answer.json["correct"] == [0, 0, 0, 0]
    assert "copy.csv has the same data as" in answer.err
    assert "no party has rows with the label zebra" in answer.err


def test_a_label_by_its_name(tmp_path: Path, task: Path) -> None:
    file = tmp_path / "first.csv"
    file.write_text("kind,a,b,c\n1,0.5,1,2\n0,1,2,3\n", encoding="utf-8")
    assert ok("learning", "train", file, "--validation", task, "--label", "kind", "--json").json["parties"] == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--model", "magic"), "model is 'magic'"),
        (("--set", "C"), "set is 'C', but it must be NAME=VALUE"),
        (("--set", "magic=1"), "logistic cannot have these parameters"),
        (("--set", "C=-1"), "cannot be trained"),
        (("--model", "ridge", "--set", "C=1"), "ridge has one parameter"),
        (("--model", "ridge", "--set", "penalty=big"), "ridge has one parameter"),
        (("--model", "ridge", "--set", "penalty=0"), "penalty is 0, but it must be above 0"),
        (("--label", "sort"), "label is 'sort'"),
        (("--jobs", "0"), "jobs is '0'"),
        (("--budget", "-1"), "budget is '-1'"),
    ],
)
def test_bad_options(options: tuple[str, ...], message: str, parties: list[Path], task: Path) -> None:
    assert message in refused(2, "learning", "train", *parties, "--validation", task, *options)


def test_bad_data(parties: list[Path], task: Path, tmp_path: Path) -> None:
    empty, other = tmp_path / "empty.csv", tmp_path / "other.csv"
    empty.write_text("a,b,c,kind\n", encoding="utf-8")
    other.write_text("a,kind\n1,0\n", encoding="utf-8")
    train = ("learning", "train")
    assert "empty.csv has no units" in refused(2, *train, *parties, "--validation", empty)
    assert "empty.csv has no units" in refused(2, *train, empty, "--validation", task)
    assert "other.csv has 1 features" in refused(2, *train, *parties, other, "--validation", task)
    assert "another party has that name" in refused(2, *train, parties[0], parties[0], "--validation", task)
    assert "there are 2 validation sets" in refused(2, *train, *parties, "--validation", task, "--validation", task)
    assert "there is no file" in refused(3, *train, "none.csv", "--validation", task)
    assert "--validation is missing" in refused(2, *train, *parties)
    assert "--advance belongs to rounds" in refused(2, *train, *parties, "--validation", task, "--advance")
