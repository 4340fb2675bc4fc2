"""Every objection that can be made against a proposal, and whether it is right by the definition of what is better."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from random import Random

from databourse.market.sharing.costs.proposal import NOBODY, proven_rows
from databourse.market.sharing.money.outcome import Outcome

#: Of a buyer's objections not all are tried if there are more.
_MOST = 24
#: Up to so many sellers every set of them is one that can be named; of more, sets at random.
_FEW = 6


@dataclass(frozen=True, slots=True)
class Tried:
    """An objection, where its row and proof end, and whether it is right."""

    packed: bytes
    end: int
    right: bool


def attempts(rng: Random, outcome: Outcome) -> Iterator[Tried]:
    """About each buyer with a table: other sets of sellers than it has, with and without one that it buys from."""
    for buyer, proven in proven_rows(outcome).items():
        bought, costs = outcome.demand[buyer], outcome.reading.costs_for(buyer)
        sellers = [seller for seller, cost in enumerate(costs) if cost is not None]
        named = [(without, some) for some in _sets(rng, sellers) for without in (NOBODY, *bought.sellers)]
        for without, some in rng.sample(named, min(_MOST, len(named))):
            packed = proven + bytes([without, *some])
            yield Tried(packed, len(proven), _is_better(outcome, buyer, without, some))


def _sets(rng: Random, sellers: list[int]) -> list[tuple[int, ...]]:
    if len(sellers) <= _FEW:
        return list(chain.from_iterable(combinations(sellers, size) for size in range(len(sellers) + 1)))
    return [tuple(seller for seller in sellers if rng.random() < 0.5) for _ in range(_MOST)]


def _is_better(outcome: Outcome, buyer: int, without: int, some: Collection[int]) -> bool:
    """A greater surplus, or the same and fewer sellers, or as many and the first by rank."""
    one = outcome.demand[buyer]
    claimed, surplus = one.value - sum(one.costs), _surplus(outcome, buyer, some)
    if without != NOBODY:
        margins = dict(zip(one.sellers, one.margins, strict=True))
        return without not in some and surplus > claimed - margins[without]
    ranking = outcome.reading.ranking
    first, second = (sorted(map(ranking.index, sellers)) for sellers in (some, one.sellers))
    return (-surplus, len(first), first) < (-claimed, len(second), second)


def _surplus(outcome: Outcome, buyer: int, some: Collection[int]) -> int:
    reports, costs = outcome.reading.reports, outcome.reading.costs_for(buyer)
    table = (0, *reports[buyer].table)
    worth = table[min(len(table) - 1, sum(reports[seller].size for seller in some))]
    return worth - sum(costs[seller] or 0 for seller in some)


def damaged(rng: Random, tried: Tried) -> bytes:
    """The objection with something of it changed that no right one has."""
    packed, end = tried.packed, tried.end
    place = rng.randrange(end)
    flipped = packed[:place] + bytes([packed[place] ^ 1 << rng.randrange(8)]) + packed[place + 1 :]
    cut = packed[: rng.randrange(end + 1)]
    # nobody has that number; the last one twice
    stranger, again = packed + bytes([254]), packed + packed[-1:]
    return rng.choice([flipped, flipped, cut, stranger, again if len(packed) > end + 1 else b""])
