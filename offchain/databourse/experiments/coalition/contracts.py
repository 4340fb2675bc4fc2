"""Theorem 2 in random contract games: budgets, payments, placement, and what a permutation or another type changes."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from databourse.experiments.coalition.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.mechanisms.coalition import ContractGame, is_stable, pay, place, switch
from databourse.mechanisms.coalition.analysis import RandomGames, earns
from databourse.mechanisms.coalition.analysis.lies import Pair
from databourse.mechanisms.coalition.contract_game import UNPLACED, split
from databourse.mechanisms.coalition.literal import nash_by_definition, placement_by_definition

#: Few samples, so that some devices are alike; two types, so that a device can claim the other one.
GAMES = RandomGames(devices=5, contracts=4, types=2, samples=6, budget=1_000)
_A_TASK = 20


def _game(devices: Sequence[Pair], contracts: Sequence[Pair]) -> ContractGame:
    return ContractGame.of([count for count, _ in devices], [kind for _, kind in devices], contracts)


def _exact(devices: Sequence[Pair], contracts: Sequence[Pair]) -> list[Fraction]:
    return [earns(devices, contracts, [device]) for device in range(len(devices))]


def _theorem(devices: list[Pair], contracts: list[Pair], chance: random.Random, counts: Counter[str]) -> None:
    game = _game(devices, contracts)
    chosen = place(game)
    paid = pay(game, chosen).tolist()
    used = {slot for slot in chosen.tolist() if slot != UNPLACED}
    counts["budgets met"] += sum(paid) == sum(contracts[slot][1] for slot in used)
    counts["none negative"] += min(paid) >= 0
    told = [None if slot == UNPLACED else slot for slot in chosen.tolist()]
    counts["placed as defined"] += told == placement_by_definition(devices, contracts)
    counts["stable"] += is_stable(game, chosen) and nash_by_definition(devices, contracts, told)
    counts["switching ends stable"] += is_stable(game, switch(game, chance.randrange(1 << 30)).assignment)

    order = list(range(len(devices)))
    chance.shuffle(order)
    shares = _exact(devices, contracts)
    shuffled = _exact([devices[device] for device in order], contracts)
    before = sorted(zip(devices, shares, strict=True))
    after = sorted((devices[device], share) for device, share in zip(order, shuffled, strict=True))
    counts["same after a permutation"] += before == after
    counts["alike, paid unlike"] += len(set(before)) > len({device for device, _ in before})


def _choices(devices: Sequence[Pair], contracts: Sequence[Pair]) -> int:
    """How many assignments are Nash equilibria, if devices with the same samples and type count as one."""
    slots = [[slot for slot, (kind, _) in enumerate(contracts) if kind == own] or [UNPLACED] for _, own in devices]
    game = _game(devices, contracts)
    found = set()
    for assignment in itertools.product(*slots):
        if is_stable(game, assignment):
            found.add(tuple(sorted(zip(devices, assignment, strict=True))))
    return len(found)


def _of_another_type(devices: list[Pair], contracts: list[Pair]) -> bool:
    """Whether some device earns more by claiming the other type, if nobody checks."""
    for device, (count, kind) in enumerate(devices):
        claimed = [*devices[:device], (count, 1 - kind), *devices[device + 1 :]]
        if earns(claimed, contracts, [device]) > earns(devices, contracts, [device]):
            return True
    return False


def _linear(chance: random.Random, counts: Counter[str]) -> None:
    """Two devices of one contract against one that has the samples of both; disjoint, then with some in common."""
    budget, others = chance.randint(1, 1_000), [chance.randint(1, 20) for _ in range(2)]
    first, second = chance.randint(1, 20), chance.randint(1, 20)
    shared = chance.randint(1, min(first, second))
    apart = split(budget, [first, second, *others])
    for name, common in (("disjoint", 0), ("overlapping", shared)):
        together = first + second - common
        exact = Fraction(budget * (first + second), first + second + sum(others))
        counts[f"{name}, linear"] += exact == Fraction(budget * together, together + sum(others))
    # each of three payments is rounded by less than a unit
    counts["linear but for rounding"] += abs(split(budget, [first + second, *others])[0] - apart[0] - apart[1]) <= 2


def _check(seed: int, trials: range) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for at in trials:
        chance = random.Random(f"{seed}/contracts/{at}")
        ((devices, contracts),) = GAMES.draw(1, chance.randrange(1 << 30))
        _theorem(devices, contracts, chance, counts)
        counts["several equilibria"] += _choices(devices, contracts) > 1
        counts["another type pays"] += _of_another_type(devices, contracts)
        _linear(chance, counts)
    return dict(counts)


def _combine(settings: Settings, found: list[dict[str, int]]) -> dict[str, int]:
    return {"games": settings.games, **{name: sum(one[name] for one in found) for name in found[0]}}


PART = Part[Settings](
    name="contracts",
    title="Theorem 2 in random contract games",
    needs=("seed", "games"),
    tasks=lambda settings: [(settings.seed, trials) for trials in chunks(settings.games, _A_TASK)],
    work=_check,
    combine=_combine,
)
