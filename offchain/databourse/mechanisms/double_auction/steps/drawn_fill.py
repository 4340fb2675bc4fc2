"""dadpm's fill: sellers are drawn without replacement until the demand is met (section 6 of the spec, tag "S").

The draws of a round depend on nothing but the seed and its candidates, so only what moves the start pointers is kept:
who was drawn last, and how much it gave. Who else delivers is drawn again when somebody looks. A buyer that takes all
its candidates in full moves no pointer, and is not drawn for at all until then.
"""

from __future__ import annotations

import functools

import numpy as np

from databourse.mechanisms.compiled import Ints, run
from databourse.mechanisms.double_auction.chance.draw import Lottery, draw
from databourse.mechanisms.double_auction.integers import Grades
from databourse.mechanisms.double_auction.steps.fenwick import add, full_tree
from databourse.mechanisms.double_auction.steps.fill import Fill
from databourse.mechanisms.double_auction.steps.queue import Queue


def fill_by_lot(queue: Queue, bids: Ints, demand: Ints, need: Grades, limit: Ints, lottery: Lottery) -> Fill:
    """Fill every buyer from the sellers that are good enough and come before its limit; row t draws in round t + 1."""
    in_order = queue.fill(demand, need, limit, bids)
    providers, last, last_units = in_order.providers.copy(), in_order.last.copy(), in_order.last_units.copy()

    @functools.lru_cache(maxsize=32)
    def chances(grade: int) -> tuple[Ints, Ints, tuple[Ints, Ints, Ints, int, int]]:
        places = queue.tier(grade).places
        return queue.supply[places], full_tree(len(places)), lottery.arguments(queue.price[places])

    def draw_rows(grade: int, rows: Ints) -> tuple[Ints, ...]:
        """Of each row: how many are drawn, the last one's place in the tier and its units; and the last row's draws."""
        places = queue.tier(grade).places
        candidates = places.searchsorted(limit[rows])
        supply, pool, arguments = chances(grade)
        return run(
            _draw_sellers,
            len(rows) + len(places),
            rows + 1,
            demand[rows],
            candidates,
            supply,
            pool,
            *arguments,
            *np.empty((3, len(rows)), dtype=np.int64),
            np.empty(int(candidates.max(initial=0)), dtype=np.int64),
        )

    drawn_for = in_order.choosing(queue.supply)
    for grade, tier, some in queue.by_need(need[drawn_for]):
        rows = drawn_for[some]
        providers[rows], place, last_units[rows], _ = draw_rows(grade, rows)
        last[rows] = tier.places[place]

    def order(row: int) -> Ints:
        grade = int(need[row])
        *_, drawn = draw_rows(grade, np.array([row]))
        chosen: Ints = queue.tier(grade).places[drawn[: int(providers[row])]]
        return chosen

    return in_order.served_otherwise(queue.supply, providers, last, last_units, order)


def _draw_sellers(
    turns: Ints,
    demand: Ints,
    candidates: Ints,
    supply: Ints,
    pool: Ints,
    start: Ints,
    high: Ints,
    low: Ints,
    numerator: int,
    denominator: int,
    providers: Ints,
    last: Ints,
    last_units: Ints,
    drawn: Ints,
) -> tuple[Ints, Ints, Ints, Ints]:
    """A kernel, see `mechanisms.compiled`. All of one tier; the pool is full before every row and after it."""
    for row in range(len(turns)):
        left, taken, counter, units = demand[row], 0, 0, 0
        while left > 0 and taken < candidates[row]:
            place, counter = draw(
                pool, candidates[row] - taken, 0, start, turns[row], counter, high, low, numerator, denominator
            )
            add(pool, place + 1, -1)
            drawn[taken] = place
            taken += 1
            units = min(supply[place], left)
            left -= units
        for at in range(taken):
            add(pool, drawn[at] + 1, 1)
        providers[row], last[row], last_units[row] = taken, drawn[taken - 1], units
    return providers, last, last_units, drawn
