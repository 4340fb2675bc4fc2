"""Random markets of data for money, by kind of utility: small whole numbers, so that ties happen."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

from databourse.experiments.parts import chunks
from databourse.mechanisms.sharing import Additive, BySet, BySize, Market
from databourse.mechanisms.sharing.subsets import members
from databourse.mechanisms.sharing.unilateral import Utility

MOST_COST = 9
_ITEMS = 12
_A_TASK = 25

T = TypeVar("T")


def random_market(chance: random.Random, kind: str, agents: int) -> Market:
    """Agents with utilities of one kind, worth nothing without data, and costs of 0 to 9 for each other agent."""
    sizes = [chance.randint(1, 9) for _ in range(agents)]
    utilities = [KINDS[kind](chance, buyer, sizes) for buyer in range(agents)]
    return Market.of(utilities, [random_costs(chance, seller, agents) for seller in range(agents)])


def random_costs(chance: random.Random, seller: int, agents: int) -> list[int]:
    """What a seller bears, by buyer."""
    return [0 if buyer == seller else chance.randint(0, MOST_COST) for buyer in range(agents)]


def _monotone(chance: random.Random, buyer: int, sizes: list[int]) -> Utility:
    """More sellers are worth no less: up to 8 above the best set with one fewer."""
    values = [0]
    for row in range(1, 1 << len(sizes) - 1):
        fewer = max(values[row ^ 1 << place] for place in members(row))
        values.append(fewer + chance.randint(0, 8))
    return BySet.of(buyer, values)


def _coverage(chance: random.Random, buyer: int, sizes: list[int]) -> Utility:
    """What the sellers have together of twelve items, each of its own worth."""
    worth = [chance.randint(0, 6) for _ in range(_ITEMS)]
    has = [{item for item in range(_ITEMS) if chance.random() < 0.4} for _ in sizes[1:]]
    rows = range(1 << len(has))
    covered = [set().union(*(has[place] for place in members(row))) for row in rows]
    return BySet.of(buyer, [sum(worth[item] for item in items) for items in covered])


def _concave(chance: random.Random, buyer: int, sizes: list[int]) -> Utility:
    """Each unit of data is worth at most as much as the one before."""
    steps = sorted((chance.randint(0, 6) for _ in range(chance.randint(4, 4 + sum(sizes)))), reverse=True)
    return BySize.of(buyer, sizes, list(accumulate(steps, initial=0)))


def _additive(chance: random.Random, buyer: int, sizes: list[int]) -> Utility:
    """A worth for each seller."""
    return Additive.of(buyer, [0 if seller == buyer else chance.randint(0, 14) for seller in range(len(sizes))])


#: From the chance, the buyer and the sizes of all agents to a utility.
KINDS: dict[str, Callable[[random.Random, int, list[int]], Utility]] = {
    "monotone": _monotone,
    "coverage": _coverage,
    "concave in size": _concave,
    "additive": _additive,
}


def kind_tasks(seed: int, markets: int) -> list[tuple[int, str, range]]:
    """The tasks of a part that looks at so many markets of each kind."""
    return [(seed, kind, some) for kind in KINDS for some in chunks(markets, _A_TASK)]


def by_kind(found: Sequence[T]) -> dict[str, Sequence[T]]:
    """What these tasks found, by kind."""
    tasks = len(found) // len(KINDS)
    return {kind: found[place * tasks : (place + 1) * tasks] for place, kind in enumerate(KINDS)}


def added(found: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The counts of all tasks together, those of nothing too."""
    total: Counter[str] = Counter()
    for counts in found:
        total.update(counts)
    return dict(total)
