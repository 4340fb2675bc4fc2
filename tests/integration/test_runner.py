"""A round of three parties on a real chain with a runner in a process of its own, which is killed in between."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from web3.contract.contract import ContractFunction

from databourse.chain import devnet, devnet_accounts, history, posting, settling
from databourse.chain.calls import call_of
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.datasets import encryption
from databourse.errors import Refused
from databourse.market.learning.params import LearningParams
from databourse.market.learning.parties import entry_word
from databourse.market.learning.statement import Statement
from databourse.market.series_config import NOBODY, SeriesConfig
from databourse.market.terms import Terms, context
from databourse.mechanisms.learning import single_task
from databourse.runner.client import RoundState, RunnerClient
from databourse.runner.party import commitment, open_model, seal_bundle
from tests.cli.conftest import act
from tests.integration.play import address, audit, in_background, until, url
from tests.learning.data import blobs

PARTIES = ("alice", "bob", "carol")
BUDGET = 10**18
START = ("runner", "start", "--from", "solver", "--port", 0, "--folder", "kept", "--json")


@contextmanager
def runner() -> Iterator[tuple[Any, dict[str, Any]]]:
    """The process, and what it said first."""
    with in_background(*START) as process:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())


def send(exchange: Exchange, name: str, function: ContractFunction) -> None:
    Transactions(exchange.connection).send(signer_of(name, devnet.CHAIN_ID), call_of(function))


def create_series(exchange: Exchange) -> int:
    """Of the operator, for learning rounds without a fee."""
    operator, checker = address("operator"), exchange.checker("learning")
    config = SeriesConfig(operator, operator, NOBODY, NOBODY, NOBODY, 0, 86400, 0, 0, "health", (checker,))
    send(exchange, "operator", exchange.market.functions.createSeries(config.struct()))
    return exchange.series_list()[-1].number


def open_round(exchange: Exchange, series: int, started: dict[str, Any]) -> Terms:
    """Closes in ten minutes; statements for ten minutes; settled within the hour."""
    options = {
        "max_parties": 4,
        "budget": BUDGET,
        "runner": started["address"],
        "runner_key": started["encryption_key"],
        "measurement": started["measurement"],
        "model": "logistic",
    }
    now = exchange.connection.now()
    params = LearningParams.of(options).encode()
    terms = Terms(series, exchange.checker("learning"), now + 600, now + 1200, now + 4200, 0, params)
    send(exchange, "operator", exchange.market.functions.open(terms.struct()))
    return terms


def test_a_round_from_bundles_to_money_and_models(exchange: Exchange, tmp_path: Path) -> None:
    series = create_series(exchange)
    keys = {name: encryption.of_devnet(bytes(devnet_accounts.account(name).key)) for name in PARTIES}
    with runner() as (process, started):
        client = RunnerClient(started["url"])
        terms = open_round(exchange, series, started)
        info = exchange.series(series)
        terms_hash = terms.hash(info.config.hash())
        about = context(devnet.CHAIN_ID, exchange.deployment.market, series, 1, terms_hash)
        for seed, name in enumerate(PARTIES):
            sealed = seal_bundle(
                blobs(20 + seed, seed),
                blobs(10, 50 + seed),
                keys[name].public_key().public_bytes_raw(),
                bytes.fromhex(started["encryption_key"][2:]),
                about,
                address(name),
                max_parties=4,
            )
            act(name, "wallet", "deposit", "health", 2)
            enter = exchange.market.functions.enter(series, BUDGET, terms_hash, entry_word(commitment(sealed)))
            send(exchange, name, enter)
            if name != "carol":  # who never uploads
                assert client.submit(series, 1, address(name), sealed) == seed
        with pytest.raises(Refused, match=f"round {series}/1 is open still"):
            client.train(series, 1)
        devnet.advance(url(), 601)
        client.train(series, 1)
        process.send_signal(signal.SIGKILL)
        process.wait()

    with runner() as (process, started):
        client = RunnerClient(started["url"])
        state: list[RoundState] = []

        def trained() -> bool:
            state[:] = [client.state(series, 1)]
            return state[0].report is not None

        until(trained)  # it was not asked again
        report, statement = state[0].report, state[0].statement
        assert report is not None and statement is not None
        assert [(one["account"], one["reason"]) for one in report["absent"]] == [
            (address("carol"), "no bundle was uploaded")
        ]
        one = history.read_current(exchange, exchange.round_view(series))
        now = exchange.connection.now()
        call = posting.post(exchange, info, one, statement, address("operator"), now)
        Transactions(exchange.connection).send(signer_of("operator", devnet.CHAIN_ID), call)
        devnet.advance(url(), 601)

        one = history.read_current(exchange, exchange.round_view(series))
        prepared = settling.prepare(exchange, one, exchange.round_view(series), {})
        Transactions(exchange.connection).send(signer_of("solver", devnet.CHAIN_ID), prepared.call)
        table = Statement.decode(statement, 4).table
        assert table is not None
        paid = single_task(table).pay(BUDGET)
        before = 2 * BUDGET
        for name, charge, payout in zip(PARTIES, (*paid.charges, 0), (*paid.payouts, 0), strict=True):
            account = exchange.account(series, address(name))
            assert account.free + account.locked == before - charge + payout
        for name in PARTIES[:2]:
            raw = client.model(series, 1, address(name))
            model = open_model(raw, keys[name], started["address"], about, address(name))
            assert model.linear is not None
            right = sum(int(model.linear.accuracy(blobs(10, 50 + seed)) * 10 + 0.5) for seed in range(2))
            assert right == table.everybody
        with pytest.raises(Refused, match="commitment of another bundle"):
            client.submit(series, 1, address("carol"), b"too late")
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
    assert [replayed["agrees"] for replayed in audit()["rounds"]] == [True]
    kept = [path.read_bytes() for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    values = [value.tobytes() for seed in range(3) for value in blobs(20 + seed, seed).features.ravel()]
    assert len(kept) > 5 and not any(value in raw for raw in kept for value in values)
