"""Series in which many people take part in person, each with an account of its own."""

from __future__ import annotations

from collections.abc import Sequence

from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address
from web3.contract.contract import ContractFunction

from bench.stage import Stage
from databourse.chain import artifacts, devnet
from databourse.chain.calls import Receipt, call_of, data_of
from databourse.chain.signer import Signer
from databourse.money import TOKEN

#: What everybody has in the series, in base units.
STOCK = 10**3 * TOKEN
#: What a transaction costs, and each byte that is sent with it.
_TRANSACTION, _BYTE, _ZERO = 21_000, 16, 4


def series_for(here: Stage, rule: str, people: Sequence[LocalAccount]) -> int:
    """A series of one rule in which these people, the operator and the solver have money; its number."""
    market, token = here.exchange.market.functions, here.exchange.token.functions
    here.create_series(rule, (rule,))
    series: int = here.exchange.read(market.seriesCount())
    here.act("operator", token.faucet(here.signer("operator").address, 10**5 * TOKEN))
    here.act("operator", token.approve(here.exchange.market.address, 10**5 * TOKEN))
    addresses = [person.address for person in people] + [here.signer(name).address for name in ("operator", "solver")]
    here.act_all("operator", [market.deposit(series, who, STOCK) for who in addresses])
    for person in people:
        devnet.ask(here.exchange.connection.network.rpc_url, "anvil_setBalance", person.address, hex(10**20))
    return series


def act_as(here: Stage, person: LocalAccount, function: ContractFunction) -> Receipt:
    """Sends a transaction of one of the people."""
    return here.transactions.send(Signer(person.address, person.address, person), call_of(function))


def checked(here: Stage, rule: str, context: bytes, params: bytes, settlement: tuple[bytes, ...]) -> int:
    """Gas of checking an outcome: that of asking the checker, less what any transaction with these bytes costs."""
    abi = artifacts.load(artifacts.CHECKERS[rule]).abi
    checker = here.exchange.connection.web3.eth.contract(to_checksum_address(here.exchange.checker(rule)), abi=abi)
    function = checker.functions.check((context, params, *settlement))
    sent = sum(_BYTE if byte else _ZERO for byte in data_of(function))
    return here.act("solver", function).gas - _TRANSACTION - sent
