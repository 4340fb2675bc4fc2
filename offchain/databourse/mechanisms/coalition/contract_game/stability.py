"""Is an assignment a Nash equilibrium? In one pass over devices and one over pairs of contracts; or one objection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.contract_game.game import UNPLACED, ContractGame
from databourse.mechanisms.compiled import Ints, run


@dataclass(frozen=True, slots=True)
class Totals:
    """All that stability depends on, contract by contract.

    Attributes:
        samples: N_s, all samples in the contract.
        smallest: the samples of its smallest member, 0 if it has none.
        members: how many it has.
    """

    samples: tuple[int, ...]
    smallest: tuple[int, ...]
    members: tuple[int, ...]


def totals(game: ContractGame, assignment: Any) -> Totals:
    """The totals of an assignment.

    Raises:
        InvalidInput: as for `ContractGame.check`.
    """
    zeros = np.zeros((3, game.contracts), dtype=np.int64)
    columns = run(_totals, game.devices, game.samples, game.check(assignment), *zeros)
    return Totals(*(tuple(column.tolist()) for column in columns))


def is_stable(game: ContractGame, assignment: Any) -> bool:
    """Whether no device earns more in another contract of its type, all others staying where they are.

    Only the smallest member of a contract has to be asked: B_t·n/(N_t + n) > B_s·n/N_s compares what a sample earns,
    and the left side falls with n. A device without a contract is unstable if its type has one: there it would earn.

    Raises:
        InvalidInput: as for `ContractGame.check`.
    """
    chosen = game.check(assignment)
    if ((chosen == UNPLACED) & (game.first < game.end)).any():
        return False
    found = totals(game, chosen)
    budgets, kinds = game.budgets.tolist(), game.contract_types.tolist()
    here = [slot for slot in range(game.contracts) if found.members[slot]]
    return not any(
        kinds[slot] == kinds[other]
        and slot != other
        and budgets[other] * found.samples[slot] > budgets[slot] * (found.samples[other] + found.smallest[slot])
        for slot in here
        for other in range(game.contracts)
    )


def objection(game: ContractGame, assignment: Any, found: Totals, device: int, contract: int) -> bool:
    """Whether the device would earn more in that contract: the counter-example that disproves stability, in O(1).

    Args:
        game: the game.
        assignment: a column of contracts that `game.check` returned.
        found: its totals.
        device: who objects.
        contract: where it would go.

    Raises:
        InvalidInput: there is no such device or contract, or the contract is of another type.
    """
    if not 0 <= device < game.devices:
        raise InvalidInput.of("device", device, f"devices are 0 to {game.devices - 1}")
    if not 0 <= contract < game.contracts:
        raise InvalidInput.of("contract", contract, f"contracts are 0 to {game.contracts - 1}")
    kind, wanted = int(game.types[device]), int(game.contract_types[contract])
    if kind != wanted:
        raise InvalidInput.of("contract", contract, f"it is for type {wanted} and the device has type {kind}")
    slot = int(assignment[device])
    if slot == UNPLACED:
        return True
    if slot == contract:
        return False
    loads, count = found.samples, int(game.samples[device])
    return int(game.budgets[contract]) * loads[slot] > int(game.budgets[slot]) * (loads[contract] + count)


def _totals(samples: Ints, assignment: Ints, loads: Ints, smallest: Ints, members: Ints) -> tuple[Ints, Ints, Ints]:
    """A kernel, see `mechanisms.compiled`."""
    for device in range(len(samples)):
        slot = assignment[device]
        if slot < 0:
            continue
        loads[slot] += samples[device]
        members[slot] += 1
        if members[slot] == 1 or samples[device] < smallest[slot]:
            smallest[slot] = samples[device]
    return loads, smallest, members
