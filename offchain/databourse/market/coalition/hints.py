"""What lets the checkers split a budget without sorting: the last device that is rounded up."""

from __future__ import annotations

from collections.abc import Iterable

_NONE = 0xFFFF


def cut_of(budget: int, shares: Iterable[tuple[int, int, int]]) -> bytes:
    """2 bytes: the entry of the device with the smallest remainder that is rounded up, 0xffff if none is.

    Args:
        budget: base units that were split.
        shares: entry, samples and part of each device, in entry order.
    """
    found = list(shares)
    together = sum(samples for _, samples, _ in found)
    raised = [(entry, samples) for entry, samples, part in found if part * together > budget * samples]
    # of equal remainders the latest
    last = min(raised, key=lambda share: (budget * share[1] % together, -share[0]), default=(_NONE, 0))
    return last[0].to_bytes(2)
