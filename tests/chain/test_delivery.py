from __future__ import annotations

from typing import Any

import pytest
from web3 import HTTPProvider

from databourse.chain import devnet
from databourse.chain.calls import Call, Receipt
from databourse.chain.connection import Connection
from databourse.chain.delivery import Signed, Verdict
from databourse.chain.transactions import Transactions
from databourse.errors import ContractRefused, Replaced, RpcError
from tests.chain.conftest import person
from tests.chain.test_transactions import ANYONE, nonce, reverting
from tests.chain.test_transactions import echo as echo


def test_a_kept_transaction_is_read_again(transactions: Transactions) -> None:
    one, other = transactions.sign_all(
        [(person("alice"), Call(ANYONE, "0x1234", value=7)), (person("alice"), Call(None, "0x00"))]
    )
    for signed in (one, other):
        again = Signed.parse(signed.raw)
        assert again == signed
        assert again.tx == signed.tx
    assert (one.sender, one.nonce + 1) == (person("alice").address, other.nonce)
    with pytest.raises(ValueError):
        Signed.parse(b"\x02" + bytes(100))


def test_signing_sends_nothing_and_delivering_twice_sends_once(
    connection: Connection, transactions: Transactions
) -> None:
    before = nonce(connection, person("bob"))
    signed = transactions.sign_all([(person("bob"), Call(ANYONE, "0x", value=1)) for _ in range(3)])
    assert nonce(connection, person("bob")) == before
    told: list[tuple[Signed, Verdict]] = []
    first = transactions.deliver(signed, lambda one, verdict: told.append((one, verdict)))
    assert [one for one, _ in told] == signed
    assert [verdict for _, verdict in told] == first
    # as another process would, from the bytes that were kept
    again = transactions.deliver([Signed.parse(one.raw) for one in signed])
    assert again == first and all(isinstance(one, Receipt) for one in first)
    assert nonce(connection, person("bob")) == before + 3


def test_each_has_its_own_verdict(connection: Connection, transactions: Transactions, echo: str) -> None:
    url = connection.network.rpc_url
    fine, refused = transactions.sign_all(
        [(person("carol"), Call(ANYONE, "0x")), (person("carol"), reverting(echo, gas=100_000))]
    )
    (replaced,) = transactions.sign_all([(person("dave"), Call(ANYONE, "0x", value=1))])
    devnet.ask(url, "anvil_setNonce", person("dave").address, hex(nonce(connection, person("dave")) + 1))
    verdicts = transactions.deliver([fine, refused, replaced])
    assert [type(one) for one in verdicts] == [Receipt, ContractRefused, Replaced]
    assert "was mined and refused: the round closed" in str(verdicts[1])
    assert f"with the same nonce ({replaced.nonce})" in str(verdicts[2])


@pytest.mark.parametrize(("count", "told"), [(1, "the transaction was"), (2, "2 of 2 transactions were")])
def test_what_the_node_does_not_take_is_told(
    transactions: Transactions, monkeypatch: pytest.MonkeyPatch, count: int, told: str
) -> None:
    original = HTTPProvider.make_batch_request

    def full(self: HTTPProvider, batch: list[tuple[Any, Any]]) -> Any:
        if batch[0][0] == "eth_sendRawTransaction":
            return [{"error": {"code": -32000, "message": "txpool is full"}}] * len(batch)
        return original(self, batch)

    signed = transactions.sign_all([(person("bob"), Call(ANYONE, "0x"))] * count)
    monkeypatch.setattr(HTTPProvider, "make_batch_request", full)
    with pytest.raises(RpcError, match=f"{told} not taken: the node answers: txpool is full") as caught:
        transactions.deliver(signed)
    assert caught.value.code == -32000
