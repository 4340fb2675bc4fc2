"""The parties of a learning round: entries that commit to an encrypted bundle of data and lock the budget.

The data word of such an entry is tag(1) commitment(31), the commitment being the last 31 bytes of keccak256 of the
bundle as it is uploaded. Parties are numbered from 0 in the order of their entries; what is no such entry has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.market.entries import WITH_PAYLOAD, Entry
from databourse.market.faults import Fault

LEARNING = 0x0A
"""First byte of the data word of a party's entry."""
COMMITMENT_BYTES = 31


@dataclass(frozen=True, slots=True)
class Party:
    """One party of a round.

    Attributes:
        number: bit i of a statement's mask stands for party i.
        entry: that it entered with.
    """

    number: int
    entry: Entry

    @property
    def account(self) -> str:
        """Checksummed address."""
        return self.entry.who

    @property
    def commitment(self) -> bytes:
        """31 bytes."""
        return self.entry.data[1:]


def commitment(ciphertext: bytes) -> bytes:
    """What a party enters with for a bundle that it will upload like this."""
    return keccak(ciphertext)[1:]


def entry_word(committed: bytes) -> bytes:
    """The data word of an entry.

    Raises:
        InvalidInput: a commitment of another length than 31 bytes.
    """
    if len(committed) != COMMITMENT_BYTES:
        raise InvalidInput.of("commitment", f"{len(committed)} bytes", f"must have {COMMITMENT_BYTES} bytes")
    return bytes([LEARNING]) + committed


def parties_of(entries: Iterable[Entry], budget: int) -> list[Party]:
    """The parties of a round whose accuracy of 1 costs `budget` base units.

    An entry with another tag, made with a payload, or with a lock below the budget is none.
    """
    valid = [entry for entry in entries if fault_of(entry, budget) is None]
    return [Party(number, entry) for number, entry in enumerate(valid)]


def fault_of(entry: Entry, budget: int) -> Fault | None:
    """Why an entry is no party; None if it is one."""
    if entry.flags & WITH_PAYLOAD:
        return Fault("payload", len(entry.payload), "a party enters with a commitment, and without a payload")
    if entry.data[0] != LEARNING:
        return Fault("tag", entry.data[0], f"the entry of a party begins with {LEARNING}")
    if entry.lock < budget:
        return Fault("lock", entry.lock, f"a party locks what an accuracy of 1 costs, {budget}")
    return None
