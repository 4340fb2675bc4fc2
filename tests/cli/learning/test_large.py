"""Rounds for more than twelve parties: proposed, challenged, final."""

from __future__ import annotations

from pathlib import Path

import pytest

from databourse.chain import history
from databourse.chain.calls import call_of
from databourse.chain.config import config_folder, resolve_network
from databourse.chain.connection import connect
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.market.learning import LEARNING
from databourse.market.learning.tables import TABLES
from databourse.market.settlement import Settlement
from databourse.runner.client import RunnerClient
from tests.cli.conftest import act, ok, refused, tokens
from tests.cli.learning import rounds
from tests.cli.learning.test_train_round import pass_time

pytestmark = pytest.mark.usefixtures("market")
LARGE = ("--max-parties", 13, "--bond", 7, "--challenge-for", "5m")


@pytest.fixture(autouse=True)
def no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier test brought into this process is not known."""
    monkeypatch.setattr(TABLES, "_known", {})


@pytest.fixture
def trained(request: pytest.FixtureRequest, runner: str, tmp_path: Path) -> str:
    """A round for up to 13 parties whose table is posted, and in which proposals are due."""
    slot = rounds.joined(request.param, runner, tmp_path, rounds.EVERYBODY, *LARGE)
    told = rounds.train(slot)
    assert told["present"] == [0, 1, 2, 3, 4]
    pass_time(1801)
    return slot


def forget_tables(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Makes this a machine that no table ever came to; the files that there were."""
    monkeypatch.setattr(TABLES, "_known", {})
    files = list((config_folder() / "tables").glob("*.table"))
    for file in files:
        file.unlink()
    return files


def propose_false(name: str, slot: str) -> None:
    """Proposes sums that are not those of the table, past the command line."""
    exchange = Exchange.open(connect(resolve_network()))
    info, number = history.find_slot(exchange, slot)
    one = history.read_series(exchange, info.number, [number]).round(number)
    right = LEARNING.solve(one.entries, one.terms.params, {}, posts=one.posts).alloc
    # of the first party's sum and of the last one's: what is added here is taken there
    own = [int.from_bytes(right[12 * place : 12 * place + 12]) for place in range(len(right) // 12)]
    own[1], own[5] = own[1] + 120, own[5] - 120
    alloc = b"".join(number.to_bytes(12) for number in own)
    solution = LEARNING.resolve(one.entries, one.terms.params, one.posts, alloc)
    act(name, "wallet", "deposit", info.name, 7)
    call = call_of(
        exchange.market.functions.propose(one.terms.struct(), Settlement.of(one.entries, solution, one.posts).struct())
    )
    Transactions(exchange.connection).send(signer_of(name, exchange.connection.chain_id, None), call)


@pytest.mark.parametrize("trained", ["le-large"], indirect=True)
def test_a_right_outcome_stands_and_becomes_final(trained: str) -> None:
    proposed = rounds.settle(trained)
    assert (proposed["way"], proposed["bond"]) == ("propose", tokens(7))
    shown = rounds.show(trained)
    assert shown["status"] == "proposed" and shown["parties"] == proposed["parties"]
    answer = act(rounds.PARTIES[0], "learning", "challenge", trained)
    assert answer["objection"] is None
    assert "too early" in refused(4, "learning", "settle", trained, "--from", "solver", "--yes")
    final = rounds.settle(trained)
    assert final["way"] == "finalise"
    assert rounds.show(trained)["parties"] == proposed["parties"]
    assert "nothing stands" not in ok("learning", "show", trained).out
    assert "stands proposed: it is settled" in refused(
        4, "learning", "challenge", trained, "--from", rounds.PARTIES[0], "--yes"
    )


@pytest.mark.parametrize("trained", ["le-lie"], indirect=True)
def test_a_false_one_falls_and_another_is_proposed(trained: str) -> None:
    propose_false("operator", trained)
    told = ok("learning", "challenge", trained, "--from", rounds.PARTIES[1], "--yes").out
    assert "dev15 refutes the outcome of le-lie/1 that operator proposed" in told
    assert "you get          the proposer's bond of 7 DBT" in told
    shown = rounds.show(trained)
    assert shown["proposals"][0]["voided"]["bond"] == tokens(7)
    assert rounds.settle(trained)["way"] == "propose"
    assert rounds.settle(trained)["way"] == "finalise"


@pytest.mark.parametrize("trained", ["le-table"], indirect=True)
def test_the_table_comes_from_the_runner(trained: str, nowhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = forget_tables(monkeypatch)
    assert file.parent == config_folder() / "tables"
    blind = ok("learning", "show", trained, "--runner", nowhere)
    assert "the table cannot be had: the runner at" in blind.err and "there is no outcome to show" in blind.err
    settling = ("learning", "settle", trained, "--from", "solver", "--yes")
    assert "does not answer" in refused(5, *settling, "--runner", nowhere)
    honest = RunnerClient.tables
    with monkeypatch.context() as patch:
        patch.setattr(RunnerClient, "tables", lambda *words: {**honest(*words), "closed": "0x" + "00" * 64})
        assert "the runner has another table" in refused(4, *settling)
    with monkeypatch.context() as patch:
        patch.setattr(RunnerClient, "tables", lambda *_: {"closed": "0xzz"})
        assert "the runner tells no closed table" in refused(2, *settling)
    assert rounds.settle(trained)["way"] == "propose" and file.exists()
    # of what is proposed the money is known without the table, and what a copy would have brought is not
    forget_tables(monkeypatch)
    shown = ok("learning", "show", trained, "--runner", nowhere, "--json").json["parties"]
    assert all(party["copy_profit"] is None and int(party["fee"]) > 0 for party in shown)
    assert "would" not in ok("learning", "show", trained, "--runner", nowhere).out


def test_the_arbiters_table_is_kept_for_whoever_proposes(
    runner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = rounds.joined("le-ruling", runner, tmp_path, rounds.EVERYBODY, *LARGE)
    rounds.train(slot)
    (theirs,) = forget_tables(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(RunnerClient, "retrain", lambda *_: 60)
        told = ok("learning", "decide", slot, "--retrain", 31, "--from", rounds.JUDGE, "--yes").out
    (own,) = (config_folder() / "tables").glob("*.table")
    assert own != theirs and f"whoever proposes the outcome needs {own}" in told
    proposed = rounds.settle(slot)
    assert [party["right_together"] for party in proposed["parties"]] == [60] * 5
    # the runner has another table, so whoever lost the arbiter's cannot go on
    forget_tables(monkeypatch)
    assert "ask whoever signed the statement" in refused(
        4, "learning", "challenge", slot, "--from", rounds.PARTIES[0], "--yes"
    )


def test_small_rounds_are_not_challenged(runner: str, tmp_path: Path) -> None:
    slot = rounds.joined("le-small", runner, tmp_path)
    told = refused(4, "learning", "challenge", slot, "--from", rounds.PARTIES[0], "--yes")
    assert "checked completely when it is settled" in told
