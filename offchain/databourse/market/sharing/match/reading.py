"""Who takes part in a bilateral round: the last agent entered for each dataset. Nothing here is ever an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from databourse.market.entries import WITH_PAYLOAD, Entry
from databourse.market.faults import Fault
from databourse.market.sharing.match.inputs import Agent, read_agent


class Fate(StrEnum):
    """What became of an entry before agents were matched."""

    AGENT = "agent"
    MALFORMED = "malformed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class EntryStatus:
    """The fate of one entry.

    Attributes:
        fate: see `Fate`.
        agent: what was entered, whether it counts or not; None if it is no agent.
        fault: which field breaks which rule, of a malformed entry.
        by: index of the later entry that has the same dataset.
    """

    fate: Fate
    agent: Agent | None = None
    fault: Fault | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The agents of a round.

    Attributes:
        agents: in entry order; an agent's position is how the match knows it.
        entries: entry index of each agent.
        statuses: one for each entry of the round.
    """

    agents: tuple[Agent, ...]
    entries: tuple[int, ...]
    statuses: tuple[EntryStatus, ...]


def read_round(entries: Sequence[Entry]) -> Reading:
    """Judges every entry of a round; `entries[i].index == i`. Locks do not matter."""
    statuses: list[EntryStatus] = []
    last: dict[int, int] = {}
    for entry in reversed(entries):
        status = _read(entry)
        agent = status.agent
        if agent is not None:
            later = last.setdefault(agent.dataset, entry.index)
            if later != entry.index:
                status = EntryStatus(Fate.SUPERSEDED, agent, by=later)
        statuses.append(status)
    statuses.reverse()
    found = [(index, status.agent) for index, status in enumerate(statuses) if status.fate is Fate.AGENT]
    return Reading(
        agents=tuple(agent for _, agent in found if agent),
        entries=tuple(index for index, _ in found),
        statuses=tuple(statuses),
    )


def _read(entry: Entry) -> EntryStatus:
    if entry.flags & WITH_PAYLOAD:
        fault = Fault("the payload's length", len(entry.payload), "an agent is entered without payload")
        return EntryStatus(Fate.MALFORMED, fault=fault)
    agent = read_agent(entry.data)
    if isinstance(agent, Fault):
        return EntryStatus(Fate.MALFORMED, fault=agent)
    return EntryStatus(Fate.AGENT, agent)
