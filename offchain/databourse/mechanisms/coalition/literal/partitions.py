"""All partitions of a few devices, and what is best and stable among them by definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from databourse.mechanisms.coalition.leakage_game.partition import Partition, as_partition


class Payoffs(Protocol):
    """Any game that says what each device gets in a partition."""

    def payoffs(self, partition: Partition) -> Sequence[Any]:
        """By device."""


def partitions(devices: int) -> Iterator[Partition]:
    """Every way to put devices into coalitions: 1, 2, 5, 15, 52, 203, … of them."""
    if not devices:
        yield ()
        return
    for partition in partitions(devices - 1):
        for place in range(len(partition) + 1):
            blocks = [list(block) for block in partition] + [[]]
            blocks[place].append(devices - 1)
            yield as_partition(filter(None, blocks))


def best_by_enumeration(game: Payoffs, devices: int) -> Any:
    """The largest sum of payoffs of any partition."""
    return max(sum(game.payoffs(partition)) for partition in partitions(devices))


def is_nash_by_definition(game: Payoffs, partition: Partition, slack: float = 0, consent: bool = False) -> bool:
    """Whether no device gets more (by more than the slack) in any other coalition or alone.

    With consent, only moves count by which nobody in the receiving coalition loses.
    """
    now = game.payoffs(partition)
    for device in sorted(device for coalition in partition for device in coalition):
        for target in (*partition, ()):
            if device in target:
                continue
            left = [[other for other in coalition if other != device] for coalition in partition if coalition != target]
            after = game.payoffs(as_partition(filter(None, [*left, [*target, device]])))
            loses = any(after[member] < now[member] - slack for member in target)
            if after[device] > now[device] + slack and not (consent and loses):
                return False
    return True
