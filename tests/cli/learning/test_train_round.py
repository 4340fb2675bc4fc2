"""Having a round trained: who may, when, and what the runner must answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet, history
from databourse.chain.calls import call_of
from databourse.chain.config import resolve_network
from databourse.chain.connection import connect
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.cli.learning import round_training
from databourse.errors import NetworkError
from databourse.market.learning.words import pack_counts, unpack_counts
from databourse.runner.client import RoundState, RunnerClient
from databourse.runner.work import Progress
from tests.cli.conftest import act, ok, refused, run, tokens
from tests.cli.learning import rounds
from tests.cli.learning.test_join import fails

pytestmark = pytest.mark.usefixtures("market")
FIRST, SECOND, THIRD, FOURTH = rounds.PARTIES


def post(name: str, slot: str, statement: bytes) -> None:
    """Posts anything, past the command line."""
    exchange = Exchange.open(connect(resolve_network()))
    info, number = history.find_slot(exchange, slot)
    one = history.read_series(exchange, info.number, [number]).round(number)
    call = call_of(exchange.market.functions.post(info.number, one.terms_hash, statement))
    Transactions(exchange.connection).send(signer_of(name, exchange.connection.chain_id, None), call)


def pass_time(seconds: int) -> None:
    running = devnet.recorded()
    assert running
    devnet.advance(running.rpc_url, seconds)


def test_who_may_have_it_trained_and_when(runner: str, tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("le-who", "--fee", "0.5"), runner)
    for name in (FIRST, SECOND, THIRD):
        rounds.join(slot, tmp_path, name)
    words = ("learning", "train", slot, "--from", "operator", "--yes")
    assert "too early: le-who/1 takes entries until" in refused(4, *words)
    assert "may not post" in refused(4, "learning", "train", slot, "--advance", "--from", FIRST, "--yes")
    assert rounds.show(slot)["status"] == "open"  # nobody moved the clock for nothing
    pass_time(601)
    early = refused(4, "learning", "settle", slot, "--from", "solver", "--yes")
    assert "too early: statements about le-who/1 are posted until" in early
    pass_time(1801)
    assert "too late" in refused(4, *words)
    told = ok("learning", "show", slot).out
    assert "It is settleable" in told and "What comes next" not in told
    assert "Nobody can settle it, since no statement counts: everybody has everything back" in told
    nothing = refused(4, "learning", "settle", slot, "--from", "solver", "--yes")
    assert "cannot be settled: no statement about it was posted" in nothing
    assert "everybody has everything back, fees included" in nothing
    pass_time(3601)
    shown = ok("learning", "show", slot).out
    assert "It is aborted: nobody settled it by" in shown
    assert "too late: nobody settled le-who/1" in refused(4, "learning", "settle", slot, "--from", "solver", "--yes")
    # the lock comes back, and the entry fee with it
    assert act(FIRST, "wallet", "withdraw", "le-who", "all")["amount"] == tokens(rounds.BUDGET + 0.5)


def test_who_never_uploads_is_absent_and_pays_the_entry_fee_only(
    runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = rounds.open_round(rounds.new_series("le-absent", "--fee", "0.5"), runner, "--max-parties", 4)
    for name in (FIRST, SECOND):
        rounds.join(slot, tmp_path, name)
    train, validation = rounds.files_of(tmp_path, THIRD)
    with monkeypatch.context() as patch:
        patch.setattr(RunnerClient, "submit", fails)
        joined = run("learning", "join", slot, "--train", train, "--validation", validation, "--from", THIRD, "--yes")
    assert joined.code == 5
    # other columns than the others'
    wide = tmp_path / "wide.csv"
    wide.write_text("a,b,kind\n1,2,x\n3,4,y\n", encoding="utf-8")
    act(FOURTH, "learning", "join", slot, "--train", wide, "--validation", wide)

    told = ok("learning", "train", slot, "--advance", "--from", "operator", "--yes")
    assert "the data of dev17 are not at the runner" in told.err
    assert "dev17 (party 2) is absent: no bundle was uploaded; it pays nothing and gets nothing" in told.err
    assert (
        "dev18 (party 3) is absent: the data have 2 features, but the round is about 3, as those of most parties"
        in told.err
    )
    rounds.settle(slot)
    shown = rounds.show(slot)
    assert [party["present"] for party in shown["parties"]] == [True, True, False, False]
    assert "net" not in shown["parties"][2]
    assert (
        "Party 2, dev17, is absent: it pays nothing but the entry fee, 0.5 DBT, and its lock comes back"
        in ok("learning", "show", slot).out
    )
    account = ok("wallet", "balance", THIRD, "--json").json
    assert tokens(rounds.BUDGET) in str(account)
    missing = refused(4, "learning", "download-model", slot, "--out", "m.npz", "--from", THIRD, "--yes")
    assert "dev17 was absent" in missing
    stranger = refused(4, "learning", "download-model", slot, "--out", "m.npz", "--from", "dev16", "--yes")
    assert "dev16 is no party" in stranger


def test_what_was_posted_and_never_settled_is_told(runner: str, tmp_path: Path) -> None:
    slot = rounds.joined("le-late", runner, tmp_path)
    rounds.train(slot)
    pass_time(1801 + 3601)
    told = ok("learning", "show", slot).out
    assert "It is aborted" in told and "Nobody settled it, so nothing came of it. This would have come of it:" in told


def test_another_payment_than_the_rules_is_noticed(
    runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = rounds.joined("le-paid", runner, tmp_path)
    rounds.train(slot)
    rounds.settle(slot)
    assert "run `bourse audit replay`" not in ok("learning", "show", slot).err
    monkeypatch.setattr("databourse.cli.learning.showing.unpack_amounts", lambda _: ((0, 1),))
    assert "the chain paid something else than the rule prescribes" in ok("learning", "show", slot).err


def test_statements_of_others_do_not_count(runner: str, tmp_path: Path) -> None:
    slot = rounds.joined("le-false", runner, tmp_path)
    pass_time(601)
    post("operator", slot, b"nonsense")
    trained = rounds.train(slot)
    raw = bytearray(bytes.fromhex(trained["statement"][2:]))
    raw[8] ^= 1  # another size: the signature is somebody else's then
    post(rounds.JUDGE, slot, bytes(raw))
    shown = rounds.show(slot)
    assert [one["counts"] for one in shown["statements"]] == [False, True, False]
    told = ok("learning", "show", slot).out
    assert "A statement that operator posted at" in told and "does not count: it is not well formed" in told
    assert rounds.settle(slot)["way"] == "settle"


def test_a_runner_that_does_not_answer_rightly_is_not_believed(
    runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = rounds.joined("le-wrong", runner, tmp_path)
    pass_time(601)
    words = ("learning", "train", slot, "--from", "operator", "--yes")
    honest = RunnerClient.tables

    def other_table(client: RunnerClient, series: int, number: int) -> dict[str, Any]:
        return {**honest(client, series, number), "closed": "0x" + "00" * 32}

    with monkeypatch.context() as patch:
        patch.setattr(RunnerClient, "tables", other_table)
        assert "other counts for single parties" in refused(4, *words)

    def better(client: RunnerClient, series: int, number: int) -> dict[str, Any]:
        told = honest(client, series, number)
        counts = unpack_counts(bytes.fromhex(told["closed"][2:])).tolist()
        # two parties get another count, within what the single ones and all three get: closed still
        cell, count = next(
            (cell, count)
            for cell, singles in ((3, (1, 2)), (5, (1, 4)), (6, (2, 4)))
            for count in (max(counts[single] for single in singles), counts[7])
            if count != counts[cell]
        )
        counts[cell] = count
        return {**told, "closed": "0x" + pack_counts(counts).hex()}

    with monkeypatch.context() as patch:
        patch.setattr(RunnerClient, "tables", better)
        assert "is not about the table that comes with it" in refused(4, *words)

    def changed(state: RoundState) -> bytes:
        raw = bytearray(bytes.fromhex(state.report["statement"][2:]))  # type: ignore[index]
        raw[20] ^= 1
        return bytes(raw)

    with monkeypatch.context() as patch:
        patch.setattr(RoundState, "statement", property(changed))
        assert "is signed by" in refused(4, *words) and rounds.show(slot)["statements"] == []
    with monkeypatch.context() as patch:
        patch.setattr(RoundState, "statement", property(lambda _: b"\x01"))
        assert "is no statement about le-wrong/1" in refused(4, *words)
    assert rounds.show(slot)["statements"] == []
    assert rounds.train(slot)["present"] == [0, 1, 2]


def test_waiting_can_be_stopped_and_goes_on(runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = rounds.joined("le-wait", runner, tmp_path)
    pass_time(601)
    words = ("learning", "train", slot, "--from", "operator", "--yes")

    def interrupted(*_: object) -> RoundState:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(RunnerClient, "train", interrupted)
        told = refused(1, *words)
    assert "stopped: nothing was posted" in told and f"bourse learning train {slot}" in told

    states = [
        Progress("waiting"),
        Progress("training", 0, 7, 10_000_000.0),
        Progress("training", 4, 7, 1.0),
        Progress("untrained"),
    ]
    honest, begin = RunnerClient.state, RunnerClient.train

    def slow(client: RunnerClient, series: int, number: int) -> RoundState:
        now = honest(client, series, number)
        return RoundState(states.pop(0), now.parties, None) if states else now

    def begun(client: RunnerClient, series: int, number: int) -> RoundState:
        return slow(client, series, number) if states else begin(client, series, number)

    with monkeypatch.context() as patch:
        patch.setattr(RunnerClient, "state", slow)
        patch.setattr(RunnerClient, "train", begun)
        patch.setattr(round_training, "_SECONDS", 0)
        states.insert(0, Progress("untrained"))
        went = ok(*words)
    assert "training takes another" in went.err and not states
    assert rounds.show(slot)["statements"][0]["counts"]


def test_a_runner_that_dies_or_fails_is_told(runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = rounds.joined("le-dies", runner, tmp_path)
    pass_time(601)
    words = ("learning", "train", slot, "--from", "operator", "--yes")
    state = RunnerClient(runner).state(*_numbers(slot))
    answers: list[Progress | None] = []

    def answer(client: RunnerClient, series: int, number: int) -> RoundState:  # noqa: ARG001
        now = answers.pop(0)
        if now is None:
            raise NetworkError("the runner does not answer")
        return RoundState(now, state.parties, None)

    def told(code: int, *given: Progress | None) -> str:
        answers[:] = [*given, *given]  # for people, and for programs
        with monkeypatch.context() as patch:
            patch.setattr(RunnerClient, "state", answer)
            patch.setattr(RunnerClient, "train", answer)
            patch.setattr(round_training, "_SECONDS", 0)
            return refused(code, *words)

    fresh = Progress("untrained")
    dead = told(5, fresh, Progress("training", 1, 7), None)
    assert "start it again with `bourse runner start`: it goes on where it stopped" in dead
    failed = told(1, fresh, Progress("training", 1, 7), Progress("failed", 1, 7, error="the disk is full"))
    assert "could not be trained: the disk is full" in failed
    assert rounds.train(slot)["present"] == [0, 1, 2]


def _numbers(slot: str) -> tuple[int, int]:
    shown = rounds.show(slot)
    return shown["series"], shown["round"]


def test_nobody_at_all(runner: str) -> None:
    slot = rounds.open_round(rounds.new_series("le-nobody"), runner)
    trained = rounds.train(slot)
    assert (trained["present"], trained["validation_size"]) == ([], 0)
    settled = rounds.settle(slot)
    assert (settled["parties"], settled["pot"]) == ([], "0")
    assert "The pot is 0 DBT" in ok("learning", "show", slot).out
