"""Lies that pay, lies that do not, and that the reports worth trying miss nothing."""

from __future__ import annotations

from functools import partial
from itertools import islice

import pytest

from databourse.mechanisms.double_auction import Ask, Bid, dantm, kth_price, literal
from databourse.mechanisms.double_auction.analysis.lies import Lie, Misreport, Misreports, best_lies
from databourse.mechanisms.double_auction.analysis.reports import FIELDS, grid, telling
from databourse.mechanisms.double_auction.analysis.welfare import payoffs
from tests.mechanisms.double_auction.books import VARIANTS, random_book

EVERYTHING = grid(range(9), range(4), range(7))
TRUTHFUL = [name for name in VARIANTS if name.startswith(("kth-price", "trade-reduction", "dadpm-split"))]
MARKETS = 60


def small_market(seed: int) -> tuple[list[Bid], list[Ask]]:
    bids, asks = random_book(seed, (3, 3))
    return (
        [Bid(bid.price % 7, 1 + bid.quantity % 3, bid.min_quality % 3) for bid in bids],
        [Ask(ask.price % 7, 1 + ask.quantity % 3, ask.quality % 3) for ask in asks],
    )


def test_the_smallest_lies_of_dantm() -> None:
    bids, asks = [Bid(6, 1)], [Ask(2, 1)]
    found = best_lies(dantm, bids, asks, Misreports(bids, asks, EVERYTHING))
    assert found == [Lie("bid", 0, "price", 6, 2, gain=4), Lie("ask", 0, "price", 2, 6, gain=4)]


def test_a_buyer_of_published_dantm_escapes_by_lying() -> None:
    """The second buyer needs quality 2, gets quality 0 and loses 10; asking for more it gets nothing."""
    bids, asks = [Bid(5, 1), Bid(6, 2, min_quality=2)], [Ask(3, 2)]

    published = partial(literal.dantm, quality_filter=False)
    found = best_lies(published, bids, asks, Misreports(bids, asks, EVERYTHING))
    assert Lie("bid", 1, "quantity", 2, 0, gain=10) in found
    assert {(lie.side, lie.index, lie.field) for lie in found} >= {("bid", 1, "price"), ("bid", 1, "quantity")}


@pytest.mark.parametrize("variant", TRUTHFUL)
def test_no_lie_pays_in_a_truthful_rule(variant: str) -> None:
    """Whatever is drawn: dadpm-split is truthful for every seed."""
    fast, literally, options = VARIANTS[variant]
    solve = fast if "seed" in options else literally  # drawing takes longer in the literal form
    for seed in range(MARKETS):
        bids, asks = small_market(seed)
        tries = Misreports(bids, asks, EVERYTHING)
        assert best_lies(partial(solve, **options), bids, asks, tries) == [], (bids, asks)


def test_quality_and_supply_that_nobody_verifies_can_be_overstated() -> None:
    bids, asks = [Bid(6, 1, 1)], [Ask(1, 1, 0), Ask(3, 1, 1), Ask(4, 1, 1)]
    assert best_lies(kth_price, bids, asks, Misreports(bids, asks, EVERYTHING)) == []
    found = best_lies(kth_price, bids, asks, Misreports(bids, asks, EVERYTHING, verified=False))
    assert found == [Lie("ask", 0, "quality", 0, 1, gain=2)]  # what its unit would have cost elsewhere, less its cost


@pytest.mark.parametrize("variant", [name for name in VARIANTS if name.startswith("dantm")])
def test_the_telling_reports_find_the_best_price_and_quality(variant: str) -> None:
    """As large a gain, in the same orders, as from every report that there is."""
    _, solve, options = VARIANTS[variant]
    lies = 0
    for seed in range(MARKETS):
        bids, asks = small_market(seed)
        found = [
            {
                (lie.side, lie.index, lie.field): lie.gain
                for lie in best_lies(partial(solve, **options), bids, asks, Misreports(bids, asks, reports))
                if lie.field != "quantity"
            }
            for reports in (EVERYTHING, telling(bids, asks))
        ]
        assert found[0] == found[1], (bids, asks)
        lies += len(found[0])
    assert lies > MARKETS / 3


def test_every_lie_gains_what_it_says() -> None:
    for seed in range(MARKETS):
        bids, asks = small_market(seed)
        truthful = payoffs(literal.dantm(bids, asks), bids, asks)
        for lie in best_lies(literal.dantm, bids, asks, Misreports(bids, asks, telling(bids, asks), verified=False)):
            lied = payoffs(literal.dantm(*lie.applied(bids, asks)), bids, asks)
            side = (truthful.buyers, lied.buyers) if lie.side == "bid" else (truthful.sellers, lied.sellers)
            assert side[1][lie.index] - side[0][lie.index] == lie.gain > 0


def test_which_misreports_are_tried() -> None:
    bids, asks = [Bid(2, 1, 1)], [Ask(1, 2, 1, start=1)]
    reports = grid(range(3), range(3), range(4))
    tries = list(Misreports(bids, asks, reports))
    assert [(t.field, t.report) for t in tries if t.side == "bid"] == [
        *(("price", 0), ("price", 1), ("quality", 0), ("quality", 2)),
        *(("quantity", 0), ("quantity", 2), ("quantity", 3)),
    ]
    assert [(t.field, t.report) for t in tries if t.side == "ask"] == [
        *(("price", 0), ("price", 2), ("quality", 0), ("quantity", 0), ("quantity", 1)),
    ]
    boasts = set(Misreports(bids, asks, reports, verified=False)) - set(tries)
    assert {(one.field, one.report) for one in boasts} == {("quality", 2), ("quantity", 3)}
    assert tries[-1].applied(bids, asks) == (bids, [Ask(1, 1, 1)])


def test_more_misreports_than_may_be_tried_are_thinned_out_evenly() -> None:
    bids, asks = random_book(1_000_002, (20, 20))
    every = Misreports(bids, asks, telling(bids, asks))
    assert len(every) == every.possible == len(list(every)) > 400
    some = Misreports(bids, asks, telling(bids, asks), most=100)
    stride = -(-every.possible // 100)
    assert list(some) == list(islice(every, 0, None, stride)) == list(some)
    assert (some.possible, len(some)) == (every.possible, len(list(some)))
    assert len(some) <= 100
    assert {(one.side, one.index) for one in some} == {(one.side, one.index) for one in every}


def test_a_book_without_orders_has_no_misreports() -> None:
    tries = Misreports([], [], telling([], []), most=5)
    assert (list(tries), len(tries), tries.possible) == ([], 0, 0)


def test_reports_stay_within_what_an_order_can_say() -> None:
    bids, asks = [Bid(2**88 - 1, 2**32 - 1, 2**16 - 1)], [Ask(0, 1, 0), Ask(2**88 - 1, 2**32 - 1)]
    for tried in Misreports(bids, asks, telling(bids, asks), verified=False):
        tried.applied(bids, asks)  # refuses what no order can say
    reports = telling(bids, asks)
    for field in FIELDS:
        listed = reports("bid", 0, field)
        assert list(listed) == sorted(set(listed))


def test_quantities_that_end_where_supply_or_demand_ends() -> None:
    bids, asks = [Bid(9, 10), Bid(9, 7)], [Ask(2, 4), Ask(1, 5)]
    reports = telling(bids, asks)
    assert {4, 5, 6, 8, 9, 10} <= set(reports("bid", 0, "quantity"))  # 5 units from one ask, 9 from both
    assert {1, 2, 3} <= set(reports("ask", 0, "quantity"))  # 2 are left of the smaller bid
    assert Misreport("ask", 0, "quantity", 4, 2).applied(bids, asks)[1][0] == Ask(2, 2)
