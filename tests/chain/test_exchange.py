from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from web3.contract.contract import ContractFunction

from databourse.chain import devnet
from databourse.chain.calls import Receipt, call_of
from databourse.chain.exchange import Exchange, value_of
from databourse.chain.records import Account, Dataset, Policy
from databourse.chain.transactions import Transactions
from databourse.chain.typed_data import Order, order_message, permit_message
from databourse.errors import ContractRefused, InvalidInput, NotDeployed, NotFound, RpcError
from databourse.market.double_auction.orders import AskOrder, BidOrder
from databourse.market.terms import Status, Terms
from databourse.money import TOKEN
from tests.chain.conftest import person

NOBODY = "0x" + "0" * 40
FEE = TOKEN // 1000
ASKS_ARE_GATED = 1 << 2


def send(exchange: Exchange, who: str, function: ContractFunction) -> Receipt:
    return Transactions(exchange.connection, timeout=15).send(person(who), call_of(function))


def create_series(exchange: Exchange, name: bytes, gate: str = NOBODY) -> int:
    operator = person("operator").address
    checkers = list(exchange.deployment.checkers.values())
    gated = 0 if gate == NOBODY else ASKS_ARE_GATED
    config = (operator, operator, NOBODY, NOBODY, gate, gated, 10_000, 0, FEE, name.ljust(32, b"\0"), checkers)
    send(exchange, "operator", exchange.market.functions.createSeries(config))
    return int(exchange.read(exchange.market.functions.seriesCount()))


def open_round(exchange: Exchange, series: int, seconds: int = 600) -> Terms:
    now = exchange.connection.now()
    params = bytes(8)
    terms = Terms.one_shot(series, exchange.checker("kth-price"), now + seconds, now + seconds + 2_000, params)
    send(exchange, "operator", exchange.market.functions.open(terms.struct()))
    return terms


def deposit(exchange: Exchange, who: str, series: int, amount: int) -> Receipt:
    owner, market = person(who).address, exchange.deployment.market
    nonce = exchange.read(exchange.token.functions.nonces(owner))
    deadline = exchange.connection.now() + 600
    message = permit_message(owner, market, amount, nonce, deadline, exchange.token_domain())
    signed = person(who).sign_typed_data(message)
    vrs = (signed.v, signed.r.to_bytes(32), signed.s.to_bytes(32))
    return send(exchange, who, exchange.market.functions.depositWithPermit(series, amount, deadline, *vrs))


@pytest.fixture(scope="module")
def series(exchange: Exchange) -> int:
    return create_series(exchange, b"temperature", exchange.deployment.registry)


def test_a_series_is_found_by_number_and_by_name(exchange: Exchange, series: int) -> None:
    found = exchange.series("temperature")
    assert found == exchange.series(series) == exchange.series(str(series))
    assert found in exchange.series_list()
    assert (found.number, found.name, found.config.fee) == (series, "temperature", FEE)
    assert found.config.gate == exchange.deployment.registry
    assert found.config.checkers == tuple(exchange.deployment.checkers.values())


@pytest.mark.parametrize("which", ["humidity", "0", "99", 99, str(2**64), "-1"])
def test_an_unknown_series_is_told(exchange: Exchange, which: str | int) -> None:
    with pytest.raises(NotFound) as caught:
        exchange.series(which)
    assert "bourse series list" in str(caught.value.hint)


def test_a_name_means_the_first_that_took_it(exchange: Exchange) -> None:
    first, second = create_series(exchange, b"twice"), create_series(exchange, b"twice")
    assert exchange.series("twice").number == first
    assert exchange.series(second).name == "twice"


def test_a_name_cannot_steer_a_terminal(exchange: Exchange) -> None:
    number = create_series(exchange, b"a\x1b[31m\nb\xff")
    found = exchange.series(number)
    assert found.name == "a?[31m?b?"
    terms = open_round(exchange, number)
    assert exchange.round_view(number).terms_hash == terms.hash(found.config.hash())


def test_a_slot_is_a_series_and_a_round(exchange: Exchange) -> None:
    number = create_series(exchange, b"slots")
    with pytest.raises(NotFound, match="no round yet"):
        exchange.slot("slots")
    terms = open_round(exchange, number)
    assert exchange.slot("slots") == exchange.slot(f"{number}/1") == (exchange.series(number), 1)
    assert exchange.terms(number, 1) == terms
    view = exchange.round_view(number)
    assert (view.round, view.status, view.close_at) == (1, Status.OPEN, terms.close_at)
    assert view.terms_hash == exchange.read(exchange.market.functions.termsHashOf(terms.struct()))
    assert view.terms_hash == terms.hash(exchange.series(number).config.hash())
    for text in ("slots/2", "slots/0", f"slots/{2**40}"):
        with pytest.raises(NotFound, match="has no round"):
            exchange.slot(text)
    for text in ("slots/x", "slots/", "slots/-1"):
        with pytest.raises(InvalidInput, match="must be SERIES or SERIES/ROUND"):
            exchange.slot(text)
    with pytest.raises(NotFound):
        exchange.terms(number, 2)


def test_an_unknown_rule_is_told_with_those_known(exchange: Exchange) -> None:
    with pytest.raises(NotFound, match="no rule is called 'lottery'") as caught:
        exchange.checker("lottery")
    assert "kth-price, trade-reduction, dantm" in str(caught.value.hint)
    assert exchange.rule(NOBODY) is None


def test_datasets_and_policies_are_read(exchange: Exchange, series: int) -> None:
    registry = exchange.registry.functions
    assert exchange.policy(series) == Policy(False, 0, False, False)
    send(exchange, "operator", registry.registerKind("celsius"))
    kind = exchange.read(registry.kindOf("celsius"))
    send(exchange, "alice", registry.registerDataset(b"\1" * 32, 24, kind, 7, "roof"))
    assert exchange.dataset(1) == Dataset(1, person("alice").address, 24, 7, None, kind)
    assert exchange.dataset(1).quality == 7
    send(exchange, "attester", registry.attest(1, 0))
    assert exchange.dataset(1).attested == 0
    assert exchange.dataset(1).quality == 0
    send(exchange, "operator", registry.setPolicy(exchange.deployment.market, series, (False, kind, True, False)))
    assert exchange.policy(series) == Policy(True, kind, True, False)
    for number in (0, 2, -1, 2**64):
        with pytest.raises(NotFound, match=f"no dataset {number}"):
            exchange.dataset(number)

    terms = open_round(exchange, series)
    terms_hash = exchange.round_view(series).terms_hash
    ask = AskOrder(price=1, quantity=25, quality=0, dataset=1).encode()
    deposit(exchange, "alice", series, TOKEN)
    with pytest.raises(
        ContractRefused, match="does not admit this entry: the dataset has 24 units, 25 cannot be offered"
    ):
        send(exchange, "alice", exchange.market.functions.enter(series, 0, terms_hash, ask))
    assert terms.series == series


def test_a_permit_pays_in_and_an_aborted_round_gives_back(exchange: Exchange) -> None:
    number = create_series(exchange, b"aborted")
    open_round(exchange, number, seconds=50)
    bob = person("bob").address
    before = exchange.wallet(bob)
    deposit(exchange, "bob", number, 3 * TOKEN)
    assert exchange.wallet(bob) == before - 3 * TOKEN
    terms_hash = exchange.round_view(number).terms_hash
    bid = BidOrder(price=TOKEN, quantity=2).encode()
    send(exchange, "bob", exchange.market.functions.enter(number, 2 * TOKEN, terms_hash, bid))
    assert exchange.account(number, bob) == Account(TOKEN - FEE, 2 * TOKEN + FEE, 1, 0, 1)

    # no block is made when the time passes, yet everything reads as it is now
    devnet.ask(exchange.connection.network.rpc_url, "evm_increaseTime", 60)
    assert exchange.round_view(number).status is Status.SETTLEABLE
    devnet.ask(exchange.connection.network.rpc_url, "evm_increaseTime", 2_000)
    assert exchange.status(number, 1) is Status.ABORTED
    assert exchange.account(number, bob).free == 3 * TOKEN
    at_that_block = exchange.read(exchange.market.functions.statusOf(number, 1), block=exchange.connection.head())
    assert at_that_block == Status.OPEN


def test_a_signed_order_is_carried_by_somebody_else(exchange: Exchange) -> None:
    number = create_series(exchange, b"signed")
    open_round(exchange, number)
    carol, connection = person("carol"), exchange.connection
    deposit(exchange, "carol", number, 3 * TOKEN)
    terms_hash = exchange.round_view(number).terms_hash
    bid = BidOrder(price=TOKEN, quantity=1).encode()
    order = Order(terms_hash, carol.address, TOKEN, bid, 5, connection.now() + 600, FEE)
    signed = carol.sign_typed_data(order_message(order, connection.chain_id, exchange.deployment.market))
    send(
        exchange,
        "dave",
        exchange.market.functions.enterSigned(number, terms_hash, FEE, _packed(order, signed.compact())),
    )
    assert exchange.account(number, carol.address) == Account(2 * TOKEN - 2 * FEE, TOKEN + FEE, 1, 6, 1)
    assert exchange.account(number, person("dave").address).free == FEE


def _packed(order: Order, signature: bytes) -> bytes:
    lengths: Sequence[tuple[int, int]] = ((order.nonce, 4), (order.expiry, 5), (order.max_fee, 11))
    head = bytes.fromhex(order.signer[2:]) + order.lock.to_bytes(12) + order.data
    return head + b"".join(value.to_bytes(length) for value, length in lengths) + signature


def test_events_come_decoded_in_order(exchange: Exchange) -> None:
    events = exchange.events()
    assert events == sorted(events, key=lambda event: (event.block, event.log_index))
    assert {"SeriesCreated", "RoundOpened", "PolicySet", "DatasetRegistered", "Entered"} <= {one.name for one in events}
    opened = next(event for event in events if event.name == "RoundOpened")
    fields: dict[str, Any] = opened.args["terms"]
    assert Terms.of(fields) == exchange.terms(opened.args["series"], opened.args["round"])


def test_what_a_view_or_its_node_refuses_is_told_as_it_is(exchange: Exchange) -> None:
    held = exchange.market.functions.held()
    with pytest.raises(RpcError, match="busy"):
        value_of(held, RpcError("the node answers: busy", code=-32000))
    with pytest.raises(NotDeployed, match="does not answer held"):
        value_of(held, RpcError("the node answers: execution reverted", code=3))


def test_a_token_that_does_not_tell_its_domain_is_of_version_1(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, read = exchange.token_domain(), Exchange.read

    def older(self: Exchange, function: ContractFunction, block: int | None = None) -> Any:
        if function.fn_name == "eip712Domain":
            raise NotDeployed("there is no such function")
        return read(self, function, block)

    monkeypatch.setattr(Exchange, "read", older)
    assert exchange.token_domain() == {**told, "version": "1"}


def test_only_an_unknown_series_is_not_found(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object) -> None:
        raise ContractRefused("the round closed", name="RoundClosed")

    monkeypatch.setattr(Exchange, "read", closed)
    with pytest.raises(ContractRefused, match="the round closed"):
        exchange.round_view(1)


def test_a_deployment_of_other_contracts_is_told(exchange: Exchange) -> None:
    elsewhere = Exchange(exchange.connection, exchange.deployment)
    elsewhere.market = elsewhere.connection.web3.eth.contract(
        address=elsewhere.connection.web3.to_checksum_address("0x" + "12" * 20), abi=exchange.market.abi
    )
    with pytest.raises(NotDeployed, match="does not answer seriesCount"):
        elsewhere.series_list()
