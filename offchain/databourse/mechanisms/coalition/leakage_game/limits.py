"""Which coalitions may form at all, whatever their members would like (constraints of problem P)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

#: Whether these devices may be a coalition.
Allowed = Callable[[Iterable[int]], bool]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a coalition; what is None does not bind.

    Attributes:
        members: the most that it may have.
        samples: by device, what its dissimilarity is weighted with.
        deviations: by device, how far its gradient is from the global one.
        dissimilarity: the most that the weighted mean of the deviations may be, (11f).
        influence: by device and device.
        opportunity_cost: the most influence that the other members may have on one, (11h).
    """

    members: int | None = None
    samples: Any = None
    deviations: Any = None
    dissimilarity: float | None = None
    influence: Any = None
    opportunity_cost: float | None = None

    def __call__(self, coalition: Iterable[int]) -> bool:
        """Whether these devices may be a coalition."""
        devices = sorted(coalition)
        if self.members is not None and len(devices) > self.members:
            return False
        if self.dissimilarity is not None:
            weight = sum(self.samples[device] for device in devices)
            weighted = sum(self.samples[device] * self.deviations[device] for device in devices)
            if weighted > self.dissimilarity * weight:
                return False
        if self.opportunity_cost is not None:
            costs = (sum(self.influence[other][device] for other in devices if other != device) for device in devices)
            return all(cost <= self.opportunity_cost for cost in costs)
        return True


def anything(coalition: Iterable[int]) -> bool:  # noqa: ARG001 - the signature of `Allowed`
    """No bound."""
    return True
