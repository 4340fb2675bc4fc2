"""Lies that pay on average: found where one pays, and not found where chance alone makes it look so."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest

from databourse.mechanisms.double_auction import Ask, Bid, Delivery, Outcome, Trade, dadpm, dantm
from databourse.mechanisms.double_auction.analysis.lies import Lie, Misreports, best_lies
from databourse.mechanisms.double_auction.analysis.likely_lies import likely_lies
from databourse.mechanisms.double_auction.analysis.reports import grid
from databourse.mechanisms.double_auction.analysis.simulation import draw_seed

BIDS, ASKS = [Bid(9, 1), Bid(7, 2)], [Ask(2, 2), Ask(4, 2)]
REPORTS = grid(range(11), range(2), range(4))
EVERY = Misreports(BIDS, ASKS, REPORTS)
CHOOSING, MEASURING = range(100, 110), range(50)


def test_without_chance_it_is_the_search_for_lies() -> None:
    found = likely_lies(
        lambda bids, asks, _: dantm(bids, asks), BIDS, ASKS, EVERY, choosing=CHOOSING, measuring=MEASURING, most=99
    )
    told = [Lie(lie.side, lie.index, lie.field, lie.truth, lie.report, int(lie.gain.mean)) for lie in found.significant]
    assert told == best_lies(dantm, BIDS, ASKS, EVERY)
    assert found.measured == len(told) > 0
    assert all((lie.gain.standard_error, lie.gain.draws) == (0, len(MEASURING)) for lie in found.significant)


def test_where_no_lie_looks_good_none_is_measured() -> None:
    nothing = Outcome([], (), (), 0)
    found = likely_lies(lambda *_: nothing, BIDS, ASKS, EVERY, choosing=CHOOSING, measuring=MEASURING, most=9)
    assert (found.significant, found.measured) == ((), 0)


def test_what_chance_alone_gives_is_not_told() -> None:
    """One unit for a price of 0 or 1: with another report it is another coin, but none is better."""
    measured = 0
    for world in range(20):

        def coin(bids: Sequence[Bid], asks: Sequence[Ask], draw: int, world: int = world) -> Outcome:
            price = Random(f"{world} {bids} {asks} {draw}").randrange(2)
            return Outcome([Trade(1, 0, price, True, (1, 0), (Delivery(0, 1, 0, price),))], (), (), 0)

        found = likely_lies(coin, BIDS, ASKS, EVERY, choosing=CHOOSING, measuring=MEASURING, most=99)
        assert found.significant == ()
        assert 2.3 < found.needed < 3.5
        measured += found.measured
    assert measured > 50  # the best of many looked good in the draws that chose


def test_lies_pay_in_dadpm() -> None:
    bids, asks = [Bid(6, 1)], [Ask(2, 1)]

    def solve(bids: Sequence[Bid], asks: Sequence[Ask], draw: int) -> Outcome:
        return dadpm(bids, asks, seed=draw_seed(bytes(32), draw))

    tries = Misreports(bids, asks, REPORTS)
    found = likely_lies(solve, bids, asks, tries, choosing=CHOOSING, measuring=MEASURING, most=99)
    assert [(lie.side, lie.field, lie.report, lie.gain.mean) for lie in found.significant] == [
        ("bid", "price", 2, Fraction(4)),
        ("ask", "price", 6, Fraction(4)),
    ]


@pytest.mark.parametrize("most", [1, 2])
def test_only_the_most_promising_are_measured(most: int) -> None:
    found = likely_lies(
        lambda bids, asks, _: dantm(bids, asks), BIDS, ASKS, EVERY, choosing=CHOOSING, measuring=MEASURING, most=most
    )
    every = best_lies(dantm, BIDS, ASKS, EVERY)
    largest = sorted((lie.gain for lie in every), reverse=True)[:most]
    assert found.measured == most
    assert sorted((int(lie.gain.mean) for lie in found.significant), reverse=True) == largest
