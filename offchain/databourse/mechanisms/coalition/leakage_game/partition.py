"""Partitions: who is with whom. As an input any sets; as an outcome sorted, so that equal partitions compare equal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_integer, check_list

#: Coalitions in the order of their lowest members, each in ascending order.
Partition: TypeAlias = tuple[tuple[int, ...], ...]


def check_partition(coalitions: Any, devices: int) -> Partition:
    """Coalitions that between them have every device once.

    Raises:
        InvalidInput: a device is missing, unknown or twice, or a coalition is empty.
    """
    found: dict[int, int] = {}
    blocks = []
    for place, coalition in enumerate(check_list("coalitions", coalitions)):
        block = [check_integer(f"coalitions[{place}]", device) for device in check_list("coalitions", coalition)]
        if not block:
            raise InvalidInput(f"coalitions[{place}] is empty, but it must have members")
        for device in block:
            if device >= devices:
                raise InvalidInput.of(f"coalitions[{place}]", block, f"devices are 0 to {devices - 1}")
            if device in found:
                raise InvalidInput(f"device {device} is in coalitions[{found[device]}] and in coalitions[{place}]")
            found[device] = place
        blocks.append(block)
    missing = next((device for device in range(devices) if device not in found), None)
    if missing is not None:
        raise InvalidInput(f"device {missing} is in no coalition, but it must be in one, if alone")
    return as_partition(blocks)


def as_partition(coalitions: Iterable[Iterable[int]]) -> Partition:
    """The same coalitions, sorted."""
    return tuple(sorted(tuple(sorted(coalition)) for coalition in coalitions))


def singletons(devices: int) -> Partition:
    """Everybody alone."""
    return tuple((device,) for device in range(devices))
