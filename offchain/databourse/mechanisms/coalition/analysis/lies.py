"""Lies of one device in the contract game, all of a kind tried, measured in exact shares under the placement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from databourse.mechanisms.coalition.contract_game import UNPLACED, ContractGame, place, totals

#: A device as (samples, type), a contract as (type, budget).
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lie:
    """What a device reports, as samples of each of its identities, and what that and the truth earn it."""

    reports: tuple[int, ...]
    earned: Fraction
    truthful: Fraction


def earns(devices: Sequence[Pair], contracts: Sequence[Pair], identities: Iterable[int]) -> Fraction:
    """What these devices earn together under the placement, before payments are rounded."""
    game = ContractGame.of([count for count, _ in devices], [kind for _, kind in devices], contracts)
    assignment = place(game)
    loads = totals(game, assignment).samples
    earned = Fraction(0)
    for device in identities:
        slot = int(assignment[device])
        if slot != UNPLACED:
            earned += Fraction(int(game.budgets[slot]) * devices[device][0], loads[slot])
    return earned


def best_split(devices: Sequence[Pair], contracts: Sequence[Pair], device: int) -> Lie | None:
    """The most that a device gains by appearing as two, the second one last; None if no division pays."""
    count = devices[device][0]
    return _best(devices, contracts, device, ((count - part, part) for part in range(1, count)))


def best_under_report(devices: Sequence[Pair], contracts: Sequence[Pair], device: int) -> Lie | None:
    """The most that a device gains by reporting fewer samples; None if no number pays."""
    return _best(devices, contracts, device, ((less,) for less in range(1, devices[device][0])))


def best_over_report(devices: Sequence[Pair], contracts: Sequence[Pair], device: int, most: int) -> Lie | None:
    """The most that a device gains by reporting more samples than it has, up to `most`."""
    return _best(devices, contracts, device, ((more,) for more in range(devices[device][0] + 1, most + 1)))


def _best(
    devices: Sequence[Pair], contracts: Sequence[Pair], device: int, lies: Iterable[tuple[int, ...]]
) -> Lie | None:
    kind = devices[device][1]
    truthful = earns(devices, contracts, [device])
    best = None
    for reports in lies:
        changed = list(devices)
        changed[device] = (reports[0], kind)
        changed += [(extra, kind) for extra in reports[1:]]
        identities = [device, *range(len(devices), len(changed))]
        earned = earns(changed, contracts, identities)
        if earned > (best.earned if best else truthful):
            best = Lie(reports, earned, truthful)
    return best
