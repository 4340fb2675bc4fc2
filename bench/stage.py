"""A fresh local chain with the exchange on it, at a fixed time, so that benchmarks give the same figures every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from eth_account import Account
from eth_account.signers.local import LocalAccount
from web3.contract.contract import ContractFunction

from databourse.chain import devnet
from databourse.chain.calls import Receipt, call_of
from databourse.chain.devnet import Devnet
from databourse.chain.exchange import Exchange
from databourse.chain.signed_orders import pack_order
from databourse.chain.signer import Signature, Signer, signer_of
from databourse.chain.temporary import temporary_exchange
from databourse.chain.transactions import Transactions
from databourse.chain.typed_data import Order, order_message
from databourse.events import address
from databourse.market.history import History
from databourse.market.phases import ONE_SHOT, Phases
from databourse.market.series_config import NOBODY, SeriesConfig
from databourse.market.terms import Terms

#: Of the first block that is made here (2033). Times are part of what is hashed and sent, and zero bytes are cheaper.
BIRTH = 2_000_000_000
#: Seconds that a round stays open. So long that the speed of the machine does not matter.
OPEN_SECONDS = 100_000


@dataclass
class Stage:
    """The exchange, and how to act on it."""

    exchange: Exchange
    transactions: Transactions
    rounds_opened: int = 0

    def act(self, name: str, function: ContractFunction) -> Receipt:
        """Sends a transaction of a named devnet account."""
        return self.transactions.send(self.signer(name), call_of(function))

    def act_all(self, name: str, functions: Sequence[ContractFunction]) -> list[Receipt]:
        """Sends many of one account, which do not depend on each other."""
        return self.transactions.send_all([(self.signer(name), call_of(function)) for function in functions])

    def signer(self, name: str) -> Signer:
        """A named devnet account."""
        return signer_of(name, devnet.CHAIN_ID)

    def open_round(self, series: int, checker: str, params: bytes) -> tuple[Terms, bytes, Receipt]:
        """Opens a round whose terms are the same whenever this runs: the terms, their hash and the receipt."""
        terms, named = self.next_round(series, checker, params)
        return terms, named, self.act("operator", self.exchange.market.functions.open(terms.struct()))

    def next_round(self, series: int, checker: str, params: bytes, phases: Phases = ONE_SHOT) -> tuple[Terms, bytes]:
        """The terms of a round that can be opened now, the same whenever this runs, and their hash."""
        self.rounds_opened += 1
        close_at = BIRTH + self.rounds_opened * 2 * OPEN_SECONDS
        self.go_to(close_at - OPEN_SECONDS)
        terms = Terms(
            series=series,
            checker=address(checker),
            close_at=close_at,
            reveal_by=close_at + bool(phases.second) * OPEN_SECONDS // 4,
            settle_by=close_at + OPEN_SECONDS // 2,
            challenge_window=phases.challengeable * OPEN_SECONDS // 8,
            params=params,
        )
        return terms, self.exchange.read(self.exchange.market.functions.termsHashOf(terms.struct()))

    def create_series(self, name: str, rules: Sequence[str], fee: int = 0, gated_tags: int | None = None) -> Receipt:
        """Creates a series of the operator's; with `gated_tags` the Registry is its gate."""
        operator, solver = (self.signer(who).address for who in ("operator", "solver"))
        gate = NOBODY if gated_tags is None else self.exchange.deployment.registry
        checkers = tuple(self.exchange.checker(rule) for rule in rules)
        roles = (operator, operator, solver, operator, gate)
        config = SeriesConfig(*roles, gated_tags or 0, 10**6, 60, fee, name, checkers)
        return self.act("operator", self.exchange.market.functions.createSeries(config.struct()))

    def history(self) -> History:
        """What happened so far, rebuilt from the log."""
        return History(self.exchange.events(), self.exchange.place)

    def sign(self, account: LocalAccount, order: Order) -> bytes:
        """The 148 bytes in which a relayer carries an order."""
        message = order_message(order, devnet.CHAIN_ID, self.exchange.deployment.market)
        signed = account.sign_typed_data(full_message=message)
        return pack_order(order, Signature(signed.v, signed.r, signed.s))

    def go_to(self, time: int) -> None:
        """Moves the clock, and makes a block."""
        url = self.exchange.connection.network.rpc_url
        devnet.ask(url, "evm_setNextBlockTimestamp", time)
        devnet.ask(url, "evm_mine")


@contextmanager
def stage() -> Iterator[Stage]:
    """Starts the chain, deploys, and stops it at the end."""

    def set_clock(node: Devnet) -> None:
        devnet.ask(node.rpc_url, "evm_setNextBlockTimestamp", BIRTH)

    with temporary_exchange(set_clock) as exchange:
        yield Stage(exchange, Transactions(exchange.connection))


def trader(number: int) -> LocalAccount:
    """A key that nobody else has, the same every time."""
    account: LocalAccount = Account.from_key(number.to_bytes(32))
    return account
