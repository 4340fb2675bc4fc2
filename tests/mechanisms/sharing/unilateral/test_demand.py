from __future__ import annotations

import random
from importlib import import_module
from itertools import chain, combinations

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms import compiled
from databourse.mechanisms.sharing import Additive, BySet, BySize, demand
from databourse.mechanisms.sharing.unilateral import Demand, Method, Utility
from databourse.mechanisms.sharing.unilateral.demand import METHODS, branch_and_bound, demand_and_without
from databourse.mechanisms.sharing.unilateral.demand.branch_and_bound import Search, TooHard
from databourse.mechanisms.sharing.unilateral.demand.greedy import why_not_substitutes
from tests.mechanisms.sharing.unilateral.markets import (
    KINDS,
    Costs,
    concave_table,
    literal_demand,
    random_costs,
    random_utility,
)

EXACT: dict[str, tuple[Method | None, ...]] = {
    "set": (None, "enumeration"),
    "substitutes": (None, "enumeration", "greedy"),
    "additive": (None, "enumeration", "additive"),
    "concave": (None, "enumeration", "programme", "branch-and-bound"),
    "any table": (None, "enumeration", "programme"),
}
WIDE = 10**30 + 1
"""An amount beyond 64 bits."""


@pytest.mark.parametrize("unit", [1, WIDE], ids=["small", "wide"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_method_finds_the_best_set_and_the_same_one(kind: str, unit: int) -> None:
    chance = random.Random(f"{kind} {unit}")
    bought, equal = set(), 0
    for _ in range(150):
        agents = chance.randint(1, 7)
        buyer = chance.randrange(agents)
        utility = random_utility(chance, kind, agents, buyer, unit)
        costs = random_costs(chance, agents, buyer, unit)
        expected = literal_demand(utility, costs)
        for method in EXACT[kind]:
            found = demand(utility, costs, method)
            assert (found.sellers, found.surplus) == expected, method
        if kind == "concave" and len(set(costs) - {None}) <= 1:
            found = demand(utility, costs, "largest-first")
            assert (found.sellers, found.surplus) == expected
            equal += 1
        best, without = demand_and_without(utility, costs)
        assert (best.sellers, best.surplus) == expected and tuple(without) == best.sellers
        for seller, surplus in without.items():
            left = [None if other == seller else cost for other, cost in enumerate(costs)]
            assert surplus == literal_demand(utility, left)[1]
        bought.add(len(best.sellers))
    assert bought >= {0, 1, 2} and (kind != "concave" or equal > 20)


def test_compiled_and_interpreted_searches_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    cases: list[tuple[BySize, Costs]] = []
    for _ in range(40):
        agents = chance.randint(8, 30)
        sizes = [chance.randint(1, 20) for _ in range(agents)]
        utility = BySize.of(0, sizes, concave_table(chance, chance.randint(20, 200), 20))
        cases.append((utility, [None, *(chance.randint(0, 8 * size) for size in sizes[1:])]))
    monkeypatch.setattr(compiled, "COMPILED_FROM", 1 << 60)
    interpreted = [demand_and_without(*case) for case in cases]
    monkeypatch.setattr(compiled, "COMPILED_FROM", 0)
    assert [demand_and_without(*case) for case in cases] == interpreted
    for (utility, costs), (best, _) in zip(cases, interpreted, strict=True):
        assert demand(utility, costs, "programme") == best == demand(utility, costs, "branch-and-bound")


def test_subset_sums_with_many_equal_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every set of the right size is best; the smallest, with the largest sellers, is the one that counts."""
    monkeypatch.setattr(compiled, "COMPILED_FROM", 0)
    chance = random.Random(8)
    for _ in range(10):
        sizes = [chance.randint(1, 40) for _ in range(60)]
        utility = BySize.of(0, sizes, [1_000 * size for size in range(sum(sizes) // 3)])
        costs = [None, *(999 * size for size in sizes[1:])]
        found = demand(utility, costs, "branch-and-bound")
        assert found == demand(utility, costs, "programme")
        assert utility.bought(found.sellers) == sum(sizes) // 3 - 1


def test_ties_go_to_the_smallest_set_then_to_the_first_sellers() -> None:
    table = BySize.of(0, [9, 1, 2, 3, 2, 3], [0, 0, 0, 5, 5])
    assert demand(table, [None, 1, 1, 2, 1, 2]).sellers == (3,)  # not 1 and 2, which cost the same, nor 5
    assert demand(table, [None, 0, 3, 3, 3, 4]).sellers == (3,)
    assert demand(table, [None, 0, 2, 3, 2, 4]).sellers == (1, 2)  # cheaper by 1
    sets = BySet.of(1, [0, 5, 5, 5, 5, 5, 5, 5])
    assert demand(sets, [1, None, 1, 1]).sellers == (0,)
    assert demand(Additive.of(0, [0, 3, 3]), [None, 3, 2]).sellers == (2,)  # who is worth what it costs is not bought


def test_a_search_that_is_too_hard_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(9)
    sizes = [2 * chance.randint(50, 100) for _ in range(40)]
    # even sizes never make the odd total that would be best
    utility = BySize.of(
        0, sizes, [1_000 * size for size in range(sum(sizes) // 2 | 1)] + [1_000 * (sum(sizes) // 2 | 1)]
    )
    costs = [None, *(999 * size for size in sizes[1:])]
    monkeypatch.setattr(branch_and_bound, "MOST_NODES", 500)
    with pytest.raises(TooHard, match="not found"):
        Search(utility, costs).demand()
    assert demand(utility, costs) == demand(utility, costs, "programme")
    best, without = demand_and_without(utility, costs)
    assert best == demand(utility, costs, "programme") and min(without.values()) <= best.surplus
    programme = import_module("databourse.mechanisms.sharing.unilateral.demand.programme")  # not its function
    monkeypatch.setattr(programme, "MOST_CELLS", 1_000)
    with pytest.raises(InvalidInput, match="is the most"):
        demand(utility, costs)


def is_substitutes_by_definition(utility: BySet) -> bool:
    """M♮-concavity: one of a set can always be moved to another set, maybe against one of that, and nothing is lost."""
    every = [set(chosen) for size in range(utility.agents) for chosen in combinations(utility.priority, size)]
    value = utility.value
    return all(
        value(one) + value(other)
        <= max(
            value(one - {moved}) + value(other | {moved}),
            *(value(one - {moved} | {back}) + value((other | {moved}) - {back}) for back in other - one),
            -1,
        )
        for one in every
        for other in every
        for moved in one - other
    )


def test_the_check_of_substitutes_is_the_definition() -> None:
    chance = random.Random(10)
    seen = []
    for trial in range(200):
        one, two, three, pair, other, last, every = sorted(chance.randint(0, 4) for _ in range(7))
        utility = BySet.of(0, [0, one, two, pair, three, other, last, every])
        if trial % 2:
            made = random_utility(chance, "substitutes", 4, 0)
            utility = BySet.of(0, [min(value, 12) for value in made.values.tolist()])  # type: ignore[union-attr]
        seen.append(why_not_substitutes(utility) is None)
        assert seen[-1] is is_substitutes_by_definition(utility)
    assert 30 < sum(seen) < 170


def test_greedy_is_refused_where_it_would_be_wrong() -> None:
    complements = BySet.of(2, [0, 0, 0, 10])
    with pytest.raises(InvalidInput, match=r"utilities\[2\] has no gross substitutes: see sellers 0, 1 beside \{\}"):
        demand(complements, [1, 1, None], "greedy")
    # submodular, but 2 replaces 0 and 1 together: the greedy choice of 2 first is worth less than both others
    coverage = BySet.of(3, [0, 4, 4, 8, 5, 7, 7, 9])
    assert all(
        coverage.value({*both, more}) - coverage.value(both) <= coverage.value({*part, more}) - coverage.value(part)
        for both in (set(chosen) for size in (1, 2) for chosen in combinations(range(3), size))
        for part in map(set, chain.from_iterable(combinations(both, size) for size in range(len(both))))
        for more in set(range(3)) - both
    )
    with pytest.raises(InvalidInput, match="see sellers 0, 1, 2 beside"):
        demand(coverage, [2, 2, 2, None], "greedy")
    assert demand(coverage, [2, 2, 2, None]).sellers == (0, 1)
    assert why_not_substitutes(BySet.of(0, [0, 10**30])) is None
    with pytest.raises(InvalidInput, match="15 sellers"):
        demand(BySet.of(0, [0] * (1 << 15)), [None] + [1] * 15, "greedy")


TABLE = BySize.of(0, [1, 2, 3], [0, 4, 5])
UNEVEN = BySize.of(0, [1, 2, 3], [0, 1, 5])
FALLING = BySize.of(0, [1, 2, 3], [0, 4, 1])


@pytest.mark.parametrize(
    ("utility", "costs", "method", "message"),
    [
        (TABLE, [None, 1], None, "2 costs, but 3 agents"),
        (TABLE, [1, 1, 1], None, r"costs\[0\] is 1, but a buyer does not sell to itself"),
        (TABLE, [None, -1, 1], None, r"costs\[1\] is -1, but it must not be negative"),
        (TABLE, [None, 1, 2], "largest-first", "costs differ"),
        (FALLING, [None, 1, 1], "largest-first", r"table\[0\] falls"),
        (UNEVEN, [None, 1, 1], "branch-and-bound", r"table\[0\] is not concave"),
        (FALLING, [None, 1, 1], "branch-and-bound", r"table\[0\] is not concave"),
        (TABLE, [None, 1, 1], "guess", "method is 'guess', but it must be one of"),
        (TABLE, [None, 1, 1], "additive", "it does not solve this kind of utility"),
        (TABLE, [None, 1, 1], "greedy", "it does not solve this kind"),
        (Additive.of(0, [0, 1]), [None, 1], "programme", "it does not solve this kind"),
        (Additive.of(0, [0] * 22), [None] + [1] * 21, "enumeration", "21 sell"),
    ],
)
def test_what_is_refused(utility: Utility, costs: Costs, method: Method | None, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        demand(utility, costs, method)


def test_the_programme_has_a_limit_for_wide_amounts() -> None:
    table = [WIDE * size for size in range(5_001)]
    with pytest.raises(InvalidInput, match="is the most"):
        demand(BySize.of(0, [5] * 1_001, table), [None] + [1] * 1_000, "programme")


def test_nothing_to_buy_and_nobody_to_buy_from() -> None:
    for method in METHODS:
        alone: Utility = BySet.of(0, [7]) if method == "greedy" else BySize.of(0, [1], [7])
        if method == "additive":
            alone = Additive.of(0, [0])
        found = demand(alone, [None], method)
        assert found.sellers == () and found.surplus == alone.value(())
    assert Search(TABLE, [None, 9, 9]).demand().sellers == ()
    assert Search(TABLE, [None, 9, 1]).demand_and_without() == (Demand((2,), 4), {2: 0})
    assert Search(TABLE, [None, 9, 9]).demand_and_without() == (Demand((), 0), {})
