"""From the bytes that a reverted call returns to an error that a person understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.abi import collapse_if_tuple
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from databourse.chain.refusals import explain
from databourse.errors import BourseError, ContractRefused, Refused, RpcError

Abi = Sequence[Mapping[str, Any]]
"""A contract's interface as solc writes it."""


@dataclass(frozen=True)
class ErrorType:
    """An error that a contract declares."""

    name: str
    names: tuple[str, ...]
    types: tuple[str, ...]


KnownErrors = Mapping[bytes, ErrorType]
"""Errors by their first four bytes."""

MORE_ETHER = "send it some ether; on a devnet `bourse account fund` does"

_SOLIDITY = (ErrorType("Error", ("message",), ("string",)), ErrorType("Panic", ("code",), ("uint256",)))


def known_errors(abis: Iterable[Abi]) -> KnownErrors:
    """All errors of these contracts, and Solidity's own."""
    declared = [
        ErrorType(
            item["name"],
            tuple(part["name"] for part in item["inputs"]),
            tuple(collapse_if_tuple(part) for part in item["inputs"]),
        )
        for abi in abis
        for item in abi
        if item["type"] == "error"
    ]
    return {keccak(text=f"{error.name}({','.join(error.types)})")[:4]: error for error in (*declared, *_SOLIDITY)}


def refusal(data: bytes, known: KnownErrors) -> ContractRefused:
    """The error for what a call reverted with. A cause inside (a gate's, a checker's) is decoded as well."""
    if not data:
        return ContractRefused("the contract refused without saying why", "the address may hold another contract")
    error = known.get(data[:4])
    if error is None:
        return ContractRefused(f"the contract refused with an unknown error, 0x{data[:68].hex()}")
    try:
        values = dict(zip(error.names, map(_shown, error.types, decode(error.types, data[4:])), strict=True))
    except DecodingError:
        return ContractRefused(f"the contract refused: {error.name}, with damaged values", name=error.name)
    message, hint = explain(error.name, values)
    if "cause" in values:
        cause = refusal(values["cause"], known) if values["cause"] else ContractRefused("it does not say why")
        message, hint = f"{message}: {cause.message}", cause.hint or hint
        values["cause"] = cause
    return ContractRefused(message, hint, name=error.name, values=values)


def refusal_of(error: RpcError, known: KnownErrors) -> BourseError:
    """What a node's answer to a simulation means: a contract's refusal, too little ether, or the error itself."""
    if "insufficient funds" in error.message.lower():
        return Refused("the sender has less ether than this sends and its gas may cost", MORE_ETHER)
    reverted = error.data or error.code == 3 or "revert" in error.message
    return refusal(error.data, known) if reverted else error


def _shown(kind: str, value: Any) -> Any:
    return to_checksum_address(value) if kind == "address" else value
