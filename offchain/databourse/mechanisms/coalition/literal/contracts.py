"""The contract game by its definition: shares as rationals, every device and every contract looked at."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

#: A device as (samples, type), a contract as (type, budget).
Pair = tuple[int, int]
Assignment = Sequence[int | None]


def share(devices: Sequence[Pair], contracts: Sequence[Pair], assignment: Assignment, device: int) -> Fraction:
    """What a device earns: its part of the samples in its contract, times the budget; 0 without one."""
    slot = assignment[device]
    if slot is None:
        return Fraction(0)
    together = sum(devices[other][0] for other, chosen in enumerate(assignment) if chosen == slot)
    return Fraction(contracts[slot][1] * devices[device][0], together)


def nash_by_definition(devices: Sequence[Pair], contracts: Sequence[Pair], assignment: Assignment) -> bool:
    """Whether no device earns more in any other contract of its type."""
    for device, (_, kind) in enumerate(devices):
        now = share(devices, contracts, assignment, device)
        for slot, (wanted, _) in enumerate(contracts):
            if wanted == kind and slot != assignment[device]:
                moved = [*assignment[:device], slot, *assignment[device + 1 :]]
                if share(devices, contracts, moved, device) > now:
                    return False
    return True


def placement_by_definition(devices: Sequence[Pair], contracts: Sequence[Pair]) -> list[int | None]:
    """The largest first, each to the contract of its type that pays most a sample, the lowest of equal ones."""
    loads = [0] * len(contracts)
    assignment: list[int | None] = [None] * len(devices)
    for device in sorted(range(len(devices)), key=lambda device: (-devices[device][0], device)):
        count, kind = devices[device]
        slots = [slot for slot, (wanted, _) in enumerate(contracts) if wanted == kind]
        if slots:
            # `max` takes the first of equal ones
            best = max(slots, key=lambda slot: Fraction(contracts[slot][1], loads[slot] + count))
            loads[best] += count
            assignment[device] = best
    return assignment


def switch_by_definition(
    devices: Sequence[Pair], contracts: Sequence[Pair], start: Assignment, order: Sequence[int]
) -> list[int | None]:
    """Devices in this order, again and again, each to where it earns most, until nobody earns more elsewhere."""
    assignment = list(start)
    moved = True
    while moved:
        moved = False
        for device in order:
            for slot, (wanted, _) in enumerate(contracts):
                tried = [*assignment[:device], slot, *assignment[device + 1 :]]
                now = share(devices, contracts, assignment, device)
                if wanted == devices[device][1] and share(devices, contracts, tried, device) > now:
                    assignment = tried
                    moved = True
    return assignment


def largest_remainder(budget: int, samples: Sequence[int]) -> list[int]:
    """A budget in proportion to samples: rounded down, then one unit each to the largest remainders, in order."""
    together = sum(samples)
    exact = [Fraction(budget * count, together) for count in samples]
    paid = [int(part) for part in exact]
    by_remainder = sorted(range(len(samples)), key=lambda member: (paid[member] - exact[member], member))
    for member in by_remainder[: budget - sum(paid)]:
        paid[member] += 1
    return paid
