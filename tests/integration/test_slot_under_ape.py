"""A slot with ape's accounts, clock and contract objects.

`ape test -o addopts= tests/integration/test_slot_under_ape.py` starts a chain of its own for it.
Nothing is compiled: the contracts are those of the package.
"""

from __future__ import annotations

from typing import Any

import ape
import pytest
from ape.contracts import ContractContainer
from eth_utils.crypto import keccak
from ethpm_types import ContractType

from databourse.chain import artifacts
from databourse.market.double_auction.orders import AskOrder, BidOrder
from databourse.market.entries import Entry
from databourse.market.mechanism import by_name
from databourse.market.settlement import Settlement
from databourse.market.terms import Terms

TOKEN = 10**18
NOBODY = "0x" + "0" * 40
TEMPERATURE = 1


def container(name: str) -> Any:
    """ape's way to deploy a contract of the package."""
    artifact = artifacts.load(name)
    return ContractContainer(
        ContractType.model_validate(
            {
                "contractName": name,
                "abi": artifact.abi,
                "deploymentBytecode": {"bytecode": artifact.bytecode},
            }
        )
    )


@pytest.fixture
def operator(accounts: Any) -> Any:
    return accounts[0]


@pytest.fixture
def token(operator: Any) -> Any:
    return operator.deploy(container("TestToken"))


@pytest.fixture
def registry(operator: Any) -> Any:
    made = operator.deploy(container("Registry"), operator)
    made.registerKind("temperature", sender=operator)
    return made


@pytest.fixture
def checker(operator: Any) -> Any:
    return operator.deploy(container("KthPrice"))


@pytest.fixture
def market(operator: Any, token: Any, registry: Any, checker: Any) -> Any:
    """With series 1, for registered temperatures."""
    made = operator.deploy(container("Market"), token)
    config = (operator, operator, NOBODY, NOBODY, registry, 1 << 2, 86400, 0, TOKEN // 10, b"ape".ljust(32, b"\0"))
    made.createSeries((*config, [checker]), sender=operator)
    registry.setPolicy(made, 1, (True, TEMPERATURE, False, False), sender=operator)
    return made


def test_a_slot(accounts: Any, chain: Any, operator: Any, token: Any, registry: Any, checker: Any, market: Any) -> None:
    people = accounts[1:5]
    for person in people:
        token.faucet(person, 100 * TOKEN, sender=person)
        token.approve(market, 100 * TOKEN, sender=person)
        market.deposit(1, person, 100 * TOKEN, sender=person)
    now = chain.pending_timestamp
    terms = Terms.one_shot(1, checker.address, now + 600, now + 1200, bytes(8))
    opened = market.open(terms.struct(), sender=operator).events.filter(market.RoundOpened)[0]
    entries: list[Entry] = []

    def enter(person: Any, order: AskOrder | BidOrder, lock: int) -> None:
        receipt = market.enter(1, lock, opened.termsHash, order.encode(), sender=person)
        event = receipt.events.filter(market.Entered)[0]
        assert bytes(event.data) == order.encode()
        entries.append(Entry(len(entries), person.address, lock, order.encode()))

    for number, seller in enumerate(people[:3], start=1):
        registry.registerDataset(keccak(text=seller.address), 20, TEMPERATURE, 9, "", sender=seller)
        with ape.reverts():  # somebody else's
            market.enter(1, 0, opened.termsHash, AskOrder(1, 20, 9, number).encode(), sender=people[3])
        enter(seller, AskOrder(number * TOKEN, 20, 9, number), 0)
    enter(people[3], BidOrder(4 * TOKEN, 10, 0), 40 * TOKEN)
    assert market.roundOf(1).count == len(entries) == 4

    solution = by_name("kth-price").solve(entries, terms.params, {})
    assert (solution.debits, solution.credits) == (((3, 30 * TOKEN),), ((0, 20 * TOKEN),))
    settlement = Settlement.of(entries, solution).struct()
    with ape.reverts(market.TooEarly):
        market.settle(terms.struct(), settlement, sender=operator)
    chain.pending_timestamp += 600
    forged = (*settlement[:3], settlement[3][:-1] + b"\1", *settlement[4:])
    with ape.reverts(market.CheckerRefused):
        market.settle(terms.struct(), forged, sender=people[0])
    settled = market.settle(terms.struct(), settlement, sender=people[0]).events.filter(market.Settled)[0]
    assert (settled.settler, settled.fees, settled.surplus) == (people[0].address, 4 * TOKEN // 10, 10 * TOKEN)

    # alice sold for 20 and settled for 0.4 of fees; dave paid 30 and his fee
    for person, amount in ((people[0], 1203), (people[3], 699), (operator, 100)):
        assert market.accountOf(1, person).free == amount * TOKEN // 10
        market.withdraw(1, person, amount * TOKEN // 10, sender=person)
        assert token.balanceOf(person) == amount * TOKEN // 10
    assert market.held() == token.balanceOf(market)


def test_a_round_that_nobody_settles(
    accounts: Any, chain: Any, operator: Any, token: Any, checker: Any, market: Any
) -> None:
    buyer = accounts[4]
    token.faucet(buyer, 100 * TOKEN, sender=buyer)
    token.approve(market, 100 * TOKEN, sender=buyer)
    market.deposit(1, buyer, 100 * TOKEN, sender=buyer)
    now = chain.pending_timestamp
    terms = Terms.one_shot(1, checker.address, now + 600, now + 1200, bytes(8))
    opened = market.open(terms.struct(), sender=operator).events.filter(market.RoundOpened)[0]
    market.enter(1, 40 * TOKEN, opened.termsHash, BidOrder(4 * TOKEN, 10, 0).encode(), sender=buyer)
    assert market.accountOf(1, buyer).free == 599 * TOKEN // 10
    chain.pending_timestamp += 1200
    with ape.reverts(market.TooLate):
        market.settle(terms.struct(), (b"", b"", b"", b"", b"", b"", b""), sender=operator)
    market.withdraw(1, buyer, 100 * TOKEN, sender=buyer)
    assert token.balanceOf(buyer) == 100 * TOKEN
