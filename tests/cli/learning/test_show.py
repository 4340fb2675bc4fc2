"""What is shown of a round while it goes on, and when it goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from databourse.mechanisms.learning import Table
from databourse.runner.client import RoundState, RunnerClient
from databourse.runner.work import Progress
from tests.cli.conftest import act, ok, refused, run
from tests.cli.learning import rounds
from tests.cli.learning.test_train_round import pass_time

pytestmark = pytest.mark.usefixtures("market")
NAMES = rounds.PARTIES[:3]


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress("untrained"), "The runner has not begun to train."),
        (Progress("waiting"), "The runner will train it when it is done with another round."),
        (Progress("training"), "The runner opens the data."),
        (Progress("training", 3, 7, 125.4), "The runner trains: 3 of 7 sets of parties, about 2 min 5 s left."),
        (Progress("training", 1, 7), "The runner trains: 1 of 7 sets of parties."),
        (Progress("failed", error="no memory"), "The runner could not train it: no memory."),
        (Progress("trained", 7, 7, 0.0), "The runner has trained it, and nobody has posted what it signed."),
    ],
)
def test_how_far_it_is(progress: Progress, words: str, waiting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunnerClient, "state", lambda *_: RoundState(progress, (), None))
    told = ok("learning", "show", waiting).out
    assert words in told and "What comes next: `bourse learning train" in told
    assert rounds.show(waiting)["training"]["state"] == progress.state


@pytest.fixture(scope="module")
def closed() -> dict[str, str]:
    """The round that waits, once there is one."""
    return {}


@pytest.fixture
def waiting(closed: dict[str, str], runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A round that has closed, and that nobody has trained."""
    monkeypatch.setenv("BOURSE_RUNNER", runner)
    if not closed:
        closed["slot"] = rounds.joined("le-waiting", runner, tmp_path, NAMES, "--train-within", "5h")
        pass_time(601)
    return closed["slot"]


def test_a_table_that_is_not_closed_stops_the_round_until_the_arbiter_decides(
    runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = rounds.joined("le-falls", runner, tmp_path)
    # a runner that signs what falls, and commands that do not look
    falls = Table.of(3, [0, 20, 20, 19, 20, 25, 25, 30], 36)
    with monkeypatch.context() as patch:
        patch.setattr(Table, "closure", lambda _: falls)
        patch.setattr("databourse.cli.learning.round_training.tables.check", lambda *_: None)
        rounds.train(slot)
    told = ok("learning", "show", slot)
    assert "there is no outcome to show: the round cannot be settled: the table is not its own closure" in told.err
    assert "not its own closure" in refused(4, "learning", "settle", slot, "--advance", "--from", "solver", "--yes")


def test_nothing_is_drawn_of_nobody(runner: str, tmp_path: Path) -> None:
    slot = rounds.joined("le-blank", runner, tmp_path)
    assert "nothing to draw" in refused(4, "learning", "show", slot, "--plot", tmp_path / "x.png")
    assert "picture is" in refused(2, "learning", "show", slot, "--plot", tmp_path / "x.txt")


@pytest.mark.usefixtures("terminal")
def test_the_clock_is_not_moved_past_posting_without_a_question(runner: str, tmp_path: Path) -> None:
    slot = rounds.joined("le-early", runner, tmp_path)
    told = run("learning", "settle", slot, "--advance", "--from", "solver", input="n\n")
    assert told.code == 1 and "no table of le-early/1 is posted" in told.err
    assert rounds.show(slot)["status"] == "open"


def test_a_copy_that_pays_is_told(runner: str, tmp_path: Path) -> None:
    """Party 0 has all, or the other two together do: its copy takes a part of what the others would earn."""
    slot = rounds.joined("le-copy", runner, tmp_path)
    rounds.train(slot)
    table = {"present": [0, 1, 2], "validation_size": 10, "correct": [0, 10, 0, 10, 0, 10, 10, 10]}
    Path("table.json").write_text(json.dumps(table), encoding="utf-8")
    act(rounds.JUDGE, "learning", "decide", slot, "--table", "table.json")
    told = ok("learning", "show", slot).out
    first = next(line for line in told.splitlines() if line.split()[:2] == ["0", NAMES[0]])
    assert first.rstrip().endswith("would have paid")
    parties = rounds.show(slot)["parties"]
    assert parties[0]["copy_profit"] == "1/9" and parties[0]["index"] == "2"
    rounds.settle(slot)
