"""From what should happen to a receipt: simulate, sign once, send, wait.

A transaction is signed exactly once. If it gets lost on the way, or its block is replaced, the same signed bytes are
sent again (see `delivery`); a second one with another nonce is never made, so nothing can happen twice. Whoever must
not lose track of many, not even when the process dies, keeps what `sign_all` gives before handing it to `deliver`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from databourse.chain.artifacts import errors_of_all
from databourse.chain.calls import Call, Quote, Receipt, TransactionSigner
from databourse.chain.connection import PENDING, Connection
from databourse.chain.delivery import Delivery, Signed, Verdict, first_error
from databourse.chain.reverts import MORE_ETHER, KnownErrors, refusal_of
from databourse.errors import BourseError, NetworkError, Refused, RpcError
from databourse.money import format_tokens

MOST_GAS = 2**24
"""What public chains allow one transaction (EIP-7825). A margin never lifts a limit above it."""


@dataclass(frozen=True)
class _Fees:
    base: int
    priority: int

    @property
    def most(self) -> int:
        # twice the base fee outlasts six full blocks in a row
        return 2 * self.base + self.priority


class Transactions:
    """Sends transactions on one connection."""

    def __init__(self, connection: Connection, known: KnownErrors | None = None, timeout: float = 120.0) -> None:
        """Takes the errors that contracts may revert with (default: those of ours), and seconds to wait for blocks."""
        self.connection = connection
        self._known = errors_of_all() if known is None else known
        self._delivery = Delivery(connection, self._known, timeout)

    def quote(self, sender: str, call: Call) -> Quote:
        """Simulates a call in the coming block.

        Raises:
            ContractRefused: a contract reverts; says why.
            RpcError: the node cannot simulate it.
        """
        return _require(self.quote_all([(sender, call)]))[0]

    def quote_all(self, items: Sequence[tuple[str, Call]]) -> list[Quote | BourseError]:
        """Simulates many, each as if it alone came next: for each what it would do and cost, or why it would fail."""
        return self._quotes(items, self._fees())

    def refusals(self, items: Sequence[tuple[str, Call]]) -> list[BourseError | None]:
        """Simulates many with the gas limits that they have: why each would fail, None where it would not.

        To ask how much gas a call needs takes a node many times as long, because it tries limit after limit.
        """
        calls = [
            call.simulated_by(sender) | ({} if call.gas is None else {"gas": hex(call.gas)}) for sender, call in items
        ]
        answers = self.connection.batch([("eth_call", [call, PENDING]) for call in calls])
        return [refusal_of(answer, self._known) if isinstance(answer, RpcError) else None for answer in answers]

    def send(self, signer: TransactionSigner, call: Call) -> Receipt:
        """Simulates, signs, sends, and waits until the transaction is mined and final.

        Raises:
            ContractRefused: it reverts, in simulation (then nothing was sent) or when it was mined.
            Refused: the signer cannot pay for the gas.
            Unconfirmed: it was sent, or may have been, and was not seen in a block in time.
            RpcError: the node does not take it.
        """
        return self.send_all([(signer, call)])[0]

    def send_all(self, items: Sequence[tuple[TransactionSigner, Call]]) -> list[Receipt]:
        """`send` for many at once; of one signer they happen in the order given."""
        verdicts = self.deliver(self.sign_all(items))
        error = first_error(verdicts)
        if error is not None:
            raise error
        return [verdict for verdict in verdicts if isinstance(verdict, Receipt)]

    def send_in_turn(self, items: Sequence[tuple[TransactionSigner, Call]]) -> list[Receipt]:
        """`send_all` in the order given, whoever signs: each is mined before the next is sent.

        What can be seen beforehand to fail is refused before the first is sent.
        """
        receipts = []
        for signed in self.sign_all(items):
            (verdict,) = self.deliver([signed])
            if not isinstance(verdict, Receipt):
                raise verdict
            receipts.append(verdict)
        return receipts

    def sign_all(self, items: Sequence[tuple[TransactionSigner, Call]]) -> list[Signed]:
        """Simulates and signs; nothing is sent.

        All calls without a gas limit are simulated side by side. A call that depends on an earlier one needs a gas
        limit of its own.

        Raises:
            ContractRefused: one of them reverts.
            Refused: a signer cannot pay for the gas.
        """
        fees = self._fees()
        simulated = [(signer.address, call) for signer, call in items if call.gas is None]
        quotes = iter(_require(self._quotes(simulated, fees)))
        limits = [next(quotes).gas_limit if call.gas is None else call.gas for _, call in items]
        most = [limit * fees.most + call.value for (_, call), limit in zip(items, limits, strict=True)]
        self._require_ether([signer for signer, _ in items], most)
        return self._sign(items, limits, fees)

    def deliver(
        self, signed: Sequence[Signed], told: Callable[[Signed, Verdict], None] = lambda *_: None
    ) -> list[Verdict]:
        """Sends what `sign_all` gave, now or in another process; see `Delivery.deliver`."""
        return self._delivery.deliver(signed, told)

    def _quotes(self, items: Sequence[tuple[str, Call]], fees: _Fees) -> list[Quote | BourseError]:
        requests: list[tuple[str, Sequence[Any]]] = []
        for sender, call in items:
            transaction = call.simulated_by(sender)
            requests += [("eth_call", [transaction, PENDING]), ("eth_estimateGas", [transaction, PENDING])]
        answers = self.connection.batch(requests)
        quotes: list[Quote | BourseError] = []
        for result, gas in zip(answers[::2], answers[1::2], strict=True):
            if isinstance(result, RpcError) or isinstance(gas, RpcError):
                quotes.append(refusal_of(result if isinstance(result, RpcError) else gas, self._known))
                continue
            used = int(gas, 16)
            limit = min(used * 12 // 10, max(used, MOST_GAS))
            quotes.append(Quote(bytes.fromhex(result[2:]), used, limit, fees.most, fees.priority, fees.base))
        return quotes

    def _fees(self) -> _Fees:
        block, priority = self.connection.batch(
            [("eth_getBlockByNumber", [PENDING, False]), ("eth_maxPriorityFeePerGas", [])]
        )
        if isinstance(block, RpcError):
            raise block
        if "baseFeePerGas" not in block:
            raise NetworkError("this chain has no base fee (EIP-1559)", "use a chain with the London upgrade or later")
        return _Fees(int(block["baseFeePerGas"], 16), 10**9 if isinstance(priority, RpcError) else int(priority, 16))

    def _require_ether(self, signers: Sequence[TransactionSigner], costs: Sequence[int]) -> None:
        needed: Counter[str] = Counter()
        for signer, cost in zip(signers, costs, strict=True):
            needed[signer.address] += cost
        names = {signer.address: signer.name for signer in signers}
        balances = self.connection.batch([("eth_getBalance", [address, PENDING]) for address in needed])
        for (address, cost), balance in zip(needed.items(), balances, strict=True):
            if isinstance(balance, RpcError):
                raise balance
            if int(balance, 16) < cost:
                has, most = format_tokens(int(balance, 16)), format_tokens(cost)
                raise Refused(
                    f"{names[address]} has {has} ether, but gas may cost up to {most}",
                    MORE_ETHER,
                )

    def _sign(
        self, items: Sequence[tuple[TransactionSigner, Call]], limits: Sequence[int], fees: _Fees
    ) -> list[Signed]:
        # asked of the node each time: another program may have used the same key since
        senders = list(dict.fromkeys(signer.address for signer, _ in items))
        counts = self.connection.batch([("eth_getTransactionCount", [sender, PENDING]) for sender in senders])
        for count in counts:
            if isinstance(count, RpcError):
                raise count
        nonces = {sender: int(count, 16) for sender, count in zip(senders, counts, strict=True)}
        signed = []
        for (signer, call), limit in zip(items, limits, strict=True):
            transaction: dict[str, Any] = {
                "type": 2,
                "chainId": self.connection.chain_id,
                "nonce": nonces[signer.address],
                "gas": limit,
                "maxFeePerGas": fees.most,
                "maxPriorityFeePerGas": fees.priority,
                "value": call.value,
                "data": call.data,
            }
            if call.to is not None:
                transaction["to"] = call.to
            raw = signer.sign_transaction(transaction)
            signed.append(Signed(call, signer.address, nonces[signer.address], limit, raw))
            nonces[signer.address] += 1
        return signed


def _require(quotes: Sequence[Quote | BourseError]) -> list[Quote]:
    for quote in quotes:
        if isinstance(quote, BourseError):
            raise quote
    return [quote for quote in quotes if isinstance(quote, Quote)]
