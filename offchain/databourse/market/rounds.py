"""Series and rounds, rebuilt from the Market's events alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from databourse.errors import NotFound
from databourse.events import Event, address, blob, fields, in_order
from databourse.market.entries import Entry, unpack_entries
from databourse.market.terms import Status, Terms, slot_id, split_slot

NOBODY = "0x" + "0" * 40
"""Stands where a series has nobody for a part: no solver of its own, no arbiter, no gate."""

_CONFIG = (
    "operator",
    "beneficiary",
    "solver",
    "arbiter",
    "gate",
    "gatedTags",
    "longestRound",
    "solverSeconds",
    "fee",
    "name",
    "checkers",
)
_CONFIG_TYPE = "(address,address,address,address,address,uint8,uint32,uint32,uint88,bytes32,address[])"
_BATCH_ENTRY = 44  # lock(12) data(32)
_SIGNED_ENTRY = 64  # signer(20) lock(12) data(32)


@dataclass(frozen=True, slots=True)
class SeriesConfig:
    """`IMarket.SeriesConfig`; `fee` in base units, durations in seconds, `name` as text."""

    operator: str
    beneficiary: str
    solver: str
    arbiter: str
    gate: str
    gated_tags: int
    longest_round: int
    solver_seconds: int
    fee: int
    name: str
    checkers: tuple[str, ...]

    @classmethod
    def of(cls, struct: Mapping[str, Any] | Sequence[Any]) -> SeriesConfig:
        """From a decoded struct."""
        *roles, tags, longest, seconds, fee, name, checkers = fields(struct, _CONFIG)
        operator, beneficiary, solver, arbiter, gate = (address(role) for role in roles)
        # whatever bytes a name has, they must come back when the configuration is hashed
        text = blob(name).rstrip(b"\0").decode("utf-8", "surrogateescape")
        allowed = tuple(address(checker) for checker in checkers)
        return cls(operator, beneficiary, solver, arbiter, gate, tags, longest, seconds, fee, text, allowed)

    def struct(self) -> tuple[str, str, str, str, str, int, int, int, int, bytes, list[str]]:
        """The fields in the order of `IMarket.SeriesConfig`, as a contract call takes them."""
        return (
            self.operator,
            self.beneficiary,
            self.solver,
            self.arbiter,
            self.gate,
            self.gated_tags,
            self.longest_round,
            self.solver_seconds,
            self.fee,
            self.name.encode("utf-8", "surrogateescape").ljust(32, b"\0"),
            list(self.checkers),
        )

    def hash(self) -> bytes:
        """keccak256(abi.encode(config)), a part of every terms hash of the series."""
        return keccak(encode([_CONFIG_TYPE], [self.struct()]))


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
            blob(args["debits"]),
            blob(args["credits"]),
            blob(args["alloc"]),
            event,
        )


@dataclass(slots=True)
class Round:
    """One round, as far as the events that were read tell it.

    Attributes:
        series: number of its series.
        number: from 1 on.
        terms: its rules.
        terms_hash: as the chain stated it; `terms.hash(config.hash())` recomputes it.
        opened: the event that opened it.
        entries: in order.
        sources: the event that recorded each entry.
        settled: None while it is not.
    """

    series: int
    number: int
    terms: Terms
    terms_hash: bytes
    opened: Event
    entries: list[Entry] = field(default_factory=list)
    sources: list[Event] = field(default_factory=list)
    settled: Settled | None = None

    @property
    def slot(self) -> int:
        """How events name the round."""
        return slot_id(self.series, self.number)

    def status(self, now: int) -> Status:
        """The round's status at `now`, in seconds since 1970; it follows from time alone except for being settled."""
        if self.settled:
            return Status.SETTLED
        if now < self.terms.close_at:
            return Status.OPEN
        return Status.SETTLEABLE if now < self.terms.settle_by else Status.ABORTED

    def entry(self, index: int) -> Entry:
        """The entry of this index.

        Raises:
            NotFound: the round has fewer.
        """
        if not 0 <= index < len(self.entries):
            raise NotFound(
                f"round {self.series}/{self.number} has no entry {index}",
                f"its {len(self.entries)} entries count from 0",
            )
        return self.entries[index]


@dataclass(slots=True)
class Series:
    """One series and its rounds, the first round first."""

    number: int
    config: SeriesConfig
    rounds: list[Round] = field(default_factory=list)

    def round(self, number: int | None = None) -> Round:
        """The round of this number, or the latest.

        Raises:
            NotFound: there is none.
        """
        if not self.rounds:
            raise NotFound(f"series {self.number} has no round yet", "its operator opens one with `bourse slot open`")
        if number is None:
            return self.rounds[-1]
        # a log that was not read from the beginning starts with a later round
        for candidate in self.rounds:
            if candidate.number == number:
                return candidate
        raise NotFound(f"series {self.number} has no round {number}", f"its latest round is {self.rounds[-1].number}")


class History:
    """All series and rounds of one Market.

    Attributes:
        series: by number.
        stray: events about a series or round whose beginning was not among the events; none if the log was read from
            its start.
        doubled: `Settled` events of rounds that were settled already; a Market never makes one.
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.series: dict[int, Series] = {}
        self.stray: list[Event] = []
        self.doubled: list[Event] = []
        for event in in_order(events):
            self.add(event)

    def add(self, event: Event) -> None:
        """Takes in the next event; names that do not concern rounds are passed over."""
        args = event.args
        match event.name:
            case "SeriesCreated":
                self.series[args["series"]] = Series(args["series"], SeriesConfig.of(args["config"]))
            case "RoundOpened":
                self._open(event)
            case "Entered" | "EnteredWith" | "EnteredBatch" | "EnteredSigned" | "Settled":
                current = self.find(args["slot"])
                if current is None:
                    self.stray.append(event)
                elif event.name == "Settled":
                    self._settle(current, event)
                else:
                    for entry in entries_of(event, first=len(current.entries)):
                        current.entries.append(entry)
                        current.sources.append(event)

    def find(self, slot: int) -> Round | None:
        """The round that an event's slot names, if its opening was seen."""
        number, wanted = split_slot(slot)
        rounds = self.series[number].rounds if number in self.series else []
        return next((one for one in reversed(rounds) if one.number == wanted), None)

    def round(self, series: int, number: int | None = None) -> Round:
        """The round of this number, or the series' latest.

        Raises:
            NotFound: no such series or round.
        """
        if series not in self.series:
            raise NotFound(f"there is no series {series}", "see `bourse series list`")
        return self.series[series].round(number)

    def rounds(self) -> Iterator[Round]:
        """Every round, series by series."""
        for series in self.series.values():
            yield from series.rounds

    def _open(self, event: Event) -> None:
        args = event.args
        if args["series"] not in self.series:
            self.stray.append(event)
            return
        opened = Round(args["series"], args["round"], Terms.of(args["terms"]), blob(args["termsHash"]), event)
        self.series[args["series"]].rounds.append(opened)

    def _settle(self, current: Round, event: Event) -> None:
        if current.settled:
            self.doubled.append(event)
            return
        current.settled = Settled.of(event)


def entries_of(event: Event, first: int) -> list[Entry]:
    """The entries that one event records, the first with index `first`; none for other events."""
    args = event.args
    match event.name:
        case "Entered":
            return list(unpack_entries(blob(args["head"]) + blob(args["data"]), first=first))
        case "EnteredWith":
            payload = blob(args["payload"])
            framed = len(payload).to_bytes(4) + payload
            return list(unpack_entries(blob(args["head"]) + keccak(payload), framed, first=first))
        case "EnteredBatch":
            who = address(args["who"])
            items = _cut(blob(args["entries"]), _BATCH_ENTRY)
            return [Entry(first + i, who, int.from_bytes(raw[:12]), raw[12:]) for i, raw in enumerate(items)]
        case "EnteredSigned":
            items = _cut(blob(args["entries"]), _SIGNED_ENTRY)
            return [
                Entry(first + i, address(raw[:20]), int.from_bytes(raw[20:32]), raw[32:]) for i, raw in enumerate(items)
            ]
    return []


def _cut(packed: bytes, size: int) -> list[bytes]:
    return [packed[at : at + size] for at in range(0, len(packed), size)]
