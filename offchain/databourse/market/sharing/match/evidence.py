"""Coalitions that would rather have shared otherwise, as `ISharingEvidence` puts them on record; a match stands anyway.

- coalition: the entries of its members, 2 bytes each, increasing
- edges: those of its members afterwards, 4 bytes each, increasing: entry(2) entry(2), the lower first
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from databourse.errors import InvalidInput
from databourse.market.sharing.match.playing import Matched
from databourse.mechanisms.sharing.bilateral import Blocking, search
from databourse.mechanisms.sharing.bilateral.ordered_match import Edge

_ENTRY_BYTES = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """A coalition and the edges that its members would rather have, all by entry.

    Attributes:
        coalition: entries of the members, increasing.
        edges: of members among themselves, and those to others that they keep; the lower entry first, increasing.
    """

    coalition: tuple[int, ...]
    edges: tuple[Edge, ...]

    @classmethod
    def decode(cls, coalition: bytes, edges: bytes) -> Evidence:
        """From a `BlockingCoalition` event.

        Raises:
            InvalidInput: the bytes end within an entry or an edge.
        """
        ends = _entries("edges", edges, 2 * _ENTRY_BYTES)
        pairs = tuple(zip(ends[::2], ends[1::2], strict=True))
        return cls(tuple(_entries("coalition", coalition, _ENTRY_BYTES)), pairs)

    def encode(self) -> tuple[bytes, bytes]:
        """The arguments `coalition` and `edges` of `record`."""
        return _packed(self.coalition), _packed(entry for edge in self.edges for entry in edge)


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched for a coalition that blocks a match, all by entry.

    Attributes:
        evidence: the first of the smallest that were found; None if none was.
        among: entries of the agents whose coalitions were looked at, increasing.
        largest: how many members the largest of these have.
        complete: whether these are all that there are, so that nothing found means strongly stable.
    """

    evidence: Evidence | None
    among: tuple[int, ...]
    largest: int
    complete: bool


def find(matched: Matched, among: Iterable[int] | None = None) -> Searched:
    """Looks for a coalition that blocks the match; of up to five agents at all of them.

    Args:
        matched: the match.
        among: entries of agents of whom coalitions are made; None for all agents.

    Raises:
        InvalidInput: one of the entries is no agent of the match.
    """
    entries = matched.reading.entries
    if among is not None:
        number = {entry: agent for agent, entry in enumerate(entries)}
        for entry in among:
            if entry not in number:
                known = ", ".join(map(str, entries)) or "none"
                raise InvalidInput.of("agent", entry, f"it must be the entry of one that takes part: {known}")
        among = [number[entry] for entry in among]
    found = search(matched.game, matched.edges, among)
    return Searched(
        evidence=None if found.found is None else _by_entry(found.found, entries),
        among=tuple(entries[agent] for agent in found.among),
        largest=found.largest,
        complete=found.complete,
    )


def _by_entry(found: Blocking, entries: Sequence[int]) -> Evidence:
    edges = tuple((entries[one], entries[other]) for one, other in found.edges)
    return Evidence(tuple(entries[agent] for agent in found.coalition), edges)


def refusal(matched: Matched, evidence: Evidence) -> str | None:
    """Why the contract would not record it, by the name of its error; None if the coalition blocks the match."""
    number = {entry: agent for agent, entry in enumerate(matched.reading.entries)}
    if not evidence.coalition or not _increasing(evidence.coalition):
        return "CoalitionMalformed"
    if not number.keys() >= set(evidence.coalition):
        return "NotAnAgent"
    members = {number[entry] for entry in evidence.coalition}
    partners: dict[int, set[int]] = {agent: set() for agent in members}
    if not _increasing(evidence.edges) or any(one >= other for one, other in evidence.edges):
        return "EdgesMalformed"
    shared = {frozenset(edge) for edge in matched.edges}
    for pair in evidence.edges:
        edge = [number.get(entry) for entry in pair]
        inside = members.intersection(edge)
        if not inside:
            return "EdgeOutsideCoalition"
        if len(inside) == 1 and frozenset(edge) not in shared:
            return "EdgeNotInMatch"
        for agent in inside:
            partners[agent] |= {other for other in edge if other is not None and other != agent}
    gains = [matched.game.utility(agent, partners[agent]) - matched.utility(agent) for agent in members]
    if min(gains) < 0:
        return "WorseOff"
    return None if any(gains) else "NobodyGains"


def _increasing(values: Sequence[Any]) -> bool:
    return all(one < other for one, other in pairwise(values))


def _entries(field: str, packed: bytes, multiple: int) -> list[int]:
    if len(packed) % multiple:
        raise InvalidInput.of(field, "0x" + packed.hex(), f"must be a multiple of {multiple} bytes")
    return [int.from_bytes(packed[at : at + _ENTRY_BYTES]) for at in range(0, len(packed), _ENTRY_BYTES)]


def _packed(entries: Iterable[int]) -> bytes:
    return b"".join(entry.to_bytes(_ENTRY_BYTES) for entry in entries)
