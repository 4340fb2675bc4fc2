"""Chains played in equilibrium: what is drawn, who does what, and what it is worth."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest

from databourse.mechanisms import resale
from databourse.mechanisms.resale import Instance, Model, Reallocation, published, solve
from databourse.money import TOKEN
from databourse.resale.simulation.comparison import FEWEST, Compared, far_off, more_welfare
from databourse.resale.simulation.runs import Average, Run, Sample, average, draw, evaluate, money, play

WHOLE = 10**9
THIRDS = ((WHOLE,), (WHOLE // 2, WHOLE // 2), (333_333_333, 333_333_333, 333_333_334))


def fixed(*valuations: object) -> Model:
    """Everybody's valuation is known."""
    return Model([[value] for value in valuations], [1], [[[1]]] * (len(valuations) - 1))


def columns_of(reallocation: Reallocation) -> list[list[int]]:
    """Shares of WHOLE, rounded down, the rest to the direct seller."""
    columns = [[int(share * WHOLE) for share in reallocation.column(j)] for j in range(1, reallocation.trades + 1)]
    return [[*column[:-1], WHOLE - sum(column[:-1])] for column in columns]


def test_draws_follow_from_the_seed_and_do_not_depend_on_how_many_there_are() -> None:
    model = published("2", 4, "exact")
    many = draw(model, 50, seed=7)
    assert draw(model, 20, seed=7) == many[:20]
    assert draw(model, 50, seed=8) != many
    for states in many:
        for player, (state, following) in enumerate(pairwise(states)):
            assert model.transitions[player][state][following] > 0


def test_draws_are_as_likely_as_the_model_says() -> None:
    model = Model([[0, 1, 2], [5, 6]], [0.0, 0.25, 0.75], [[[0.5, 0.5], [1.0, 0.0], [0.2, 0.8]]])
    runs = 4000
    counted = Counter(draw(model, runs, seed=1))
    assert set(counted) == {(1, 0), (2, 0), (2, 1)}
    for states, probability in {(1, 0): 0.25, (2, 0): 0.15, (2, 1): 0.6}.items():
        deviation = (runs * probability * (1 - probability)) ** 0.5
        assert abs(counted[states] - runs * probability) < 4 * deviation


def test_a_state_without_probability_is_never_drawn_also_where_rounding_leaves_a_gap() -> None:
    tenths = [0.1] * 10  # they sum to less than 1
    model = Model([[0] * 12, [0]], [0.0, *tenths, 0.0], [[[1.0]] * 12])
    assert {states[0] for states in draw(model, 3000, seed=3)} == set(range(1, 11))


def test_everybody_buys_who_is_worth_it() -> None:
    model = fixed(1, 2, 3)
    equilibrium = solve(Instance(model, resale.raw(2), "exact"))
    run = play(equilibrium, (0, 0, 0))
    # player 1 can sell on for 3, so to it the data are worth 5
    assert run == Run((0, 0, 0), (5 * TOKEN, 3 * TOKEN), 2)
    assert money(run, columns_of(resale.raw(2))) == (5 * TOKEN, -2 * TOKEN, -3 * TOKEN)


def test_who_buys_on_equality_buys_and_who_is_below_does_not() -> None:
    model = Model([[0], [1, 2]], [1], [[[Fraction(1, 4), Fraction(3, 4)]]])
    equilibrium = solve(Instance(model, resale.raw(1), "exact"))
    assert equilibrium.prices[0][0] == 2
    assert play(equilibrium, (0, 1)) == Run((0, 1), (2 * TOKEN,), 1)
    assert play(equilibrium, (0, 0)) == Run((0, 0), (2 * TOKEN,), 0)


def test_where_nothing_can_be_asked_nothing_is_posted_but_a_price_of_0_is() -> None:
    for last, run in ((-1, Run((0, 0), (), 0)), (0, Run((0, 0), (0,), 1))):
        assert play(solve(Instance(fixed(3, last), resale.raw(1), "exact")), (0, 0)) == run


def test_money_is_split_by_columns_with_the_rest_to_the_direct_seller() -> None:
    run = Run((0, 0, 0, 0), (10, 11, 7), 3)
    # 10 to player 0; 11: 5 up, 6 direct; 7: 2, 2 and 3
    assert money(run, THIRDS) == (10 + 5 + 2, -10 + 6 + 2, -11 + 3, -7)
    assert money(Run((0, 0, 0, 0), (10, 11, 7), 2), THIRDS) == (15, -4, -11, 0)
    assert money(Run((0, 0, 0, 0), (10,), 0), THIRDS) == (0, 0, 0, 0)


def test_money_is_neither_made_nor_lost() -> None:
    model = published("1'", 5, "exact")
    reallocation = resale.tbds(5, Fraction(1, 3))
    equilibrium = solve(Instance(model, reallocation, "exact"))
    for states in draw(model, 100, seed=2):
        assert sum(money(play(equilibrium, states), columns_of(reallocation))) == 0


def test_valuations_count_for_those_whom_the_data_reach() -> None:
    model = fixed(1, -2, 4)
    sample = evaluate(model, [Run((0, 0, 0), (TOKEN, 3 * TOKEN), 1)], THIRDS)
    assert [one.mean for one in sample.utilities] == [2, -3, 0]
    assert (sample.welfare, sample.volume) == (Average(-1, None), Average(1, None))
    assert [one.mean for one in sample.rates] == [1, 1, 0]


def test_means_come_with_standard_errors() -> None:
    assert average([1, 3]) == Average(2, 1)
    assert average([5]) == Average(5, None)
    assert average([2, 2, 2]) == Average(2, 0)


@pytest.mark.parametrize("name", ["1'", "2", "3", "4"])
@pytest.mark.parametrize("reallocation", [resale.raw(4), resale.average(4)])
def test_what_is_played_is_what_is_expected(name: str, reallocation: Reallocation) -> None:
    model = published(name, 4, "exact")
    columns = columns_of(reallocation)
    equilibrium = solve(Instance(model, reallocation, "exact"))
    runs = [play(equilibrium, states) for states in draw(model, 2000, seed=11)]
    one = Compared("it", columns, equilibrium, runs, evaluate(model, runs, columns))
    assert far_off(one) == []
    fewer = [Run(run.states, run.prices, 0) if place % 3 == 0 else run for place, run in enumerate(runs)]
    assert "volume" in far_off(Compared("it", columns, equilibrium, fewer, evaluate(model, fewer, columns)))
    # what is rare and worth much is missing from most small samples, whose own errors then say too little
    few = fewer[: FEWEST - 1]
    assert far_off(Compared("it", columns, equilibrium, few, evaluate(model, few, columns))) == []


def test_matrices_are_compared_draw_by_draw() -> None:
    model = published("1'", 5, "exact")
    drawn = draw(model, 400, seed=5)
    raw, even = (
        Compared(name, columns_of(matrix), found, runs, evaluate(model, runs, columns_of(matrix)))
        for name, matrix in (("raw", resale.raw(5)), ("average", resale.average(5)))
        for found in [solve(Instance(model, matrix, "exact"))]
        for runs in [[play(found, states) for states in drawn]]
    )
    more = more_welfare(model, even, raw)
    assert raw.sample and even.sample and more.error
    assert more.mean == pytest.approx(even.sample.welfare.mean - raw.sample.welfare.mean)
    assert abs(more.mean - float(even.expected.welfare - raw.expected.welfare)) < 4 * more.error
    # valuations are homogeneous, so whoever gets the data under raw resale gets them here too (theorem 4.4)
    assert all(ours.trades >= theirs.trades for ours, theirs in zip(even.runs, raw.runs, strict=True))
    assert even.paid == sum(sum(run.prices[: run.trades]) for run in even.runs)


def test_nothing_is_far_off_without_a_sample_or_without_errors() -> None:
    found = solve(Instance(fixed(1, 2), resale.raw(1), "exact"))
    nowhere = Average(99, None)
    sample = Sample(nowhere, nowhere, (nowhere, nowhere), (nowhere, nowhere))
    assert far_off(Compared("it", THIRDS[:1], found)) == []
    assert far_off(Compared("it", THIRDS[:1], found, sample=sample)) == []
