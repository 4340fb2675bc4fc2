"""`bourse solver run` and `bourse slot open --every`, as far as they end by themselves."""

from __future__ import annotations

import json
import os
import signal
import threading
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet, keystore
from databourse.chain.transactions import Transactions
from databourse.cli import serving
from databourse.errors import NetworkError
from tests.cli.conftest import Answer, act, ask_all, new_series, ok, open_slot, refused, run, tokens

pytestmark = pytest.mark.usefixtures("market")

AS_SOLVER = ("--from", "solver", "--yes")
AS_OPERATOR = ("--from", "operator", "--yes")


def lines(answer: Answer) -> list[dict[str, Any]]:
    """The log of a service, a JSON object a line."""
    return [json.loads(line) for line in answer.out.splitlines()]


def events(answer: Answer) -> list[str]:
    return [line["event"] for line in lines(answer)]


def advance(seconds: int) -> None:
    devnet.advance(ok("devnet", "status", "--json").json["rpc_url"], seconds)


def closed(series: str, *options: object) -> str:
    """A round with a bid that waits to be settled."""
    slot = open_slot(new_series(series, "--fee", "0.1", *options))
    act("dave", "bid", slot, "--price", 1, "--quantity", 2)
    advance(601)
    return slot


def once(*options: object) -> Answer:
    return run("solver", "run", "--once", "--json", *options, *AS_SOLVER)


def test_once_settles_what_is_due_and_ends(offered: dict[str, int]) -> None:
    slot = open_slot(new_series("due", "--fee", "0.1"))
    ask_all(slot, offered)
    act("dave", "bid", slot, "--price", 1, "--quantity", 12)
    assert events(once("--series", "due")) == ["started", "watching", "stopped"]
    advance(601)
    told = once("--series", "due")
    assert (told.code, events(told)) == (0, ["started", "watching", "closed", "settled", "stopped"])
    started, _, _, settled, stopped = lines(told)
    assert started["chain_id"] == 31337
    assert started["account"] == ok("wallet", "balance", "solver", "--json").json["address"]
    assert (settled["round"], settled["entries"], settled["fees"]) == (1, 4, tokens(0.4))
    assert (started["level"], stopped["reason"]) == ("info", "done")
    shown = ok("slot", "show", slot, "--json").json
    assert (shown["status"], shown["settled"]["hash"]) == ("settled", settled["transaction"])
    assert ok("audit", "replay").code == 0
    assert events(once("--series", "due")) == ["started", "watching", "stopped"]


def test_for_people_it_writes_sentences() -> None:
    closed("readable")
    told = ok("solver", "run", "--once", "--series", "readable", *AS_SOLVER).out
    assert "solver settles rounds from now on:" in told
    assert "UTC  readable/1 settled: 1 entry, 0.1 DBT of fees, transaction 0x" in told


def test_fees_are_brought_into_the_wallet() -> None:
    closed("swept")
    before = int(ok("wallet", "balance", "solver", "--json").json["wallet"])
    told = once("--series", "swept", "--withdraw-above", "0.05")
    assert events(told)[-3:] == ["settled", "collected", "stopped"]
    assert int(ok("wallet", "balance", "solver", "--json").json["wallet"]) == before + int(tokens(0.1))


def test_the_named_solver_and_a_standby_go_in_turn() -> None:
    closed("in-turn", "--solver", "erin", "--solver-first", "5m")
    told = once("--series", "in-turn")
    assert events(told) == ["started", "watching", "closed", "waiting", "stopped"]
    assert lines(told)[3]["reason"] == "turn"
    assert events(once("--series", "in-turn", "--from", "erin", "--standby", "2m"))[-2:] == ["waiting", "stopped"]
    assert "settled" in events(
        run("solver", "run", "--once", "--series", "in-turn", "--json", "--yes", "--from", "erin")
    )


def test_what_cannot_be_settled_is_the_exit_code_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    closed("failing")

    def fail(*_: object) -> None:
        raise NetworkError("out of order", "wait")

    with monkeypatch.context() as patch:
        patch.setattr(Transactions, "send", fail)
        told = once("--series", "failing")
        assert (told.code, events(told)[-2:]) == (5, ["postponed", "stopped"])
        last = lines(told)[-1]
        assert (last["reason"], last["kind"], last["message"], last["hint"], last["exit_code"]) == (
            "error",
            "NetworkError",
            "out of order",
            "wait",
            5,
        )
        for_people = run("solver", "run", "--once", "--series", "failing", *AS_SOLVER)
        assert (for_people.code, "Error: out of order" in for_people.err) == (5, True)
    assert once("--series", "failing").code == 0


@pytest.mark.usefixtures("terminal")
def test_what_a_solver_cannot_be_told() -> None:
    run_ = ("solver", "run", "--once")
    assert "no series is called 'nosuch'" in refused(3, *run_, "--series", "nosuch", *AS_SOLVER)
    assert "who acts?" in refused(2, *run_, "--yes")
    assert "no account is called 'nobody'" in refused(3, *run_, "--from", "nobody", "--yes")
    assert "must be a duration" in refused(2, *run_, "--poll", "soon", *AS_SOLVER)
    assert "must be a number" in refused(2, *run_, "--withdraw-above", "much", *AS_SOLVER)
    assert "no node is running" in refused(5, *run_, "--rpc-url", "http://127.0.0.1:9", *AS_SOLVER)
    no = run(*run_, "--from", "solver", input="n\n")
    assert (no.code, "all, also those that are created later" in no.out) == (1, True)
    assert "this needs your consent" in run(*run_, "--from", "solver", "--json").error["message"]


def test_a_key_of_ones_own_shows_nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    key, passphrase = bytes(range(1, 33)), "correct horse"
    monkeypatch.setenv("BOURSE_KEYSTORES", str(tmp_path / "keys"))
    monkeypatch.setenv("BOURSE_PASSPHRASE_SETTLER", passphrase)
    address = keystore.create("settler", passphrase, key, scrypt_n=2).address
    slot = closed("own")
    mine = ("solver", "run", "--once", "--series", "own", "--from", "settler", "--yes")
    poor = [run(*mine, "--json"), run(*mine)]
    assert [answer.code for answer in poor] == [4, 4]
    assert "settler has 0 ether" in lines(poor[0])[-1]["message"]
    ok("account", "fund", "settler", "--yes")
    told = run(*mine, "--json")
    assert events(told) == ["started", "watching", "closed", "settled", "stopped"]
    assert ok("slot", "show", slot, "--json").json["settled"]["settler"] == address
    for answer in (*poor, told):
        assert key.hex() not in answer.out + answer.err and passphrase not in answer.out + answer.err


def test_asked_to_end_it_ends_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both services run in this process and get the signal that a supervisor sends."""
    new_series("ending")
    wait = serving.StoppableClock.wait

    def interrupted(self: serving.StoppableClock, seconds: float) -> None:
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM)).start()
        wait(self, seconds)

    monkeypatch.setattr(serving.StoppableClock, "wait", interrupted)
    before = signal.getsignal(signal.SIGTERM)
    told = run("solver", "run", "--poll", "1h", "--series", "ending", "--json", *AS_SOLVER)
    assert (told.code, events(told), lines(told)[-1]["reason"]) == (0, ["started", "watching", "stopped"], "asked")
    told = run("slot", "open", "ending", "--every", "1h", "--json", *AS_OPERATOR)
    assert (told.code, events(told), lines(told)[-1]["reason"]) == (0, ["started", "opened", "stopped"], "asked")
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_series_is_kept_going(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time passes only when the keeper waits; a solver runs once in a while."""
    new_series("going")

    def wait(*_: object) -> None:
        advance(60)
        once("--series", "going")

    monkeypatch.setattr(serving.StoppableClock, "wait", wait)
    every = ("slot", "open", "going", "--every", "5m", "--close-in", "2m", "--rounds", "2", "--rule", "dantm")
    told = run(*every, "--json", *AS_OPERATOR)
    assert (told.code, events(told)) == (0, ["started", "opened", "opened", "stopped"])
    first, second = lines(told)[1:3]
    assert (first["round"], second["round"]) == (1, 2)
    assert second["close_at"] - first["close_at"] >= 300
    assert lines(told)[-1]["message"] == "all 2 rounds are over"
    shown = ok("slot", "list", "going", "--json").json["slots"]
    assert [(one["rule"], one["status"]) for one in shown] == [("dantm", "settled")] * 2


def test_what_a_rhythm_cannot_be() -> None:
    new_series("rhythm", "--solver", "solver", "--solver-first", "5m", "--longest-round", "2h")
    every = ("slot", "open", "rhythm", "--every", "5m", *AS_OPERATOR)
    assert "must be at most --every, 5 min" in refused(2, *every, "--close-in", "6m")
    assert "this series needs at least 6 min" in refused(2, *every, "--settle-within", "5m")
    assert "allows at most 2 h" in refused(4, *every, "--settle-within", "3h")
    assert "alice is not the operator of series" in refused(4, *every, "--from", "alice")
    assert "dantm has no option 'k'" in refused(2, *every, "--rule", "dantm", "--k", 3)
    assert "--close-in is missing" in refused(2, "slot", "open", "rhythm", *AS_OPERATOR)
    assert "--every is missing" in refused(
        2, "slot", "open", "rhythm", "--close-in", "1m", "--rounds", "2", *AS_OPERATOR
    )
    assert "this needs your consent" in refused(2, *every[:-1])
