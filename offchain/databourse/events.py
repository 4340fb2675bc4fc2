"""What everything that reads the log expects of a decoded event, and how it reads the values of one.

The chain side fetches and decodes logs; here nothing but their contents matters, so a copied, saved or invented log is
as good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from eth_utils.address import to_checksum_address


class Event(Protocol):
    """One decoded log of a contract.

    `args` holds the event's parameters under their Solidity names; structs are mappings by field name or sequences in
    field order.
    """

    @property
    def name(self) -> str:
        """Of the event, as in the contract."""
        ...

    @property
    def args(self) -> Mapping[str, Any]:
        """Its parameters."""
        ...

    @property
    def block(self) -> int:
        """Number of its block."""
        ...

    @property
    def block_hash(self) -> bytes | str:
        """Hash of its block."""
        ...

    @property
    def tx(self) -> bytes | str:
        """Hash of its transaction."""
        ...

    @property
    def log_index(self) -> int:
        """Its position in the block."""
        ...


@dataclass(frozen=True, slots=True)
class PlainEvent:
    """An event that no chain has logged."""

    name: str
    args: Mapping[str, Any]
    block: int
    block_hash: bytes
    tx: bytes
    log_index: int


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events as the chain has them: by block, then by position in the block."""
    return sorted(events, key=lambda event: (event.block, event.log_index))


@lru_cache(maxsize=65_536)
def address(value: str | bytes) -> str:
    """A checksummed address from text or from 20 bytes."""
    return to_checksum_address(bytes(value) if not isinstance(value, str) else value)


def blob(value: bytes | str) -> bytes:
    """Bytes from any form in which decoders hand them out."""
    return bytes.fromhex(value.removeprefix("0x")) if isinstance(value, str) else bytes(value)


def hex_of(value: bytes | str) -> str:
    """0x-prefixed text of a hash, whichever form the decoder gave it."""
    return "0x" + blob(value).hex()


def fields(value: Mapping[str, Any] | Iterable[Any], names: tuple[str, ...]) -> list[Any]:
    """The fields of a struct in the order of `names`.

    Raises:
        ValueError: a sequence has another number of fields.
        KeyError: a mapping lacks one.
    """
    if isinstance(value, Mapping):
        return [value[name] for name in names]
    listed = list(value)
    if len(listed) != len(names):
        raise ValueError(f"a struct of {len(names)} fields came with {len(listed)}")
    return listed
