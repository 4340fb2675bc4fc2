"""What becomes of signed transactions: sent, sent again when they get lost, and waited for until it is certain.

Signed bytes never change, so however often they are sent they happen once at most. That is also what makes it safe to
come back to them later, in another process: whoever keeps the bytes before sending them can always find out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from eth_account import Account
from eth_account.typed_transactions.typed_transaction import TypedTransaction
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from hexbytes import HexBytes

from databourse.chain.calls import Call, Receipt
from databourse.chain.connection import Connection
from databourse.chain.reverts import KnownErrors, refusal_of
from databourse.errors import BourseError, ContractRefused, NodeUnreachable, Replaced, RpcError, Unconfirmed

Verdict = Receipt | ContractRefused | Replaced
"""What became of a transaction: it happened; a contract refused it in its block; it never can happen any more."""

_REBROADCAST_SECONDS = 2.0
_LONGEST_PAUSE = 0.5


@dataclass(frozen=True)
class Signed:
    """A signed transaction: what it does, for whom, and the bytes that are sent."""

    call: Call
    sender: str
    nonce: int
    gas_limit: int
    raw: bytes

    @cached_property
    def tx(self) -> str:
        """Its hash."""
        return "0x" + keccak(self.raw).hex()

    @classmethod
    def parse(cls, raw: bytes) -> Signed:
        """Reads the bytes again that were kept. They must be those of a transaction that was signed here.

        Raises:
            ValueError: they are not.
        """
        try:
            fields = TypedTransaction.from_bytes(HexBytes(raw)).as_dict()
            sender = str(Account.recover_transaction(raw))
            to = to_checksum_address(fields["to"]) if fields["to"] else None
            call = Call(to, "0x" + bytes(fields["data"]).hex(), int(fields["value"]))
            return cls(call, sender, int(fields["nonce"]), int(fields["gas"]), raw)
        except Exception as error:  # what the decoders raise has no common root
            raise ValueError(f"no transaction: {error}") from error


class Delivery:
    """Brings signed transactions to the chain on one connection."""

    def __init__(self, connection: Connection, known: KnownErrors, timeout: float) -> None:
        """Takes the errors that contracts may revert with, and seconds to wait for blocks."""
        self.connection = connection
        self._known = known
        self._timeout = timeout

    def deliver(
        self, signed: Sequence[Signed], told: Callable[[Signed, Verdict], None] = lambda *_: None
    ) -> list[Verdict]:
        """Sends them, or sends them again, and waits until it is certain what became of each.

        Args:
            signed: in order of their nonces, if some are of one sender.
            told: called for each as soon as it is certain.

        Returns:
            What became of each.

        Raises:
            Unconfirmed: some were sent, or may have been, and it is not certain in time what became of them.
            RpcError: the node does not take one of them.
        """
        try:
            lost = self._broadcast(signed)
        except NodeUnreachable as error:
            raise _unconfirmed(signed, f"may have been sent before the connection broke: {error.message}") from error
        refused = [error for error in lost.values() if not _is_used(error)]
        if refused:
            raise RpcError(f"{_count(len(refused), len(signed))} not taken: {refused[0].message}", code=refused[0].code)
        return self._wait(signed, told, suspicious=bool(lost))

    def _broadcast(self, signed: Sequence[Signed]) -> dict[str, RpcError]:
        """Why the node did not take those that it neither has in a block nor waiting, by hash."""
        answers = self.connection.batch([("eth_sendRawTransaction", ["0x" + one.raw.hex()]) for one in signed])
        refused = [(one, answer) for one, answer in zip(signed, answers, strict=True) if isinstance(answer, RpcError)]
        known = self.connection.batch([("eth_getTransactionByHash", [one.tx]) for one, _ in refused])
        pairs = zip(refused, known, strict=True)
        return {one.tx: answer for (one, answer), found in pairs if not isinstance(found, Mapping)}

    def _wait(
        self, signed: Sequence[Signed], told: Callable[[Signed, Verdict], None], suspicious: bool
    ) -> list[Verdict]:
        """Waits until all are certain; a node that goes away meanwhile is given time to come back."""
        deadline = time.monotonic() + self._timeout
        rebroadcast = time.monotonic() + (0.0 if suspicious else _REBROADCAST_SECONDS)
        certain: dict[str, Verdict] = {}
        pause = 0.005
        while waiting := [one for one in signed if one.tx not in certain]:
            if time.monotonic() > deadline:
                raise _unconfirmed(waiting, f"is not final after {self._timeout:.0f} s")
            with suppress(NodeUnreachable):
                final, missing = self._look_for(waiting)
                if missing and time.monotonic() > rebroadcast:
                    self._shake_loose(missing)
                    final |= {one.tx: _replaced(one) for one in self._impossible(missing)}
                    rebroadcast = time.monotonic() + _REBROADCAST_SECONDS
                for one in waiting:
                    if one.tx in final:
                        told(one, final[one.tx])
                certain |= final
            if len(certain) < len(signed):
                time.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 1.5)
        return [certain[one.tx] for one in signed]

    def _look_for(self, waiting: Sequence[Signed]) -> tuple[dict[str, Verdict], list[Signed]]:
        """What is in a block deep enough, by hash, and what is in none (any more: its block may have been replaced)."""
        depth = self.connection.network.finality
        answers = self.connection.batch([("eth_getTransactionReceipt", [one.tx]) for one in waiting])
        pairs = list(zip(waiting, answers, strict=True))
        mined = [(one, answer) for one, answer in pairs if isinstance(answer, Mapping)]
        highest = self.connection.head() - depth if depth and mined else None
        final = [(one, raw) for one, raw in mined if highest is None or int(raw["blockNumber"], 16) <= highest]
        missing = [one for one, answer in pairs if not isinstance(answer, Mapping)]
        return {one.tx: self._verdict(one, raw) for one, raw in final}, missing

    def _shake_loose(self, missing: Sequence[Signed]) -> None:
        """Makes a devnet forget those that it should have mined at once, so that it takes them as new ones.

        When many arrive together, anvil at times leaves some in its pool for ever (foundry-rs/foundry#10122), and says
        that it has them when they are sent again. Whoever else waits for one of the same sender sends it again too.
        """
        if self.connection.is_devnet and self.connection.batch([("anvil_getAutomine", [])]) == [True]:
            senders = dict.fromkeys(one.sender for one in missing)
            self.connection.batch([("anvil_removePoolTransactions", [sender]) for sender in senders])

    def _impossible(self, missing: Sequence[Signed]) -> list[Signed]:
        """Sends them again. Returns those that never can happen: a final block has another one with the same nonce."""
        lost = self._broadcast(missing)
        suspects = [one for one in missing if one.tx in lost and _is_used(lost[one.tx])]
        depth = self.connection.network.finality
        block = hex(max(0, self.connection.head() - depth)) if depth else "latest"
        counts = self.connection.batch([("eth_getTransactionCount", [one.sender, block]) for one in suspects])
        used = [
            one
            for one, count in zip(suspects, counts, strict=True)
            if not isinstance(count, RpcError) and int(count, 16) > one.nonce
        ]
        # one of them may have been mined while this was asked
        answers = self.connection.batch([("eth_getTransactionReceipt", [one.tx]) for one in used])
        return [one for one, answer in zip(used, answers, strict=True) if answer is None]

    def _verdict(self, one: Signed, raw: Mapping[str, Any]) -> Receipt | ContractRefused:
        return Receipt.of(raw) if int(raw["status"], 16) else self._reverted(one, raw)

    def _reverted(self, one: Signed, raw: Mapping[str, Any]) -> ContractRefused:
        """Why a mined transaction failed, found by repeating it on the state before its block."""
        transaction = {**one.call.simulated_by(one.sender), "gas": hex(one.gas_limit)}
        try:
            self.connection.request("eth_call", transaction, hex(int(raw["blockNumber"], 16) - 1))
        except RpcError as error:
            cause = refusal_of(error, self._known)
            if isinstance(cause, ContractRefused):
                message = f"transaction {one.tx} was mined and refused: {cause.message}"
                return ContractRefused(message, cause.hint, name=cause.name, values=cause.values)
        ran_out = int(raw["gasUsed"], 16) == one.gas_limit
        why = "it ran out of gas" if ran_out else "the chain had moved on since it was simulated"
        return ContractRefused(f"transaction {one.tx} was mined and refused: {why}", "nothing changed; try again")


def first_error(verdicts: Sequence[Verdict]) -> BourseError | None:
    """The first that is not a receipt."""
    return next((verdict for verdict in verdicts if isinstance(verdict, BourseError)), None)


def _unconfirmed(signed: Sequence[Signed], what: str) -> Unconfirmed:
    """The error for transactions of which it is not certain what became."""
    others = f" (and {len(signed) - 1} more)" if len(signed) > 1 else ""
    return Unconfirmed(
        f"transaction {signed[0].tx}{others} {what}",
        "it may still happen: look for it before you repeat",
        tx=signed[0].tx,
    )


def _is_used(error: RpcError) -> bool:
    """Whether the node says that another transaction with the same nonce was mined."""
    return "nonce too low" in error.message.lower()


def _replaced(one: Signed) -> Replaced:
    return Replaced(
        f"transaction {one.tx} was not taken: another one of {one.sender} with the same nonce ({one.nonce}) was mined",
        "another program used the same account at the same time; see what it did before you repeat",
    )


def _count(some: int, of: int) -> str:
    return f"{some} of {of} transactions were" if of > 1 else "the transaction was"
