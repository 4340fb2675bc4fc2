"""What the search is made of: random numbers, points and their matrices, one generation; compiled and as written."""

from __future__ import annotations

import math

import numpy as np
import pytest

from databourse.mechanisms.compiled import Ints, compiled
from databourse.mechanisms.resale import average, published, raw
from databourse.mechanisms.resale.floats import solve as solve_floats
from databourse.mechanisms.resale.kernel import TOLERANCE, Floats, room
from databourse.mechanisms.resale.optimise import chance
from databourse.mechanisms.resale.optimise.evolution import evolve
from databourse.mechanisms.resale.optimise.matrices import BOUND, dimensions, fill_shares
from databourse.mechanisms.resale.optimise.optimum import matrix_of


def draw(state: Ints, numbers: Floats) -> None:
    """A kernel."""
    for at in range(len(numbers)):
        numbers[at] = chance.uniform(state)


@pytest.mark.parametrize("form", [draw, compiled(draw)], ids=["written", "compiled"])
def test_random_numbers_are_those_of_mrg32k3a(form: object) -> None:
    """Those that L'Ecuyer's own program begins with, from a state of 12345 throughout."""
    numbers = np.empty(5)
    form(np.full(6, 12345, dtype=np.int64), numbers)  # type: ignore[operator]
    expected = [0.1270111220465773, 0.3185275653967945, 0.3091860155832701, 0.8258468629271136, 0.2216299157820229]
    assert numbers == pytest.approx(expected, abs=1e-15)


def test_streams_differ_and_repeat() -> None:
    starts = [tuple(chance.start(seed, stream)) for seed in range(20) for stream in range(20)]
    assert len(set(starts)) == 400
    assert tuple(chance.start(7, 3)) == starts[7 * 20 + 3]
    state = chance.start(1, 0)
    drawn = [chance.below(state, 7) for _ in range(7_000)]
    assert all(900 < drawn.count(number) < 1_100 for number in range(7))
    assert set(drawn) == set(range(7))


@pytest.mark.parametrize("zeros", [False, True])
def test_equal_coordinates_are_equal_shares(zeros: bool) -> None:
    for trades in (1, 2, 5):
        matrix = matrix_of(np.ones(dimensions(trades)), trades, zeros)
        for trade in range(1, trades + 1):
            shares = matrix.column(trade)
            assert sum(shares) == 1
            assert all(math.floor(10**9 / trade) == share * 10**9 for share in shares[:-1])


def test_positive_shares_are_a_softmax() -> None:
    point = np.array([3.0, 0.0, math.log(3), -8.0, 8.0, 8.0])
    matrix = matrix_of(point, 3, False)
    assert matrix.column(1) == (1,)
    assert list(map(float, matrix.column(2))) == pytest.approx([1 / 4, 3 / 4], abs=1e-9)
    assert list(map(float, matrix.column(3))) == pytest.approx([5.6e-8, 1 / 2, 1 / 2], abs=3e-8)
    assert min(matrix.column(3)) > 0


def test_the_smallest_positive_share_is_more_than_none() -> None:
    for trades in (2, 32):
        for lowest in range(trades):
            point = np.full(dimensions(trades), BOUND)
            point[dimensions(trades - 1) + lowest] = -BOUND
            assert min(matrix_of(point, trades, False).column(trades)) > 0


@pytest.mark.parametrize(
    ("column", "shares"),
    [
        ([2.0, -1.0, 6.0], [0.25, 0, 0.75]),
        ([-1.0, -3.0, -2.0], [1, 0, 0]),
        ([-2.0, -2.0, -3.0], [0.5, 0.5, 0]),
        ([0.0, 0.0, -1.0], [0.5, 0.5, 0]),
        ([-1.0, -1.0, 4.0], [0, 0, 1]),
    ],
)
def test_negative_coordinates_have_no_share(column: list[float], shares: list[float]) -> None:
    matrix = matrix_of(np.array([1.0, 1.0, 1.0, *column]), 3, True)
    assert list(map(float, matrix.column(3))) == shares


def test_every_matrix_of_random_points_is_balanced() -> None:
    chances = np.random.default_rng(3)
    for zeros in (False, True):
        for _ in range(300):
            trades = int(chances.integers(1, 8))
            matrix = matrix_of(chances.uniform(-BOUND, BOUND, dimensions(trades)), trades, zeros)
            assert set(matrix.leftover) == {0}


def test_raw_and_average_can_be_reached() -> None:
    point = np.concatenate([np.append(np.full(trade - 1, -1.0), 1.0) for trade in range(1, 5)])
    assert matrix_of(point, 4, True) == raw(4)
    assert matrix_of(np.ones(3), 2, True) == average(2)


@pytest.mark.parametrize("zeros", [False, True])
def test_a_generation_as_written_and_compiled(zeros: bool) -> None:
    """Two generations from the same members: each is as good as before or better, and what it is said to be."""
    model = published("4", 3).flat
    results = []
    for kernel in (evolve, compiled(evolve)):
        members, welfare, state = np.ones((12, 6)), np.full(12, -np.inf), chance.start(5, 0)
        room_for_all = room(model.chain)
        shares = np.zeros(12)
        history = []
        for fresh in (True, False, False):
            kernel(model.chain, room_for_all, shares, TOLERANCE, zeros, fresh, members, welfare, state)
            history.append((members.copy(), welfare.copy()))
        results.append(history)
        assert (history[0][0][0] == 1).all()
        assert (history[1][1] >= history[0][1]).all()
        assert (history[2][1] >= history[1][1]).all()
        assert (history[2][0] != history[0][0]).any()
        assert np.abs(members).max() <= BOUND
        for member, found in zip(members, welfare, strict=True):
            assert solve_floats(model, matrix_of(member, 3, zeros)).welfare == pytest.approx(found, rel=1e-9)
    for written, fast in zip(*results, strict=True):
        assert written[0] == pytest.approx(fast[0])
        assert written[1] == pytest.approx(fast[1])


def test_other_entries_of_a_matrix_stay_as_they_are() -> None:
    shares = np.zeros(12)
    fill_shares(np.ones(6), 3, False, shares)
    rows = shares.reshape(3, 4)
    assert (np.tril(rows) == 0).all()
    assert rows.sum(axis=0) == pytest.approx([0, 1, 1, 1])
