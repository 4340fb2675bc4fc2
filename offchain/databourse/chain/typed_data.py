"""What people sign off chain (EIP-712): orders that a relayer carries, permits that let the market take a deposit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Order:
    """An entry that its signer lets others carry to the chain.

    Attributes:
        terms: hash of the terms of the one round that it is for, 32 bytes.
        signer: address of the account that it locks money of.
        lock: base units that the entry can be debited.
        data: the order word, 32 bytes.
        nonce: at least the account's; accepting the order makes the account's one higher.
        expiry: last second at which it may be recorded.
        max_fee: base units that the relayer may take.
    """

    terms: bytes
    signer: str
    lock: int
    data: bytes
    nonce: int
    expiry: int
    max_fee: int


_ORDER = {
    "terms": "bytes32",
    "signer": "address",
    "lock": "uint96",
    "data": "bytes32",
    "nonce": "uint32",
    "expiry": "uint40",
    "maxFee": "uint88",
}

_PERMIT = {"owner": "address", "spender": "address", "value": "uint256", "nonce": "uint256", "deadline": "uint256"}

_DOMAIN = {"name": "string", "version": "string", "chainId": "uint256", "verifyingContract": "address"}


def order_message(order: Order, chain_id: int, market: str) -> dict[str, Any]:
    """The EIP-712 message of an order, as wallets take it. It is worth nothing on another chain or market."""
    message = {
        "terms": order.terms,
        "signer": order.signer,
        "lock": order.lock,
        "data": order.data,
        "nonce": order.nonce,
        "expiry": order.expiry,
        "maxFee": order.max_fee,
    }
    return _typed("Order", _ORDER, message, domain("Databourse Market", "1", chain_id, market))


def permit_message(
    owner: str, spender: str, value: int, nonce: int, deadline: int, token_domain: dict[str, Any]
) -> dict[str, Any]:
    """The ERC-2612 message that lets `spender` take `value` base units from `owner` until `deadline`."""
    message = {"owner": owner, "spender": spender, "value": value, "nonce": nonce, "deadline": deadline}
    return _typed("Permit", _PERMIT, message, token_domain)


def domain(name: str, version: str, chain_id: int, contract: str) -> dict[str, Any]:
    """The EIP-712 domain that binds a signature to one contract of one chain."""
    return {"name": name, "version": version, "chainId": chain_id, "verifyingContract": contract}


def _typed(kind: str, fields: dict[str, str], message: dict[str, Any], bound_to: dict[str, Any]) -> dict[str, Any]:
    return {
        "types": {"EIP712Domain": _fields(_DOMAIN), kind: _fields(fields)},
        "primaryType": kind,
        "domain": bound_to,
        "message": message,
    }


def _fields(types: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "type": kind} for name, kind in types.items()]
