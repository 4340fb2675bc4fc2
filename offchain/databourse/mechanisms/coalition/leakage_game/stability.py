"""Is a partition stable: against moves that a device likes (Nash), or that also nobody minds who would receive it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.leakage_game.game import Game
from databourse.mechanisms.coalition.leakage_game.limits import Allowed, anything
from databourse.mechanisms.coalition.leakage_game.partition import check_partition
from databourse.mechanisms.coalition.leakage_game.standing import Standing

Coalitions = Iterable[Iterable[int]]


@dataclass(frozen=True, slots=True)
class Move:
    """A device that gains by going to a coalition of the partition; `target` is empty if it goes off alone."""

    device: int
    target: tuple[int, ...]
    welcome: bool


def temptations(game: Game, partition: Coalitions, allowed: Allowed = anything) -> Iterator[Move]:
    """All moves by which one device gains: device by device, the best move first.

    Raises:
        InvalidInput: the partition has not everybody once.
    """
    standing = Standing(game, check_partition(partition, game.devices))
    for device in range(game.devices):
        for target in standing.temptations(device):
            if allowed(target | {device}):
                yield Move(device, tuple(sorted(target)), standing.welcomes(target, device))


def is_nash(game: Game, partition: Coalitions, allowed: Allowed = anything) -> bool:
    """Whether no device gains by going elsewhere, welcome or not.

    Raises:
        InvalidInput: as for `temptations`.
    """
    return next(temptations(game, partition, allowed), None) is None


def is_individually_stable(game: Game, partition: Coalitions, allowed: Allowed = anything) -> bool:
    """Whether no device gains by going to a coalition in which nobody loses by that, or alone.

    Raises:
        InvalidInput: as for `temptations`.
    """
    return not any(move.welcome for move in temptations(game, partition, allowed))


def objection(game: Game, partition: Coalitions, device: int, target: Iterable[int] = ()) -> bool:
    """Whether a device gains by going to a coalition of the partition (none: alone) and everybody there welcomes it.

    This one counter-example is what voids a proposed outcome on the chain.

    Raises:
        InvalidInput: as for `temptations`, or there is no such device, or no such coalition.
    """
    standing = Standing(game, check_partition(partition, game.devices))
    there = frozenset(target)
    if not 0 <= device < game.devices:
        raise InvalidInput.of("device", device, f"devices are 0 to {game.devices - 1}")
    if there and there not in standing.coalitions:
        raise InvalidInput.of("target", sorted(there), "it must be a coalition of the partition, or empty")
    if there == standing.home[device]:
        return False
    return standing.gains(device, there) and standing.welcomes(there, device)
