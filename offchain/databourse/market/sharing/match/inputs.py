"""What an agent puts into a bilateral round: one word, 0x07 | dataset(8) | size(4) | scale(4) | cost(11) | zero(4).

Writing refuses what the rule would not count; reading says of any word either what it is or why it is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from databourse.market.entries import MAX_LOCK
from databourse.market.faults import Fault
from databourse.mechanisms.coalition.checking import check_integer

AGENT = 0x07

MAX_DATASET = 2**64 - 1
MAX_SIZE = 2**32 - 1
MAX_SCALE = 2**32 - 1
MAX_COST = MAX_LOCK

_PADDING = bytes(4)


@dataclass(frozen=True, slots=True)
class Agent:
    """Who would share data for data, and within which limits.

    Attributes:
        dataset: number of the dataset that it shares.
        size: units of it.
        scale: base units that a unit of the round's table of values is worth to it.
        cost: base units that each partner costs it.
    """

    dataset: int
    size: int
    scale: int
    cost: int

    def encode(self) -> bytes:
        """The data word of its entry.

        Raises:
            InvalidInput: a field is out of range.
        """
        check_integer("dataset", self.dataset, 1, MAX_DATASET)
        check_integer("size", self.size, 1, MAX_SIZE)
        check_integer("scale", self.scale, 1, MAX_SCALE)
        check_integer("cost", self.cost, 0, MAX_COST)
        numbers = (self.dataset.to_bytes(8), self.size.to_bytes(4), self.scale.to_bytes(4), self.cost.to_bytes(11))
        return bytes([AGENT]) + b"".join(numbers) + _PADDING


def read_agent(data: bytes) -> Agent | Fault:
    """The agent in a data word of 32 bytes, or what keeps it from being one."""
    if data[0] != AGENT:
        return Fault("the tag", data[0], f"must be {AGENT}, an agent")
    agent = Agent(*(int.from_bytes(data[start:end]) for start, end in ((1, 9), (9, 13), (13, 17), (17, 28))))
    for field in ("dataset", "size", "scale"):
        if not getattr(agent, field):
            return Fault(field, 0, "must be at least 1")
    if data[28:] != _PADDING:
        return Fault("the padding", int.from_bytes(data[28:]), "must be 0")
    return agent
