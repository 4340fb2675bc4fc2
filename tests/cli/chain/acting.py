"""What tests of chains share: chains of alice's dataset, sales in one line, and a watch over what happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from databourse.chain import devnet_accounts
from databourse.chain.config import resolve_network
from databourse.chain.connection import connect
from databourse.chain.exchange import Exchange
from databourse.chain.resale import ResaleChains
from tests.cli.conftest import act


def address(name: str) -> str:
    """Of somebody of the devnet."""
    return str(devnet_accounts.account(name).address)


def new_chain(dataset: int, *options: object) -> Any:
    """Opens a chain of alice's dataset, and returns what is said of it."""
    return act("alice", "chain", "create", dataset, *options)


def post(name: str, licence: int, price: object, *options: object) -> int:
    """Posts a price, and returns the number of the offer."""
    number: int = act(name, "chain", "offer", licence, "--price", price, *options)["offer"]
    return number


def sell(seller: str, licence: int, buyer: str, price: object) -> int:
    """Sells, and returns the number of the buyer's licence."""
    offer = post(seller, licence, price, "--to", buyer)
    number: int = act(buyer, "chain", "accept", offer, "--max-price", price)["licence"]
    assert number == offer
    return number


def free(name: str) -> int:
    """Base units that somebody has in the accounts of chains."""
    return ResaleChains(Exchange.open(connect(resolve_network()))).free(address(name))


@contextmanager
def nothing_happens() -> Iterator[None]:
    """Makes sure that no transaction is sent meanwhile."""
    connection = connect(resolve_network())
    before = connection.head()
    yield
    assert connection.head() == before
