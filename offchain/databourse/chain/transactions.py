"""From what should happen to a receipt: simulate, sign once, send, wait.

A transaction is signed exactly once. If it gets lost on the way, or its block is replaced, the same signed bytes are
sent again; a second one with another nonce is never made, so nothing can happen twice.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from eth_utils.crypto import keccak

from databourse.chain.artifacts import errors_of_all
from databourse.chain.calls import Call, Quote, Receipt, TransactionSigner
from databourse.chain.connection import PENDING, Connection
from databourse.chain.reverts import KnownErrors, refusal
from databourse.errors import (
    BourseError,
    ContractRefused,
    NetworkError,
    NodeUnreachable,
    Refused,
    RpcError,
    Unconfirmed,
)
from databourse.money import format_tokens

MOST_GAS = 2**24
"""What public chains allow one transaction (EIP-7825). A margin never lifts a limit above it."""

_REBROADCAST_SECONDS = 2.0
_LONGEST_PAUSE = 0.5
_MORE_ETHER = "send it some ether; on a devnet `bourse account fund` does"


@dataclass(frozen=True)
class _Signed:
    call: Call
    sender: str
    gas_limit: int
    raw: bytes
    tx: str


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
        self._timeout = timeout

    def quote(self, sender: str, call: Call) -> Quote:
        """Simulates a call in the coming block.

        Raises:
            ContractRefused: a contract reverts; says why.
            RpcError: the node cannot simulate it.
        """
        return self._quotes([(sender, call)], self._fees())[0]

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
        """`send` for many at once; of one signer they happen in the order given.

        All calls without a gas limit are simulated side by side, before anything is sent. A call that depends on an
        earlier one needs a gas limit of its own.
        """
        fees = self._fees()
        simulated = [(signer.address, call) for signer, call in items if call.gas is None]
        quotes = iter(self._quotes(simulated, fees))
        limits = [next(quotes).gas_limit if call.gas is None else call.gas for _, call in items]
        most = [limit * fees.most + call.value for (_, call), limit in zip(items, limits, strict=True)]
        self._require_ether([signer for signer, _ in items], most)
        signed = self._sign(items, limits, fees)
        try:
            lost = self._broadcast(signed)
        except NodeUnreachable as error:
            raise _unconfirmed(signed, f"may have been sent before the connection broke: {error.message}") from error
        if lost:
            raise _not_taken(lost, len(signed))
        return self._wait(signed)

    def _quotes(self, items: Sequence[tuple[str, Call]], fees: _Fees) -> list[Quote]:
        requests: list[tuple[str, Sequence[Any]]] = []
        for sender, call in items:
            transaction = call.simulated_by(sender)
            requests += [("eth_call", [transaction, PENDING]), ("eth_estimateGas", [transaction, PENDING])]
        answers = self.connection.batch(requests)
        quotes = []
        for result, gas in zip(answers[::2], answers[1::2], strict=True):
            for answer in (result, gas):
                if isinstance(answer, RpcError):
                    raise self._refusal(answer) from answer
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
                    _MORE_ETHER,
                )

    def _sign(
        self, items: Sequence[tuple[TransactionSigner, Call]], limits: Sequence[int], fees: _Fees
    ) -> list[_Signed]:
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
            signed.append(_Signed(call, signer.address, limit, raw, "0x" + keccak(raw).hex()))
            nonces[signer.address] += 1
        return signed

    def _broadcast(self, signed: Sequence[_Signed]) -> list[RpcError]:
        """Sends, or sends again. Returns why the node did not take those that it neither has in a block nor waiting."""
        answers = self.connection.batch([("eth_sendRawTransaction", ["0x" + one.raw.hex()]) for one in signed])
        refused = [(one, answer) for one, answer in zip(signed, answers, strict=True) if isinstance(answer, RpcError)]
        known = self.connection.batch([("eth_getTransactionByHash", [one.tx]) for one, _ in refused])
        return [answer for (_, answer), found in zip(refused, known, strict=True) if not isinstance(found, Mapping)]

    def _wait(self, signed: Sequence[_Signed]) -> list[Receipt]:
        """Waits until all are mined and deep enough; a node that goes away meanwhile is given time to come back."""
        deadline = time.monotonic() + self._timeout
        rebroadcast = time.monotonic() + _REBROADCAST_SECONDS
        done: dict[str, Mapping[str, Any]] = {}
        pause = 0.005
        while waiting := [one for one in signed if one.tx not in done]:
            if time.monotonic() > deadline:
                raise _unconfirmed(waiting, f"is not final after {self._timeout:.0f} s")
            with suppress(NodeUnreachable):
                final, missing = self._look_for(waiting)
                done |= final
                if missing and time.monotonic() > rebroadcast:
                    replaced = [error for error in self._broadcast(missing) if _is_replaced(error)]
                    if replaced:
                        raise _not_taken(replaced, len(signed))
                    rebroadcast = time.monotonic() + _REBROADCAST_SECONDS
            if len(done) < len(signed):
                time.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 1.5)
        for one in signed:
            if int(done[one.tx]["status"], 16) == 0:
                raise self._reverted(one, done[one.tx])
        return [Receipt.of(done[one.tx]) for one in signed]

    def _look_for(self, waiting: Sequence[_Signed]) -> tuple[dict[str, Mapping[str, Any]], list[_Signed]]:
        """Receipts that are final, by hash, and what is in no block (any more: its block may have been replaced)."""
        depth = self.connection.network.finality
        answers = self.connection.batch([("eth_getTransactionReceipt", [one.tx]) for one in waiting])
        pairs = list(zip(waiting, answers, strict=True))
        mined = {one.tx: answer for one, answer in pairs if isinstance(answer, Mapping)}
        highest = self.connection.head() - depth if depth and mined else None
        final = {tx: raw for tx, raw in mined.items() if highest is None or int(raw["blockNumber"], 16) <= highest}
        return final, [one for one in waiting if one.tx not in mined]

    def _reverted(self, one: _Signed, raw: Mapping[str, Any]) -> ContractRefused:
        """Why a mined transaction failed, found by repeating it on the state before its block."""
        transaction = {**one.call.simulated_by(one.sender), "gas": hex(one.gas_limit)}
        try:
            self.connection.request("eth_call", transaction, hex(int(raw["blockNumber"], 16) - 1))
        except RpcError as error:
            cause = self._refusal(error)
            if isinstance(cause, ContractRefused):
                message = f"transaction {one.tx} was mined and refused: {cause.message}"
                return ContractRefused(message, cause.hint, name=cause.name, values=cause.values)
        ran_out = int(raw["gasUsed"], 16) == one.gas_limit
        why = "it ran out of gas" if ran_out else "the chain had moved on since it was simulated"
        return ContractRefused(f"transaction {one.tx} was mined and refused: {why}", "nothing changed; try again")

    def _refusal(self, error: RpcError) -> BourseError:
        if "insufficient funds" in error.message.lower():
            return Refused("the sender has less ether than this sends and its gas may cost", _MORE_ETHER)
        reverted = error.data or error.code == 3 or "revert" in error.message
        return refusal(error.data, self._known) if reverted else error


def _is_replaced(error: RpcError) -> bool:
    """Whether another transaction with the same nonce was mined, so that this one never can be."""
    return "nonce too low" in error.message.lower()


def _not_taken(lost: Sequence[RpcError], sent: int) -> RpcError:
    count = f"{len(lost)} of {sent} transactions were" if sent > 1 else "the transaction was"
    hint = "another program used the same account at the same time; see what it did before you repeat"
    return RpcError(f"{count} not taken: {lost[0].message}", hint if _is_replaced(lost[0]) else None, code=lost[0].code)


def _unconfirmed(signed: Sequence[_Signed], what: str) -> Unconfirmed:
    others = f" (and {len(signed) - 1} more)" if len(signed) > 1 else ""
    return Unconfirmed(
        f"transaction {signed[0].tx}{others} {what}",
        "it may still happen: look for it before you repeat",
        tx=signed[0].tx,
    )
