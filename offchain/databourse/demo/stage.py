"""Where the demo plays, and how people act there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from web3.contract.contract import ContractFunction

from databourse.chain import devnet
from databourse.chain.calls import Receipt, call_of
from databourse.chain.exchange import Exchange
from databourse.chain.signer import Signer, person, signer_of
from databourse.chain.temporary import temporary_exchange
from databourse.chain.transactions import Transactions
from databourse.demo.screen import Screen
from databourse.errors import BourseError
from databourse.money import format_tokens


@dataclass(frozen=True)
class Stage:
    """Where the demo plays.

    Attributes:
        exchange: the deployed contracts.
        transactions: sends what people do.
        screen: tells it.
        output: folder for pictures and data.
    """

    exchange: Exchange
    transactions: Transactions
    screen: Screen
    output: Path

    def signer(self, name: str) -> Signer:
        """Who signs under a devnet name."""
        return signer_of(name, self.exchange.connection.chain_id)

    def name_of(self, address: str) -> str:
        """The devnet name of an address."""
        return person(address, self.exchange.connection.chain_id) or address

    def send(self, name: str, function: ContractFunction) -> Receipt:
        """Simulates a contract's function, sends it as a transaction of `name`, and waits until it is mined.

        Raises:
            ContractRefused: the contract says no, and why; then nothing was sent.
        """
        return self.transactions.send(self.signer(name), call_of(function))

    def send_all(self, items: Sequence[tuple[str, ContractFunction]]) -> list[Receipt]:
        """`send` for many who do not depend on each other, much faster than one by one."""
        return self.transactions.send_all([(self.signer(name), call_of(function)) for name, function in items])

    def pass_time(self, until: int) -> None:
        """Moves the devnet's clock, unless it is past that already; on any other chain one waits."""
        connection = self.exchange.connection
        if (missing := until - connection.now()) > 0:
            devnet.advance(connection.network.rpc_url, missing)


@contextmanager
def own_chain(screen: Screen, output: Path) -> Iterator[Stage]:
    """A devnet with the contracts on it, gone at the end."""
    with temporary_exchange(lambda node: screen.say(f"{node.rpc_url}, process {node.pid}")) as exchange:
        yield Stage(exchange, Transactions(exchange.connection), screen, output)


def expect(fact: bool, what: str) -> None:
    """Ends the demo with an error if something did not come out as its story says.

    Raises:
        BourseError: it did not.
    """
    if not fact:
        raise BourseError(f"the demo expected that {what}, but it is not so")


def tokens(amount: int) -> str:
    """Base units for people."""
    return format_tokens(amount, "DBT")
