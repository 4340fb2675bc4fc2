"""What a runner is to everybody else, whatever it is made of.

A runner in hardware (SGX, TDX, Nitro) implements `Enclave` inside and puts its quote into the attestation; contract,
statements, bundles, and everything around the runner stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from eth_utils.crypto import keccak

from databourse.market.learning.statement import Statement, recover
from databourse.market.learning.words import pack_counts
from databourse.mechanisms.learning.table import Table

SOFTWARE = "software"
"""Kind of the stand-in."""

#: Told how many sets of parties more are done, and how many there are in all.
Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Attestation:
    """Who a runner is, and what it says that it runs.

    Attributes:
        kind: what the evidence is; `SOFTWARE` for the stand-in.
        measurement: 32 bytes, hash of its code.
        address: whose signature counts, checksummed.
        encryption_key: X25519 public key, 32 bytes, that bundles are encrypted for.
        evidence: of hardware, its quote over the other fields. Of the stand-in a signature of the address over them: it
            shows that the three belong together, and nothing about the code.
    """

    kind: str
    measurement: bytes
    address: str
    encryption_key: bytes
    evidence: bytes

    @staticmethod
    def message(measurement: bytes, encryption_key: bytes) -> bytes:
        """What the stand-in signs."""
        return keccak(b"databourse runner 1" + measurement + encryption_key)

    def holds(self) -> bool:
        """Whether the evidence is that of the stand-in, and right; other kinds are for others to judge."""
        if self.kind != SOFTWARE:
            return False
        return recover(self.message(self.measurement, self.encryption_key), self.evidence) == self.address


@dataclass(frozen=True, slots=True)
class Absence:
    """A party whose data were not used.

    Attributes:
        party: its number.
        account: checksummed address.
        reason: for everybody to read.
    """

    party: int
    account: str
    reason: str


@dataclass(frozen=True, slots=True)
class Received:
    """A party of a round, and whether its bundle is here."""

    party: int
    account: str
    uploaded: bool


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of a round; everything here is public.

    Attributes:
        statement: signed.
        inputs: hash of the entries that it is about.
        absent: parties that are not in it, and why.
        delivered: set of present parties (bit i: the i-th present one) whose model everybody gets; 0: nobody is there.
        measured: the table as it was counted; None if nobody is present.
        fits: models that were trained for it since the runner was last started.
        known: sets of parties that needed none.
    """

    statement: Statement
    inputs: bytes
    absent: tuple[Absence, ...]
    delivered: int
    measured: Table | None
    fits: int
    known: int

    def report(self) -> dict[str, Any]:
        """For programs, without the tables."""
        return {
            "statement": "0x" + self.statement.encode().hex(),
            "inputs": "0x" + self.inputs.hex(),
            "present": self.statement.members,
            "validation_size": self.statement.size,
            "absent": [{"party": one.party, "account": one.account, "reason": one.reason} for one in self.absent],
            "delivered": self.delivered,
            "fits": self.fits,
            "known": self.known,
        }

    def tables(self) -> dict[str, Any]:
        """Both tables for programs: counts in words, in hexadecimal; null if nobody is present."""
        if self.measured is None:
            return {"parties": 0, "validation_size": 0, "measured": None, "closed": None}
        return {
            "parties": self.measured.parties,
            "validation_size": self.measured.validation_size,
            "measured": "0x" + pack_counts(self.measured.correct).hex(),
            "closed": "0x" + pack_counts(self.measured.closure().correct).hex(),
        }


class Enclave(Protocol):
    """Holds keys that never leave it, and opens bundles in memory only."""

    def attestation(self) -> Attestation:
        """Who it is."""
        ...

    def received(self, series: int, number: int) -> list[Received]:
        """The parties of a round, and whose bundles are here.

        Raises:
            NotFound: there is no such round.
        """
        ...

    def submit(self, series: int, number: int, account: str, ciphertext: bytes) -> int:
        """Takes a bundle in that the account committed to, before or after the close; the number of the party.

        Raises:
            NotFound: there is no such round, or the account is no party of it.
            Refused: it is another bundle, or training has begun.
        """
        ...

    def begin(self, series: int, number: int) -> None:
        """Notes that a round is to be trained, if it was not yet: from now on no bundle is taken in.

        What was noted outlives the process: who asked for a training need not ask again.

        Raises:
            NotFound: there is no such round.
            Refused: it is open still or not final yet, it is over, or it is for another runner.
            InvalidInput: its trainer is none.
        """
        ...

    def train(self, series: int, number: int, advance: Advance) -> Trained:
        """Trains a round that has closed, from wherever it stopped, and signs what came of it, once and for all.

        Raises:
            Refused: the round is open still, or is for another runner.
        """
        ...

    def trained(self, series: int, number: int) -> Trained | None:
        """What came of a round; None if it was not trained yet."""
        ...

    def model(self, series: int, number: int, account: str) -> bytes:
        """The encrypted model of an account, signed.

        Raises:
            NotFound: there is none.
            Refused: the round is not settled, or the account was absent in it: who has a model has paid for it.
        """
        ...

    def retrain(self, series: int, number: int, mask: int) -> int:
        """Trains one cell of a table again, without looking at what is known, and returns the count.

        Raises:
            NotFound: the round was not trained, or has no such cell.
        """
        ...
