"""Every error that Databourse raises on purpose.

    BourseError                 1   anything that none of the branches below covers
    ├── UsageError              2   the command line does not make sense
    ├── InvalidInput            2   a value breaks a rule of its format: names the field, the value and the rule
    ├── NotFound                3   no such slot, series, account or dataset
    ├── Refused                 4   a rule or a contract says no: closed, too early, not enough money
    │   ├── ContractRefused         a contract's own error, by name and values
    │   └── NoOutcome               a rule prescribes no outcome for what was recorded of a round
    ├── NetworkError            5   no node, wrong chain, no deployment there
    │   ├── NodeUnreachable         nobody answers at the address
    │   ├── RpcError                the node answered with an error
    │   │   └── Replaced                a signed transaction can never happen: its nonce was used by another
    │   ├── NotDeployed             the contracts are not on this chain
    │   ├── StaleArtifacts          the compiled contracts are not those of the sources
    │   └── Unconfirmed             a transaction was sent, and what became of it is not known
    ├── KeystoreError           6   no such key, or the passphrase is wrong
    └── AuditDifference         7   what was replayed is not what the chain says

The number is the exit code of `bourse`. The message says what is wrong; the hint says what to do about it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar


class BourseError(Exception):
    """The root: a message for a person and, where there is something to do about it, a hint."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(BourseError):
    """A command was given arguments that do not fit together."""

    exit_code = 2


class InvalidInput(BourseError):
    """A value breaks a rule of its format; `InvalidInput.of` composes the message."""

    exit_code = 2

    @classmethod
    def of(cls, field: str, value: object, rule: str, hint: str | None = None) -> InvalidInput:
        """The error for one value: `asks[3].start is 5, but must be below the quantity (4)`."""
        if isinstance(value, int) and value.bit_length() > 256:
            shown = f"a number of {value.bit_length()} bits"
        else:
            shown = str(value) if isinstance(value, Decimal) else repr(value)
        if len(shown) > 80:  # a pasted file would hide the rule
            shown = shown[:60] + f"… ({len(shown)} characters)"
        return cls(f"{field} is {shown}, but {rule}", hint)


class NotFound(BourseError):
    """The thing that was named does not exist."""

    exit_code = 3


class Refused(BourseError):
    """A rule of the market or a contract does not allow it."""

    exit_code = 4


class ContractRefused(Refused):
    """A contract reverted. `name` is its error's ("" if it gave none), `values` are that error's arguments by name."""

    def __init__(
        self, message: str, hint: str | None = None, *, name: str = "", values: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message, hint)
        self.name = name
        self.values = values or {}


class NoOutcome(Refused):
    """The rule of a round prescribes no outcome for what was recorded of it: it cannot be settled as it is."""


class NetworkError(BourseError):
    """The chain cannot be reached, or is not the one that was expected."""

    exit_code = 5


class NodeUnreachable(NetworkError):
    """Nobody answers at the node's address, also after retrying."""


class RpcError(NetworkError):
    """The node answered a request with an error. `data` carries what a reverted call returned."""

    def __init__(self, message: str, hint: str | None = None, *, code: int = 0, data: bytes = b"") -> None:
        super().__init__(message, hint)
        self.code = code
        self.data = data


class Replaced(RpcError):
    """Another transaction with the same sender and nonce was mined, so the signed one never can be."""


class NotDeployed(NetworkError):
    """No deployment is known for this chain, or its addresses hold no code."""


class StaleArtifacts(NetworkError):
    """The compiled contracts were not built from the sources beside them."""


class Unconfirmed(NetworkError):
    """A signed transaction was sent and not seen in a block in time; it may still be. `tx` is its hash."""

    def __init__(self, message: str, hint: str | None = None, *, tx: str) -> None:
        super().__init__(message, hint)
        self.tx = tx


class KeystoreError(BourseError):
    """A key is missing, locked or damaged."""

    exit_code = 6


class AuditDifference(BourseError):
    """The chain's record and its replay differ."""

    exit_code = 7
