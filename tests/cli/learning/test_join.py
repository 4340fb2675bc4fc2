"""Joining a learning round: what is refused before anything is sent, and uploads that fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from databourse.errors import NetworkError
from databourse.runner.client import RunnerClient
from tests.cli.conftest import act, ok, refused, run, tokens
from tests.cli.learning import rounds

pytestmark = pytest.mark.usefixtures("market")
FIRST, SECOND, THIRD, FOURTH = rounds.PARTIES


def fails(*_: Any) -> int:
    """An upload that does not arrive."""
    raise NetworkError("the line is dead")


def test_data_that_cannot_be_used_are_refused_before_anything_is_sent(runner: str, tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("le-bad"), runner)
    train, validation = rounds.files_of(tmp_path, FIRST)
    bad = tmp_path / "bad.csv"

    def told(text: str, code: int = 2) -> str:
        bad.write_text(text, encoding="utf-8")
        words = ("learning", "join", slot, "--validation", validation, "--train", bad, "--from", FIRST, "--yes")
        return refused(code, *words)

    assert f"{bad} has no units" in told("a,b,c,kind\n")
    assert f"{bad}: features[1][0] is nan, but it must be a finite number" in told("a,b,c,kind\n1,2,3,x\nnan,2,3,y\n")
    assert f"{bad}, row 2, b is 'two', but it must be a number" in told("a,b,c,kind\n1,two,3,x\n")
    assert f"column 3 is 'c', but {bad} has kind there" in told("a,b,kind\n1,2,x\n")
    assert "column 1 is 'a'" in told("b,a,c,kind\n1,2,3,x\n")
    assert "labels[0] is ''" in told("a,b,c,kind\n1,2,3,\n")
    words = ("learning", "join", slot, "--from", FIRST, "--yes")
    assert "--train is missing" in refused(2, *words)
    assert "--validation is missing" in refused(2, *words, "--train", train)
    bad.write_text("a,b,c,kind\n", encoding="utf-8")
    assert "has no units" in refused(2, *words, "--train", train, "--validation", bad)
    assert "there is no file" in refused(3, *words, "--train", tmp_path / "none.csv", "--validation", validation)
    narrow = tmp_path / "narrow.npz"
    np.savez(narrow, features=np.ones((2, 2)), labels=np.array([0, 1]))
    assert "number of features is 3, but" in refused(2, *words, "--train", narrow, "--validation", validation)
    assert rounds.show(slot)["parties"] == []


def test_data_that_are_likely_to_be_a_mistake_are_warned_of(runner: str, tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("le-odd"), runner)
    single = tmp_path / "single.csv"
    single.write_text("a,b,c,kind\n1,2,3,x\n2,2,3,x\n", encoding="utf-8")
    words = ("learning", "join", slot, "--train", single, "--validation", single, "--from", FIRST, "--yes")
    told = ok(*words).err
    assert "all your rows have the label x" in told and "you validate with the rows that you train with" in told
    _, validation = rounds.files_of(tmp_path, SECOND)
    two = tmp_path / "two.csv"
    two.write_text("a,b,c,kind\n1,2,3,0\n2,2,3,1\n", encoding="utf-8")
    words = ("learning", "join", slot, "--train", two, "--validation", validation, "--from", SECOND, "--yes")
    assert "you validate with labels that you have no rows of: 2" in ok(*words).err
    # one label only, and labels that others do not know, are no fault
    trained = rounds.train(slot)
    assert trained["present"] == [0, 1]
    assert rounds.settle(slot)["way"] == "settle"


def test_a_failed_upload_is_repeated_with_the_same_bytes(
    runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = rounds.open_round(rounds.new_series("le-again"), runner)
    train, validation = rounds.files_of(tmp_path, FIRST)
    words = ("learning", "join", slot, "--train", train, "--validation", validation, "--from", FIRST, "--yes")
    with monkeypatch.context() as patch:
        patch.setattr(RunnerClient, "submit", fails)
        failed = run(*words)
    assert failed.code == 5 and f"you have joined {slot}, but your data are not at the runner" in failed.err
    assert f"bourse learning join {slot}" in failed.err
    (party,) = rounds.show(slot)["parties"]
    assert (party["entry"], party["uploaded"]) == (0, False)
    again = ok(*words)
    assert "an account joins once" in again.err and "has your data" in again.out
    (party,) = rounds.show(slot)["parties"]
    assert party["uploaded"] is True
    # nothing is entered twice, and uploading what is there does no harm
    assert act(FIRST, "learning", "join", slot)["upload"]["party"] == 0
    assert len(rounds.show(slot)["parties"]) == 1


def test_who_joined_elsewhere_cannot_upload_from_here(
    runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = rounds.joined("le-elsewhere", runner, tmp_path, (FIRST,))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another"))
    told = refused(3, "learning", "join", slot, "--runner", runner, "--from", FIRST, "--yes")
    assert "whose encrypted form is not on this machine" in told
    assert "which runner?" in refused(2, *joining(slot, tmp_path, SECOND))


def joining(slot: str, folder: Path, name: str) -> tuple[object, ...]:
    """The words with which somebody joins."""
    train, validation = rounds.files_of(folder, name)
    return ("learning", "join", slot, "--train", train, "--validation", validation, "--from", name, "--yes")


def test_rounds_that_nobody_can_join_any_more(runner: str, tmp_path: Path) -> None:
    slot = rounds.joined("le-over", runner, tmp_path, (FIRST,), "--max-parties", 1)
    assert "full" in refused(4, *joining(slot, tmp_path, SECOND))
    rounds.train(slot)
    assert "takes no more entries" in refused(4, *joining(slot, tmp_path, SECOND))
    rounds.settle(slot)
    assert "its training is over" in refused(4, "learning", "join", slot, "--from", FIRST, "--yes")
    # a single party has nobody to gain from
    (party,) = rounds.show(slot)["parties"]
    assert (party["charge"], party["payout"], party["gain"]) == ("0", "0", "0")


def test_the_runner_must_be_the_one_of_the_round(
    runner: str, tmp_path: Path, nowhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = rounds.open_round(rounds.new_series("le-other"), runner)
    words = joining(slot, tmp_path, FIRST)
    assert "does not answer" in refused(5, *words, "--runner", nowhere)
    assert "runner is 'ftp://x'" in refused(2, *words, "--runner", "ftp://x")
    with monkeypatch.context() as patch:
        patch.setattr("databourse.runner.software.measurement", lambda: bytes(32))
        told = refused(4, *words)
    assert f"is not the one that {slot} was opened for: its code is {'00' * 32}" in told
    assert rounds.show(slot)["parties"] == []


def test_money_that_is_missing_is_told(runner: str, tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("le-money"), runner)
    told = refused(4, *joining(slot, tmp_path, FIRST), "--no-top-up")
    assert "not enough money: le-money/1 needs 9 DBT" in told
    assert act(FIRST, *joining(slot, tmp_path, FIRST)[:-3])["deposited"] == tokens(rounds.BUDGET)
