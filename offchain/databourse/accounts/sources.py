"""Where something is in the chain, for whoever wants to look it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from databourse.events import Event, hex_of


@dataclass(frozen=True, slots=True)
class Source:
    """A transaction: its hash, its block, and the time of that in seconds since 1970."""

    transaction: str
    block: int
    time: int

    @classmethod
    def of(cls, event: Event, times: Mapping[int, int]) -> Source:
        """Where an event happened; `times` are those of blocks by number."""
        return cls(hex_of(event.tx), event.block, times[event.block])
