"""What people do who do not use `bourse`: contracts of their own, and transactions written by hand."""

from __future__ import annotations

from functools import cache
from typing import Any

import solcx
from web3 import Web3
from web3.contract import Contract
from web3.contract.contract import ContractFunction

from databourse.chain import devnet, history
from databourse.chain.calls import Receipt, call_of
from databourse.chain.exchange import Exchange
from databourse.chain.signer import signer_of
from databourse.chain.transactions import Transactions
from databourse.market.rounds import Round
from databourse.market.series_config import SeriesConfig
from databourse.market.settlement import Settlement
from databourse.market.terms import Terms
from tests.integration.play import address as address
from tools.build_artifacts import ROOT, compiler_settings, find_target

NOBODY = "0x" + "0" * 40
MOCKS = ("HostileChecker", "OpenChecker", "ScriptedGate", "PlainToken")


def send(exchange: Exchange, name: str, function: ContractFunction, gas: int | None = None) -> Receipt:
    """A transaction of somebody of the devnet; with a limit of gas it is sent without being simulated."""
    return Transactions(exchange.connection).send(signer_of(name, devnet.CHAIN_ID), call_of(function, gas=gas))


def deployed(exchange: Exchange, name: str) -> Contract:
    """A new contract of `tests/contracts/mocks`, of grace."""
    abi, code = _compiled()[name]
    signer, factory = signer_of("grace", devnet.CHAIN_ID), Web3().eth.contract(abi=abi, bytecode=code)
    made = Transactions(exchange.connection).send(signer, call_of(factory.constructor())).contract
    assert made is not None
    return exchange.connection.web3.eth.contract(address=Web3.to_checksum_address(made), abi=abi)


def series_of_grace(exchange: Exchange, name: str, checker: str, gate: str = NOBODY) -> int:
    """A series of hers; only she gains by it."""
    grace = address("grace")
    config = SeriesConfig(grace, grace, NOBODY, NOBODY, gate, 0b110, 86400, 0, 10**17, name, (checker,))
    send(exchange, "grace", exchange.market.functions.createSeries(config.struct()))
    return exchange.series_list()[-1].number


def open_round(exchange: Exchange, series: int, checker: str, params: bytes) -> Terms:
    """A round of hers that closes in ten minutes and must be settled within an hour."""
    now = exchange.connection.now()
    terms = Terms.one_shot(series, checker, now + 600, now + 4200, params)
    send(exchange, "grace", exchange.market.functions.open(terms.struct()))
    return terms


def current(exchange: Exchange, series: int) -> Round:
    """The latest round of a series."""
    return history.read_current(exchange, exchange.round_view(series))


def settle(exchange: Exchange, name: str, terms: Terms, settlement: Settlement, gas: int | None = None) -> Receipt:
    """Submits an outcome as it is."""
    return send(exchange, name, exchange.market.functions.settle(terms.struct(), settlement.struct()), gas)


@cache
def _compiled() -> dict[str, tuple[Any, str]]:
    """Interface and code of each mock, compiled quickly."""
    paths = {name: f"tests/contracts/mocks/{name}.sol" for name in MOCKS}
    sources = {path: text for mock in paths.values() for path, text in find_target(ROOT, mock).sources.items()}
    settings = {key: compiler_settings(ROOT)[key] for key in ("evmVersion", "remappings")}
    output = solcx.compile_standard(
        {
            "language": "Solidity",
            "sources": {path: {"content": text} for path, text in sources.items()},
            "settings": {**settings, "outputSelection": {"*": {"*": ["abi", "evm.bytecode.object"]}}},
        },
        solc_binary=ROOT / "tools" / "solc",
        base_path=str(ROOT),
    )
    contracts = {name: output["contracts"][path][name] for name, path in paths.items()}
    return {name: (made["abi"], made["evm"]["bytecode"]["object"]) for name, made in contracts.items()}
