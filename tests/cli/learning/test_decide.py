"""Cells that are trained again, and the arbiter's decision."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from databourse.runner.client import RunnerClient
from tests.cli.conftest import TOKEN, act, ok, refused, run
from tests.cli.learning import rounds
from tests.cli.learning.test_round import table_of

pytestmark = pytest.mark.usefixtures("market")
NAMES = rounds.PARTIES[:3]


def trained(series: str, runner: str, folder: Path) -> str:
    slot = rounds.joined(series, runner, folder)
    rounds.train(slot)
    return slot


def test_cells_trained_again_are_what_was_posted(runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = trained("le-retrain", runner, tmp_path)
    cells = ("--cell", f"{NAMES[0]}+{NAMES[2]}", "--cell", 2)
    told = ok("learning", "retrain", slot, *cells, "--json").json
    assert [cell["cell"] for cell in told["cells"]] == [5, 2] and told["posted_is_published"]
    closed = table_of(NAMES).correct
    assert [cell["closed"] for cell in told["cells"]] == [closed[5], closed[2]]
    assert all(cell["same"] and cell["again"] == cell["counted"] for cell in told["cells"])
    assert "What was trained again is what the posted table says." in ok("learning", "retrain", slot, *cells).out

    honest = RunnerClient.tables
    with monkeypatch.context() as patch:
        other = {"measured": "0x" + "0000" + "0001" * 7 + "0000" * 8}
        patch.setattr(RunnerClient, "tables", lambda *words: {**honest(*words), **other})
        away = ok("learning", "retrain", slot, "--cell", 7)
        assert "the posted table is not the one that the runner publishes" in away.err
        patch.setattr(RunnerClient, "tables", lambda *words: {**honest(*words), "measured": None})
        assert "the runner tells a table of 0 parties" in refused(4, "learning", "retrain", slot, "--cell", 7)
        told = refused(4, "learning", "decide", slot, "--retrain", 7, "--from", rounds.JUDGE, "--yes")
        assert "the runner has no table of le-retrain/1 with cells" in told
    monkeypatch.setattr(RunnerClient, "retrain", lambda *_: 0)
    wrong = ok("learning", "retrain", slot, "--cell", 5)
    assert "cells differ: 5" in wrong.err and f"bourse learning decide {slot} --retrain 5" in wrong.err
    monkeypatch.undo()


def test_without_an_arbiter_a_cell_that_differs_is_told(
    runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act("operator", "series", "create", "le-lawless", "--kind", rounds.KIND)
    slot = rounds.open_round("le-lawless", runner)
    rounds.join(slot, tmp_path, NAMES[0])
    rounds.train(slot)
    monkeypatch.setattr(RunnerClient, "retrain", lambda *_: 0)
    wrong = ok("learning", "retrain", slot, "--cell", NAMES[0]).err
    assert "cells differ: 1. le-lawless/1 has no arbiter: nobody can replace its table" in wrong


def test_cells_that_there_are_not(runner: str, tmp_path: Path) -> None:
    slot = rounds.joined("le-cells", runner, tmp_path)
    assert "no table of it is posted" in refused(4, "learning", "retrain", slot, "--cell", 1)
    rounds.train(slot)
    for cell in ("0", "8"):
        assert f"cell is '{cell}', but cells of this table are from 1 to 7" in refused(
            2, "learning", "retrain", slot, "--cell", cell
        )
    assert "operator is not present" in refused(3, "learning", "retrain", slot, "--cell", f"{NAMES[0]}+operator")
    assert "is in it twice" in refused(2, "learning", "retrain", slot, "--cell", f"{NAMES[0]}+{NAMES[0]}")


def test_the_arbiter_decides_and_is_paid_by(runner: str, tmp_path: Path) -> None:
    slot = trained("le-decide", runner, tmp_path)
    table = {"present": [0, 2], "validation_size": 20, "correct": [3, 10, 15, 12]}
    Path("table.json").write_text(json.dumps(table), encoding="utf-8")
    told = ok("learning", "decide", slot, "--table", "table.json", "--from", rounds.JUDGE, "--yes").out
    assert "raised by the closure  1 of 4 cells" in told and "replaces" in told and "the one of dev19" in told
    shown = rounds.show(slot)
    assert [one["counts"] for one in shown["statements"]] == [False, True]
    assert shown["statements"][0]["fault"] == "the arbiter decided"
    assert [party["present"] for party in shown["parties"]] == [True, False, True]
    settled = rounds.settle(slot)
    # together 15 of 20: party 0 gains 5/20, party 2 nothing
    paid = [int(settled["parties"][place]["charge"]) for place in (0, 2)]
    assert paid == [rounds.BUDGET * TOKEN // 4, 0]
    assert "signed by dev12, its arbiter" in ok("learning", "show", slot).out


def test_the_arbiter_has_cells_trained_again(runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = trained("le-judged", runner, tmp_path)
    before = rounds.show(slot)["statements"][0]["statement"]
    same = act(rounds.JUDGE, "learning", "decide", slot, "--retrain", "all")
    assert same["changes"] is False and same["statement"][:-130] == before[:-130]
    with monkeypatch.context() as patch:
        patch.setattr(RunnerClient, "retrain", lambda *_: 36)
        other = act(rounds.JUDGE, "learning", "decide", slot, "--retrain", 1)
    assert other["changes"] is True
    # a model of party 0 alone that gets all right: nobody with it gains anything more
    shown = rounds.show(slot)
    assert shown["parties"][0]["right_alone"] == shown["parties"][0]["right_together"] == 36
    assert [one["counts"] for one in shown["statements"]] == [False, False, True]
    assert shown["statements"][1]["fault"] == "the arbiter decided again after it"


def test_decisions_that_cannot_be(runner: str, tmp_path: Path) -> None:
    slot = rounds.joined("le-undecided", runner, tmp_path)
    file = Path("table.json")
    file.write_text("{}", encoding="utf-8")

    def told(code: int, *words: object, name: str = rounds.JUDGE) -> str:
        return refused(code, "learning", "decide", slot, *words, "--from", name, "--yes")

    assert "what is decided?" in told(2)
    assert "what is decided?" in told(2, "--table", file, "--retrain", 1)
    assert "dev13 is not the arbiter of le-undecided/1: that is dev12" in told(4, "--retrain", 1, name=NAMES[0])
    assert "too early" in told(4, "--retrain", 1)
    nobody = rounds.open_round(rounds.new_series("le-nothing"), runner)
    assert nobody
    act_advance(slot)
    assert "has not trained" in told(4, "--retrain", 1)

    def written(table: Any) -> str:
        file.write_text(json.dumps(table), encoding="utf-8")
        return told(2, "--table", file)

    assert "table.json has no validation_size" in written({})
    assert "unknown key 'corect'" in written({"corect": []})
    assert "present[1] is 0, but a party is present once" in written({"present": [0, 0]})
    assert "present[0] is 3" in written({"present": [3]})
    assert "correct has 3 entries" in written({"present": [0, 1], "validation_size": 5, "correct": [0, 1, 2]})
    assert "correct[1] is 6" in written({"present": [0], "validation_size": 5, "correct": [0, 6]})
    file.write_text('{"present": []}', encoding="utf-8")
    assert act(rounds.JUDGE, "learning", "decide", slot, "--table", file)["present"] == []
    assert rounds.settle(slot)["pot"] == "0"


def act_advance(slot: str) -> None:
    """Moves the clock past the close of a round that nobody has trained."""
    # once: after the close it would move on to the end of posting
    assert run("learning", "settle", slot, "--advance", "--from", NAMES[0], "--yes").code == 4
