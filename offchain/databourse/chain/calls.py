"""What can be sent to a contract, what it would do and cost, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from eth_abi.abi import encode
from eth_utils.abi import function_abi_to_4byte_selector
from eth_utils.address import to_checksum_address
from web3.contract.contract import ContractConstructor, ContractFunction
from web3.types import TxParams


class TransactionSigner(Protocol):
    """Whoever signs transactions; `databourse.chain.signer.Signer` is one."""

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def address(self) -> str: ...  # noqa: D102

    def sign_transaction(self, transaction: Mapping[str, Any]) -> bytes: ...  # noqa: D102


@dataclass(frozen=True)
class Call:
    """What a transaction does.

    Attributes:
        to: the contract; None makes a new one.
        data: selector and arguments, or the code that makes the new contract.
        value: wei of ether to send along.
        gas: a limit given by the caller. Such a call is not simulated: it may depend on calls before it.
    """

    to: str | None
    data: str
    value: int = 0
    gas: int | None = None

    def simulated_by(self, sender: str) -> dict[str, str]:
        """As JSON-RPC takes it for a simulation."""
        transaction = {"from": sender, "data": self.data, "value": hex(self.value)}
        return transaction if self.to is None else {**transaction, "to": self.to}


@dataclass(frozen=True)
class Quote:
    """What a simulated call would do and cost.

    Attributes:
        result: what the call returned.
        gas: that it used.
        gas_limit: `gas` with a margin.
        max_fee: wei for each unit of gas, at most.
        priority_fee: part of it for the block's maker.
        base_fee: what the chain itself asks now.
    """

    result: bytes
    gas: int
    gas_limit: int
    max_fee: int
    priority_fee: int
    base_fee: int

    @property
    def cost(self) -> int:
        """Wei of ether that the transaction would cost now."""
        return self.gas * min(self.max_fee, self.base_fee + self.priority_fee)


@dataclass(frozen=True)
class Receipt:
    """A transaction that happened.

    Attributes:
        tx: its hash.
        block: number of its block.
        block_hash: of its block.
        gas: that it used.
        cost: wei of ether that it cost.
        contract: address of the contract that it made.
        logs: its logs as JSON-RPC has them.
    """

    tx: str
    block: int
    block_hash: str
    gas: int
    cost: int
    contract: str | None
    logs: Sequence[Mapping[str, Any]]

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Receipt:
        """From what JSON-RPC answers."""
        gas, contract = int(raw["gasUsed"], 16), raw.get("contractAddress")
        return cls(
            tx=raw["transactionHash"],
            block=int(raw["blockNumber"], 16),
            block_hash=raw["blockHash"],
            gas=gas,
            cost=gas * int(raw["effectiveGasPrice"], 16),
            contract=to_checksum_address(contract) if contract else None,
            logs=raw["logs"],
        )


def call_of(function: ContractFunction | ContractConstructor, value: int = 0, gas: int | None = None) -> Call:
    """The call that a web3 contract function with its arguments stands for."""
    # everything that web3 would ask the node for is given, so this is pure encoding
    given = cast(TxParams, {"value": value, "gas": 0, "gasPrice": 0, "chainId": 0, "nonce": 0})
    filled = function.build_transaction(given)
    to = None if isinstance(function, ContractConstructor) else str(function.address)
    return Call(to, str(filled["data"]), value, gas)


def data_of(function: ContractFunction) -> bytes:
    """Selector and arguments of a web3 contract function, as `multicall` and views take them."""
    types = [part["type"] for part in function.abi["inputs"]]
    if function.kwargs or any(kind.startswith("tuple") for kind in types):
        return bytes.fromhex(call_of(function).data.removeprefix("0x"))
    # web3 takes more than a millisecond for this, and audits ask thousands of times
    return function_abi_to_4byte_selector(function.abi) + encode(types, function.arguments)
