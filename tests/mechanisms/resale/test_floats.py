"""Floats give what rationals give, whatever form a model is kept in and whether loops are compiled or interpreted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import astuple, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from databourse.mechanisms import compiled
from databourse.mechanisms.resale import (
    Equilibrium,
    FlatModel,
    Instance,
    Model,
    Reallocation,
    average,
    flat,
    parse_instance,
    published,
    raw,
    solve,
    solve_flat,
    tbds,
)
from databourse.mechanisms.resale.analysis.random_chains import homogeneous, shares
from databourse.mechanisms.resale.kernel import TOLERANCE, room, solve_chain
from databourse.mechanisms.resale.kernel.thresholds import rank, rank_compiled
from databourse.mechanisms.resale.models import PUBLISHED
from tests.mechanisms.resale.test_definition import any_instance
from tests.mechanisms.resale.test_golden import VECTORS

RATIONAL = [name for name in PUBLISHED if name != "1"]


@pytest.fixture(params=["compiled", "interpreted"])
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(compiled, "COMPILED_FROM", 0 if request.param == "compiled" else 10**12)
    return str(request.param)


@pytest.fixture(params=["dense", "sparse"])
def layout(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(flat, "DENSE_FROM", 0.0 if request.param == "dense" else 2.0)
    return str(request.param)


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, tuple | list):
        for part in value:
            yield from numbers(part)
    else:
        yield float(value)


def agree(found: Equilibrium, wanted: Equilibrium) -> None:
    """Flags are the same, everything else up to rounding."""
    assert found.sale == wanted.sale
    assert list(numbers(astuple(found))) == pytest.approx(list(numbers(astuple(wanted))), rel=1e-9, abs=1e-11)


def bits(found: Equilibrium) -> str:
    return repr(astuple(found))  # -0.0 is not 0.0 here


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
@pytest.mark.usefixtures("form", "layout")
def test_vectors(vector: dict[str, Any]) -> None:
    instance = parse_instance(vector["input"])
    agree(solve(replace(instance, arithmetic="float")), solve(instance))


@pytest.mark.usefixtures("layout")
def test_random_chains(form: str) -> None:
    chance = random.Random(4)
    for trial in range(60 if form == "interpreted" else 300):
        instance = any_instance(chance)
        if trial % 3 == 0:
            model = homogeneous(chance, 3)
            instance = Instance(model, shares(chance, 3) if trial % 2 else raw(3), "exact")
        agree(solve(replace(instance, arithmetic="float")), solve(instance))


@pytest.mark.parametrize("trades", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("name", RATIONAL)
@pytest.mark.usefixtures("layout")
def test_published_models(name: str, trades: int) -> None:
    for matrix in (raw(trades), average(trades), tbds(trades, Fraction(1, 2))):
        exact = solve(Instance(published(name, trades, "exact"), matrix, "exact"))
        agree(solve(Instance(published(name, trades), matrix)), exact)


def test_all_forms_give_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    models = [published(name, 4) for name in PUBLISHED] + [
        wide(chance, 3, 30) for chance in map(random.Random, range(4))
    ]
    for model in models:
        for matrix in (raw(model.trades), average(model.trades), no_share(model.trades)):
            found = set()
            for interpreted in (0, 10**12):
                monkeypatch.setattr(compiled, "COMPILED_FROM", interpreted)
                for dense_from in (0.0, 2.0):
                    monkeypatch.setattr(flat, "DENSE_FROM", dense_from)
                    found.add(bits(solve_flat(FlatModel.of(model), matrix)))
            assert len(found) == 1


def wide(chance: random.Random, trades: int, states: int) -> Model:
    """Few of many moves are possible; valuations of any sign, several of them equal."""
    rows: list[list[list[float]]] = []
    for _ in range(trades):
        rows.append([])
        for _ in range(states):
            weights = [chance.choice((0, 0, 0, 0, 1, 2)) for _ in range(states)]
            weights[chance.randrange(states)] += 1
            rows[-1].append([weight / sum(weights) for weight in weights])
    supports = [[chance.randint(-4, 12) / 4 for _ in range(states)] for _ in range(trades + 1)]
    return Model(supports, [1 / states] * states, rows)


def no_share(trades: int) -> Reallocation:
    """Nobody has a share of its own price, player 0 has a tenth of all others': every price is as good as another."""
    return Reallocation(
        [[Fraction(player == 0 and trade > 1, 10) for trade in range(trades + 1)] for player in range(trades)]
    )


@pytest.mark.parametrize("count", [1, 2, 64, 65, 300])
def test_both_ways_to_rank_are_stable(count: int) -> None:
    """Compiled code sorts few states by itself."""
    thresholds = np.array([random.Random(count).randrange(count) for _ in range(count)], dtype=float)
    thresholds[: count // 2] = np.random.default_rng(count).integers(0, 5, count // 2)
    rankings = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    rank(thresholds, rankings[0])
    rank_compiled(thresholds, rankings[1])
    wanted = sorted(range(count), key=thresholds.__getitem__)
    assert rankings[0].tolist() == rankings[1].tolist() == wanted


@pytest.mark.usefixtures("form")
def test_without_tolerance_a_threshold_that_should_be_zero_loses_the_sale() -> None:
    """The reason for the rules: ten times a tenth is 1 - 1.1e-16 in floats, and what costs 1 is then not worth it."""
    model = Model([[0.0], [-1.0], [1.0] * 10], [1.0], [[[1.0]], [[0.1] * 10]])
    found = solve(Instance(model, raw(2)))
    assert found.thresholds[1] == (0.0,) and found.prices[0] == (0.0,) and found.sale[0] == (True,)
    assert found.volume == pytest.approx(2)
    without = solve_flat(model.flat, raw(2), tolerance=0)
    assert without.thresholds[1][0] < 0 and without.sale[0] == (False,) and without.volume == 0


@pytest.mark.usefixtures("form", "layout")
def test_a_negative_zero_becomes_zero_and_a_small_number_does_not() -> None:
    model = Model([[-0.0], [-0.0, 1e-14], [-0.0]], [1.0], [[[0.5, 0.5]], [[1.0], [1.0]]])
    found = solve(Instance(model, raw(2)))
    assert "-0.0" not in bits(found)
    assert found.thresholds[1] == (0.0, 1e-14)  # the second is no zero, relative to what it is the sum of
    assert found.prices[0] == (1e-14,) and found.volume == 1.0


@pytest.mark.usefixtures("form", "layout")
def test_who_pays_nothing_and_sells_on_earns_for_those_before() -> None:
    """Player 2 is worth nothing by itself: -1/2, and half of what it sells for. Player 0 has a fourth of that."""
    one, some = [[Fraction(1)]], Fraction(1, 4)
    model = Model([[0], [0], [Fraction(-1, 2)], [1]], [1], [one, one, one])
    matrix = Reallocation([[0, 1, 1, some], [0, 0, 0, some], [0, 0, 0, 2 * some]])
    found = solve(Instance(model, matrix))
    agree(found, solve(Instance(model, matrix, "exact")))
    assert found.prices == ((0.25,), (0.0,), (1.0,)) and found.utilities == (0.5, 0.0, 0.0, 0.0)


@pytest.mark.usefixtures("form", "layout")
def test_nearly_equal_thresholds_become_the_lower_one() -> None:
    third = 0.1 + 0.2  # one bit above 0.3
    model = Model([[0.0], [0.3, third, 0.3 - 1e-9]], [1.0], [[[0.25, 0.25, 0.5]]])
    found = solve(Instance(model, raw(1)))
    assert found.thresholds[1] == (0.3, 0.3, 0.3 - 1e-9)
    assert found.prices == ((0.3 - 1e-9,),) and found.volume == 1.0


@pytest.mark.parametrize("size", [1e-150, 1.0, 1e150])
@pytest.mark.usefixtures("form", "layout")
def test_best_prices_within_the_tolerance_are_ties(size: float) -> None:
    """1 sold always and 2 sold half the time: a difference below the tolerance is none, above it decides."""
    for better, price in ((2e-13, 1.0), (1e-9, 2 * (1 + 1e-9))):
        model = Model([[0.0], [size, 2 * size * (1 + better)]], [1.0], [[[0.5, 0.5]]])
        assert solve(Instance(model, raw(1))).prices[0][0] == pytest.approx(price * size, rel=1e-15)


@pytest.mark.usefixtures("form", "layout")
def test_a_threshold_that_cannot_occur_is_a_price_if_the_difference_is_none() -> None:
    """2e-13 or half of it, beside a valuation of 1: as good, and the buyer takes either."""
    model = Model([[1.0], [2e-13, 1e-13]], [1.0], [[[1.0, 0.0]]])
    found = solve(Instance(model, raw(1)))
    assert found.prices == ((1e-13,),) and found.volume == 1.0


@pytest.mark.usefixtures("form", "layout")
def test_small_and_large_valuations_keep_their_own_precision() -> None:
    """States of 1e-6 are told apart beside one of 1e9."""
    model = Model([[0.0], [1e-6, 3e-6, 1e9]], [1.0], [[[0.5, 0.5, 0.0]]])
    assert solve(Instance(model, raw(1))).thresholds[1] == (1e-6, 3e-6, 1e9)


@pytest.mark.parametrize("factor", [2.0**40, 2.0**-30])
@pytest.mark.usefixtures("layout")
def test_scaling_by_a_power_of_two_scales_every_bit(factor: float) -> None:
    for name in PUBLISHED:
        model = published(name, 5)
        scaled = Model([[factor * v for v in support] for support in model.valuations], model.prior, model.transitions)
        found, wanted = solve(Instance(scaled, average(5))), solve(Instance(model, average(5)))
        assert found.sale == wanted.sale and found.trade_rates == wanted.trade_rates
        for field in ("thresholds", "prices", "welfare", "utilities", "payments"):
            ours, theirs = numbers(getattr(found, field)), numbers(getattr(wanted, field))
            assert list(ours) == [factor * number for number in theirs]


def test_players_after_a_changed_row_need_not_be_solved_again() -> None:
    """From the changed player on backwards the result is that of the whole solution."""
    chain = published("1", 5).flat.chain
    before, after = average(5).flat, average(5).flat.copy()
    after[2 * 6 + 4] = 0.01  # player 2 in trade 4
    again, whole = room(chain), room(chain)
    solve_chain(chain, before, again, TOLERANCE, 5)
    untouched = again.thresholds[chain.offsets[3] :].copy()
    again.magnitudes[:] = -1.0
    assert solve_chain(chain, after, again, TOLERANCE, 2) == solve_chain(chain, after, whole, TOLERANCE, 5)
    assert (again.thresholds == whole.thresholds).all() and (again.prices[:36] == whole.prices[:36]).all()
    assert (again.thresholds[chain.offsets[3] :] == untouched).all()
    assert ((again.magnitudes < 0) == (np.arange(len(chain.values)) >= chain.offsets[3])).all()  # who was solved
    assert again.thresholds[0] != solve(Instance(published("1", 5), average(5))).thresholds[0][0]


def test_a_room_serves_one_solution_after_the_other() -> None:
    """Whatever was in it does not matter."""
    model = published("3", 4).flat
    clean, used = room(model.chain), room(model.chain)
    for column in used:
        column.fill(7)
    for matrix in (average(4), raw(4)):
        welfare = [solve_chain(model.chain, matrix.flat, work, TOLERANCE, 4) for work in (clean, used)]
        assert welfare[0] == welfare[1] == solve_flat(model, matrix).welfare
        assert np.array_equal(clean.thresholds, used.thresholds)
