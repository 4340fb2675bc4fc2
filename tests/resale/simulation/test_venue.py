"""Simulated chains with the money moving, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from databourse.errors import AuditDifference
from databourse.mechanisms.resale import published
from databourse.resale.book import Book
from databourse.resale.encoding import OfferStruct
from databourse.resale.forecast import forecast
from databourse.resale.records import OfferStatus
from databourse.resale.shares import AVERAGE, RAW, Matrix, tbds
from databourse.resale.simulation.in_memory import MemoryVenue
from databourse.resale.simulation.runs import Run, draw, money, play
from databourse.resale.simulation.venue import play_out

TRADES = 5


def runs_under(matrix: Matrix, runs: int = 60) -> list[Run]:
    model = published("1'", TRADES, "exact")
    equilibrium = forecast(model, matrix.first(TRADES))
    return [play(equilibrium, states) for states in draw(model, runs, seed=4)]


@pytest.mark.parametrize("eager", [0, 2, TRADES])
@pytest.mark.parametrize("matrix", [RAW, AVERAGE, tbds(Fraction(1, 3))])
def test_everybody_has_what_the_runs_say_paid_at_once_or_claimed(matrix: Matrix, eager: int) -> None:
    venue, runs = MemoryVenue(TRADES), runs_under(matrix)
    before = venue.balances()
    done: list[int] = []
    assert play_out(venue, matrix, runs, eager, done.append) == 1
    assert sum(done) == sum(len(run.prices) for run in runs)
    assert venue.contract.unclaimed() == 0
    bought = [sum(run.prices[trade - 1] for run in runs if run.trades >= trade) for trade in range(1, TRADES + 1)]
    expected = [sum(amounts) for amounts in zip(*(money(run, matrix.first(TRADES)) for run in runs), strict=True)]
    endowed = [0, *bought]
    assert venue.balances() == [sum(one) for one in zip(before, endowed, expected, strict=True)]


def test_what_was_played_is_in_the_log_run_by_run() -> None:
    venue, runs = MemoryVenue(TRADES), runs_under(AVERAGE)
    play_out(venue, AVERAGE, runs, TRADES)
    book = Book(venue.contract.events)
    assert book.findings == []
    chain = book.chain(1)
    assert chain.rules.max_sales == len(runs)
    assert len(chain.licences) - 1 == sum(run.trades for run in runs)
    assert sorted(one.price for one in chain.root.offers) == sorted(run.prices[0] for run in runs)
    refused = [one for one in chain.offers if one.status(0) is OfferStatus.WITHDRAWN]
    assert len(refused) == sum(len(run.prices) > run.trades for run in runs) > 0
    assert not book.standing(0)


def test_one_venue_plays_one_matrix_after_the_other() -> None:
    venue = MemoryVenue(TRADES)
    assert [play_out(venue, matrix, runs_under(matrix), 3) for matrix in (RAW, AVERAGE)] == [1, 2]


def test_where_nothing_is_offered_a_chain_stays_empty() -> None:
    venue = MemoryVenue(2)
    assert play_out(venue, RAW, [Run((0, 0, 0), (), 0)], 2) == 1
    assert len(venue.contract.events) == 1


class Careless(MemoryVenue):
    """Forgets the last sale."""

    def accept(self, player: int, offers: Sequence[OfferStruct]) -> None:
        super().accept(player, offers[:-1] if player == TRADES else offers)


def test_a_difference_of_any_account_is_found() -> None:
    runs = runs_under(AVERAGE)
    assert any(run.trades == TRADES for run in runs)
    with pytest.raises(AuditDifference, match=r"player 0 has .* tokens more than before, but should have"):
        play_out(Careless(TRADES), AVERAGE, runs, TRADES)
