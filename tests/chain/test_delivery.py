from __future__ import annotations

import pytest

from databourse.chain import devnet
from databourse.chain.calls import Call, Receipt
from databourse.chain.connection import Connection
from databourse.chain.delivery import Signed, Verdict
from databourse.chain.transactions import Transactions
from databourse.errors import ContractRefused, Replaced
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
