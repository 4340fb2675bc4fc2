"""OPT: the best known welfare on the published models, searches that go on, and what is refused."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.resale import Instance, Model, average, published, raw, solve
from databourse.mechanisms.resale.analysis.random_chains import arbitrary, shares
from databourse.mechanisms.resale.optimise import Search, Settings, optimise

# welfare and volume of the best known matrix of positive shares
LONG = Settings(generations=30)
BEST = [
    ("1'", 3, "5.0404", "1.92"),
    ("2", 3, "0.2416", "1.744"),
    ("3", 3, "2.2610", "1.104"),
    ("4", 3, "0.1848", "0.952"),
    ("1", 5, "10.7642", "4.4"),
    ("1'", 5, "10.7881", "4.4"),
    ("2", 5, "0.62026", "4.5264"),
    ("3", 5, "2.56805", "1.35744"),
    ("4", 5, "0.33840", "1.5251"),
    ("1'", 8, "25.9351", "7.4"),
    ("2", 8, "1.3086", "7.5862"),
    ("3", 8, "2.7255", "1.4692"),
    ("1'", 10, "44.0454", "9.4"),
    ("2", 10, "1.8619", "9.6159"),
    ("4", 10, "0.9222", "3.4631"),
]


def rounded(value: Any, like: str) -> str:
    return f"{float(value):.{len(like.partition('.')[2])}f}"


@pytest.mark.parametrize(("name", "trades", "welfare", "volume"), BEST)
def test_published_models(name: str, trades: int, welfare: str, volume: str) -> None:
    optimum = optimise(published(name, trades), LONG if trades > 5 else None)
    assert rounded(optimum.equilibrium.welfare, welfare) == welfare
    assert rounded(optimum.equilibrium.volume, volume) == volume
    assert all(share > 0 for trade in range(1, trades + 1) for share in optimum.reallocation.column(trade))


@pytest.mark.parametrize(
    ("name", "trades", "welfare"),
    [("3", 5, Fraction("2.58959")), ("4", 5, Fraction("0.34668")), ("1'", 5, Fraction("11.18633"))],
)
def test_zero_shares_can_do_better(name: str, trades: int, welfare: Fraction) -> None:
    """In exact arithmetic: what is better is not a matter of rounding."""
    model = published(name, trades, "exact")
    positive = optimise(model, arithmetic="exact")
    optimum = optimise(model, Settings(zeros=True, restarts=3), "exact")
    assert optimum.equilibrium.welfare >= welfare > positive.equilibrium.welfare
    assert any(share == 0 for trade in range(2, trades + 1) for share in optimum.reallocation.column(trade))


def test_the_matrix_is_balanced_and_its_equilibrium_is_the_exact_one() -> None:
    chance = random.Random(8)
    for zeros in (False, True):
        for _ in range(3):
            model = arbitrary(chance, [3] * 4, lowest=-4)
            optimum = optimise(model, Settings(zeros=zeros, generations=20), "exact")
            assert set(optimum.reallocation.leftover) == {0}
            assert optimum.reallocation in (raw(3), average(3)) or all(
                (Fraction(share) * 10**9).denominator == 1 for row in optimum.reallocation.rows for share in row
            )
            assert optimum.equilibrium == solve(Instance(model, optimum.reallocation, "exact"))
            assert isinstance(optimum.equilibrium.welfare, Fraction)


def test_no_random_matrix_is_better() -> None:
    chance = random.Random(9)
    better = 0
    for _ in range(12):
        model = arbitrary(chance, [4] * 4, lowest=-6)
        best = optimise(model, Settings(zeros=True, generations=40)).equilibrium.welfare
        others = [solve(Instance(model, shares(chance, 3), "float")).welfare for _ in range(60)]
        named = [solve(Instance(model, rule(3), "float")).welfare for rule in (raw, average)]
        assert best >= max(others + named) - 1e-9
        better += best > max(named) + 1e-9
    assert better > 3  # and mostly the search has something to find


def test_one_trade_leaves_nothing_to_choose() -> None:
    model = Model([[0], [1, 2]], [1], [[[Fraction(1, 2), Fraction(1, 2)]]])
    assert optimise(model, arithmetic="exact").reallocation == raw(1)


SETTINGS = Settings(seed=3, restarts=3, generations=7)


def small() -> Model:
    return published("4", 4)


def found(search: Search) -> tuple[Any, ...]:
    return search.best.tolist(), search.best_welfare, search.evaluations, search.state()


def test_a_seed_determines_the_search() -> None:
    runs = [optimise(small(), SETTINGS), optimise(small(), SETTINGS)]
    assert runs[0] == runs[1]
    other = optimise(small(), replace(SETTINGS, seed=4))
    assert other.reallocation != runs[0].reallocation
    assert runs[0].evaluations == 3 * 8 * 15 * 10


@pytest.mark.parametrize("stop", [1, 8, 13, 17, 20, 24])
def test_a_search_goes_on_where_it_was_stopped(stop: int) -> None:
    whole = Search(small().flat, SETTINGS)
    assert len(list(whole.steps())) == whole.total == 24
    first = Search(small().flat, SETTINGS)
    for _ in itertools.islice(first.steps(), stop):
        pass
    assert first.done == stop
    second = Search(small().flat, SETTINGS, json.loads(json.dumps(first.state())))
    assert len(list(second.steps())) == 24 - stop
    assert found(second) == found(whole)


def test_each_restart_draws_its_own_members() -> None:
    search = Search(small().flat, SETTINGS)
    drawn = [search.state()["members"] for _ in search.steps() if search.generation == 1]
    assert len(drawn) == 3
    for one, other in itertools.combinations(drawn, 2):
        assert one[0] == other[0]  # equal shares
        assert all(member != another for member, another in zip(one[1:], other[1:], strict=True))


def test_more_restarts_go_on_after_the_last() -> None:
    whole, short = Search(small().flat, SETTINGS), Search(small().flat, replace(SETTINGS, restarts=2))
    for search in (whole, short):
        list(search.steps())
    longer = Search(small().flat, SETTINGS, short.state())
    list(longer.steps())
    assert found(longer) == found(whole)


def test_what_was_kept_of_something_else_is_refused() -> None:
    search = Search(small().flat, SETTINGS)
    next(search.steps())
    kept = search.state()
    with pytest.raises(InvalidInput, match="of another model"):
        Search(published("2", 4).flat, SETTINGS, kept)
    for changed in ({"seed": 4}, {"zeros": True}, {"generations": 8}):
        with pytest.raises(InvalidInput, match=f"has {next(iter(changed))} .* not"):
            Search(small().flat, replace(SETTINGS, **changed), kept)
    damages: list[dict[str, Any]] = [
        {"members": kept["members"][1:]},
        {"members": [[float("nan")] * 10] * 150},
        {"chance": ["x"] * 6},
        {"best": [1.0]},
        {"settings": {}},
    ]
    for damage in damages:
        with pytest.raises(InvalidInput, match="no search that was kept"):
            Search(small().flat, SETTINGS, {**kept, **damage})
    nothings: list[Any] = [[], {}, "search", 7]
    for nothing in nothings:
        with pytest.raises(InvalidInput, match="no search that was kept"):
            Search(small().flat, SETTINGS, nothing)


@pytest.mark.parametrize("field", ["seed", "restarts", "generations"])
@pytest.mark.parametrize("value", [-1, 1.5, 2**63, True])
def test_settings_out_of_range(field: str, value: Any) -> None:
    with pytest.raises(InvalidInput, match=f"^{field} is "):
        Settings(**{field: value})


def test_a_chain_beyond_32_trades_is_refused() -> None:
    model = Model([[0]] * 34, [1], [[[1]]] * 33)
    with pytest.raises(InvalidInput, match="number of trades is 33"):
        optimise(model)


@pytest.mark.parametrize("zeros", [False, True])
def test_the_result_is_never_worse_than_equal_shares(zeros: bool) -> None:
    chance = random.Random(10)
    for _ in range(20):
        model = arbitrary(chance, [3] * 4, lowest=-4)
        optimum = optimise(model, Settings(zeros=zeros, generations=1), "exact")
        assert optimum.equilibrium.welfare >= solve(Instance(model, average(3), "exact")).welfare
        if zeros:
            assert optimum.equilibrium.welfare >= solve(Instance(model, raw(3), "exact")).welfare


def test_equal_shares_are_told_if_nothing_is_better() -> None:
    assert optimise(published("3", 5, "exact"), arithmetic="exact").reallocation == average(5)
