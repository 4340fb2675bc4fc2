"""Payments in base units: a budget in proportion to samples, by largest remainder, ties to the lower index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.contract_game.game import UNPLACED, ContractGame, stable_order
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction.integers import Money, exact


def pay(game: ContractGame, assignment: Any) -> Money:
    """What each device gets; a contract that has members pays its budget to the last base unit.

    Every share is rounded down, and the units that are left go one each to the largest remainders. Devices without a
    contract get 0.

    Raises:
        InvalidInput: as for `ContractGame.check`.
    """
    chosen = game.check(assignment)
    placed = np.flatnonzero(chosen != UNPLACED)
    payments = np.zeros(game.devices, dtype=game.budgets.dtype)
    payments[placed] = _shares(game.budgets, game.samples[placed], chosen[placed])
    return payments


def split(budget: int, samples: Sequence[int]) -> tuple[int, ...]:
    """One budget among devices with these samples: the payments of a contract.

    Raises:
        InvalidInput: as for `ContractGame.of`.
    """
    game = ContractGame.of(samples, [0] * len(samples), [(0, budget)])
    return tuple(pay(game, np.zeros(game.devices, dtype=np.int64)).tolist())


def check_payments(budget: int, samples: Sequence[int], payments: Sequence[int]) -> bool:
    """Whether payments add up to the budget and each is less than one unit from its share, in O(members).

    This is what proportionality means in integers; which of the possible roundings it is, `split` decides.

    Raises:
        InvalidInput: not as many payments as samples.
    """
    if len(samples) != len(payments):
        raise InvalidInput(f"there are {len(payments)} payments, but {len(samples)} devices")
    load = sum(samples)
    if not load:
        return True
    close = all(abs(load * paid - budget * count) < load for count, paid in zip(samples, payments, strict=True))
    return close and sum(payments) == budget


def _shares(budgets: Money, samples: Ints, slots: Ints) -> Money:
    """Payments of devices that all have a contract."""
    loads = np.zeros(len(budgets), dtype=np.int64)
    np.add.at(loads, slots, samples)
    largest = int(budgets.max(initial=0)) * int(samples.max(initial=1))
    products = exact(budgets, largest)[slots] * samples
    floors = products // loads[slots]
    remainders = (products - floors * loads[slots]).astype(np.int64)
    left = budgets.copy()
    np.subtract.at(left, slots, floors)
    shares: Money = floors.astype(budgets.dtype)
    order = stable_order(slots)
    bounds = np.searchsorted(slots[order], np.arange(len(budgets) + 1))
    for slot in np.flatnonzero((loads > 0) & (left > 0)):
        members = order[bounds[slot] : bounds[slot + 1]]
        shares[members[_largest(remainders[members], int(left[slot]))]] += 1
    return shares


def _largest(remainders: Ints, count: int) -> Ints:
    """Where the so many largest are, of equal ones the first."""
    least = np.partition(remainders, len(remainders) - count)[len(remainders) - count]
    above = np.flatnonzero(remainders > least)
    return np.concatenate((above, np.flatnonzero(remainders == least)[: count - len(above)]))
