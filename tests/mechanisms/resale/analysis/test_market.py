"""Trees and evasion, on chains small enough to count by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from databourse.mechanisms.resale import Instance, Model, Reallocation, average, published, raw, solve, tbds
from databourse.mechanisms.resale.analysis.evasion import evade, false_names
from databourse.mechanisms.resale.analysis.trees import solve_tree

HALF = Fraction(1, 2)

#: Everybody's valuation is known: 0, 1 and 4.
KNOWN = Model([[0], [1], [4]], [1], [[[1]], [[1]]])


def test_a_tree_by_hand() -> None:
    """Two buyers each: player 1 sells twice at 4 and keeps half of that, so it pays 1 + 4."""
    tree = solve_tree(KNOWN, average(2), 2)
    assert list(map(list, tree.path.thresholds)) == [[18], [5], [4]]
    assert list(tree.path.utilities) == [2 * 5 + 4 * 2, 0, 0]
    assert tree.sales == tree.possible == 6
    assert tree.welfare == 18


@pytest.mark.parametrize("matrix", [raw(4), average(4), tbds(4, Fraction(1, 3))])
def test_a_tree_with_one_buyer_each_is_the_chain(matrix: Reallocation) -> None:
    model = published("3", 4, "exact")
    chain = solve(Instance(model, matrix, "exact"))
    tree = solve_tree(model, matrix, 1)
    assert tree.path == chain
    assert (tree.welfare, tree.sales, tree.possible) == (chain.welfare, chain.volume, 4)


def test_evasion_by_hand() -> None:
    """Player 1 gives half of its price to player 0; if it is paid elsewhere, that is its gain and player 0's loss."""
    evasion = evade(Instance(KNOWN, average(2), "exact"), 1)
    assert list(evasion.before.utilities) == [3 + 2, 0, 0]
    assert list(evasion.after.utilities) == [3, 2, 0]
    assert evasion.after.welfare == evasion.before.welfare == 5


def test_evasion_needs_somebody_upstream() -> None:
    instance = Instance(published("2", 3, "exact"), average(3), "exact")
    assert evade(instance, 0).after == evade(instance, 0).before == solve(instance)


def test_an_evader_gains_and_others_lose_where_shares_matter() -> None:
    instance = Instance(published("1'", 5, "exact"), average(5), "exact")
    for seller in range(1, 5):
        evasion = evade(instance, seller)
        assert evasion.after.utilities[seller] > evasion.before.utilities[seller]
        assert sum(evasion.after.utilities[:seller]) < sum(evasion.before.utilities[:seller])
    baseline = Instance(instance.model, raw(5), "exact")
    assert evade(baseline, 3).after == evade(baseline, 3).before


def test_false_names_multiply_equal_shares() -> None:
    """Seller of trade 2 with one name between: two shares of three instead of one of two."""
    assert false_names(2, 0, [Fraction(1, 2)] * 2) == Fraction(1, 2)
    assert false_names(2, 1, [Fraction(1, 3)] * 3) == Fraction(2, 3)
    assert false_names(2, 1, [Fraction(0), Fraction(0), Fraction(1)]) == 1
    assert false_names(2, 1, [Fraction(1, 4), Fraction(1, 4), HALF]) == Fraction(3, 4)
