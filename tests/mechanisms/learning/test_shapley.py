from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from databourse.mechanisms.learning import shapley, subsets
from databourse.mechanisms.learning.characteristic import v_sums
from databourse.mechanisms.learning.literal import shapley_by_definition, shapley_by_subsets, v_by_definition
from databourse.mechanisms.learning.replication import index_numerators, index_of_copies
from databourse.mechanisms.learning.subsets import class_sums, marginal_sums
from tests.mechanisms.learning.tables import accuracies, measured


@pytest.mark.parametrize("parties", range(1, 7))
def test_it_is_the_mean_over_all_orders(parties: int) -> None:
    values = np.random.default_rng(parties).integers(-50, 50, 1 << parties)
    exact = [Fraction(int(value)) for value in values]
    assert shapley(values, parties) == shapley_by_definition(exact.__getitem__, parties)
    assert shapley(values, parties) == shapley_by_subsets(exact.__getitem__, parties)


@pytest.mark.parametrize("cached", [1, 2, 16])
@pytest.mark.parametrize("parties", [1, 2, 5, 7])
def test_sums_by_size_and_member(parties: int, cached: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one piece, and put together from pieces of any length."""
    monkeypatch.setattr(subsets, "_CACHED", cached)
    values = np.random.default_rng(parties).integers(-9, 9, 1 << parties)
    by_size, by_member = class_sums(values, parties)
    masks = range(1 << parties)
    for size in range(parties + 1):
        assert by_size[size] == sum(values[mask] for mask in masks if mask.bit_count() == size)
        for party in range(parties):
            having = [values[mask] for mask in masks if mask.bit_count() == size and mask >> party & 1]
            assert by_member[party, size] == sum(having)


def test_integers_of_any_size_are_exact() -> None:
    large = np.array([0, 2**62, -(2**62), 2**62], dtype=np.int64)
    assert marginal_sums(large, 2) == [[2**62, 2**63], [-(2**62), 0]]
    huge = np.array([0, 10**40, 1, 10**40 + 3], dtype=object)
    assert shapley(huge, 2) == [Fraction(2 * 10**40 + 2, 2), 2]


@pytest.mark.parametrize("parties", range(1, 6))
def test_contributions_to_v_follow_from_counts(parties: int) -> None:
    for seed in range(10):
        table = measured(parties, seed)  # with a chance level, so that v of the empty set is not 0
        worth = v_by_definition(accuracies(table))
        values = np.array([worth(mask) * table.validation_size for mask in range(1 << parties)], dtype=object)
        assert v_sums(table) == marginal_sums(values, parties)


def test_additivity_efficiency_symmetry_and_null() -> None:
    chance = np.random.default_rng(5)
    one, other = chance.integers(0, 99, (2, 64))
    added = [mine + yours for mine, yours in zip(shapley(one, 6), shapley(other, 6), strict=True)]
    assert shapley(one + other, 6) == added
    assert sum(shapley(one, 6)) == int(one[-1] - one[0])
    masks = np.arange(64)
    without_last = one[masks & 31]
    assert shapley(without_last, 6)[5] == 0
    assert shapley(without_last, 6)[:5] == shapley(one[:32], 5)
    swapped = (masks & ~3) | (masks & 1) << 1 | (masks & 2) >> 1
    assert shapley(np.maximum(one, one[swapped]), 6)[0] == shapley(np.maximum(one, one[swapped]), 6)[1]


def test_many_parties_at_once() -> None:
    """18 parties of different weight whose sum counts when it is even: the sum of two games with known values."""
    weights = np.arange(1, 19)
    masks = np.arange(1 << 18)
    total = sum((masks >> party & 1) * weight for party, weight in enumerate(weights.tolist()))
    pair = (masks & 0b11 == 0b11).astype(np.int64) * 12
    expected = [weight + (6 if party < 2 else 0) for party, weight in enumerate(weights.tolist())]
    assert shapley(total + pair, 18) == expected


def test_the_index_of_one_copy_is_a_multiple_of_that_of_more() -> None:
    sums = marginal_sums(np.random.default_rng(1).integers(0, 50, 32), 5)
    single = [Fraction(numerator, 24) for numerator in index_numerators(sums)]
    assert index_of_copies(sums, 1) == [index / 30 for index in single]
