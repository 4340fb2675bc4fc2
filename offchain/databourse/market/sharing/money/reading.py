"""Who takes part in a round that sells data for money. Whatever does not count costs nothing: nothing is an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from databourse.market.entries import WITH_PAYLOAD, Entry
from databourse.market.faults import Fault
from databourse.market.sharing.money.inputs import Report, Sponsor, read_payload


class Fate(StrEnum):
    """What became of an entry before anything was bought."""

    AGENT = "agent"
    SPONSOR = "sponsor"
    MALFORMED = "malformed"
    UNFIT = "unfit"
    UNDERFUNDED = "underfunded"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class EntryStatus:
    """The fate of one entry.

    Attributes:
        fate: see `Fate`; unfit is a report that is none in this round.
        said: what was entered, whether it counts or not; None if it is neither a report nor a sponsor.
        fault: which field breaks which rule, of entries that do not count.
        by: index of the last report that has the same account or dataset.
    """

    fate: Fate
    said: Report | Sponsor | None = None
    fault: Fault | None = None
    by: int | None = None


@dataclass(frozen=True)
class Reading:
    """The agents and sponsors of a round.

    Attributes:
        reports: in entry order; an agent's position is its number.
        entries: entry index of each agent.
        accounts: checksummed, of each agent.
        sponsors: (entry index, cap), in entry order.
        statuses: one for each entry of the round.
    """

    reports: tuple[Report, ...]
    entries: tuple[int, ...]
    accounts: tuple[str, ...]
    sponsors: tuple[tuple[int, int], ...]
    statuses: tuple[EntryStatus, ...]

    @cached_property
    def ranking(self) -> tuple[int, ...]:
        """The agents that sell: more lots first, of equal ones the lower number."""
        sellers = [agent for agent, report in enumerate(self.reports) if report.size]
        return tuple(sorted(sellers, key=lambda agent: (-self.reports[agent].size, agent)))

    def costs_for(self, buyer: int) -> list[int | None]:
        """What each agent bears for a buyer; None of those it cannot buy from."""
        who = self.accounts[buyer]
        return [
            dict(report.exceptions).get(who, report.cost) if report.size and seller != buyer else None
            for seller, report in enumerate(self.reports)
        ]


def read_round(entries: Sequence[Entry], lot: int, cost: int | None) -> Reading:
    """Judges every entry of a round; without a `cost` that all have in common everybody has its own.

    `entries[i].index == i`.
    """
    statuses = [_read(entry, lot, cost) for entry in entries]
    last: dict[int | str, int] = {}
    for index in reversed(range(len(entries))):
        said = statuses[index].said
        if statuses[index].fate is not Fate.AGENT or not isinstance(said, Report):
            continue
        keys: list[int | str] = [entries[index].who]
        if said.dataset:
            keys.append(said.dataset)
        later = max((last[key] for key in keys if key in last), default=None)
        if later is not None:
            statuses[index] = replace(statuses[index], fate=Fate.SUPERSEDED, by=later)
        # one that is replaced still replaces those before it
        for key in keys:
            last.setdefault(key, index)
    agents = [(i, status.said) for i, status in enumerate(statuses) if status.fate is Fate.AGENT]
    return Reading(
        reports=tuple(said for _, said in agents if isinstance(said, Report)),
        entries=tuple(index for index, _ in agents),
        accounts=tuple(entries[index].who for index, _ in agents),
        sponsors=tuple(
            (index, status.said.cap)
            for index, status in enumerate(statuses)
            if status.fate is Fate.SPONSOR and isinstance(status.said, Sponsor)
        ),
        statuses=tuple(statuses),
    )


def _read(entry: Entry, lot: int, cost: int | None) -> EntryStatus:
    if not entry.flags & WITH_PAYLOAD:
        return EntryStatus(Fate.MALFORMED, fault=Fault("the payload's length", 0, "reports and sponsors are payloads"))
    said = read_payload(entry.payload)
    if isinstance(said, Fault):
        return EntryStatus(Fate.MALFORMED, fault=said)
    if isinstance(said, Sponsor):
        if entry.lock < said.cap:
            return EntryStatus(Fate.UNDERFUNDED, said, Fault("lock", entry.lock, f"the cap is {said.cap}"))
        return EntryStatus(Fate.SPONSOR, said)
    unfit = _unfit(said, lot, cost)
    if unfit:
        return EntryStatus(Fate.UNFIT, said, unfit)
    if entry.lock < said.most:
        return EntryStatus(Fate.UNDERFUNDED, said, Fault("lock", entry.lock, f"data can be worth {said.most} to it"))
    return EntryStatus(Fate.AGENT, said)


def _unfit(report: Report, lot: int, cost: int | None) -> Fault | None:
    """Why a report is none in a round of this lot and cost."""
    if report.lot != lot:
        return Fault("lot", report.lot, f"the round's is {lot}")
    if cost is None:
        return None
    if report.cost != cost:
        return Fault("cost", report.cost, f"the round's is {cost}")
    if report.exceptions:
        return Fault("number of exceptions", len(report.exceptions), "everybody has the round's cost")
    if report.additive is not None:
        return Fault("the family", 1, "must be 0, a table")
    if not report.is_concave:
        return Fault("last value of the table", report.table[-1], "no lot may add more than the one before it")
    return None
