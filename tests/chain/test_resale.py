from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from web3.contract.contract import ContractFunction

from databourse.chain import devnet
from databourse.chain.accounts import Accounts
from databourse.chain.calls import Receipt, call_of
from databourse.chain.deposits import deposit_call
from databourse.chain.exchange import Exchange
from databourse.chain.logs import Event
from databourse.chain.resale import ResaleChains
from databourse.chain.transactions import Transactions
from databourse.errors import ContractRefused, NetworkError
from databourse.money import MOST, TOKEN
from databourse.resale.book import Book
from databourse.resale.encoding import NOBODY
from databourse.resale.records import Licence, Offer, OfferStatus
from databourse.resale.rules import Rules
from databourse.resale.shares import AVERAGE, MOST_DEPTH, RAW, WHOLE, Family, Matrix, tbds
from tests.chain.conftest import person

EXPLICIT = Matrix(Family.EXPLICIT, 0, ((5,), (WHOLE // 3, 0), (1, WHOLE // 2, WHOLE // 2 - 1)))


@pytest.fixture(scope="module")
def chains(exchange: Exchange) -> ResaleChains:
    """The contract, with everybody's money in it, and alice's dataset 1 in the registry."""
    registry = exchange.registry.functions
    send(exchange, "operator", registry.registerKind("celsius"))
    kind = exchange.read(registry.kindOf("celsius"))
    send(exchange, "alice", registry.registerDataset(b"\1" * 32, 24, kind, 7, "roof"))
    found = ResaleChains(exchange)
    accounts = Accounts(exchange, exchange.resale, 0, "resale contract")
    for name in ("alice", "bob", "carol", "dave", "erin"):
        send(exchange, name, deposit_call(accounts, person(name), 1_000 * TOKEN))
    return found


def send(exchange: Exchange, who: str, function: ContractFunction) -> Receipt:
    return Transactions(exchange.connection, timeout=15).send(person(who), call_of(function))


class Acting:
    """Everybody on one new chain of alice's."""

    def __init__(self, chains: ResaleChains, rules: Rules) -> None:
        self.chains = chains
        self.chain = chains.created(self.send("alice", chains.create(1, rules)))

    def send(self, who: str, function: ContractFunction) -> Receipt:
        return send(self.chains.exchange, who, function)

    def licence(self, number: int) -> Licence:
        return self.chains.book().licence(number)

    def post(self, who: str, licence: Licence, price: int, buyer: str | None = None) -> Offer:
        expiry = self.chains.exchange.connection.now() + 1_000
        call = self.chains.offer(licence, price, expiry, person(buyer).address if buyer else None)
        return self.chains.offered(self.send(who, call))

    def buy(self, who: str, offer: Offer) -> Licence:
        return self.chains.bought(self.send(who, self.chains.accept(offer)))

    def along(self, *sales: tuple[str, str, int]) -> list[Licence]:
        """Sales one after the other, from the owner's licence on."""
        path = [self.chain.root]
        for seller, buyer, price in sales:
            path.append(self.buy(buyer, self.post(seller, path[-1], price)))
        return path

    def free(self, *names: str) -> list[int]:
        return [self.chains.free(person(name).address) for name in names]

    def column(self, trade: int) -> Any:
        contract = self.chains.contract.functions
        return self.chains.exchange.read(contract.columnOf(self.chain.number, trade))

    def recorded(self, number: int) -> dict[str, Any]:
        record: dict[str, Any] = self.chains.exchange.read(self.chains.contract.functions.recordOf(number))
        return record


@pytest.mark.parametrize(
    "rules",
    [
        Rules(RAW, MOST_DEPTH, 0, 1),
        Rules(AVERAGE, MOST_DEPTH, 40, 7),
        Rules(tbds(Fraction(2, 7)), MOST_DEPTH, 5, 65_535),
        Rules(tbds(0), 2, 1, 1),
        Rules(EXPLICIT, 3, 1, 1),
    ],
    ids=lambda rules: rules.matrix.label,
)
def test_a_chain_has_the_columns_that_python_says(chains: ResaleChains, rules: Rules) -> None:
    acting = Acting(chains, rules)
    assert acting.chain.rules == rules
    assert (acting.chain.owner, acting.chain.dataset) == (person("alice").address, 1)
    for trade in range(1, rules.max_depth + 1):
        assert tuple(acting.column(trade)) == rules.matrix.column(trade)
    assert chains.exchange.read(chains.contract.functions.WHOLE()) == WHOLE
    assert chains.exchange.read(chains.contract.functions.MOST_DEPTH()) == MOST_DEPTH


def test_what_is_recorded_is_what_the_book_says(chains: ResaleChains) -> None:
    acting = Acting(chains, Rules(AVERAGE, 5, 1, 3))
    path = acting.along(("alice", "bob", 7), ("bob", "carol", 10**18 + 1), ("carol", "dave", 0))
    left = acting.post("dave", path[-1], 5, "erin")
    contract, read = chains.contract.functions, chains.exchange.read
    for licence in path:
        assert read(contract.isHolding(licence.terms.struct()))
        assert not read(contract.isHolding(replace(licence.terms, price=licence.price + 1).struct()))
        record = acting.recorded(licence.number)
        assert record["fingerprint"] == licence.terms.fingerprint()
        assert (record["state"], record["deferred"]) == (2, licence.deferred)
        assert record["sales"] == acting.licence(licence.number).sales
    record = acting.recorded(left.number)
    assert (record["state"], record["deferred"]) == (1, True)
    assert record["fingerprint"] == left.terms.fingerprint()


def test_a_price_is_split_as_python_says(chains: ResaleChains) -> None:
    names = ("alice", "bob", "carol", "dave")
    before = Acting(chains, Rules(EXPLICIT, 3, 3, 1))
    was = before.free(*names)
    prices = (100, 1_000_001, 99_999_999_999)
    path = before.along(*zip(names[:-1], names[1:], prices, strict=True))
    first, second, third = (licence.amounts for licence in path[1:])
    assert third == (99, 49_999_999_999, 49_999_999_901)
    assert second == (333_333, 666_668)
    now = before.free(*names)
    assert [after - earlier for after, earlier in zip(now, was, strict=True)] == [
        first[0] + second[0] + third[0],
        second[1] + third[1] - prices[0],
        third[2] - prices[1],
        -prices[2],
    ]


def test_deferred_shares_are_credited_by_claims(chains: ResaleChains) -> None:
    acting = Acting(chains, Rules(AVERAGE, 5, 1, 3))
    *_, sold = acting.along(
        ("alice", "bob", 10), ("bob", "alice", 20), ("alice", "carol", 31), ("carol", "dave", 1_003)
    )
    alice, bob = person("alice").address, person("bob").address
    assert sold.due() == {0: 250, 1: 250, 2: 250}
    was = acting.free("alice", "bob", "carol")
    receipt = acting.send("erin", chains.claim(sold, alice))
    assert chains.claimed(receipt) == {alice: 500}
    now = acting.licence(sold.number)
    assert now.due() == {1: 250}
    with pytest.raises(ContractRefused, match="nothing is left to claim") as caught:
        acting.send("alice", chains.claim(now, alice))
    assert caught.value.name == "NothingToClaim"
    assert chains.claimed(acting.send("erin", chains.claim(now))) == {bob: 250}
    assert acting.licence(sold.number).due() == {}
    assert acting.free("alice", "bob", "carol") == [was[0] + 500, was[1] + 250, was[2]]
    assert acting.recorded(sold.number)["claimed"] == 0b111


def test_offers_come_and_go(chains: ResaleChains) -> None:
    acting = Acting(chains, Rules(RAW, 2, 2, 2))
    first, second = (acting.post("alice", acting.chain.root, price) for price in (5, 6))
    with pytest.raises(ContractRefused, match="the 2 offers that the chain allows"):
        acting.post("alice", acting.chain.root, 7)
    acting.send("alice", chains.withdraw(first))
    third = acting.post("alice", acting.chain.root, 7, "bob")
    now = chains.exchange.connection.now()
    standing = chains.book().standing(now, person("carol").address, acting.chain.number)
    assert [offer.number for offer in standing] == [second.number]
    with pytest.raises(ContractRefused, match=r"there is no offer .* any more"):
        acting.buy("bob", first)
    with pytest.raises(ContractRefused, match="cannot accept it"):
        acting.buy("carol", third)
    acting.send("alice", chains.end_selling(acting.licence(acting.chain.root.number)))
    assert acting.buy("bob", third).holder == person("bob").address
    assert acting.licence(acting.chain.root.number).ended
    with pytest.raises(ContractRefused, match="ended selling"):
        acting.post("alice", acting.chain.root, 7)
    devnet.ask(chains.exchange.connection.network.rpc_url, "evm_increaseTime", 2_000)
    assert chains.book().offer(second.number).status(chains.exchange.connection.now()) is OfferStatus.EXPIRED
    with pytest.raises(ContractRefused, match="the offer expired at"):
        acting.buy("bob", second)


def test_refusals_are_told_with_what_to_do(chains: ResaleChains) -> None:
    acting = Acting(chains, Rules(RAW, 1, 1, 5))
    root = acting.chain.root
    (_, bobs) = acting.along(("alice", "bob", 5))
    dear = acting.post("alice", root, MOST)
    connection = chains.exchange.connection
    before = connection.head()
    expected: list[tuple[str, ContractFunction, str, str, str | None]] = [
        ("bob", chains.create(1, Rules(RAW, 1, 1, 1)), "NotDatasetOwner", "does not belong to", "dataset list"),
        ("bob", chains.create(9, Rules(RAW, 1, 1, 1)), "UnknownDataset", "no dataset 9", "dataset list"),
        ("bob", chains.offer(root, 1, 2**40 - 1), "NotHolder", f"does not hold licence {root.number}", "--from"),
        ("alice", chains.offer(root, 1, 5), "ExpiryInPast", "1970-01-01 00:00:05", "later"),
        ("bob", chains.offer(bobs, 1, 2**40 - 1), "DepthReached", "the chain ends at trade 1", None),
        ("dave", chains.accept(dear), "InsufficientFree", "in the accounts of resale chains", "deposit chains"),
        ("dave", chains.withdraw(dear), "NotHolder", "does not hold", "--from"),
        ("dave", chains.claim(bobs), "NothingToClaim", f"licence {bobs.number}", "earnings"),
    ]
    for who, call, name, message, hint in expected:
        with pytest.raises(ContractRefused) as caught:
            acting.send(who, call)
        assert caught.value.name == name
        assert message in caught.value.message
        assert hint is None or hint in str(caught.value.hint)
    assert connection.head() == before  # all that was refused was never sent


def test_what_was_not_recorded_is_refused(chains: ResaleChains) -> None:
    """A buyer cannot be made to pay another price, nor a payee be replaced."""
    acting = Acting(chains, Rules(AVERAGE, 3, 3, 5))
    _, bobs = acting.along(("alice", "bob", 5))
    offer = acting.post("bob", bobs, 100, "carol")
    contract, terms = chains.contract.functions, offer.terms
    forged = {
        "price": replace(terms, price=99),
        "buyer": replace(terms, buyer=NOBODY),
        "expiry": replace(terms, expiry=2**40 - 1),
        "shares": replace(terms, shares=(0,)),
        "path": replace(terms, path=(person("dave").address, terms.path[1])),
        "chain": replace(terms, chain=1),
        "licence": replace(terms, licence=1),
    }
    for name, other in forged.items():
        with pytest.raises(ContractRefused) as caught:
            acting.send("carol", contract.accept(other.struct()))
        assert caught.value.name == "WrongOffer", name
    with pytest.raises(ContractRefused, match="recorded otherwise"):
        acting.send("bob", contract.offer(replace(bobs.terms, price=0).struct(), NOBODY, 1, 2**40 - 1))
    assert acting.buy("carol", offer).amounts == (50, 50)


def test_the_book_is_read_as_it_was_at_a_block(chains: ResaleChains) -> None:
    acting = Acting(chains, Rules(RAW, 3, 3, 5))
    block = chains.exchange.connection.head()
    before = chains.book()
    acting.along(("alice", "bob", 5))
    again = chains.book(block)
    assert again.last_number == before.last_number == acting.chain.root.number
    assert list(again.offers) == list(before.offers)
    assert chains.book().last_number == before.last_number + 1
    assert chains.book().findings == []


def test_other_contracts_logs_are_not_read(chains: ResaleChains) -> None:
    events = chains.events(chains.exchange.connection.head())
    assert {event.address for event in events} == {chains.contract.address}
    assert "Deposited" not in {event.name for event in events}


def test_a_log_with_a_gap_is_not_believed(chains: ResaleChains, monkeypatch: pytest.MonkeyPatch) -> None:
    Acting(chains, Rules(RAW, 3, 3, 5)).along(("alice", "bob", 5))
    true = chains.events(chains.exchange.connection.head())

    def given(events: list[Event]) -> None:
        monkeypatch.setattr(ResaleChains, "events", lambda *_: events)

    given(true)
    assert chains.book().last_number == Book(true).last_number
    given([event for event in true if event.name != "Offered"])
    with pytest.raises(NetworkError, match=r"not what the contract wrote: offer .* is accepted, and was never posted"):
        chains.book()
    given([event for event in true if event.block < true[-1].block - 1])
    with pytest.raises(NetworkError, match=r"it ends at number .* of ") as caught:
        chains.book()
    assert "another node" in str(caught.value.hint)
