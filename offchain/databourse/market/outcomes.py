"""What the Market says of a round's outcome: proposed, voided, settled."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.events import Event, address, blob


@dataclass(frozen=True, slots=True)
class Settled:
    """What a round was settled with: the contents of `IMarket.Settled`, and the event itself."""

    settler: str
    fees: int
    surplus: int
    debits: bytes
    credits: bytes
    alloc: bytes
    event: Event

    @classmethod
    def of(cls, event: Event) -> Settled:
        """From a `Settled` event."""
        args = event.args
        return cls(
            address(args["settler"]),
            args["fees"],
            args["surplus"],
            *_outcome(event),
            event,
        )


@dataclass(frozen=True, slots=True)
class Voided:
    """How a proposal fell: the contents of `IMarket.Voided`, and the event itself; `bond` went to the challenger."""

    challenger: str
    bond: int
    objection: bytes
    event: Event

    @classmethod
    def of(cls, event: Event) -> Voided:
        """From a `Voided` event."""
        args = event.args
        return cls(address(args["challenger"]), args["bond"], blob(args["objection"]), event)


@dataclass(slots=True)
class Proposal:
    """An outcome that was proposed: the contents of `IMarket.Proposed`, and the event itself.

    Attributes:
        proposer: checksummed address.
        bond: base units that stand behind it.
        until: seconds since 1970 before which it can be challenged.
        commitment: what objections are held against.
        debits, credits, alloc: the outcome, packed as in a settlement.
        event: that told of it.
        voided: how it fell; None while it did not.
    """

    proposer: str
    bond: int
    until: int
    commitment: bytes
    debits: bytes
    credits: bytes
    alloc: bytes
    event: Event
    voided: Voided | None = None

    @classmethod
    def of(cls, event: Event) -> Proposal:
        """From a `Proposed` event."""
        args = event.args
        return cls(
            address(args["proposer"]),
            args["bond"],
            args["until"],
            blob(args["commitment"]),
            *_outcome(event),
            event,
        )

    @property
    def outcome(self) -> tuple[bytes, bytes, bytes]:
        """Debits, credits and alloc: what is settled if nobody refutes it."""
        return self.debits, self.credits, self.alloc


def _outcome(event: Event) -> tuple[bytes, bytes, bytes]:
    """Debits, credits and alloc."""
    return blob(event.args["debits"]), blob(event.args["credits"]), blob(event.args["alloc"])
