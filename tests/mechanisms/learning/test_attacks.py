"""What Theorem 1 says, where it ends, and the hole that tasks are."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.learning import Table, index_of_copies, single_task
from databourse.mechanisms.learning.attacks import (
    SHAPES,
    Shape,
    copy_multi_task,
    copy_single_task,
    is_supermodular,
    multi_task_counterexample,
    phantom_tasks,
    random_table,
    single_task_counterexample,
    with_copies,
)


def is_supermodular_by_definition(table: Table) -> bool:
    """Assumption (iii), for all sets, parts and parties."""
    count = table.correct.tolist()
    masks = range(len(count))
    return all(
        count[part | 1 << party] - count[part] <= count[whole | 1 << party] - count[whole]
        for whole, part, party in itertools.product(masks, masks, range(table.parties))
        if part & ~whole == 0 and not whole >> party & 1
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_random_tables_have_their_shape(shape: Shape) -> None:
    for seed in range(15):
        table = random_table(shape, 4, seed)
        assert table.is_closed()
        assert is_supermodular(table) is is_supermodular_by_definition(table)
        if shape in ("supermodular", "modular"):
            assert is_supermodular(table)
        if shape in ("submodular", "modular"):  # submodular is the other way round
            mirrored = Table(4, table.correct[-1] - table.correct[::-1], table.validation_size)
            assert is_supermodular(mirrored) and mirrored.is_closed()


@pytest.mark.parametrize("shape", SHAPES)
def test_copies_never_pay_where_the_index_says_so(shape: Shape) -> None:
    """For one to three copies; and where data complement each other the index always says so."""
    above, paid = 0, 0
    for seed in range(25):
        table = random_table(shape, 2 + seed % 3, seed)
        market = single_task(table)
        for copies in (1, 2, 3):
            for party, index in enumerate(index_of_copies(market.sums, copies)):
                profit = copy_single_task(table, party, copies).profit
                assert index > 0 or profit <= 0
                above, paid = above + (index > 0), paid + (profit > 0)
    if shape in ("supermodular", "modular"):
        assert above == 0
    else:
        assert above > paid > 0  # the condition is sufficient, not necessary


def test_what_a_copy_adds_is_what_is_trained_without_it() -> None:
    table = Table.of(2, [0, 3, 5, 9], 10)
    assert with_copies(table, 1, 1).correct.tolist() == [0, 3, 5, 9, 5, 9, 5, 9]
    assert with_copies(table, 0, 0).correct.tolist() == table.correct.tolist()
    first, second = with_copies(table, 0, 2), with_copies(with_copies(table, 0, 1), 2, 1)
    assert first.correct.tolist() == second.correct.tolist()


def test_copies_of_a_task_count_for_less_when_weighted_by_gaps() -> None:
    tables = multi_task_counterexample()
    literal = [copy_multi_task(tables, 0, copies, "literal").profit for copies in range(6)]
    assert literal == sorted(literal) and literal[0] == 0 < literal[1]
    assert all(copy_multi_task(tables, 0, copies).profit < 0 for copies in range(1, 6))


def test_phantom_tasks_are_free_and_pay_by_the_literal_w() -> None:
    """Weighted by gaps they do not where data complement each other; where they replace each other, little remains."""
    gains: dict[tuple[str, Shape], list[Fraction]] = {}
    for shape in ("supermodular", "submodular"):
        for seed in range(20):
            tables = [random_table(shape, 3, 3 * seed + task) for task in range(3)]
            for weighting in ("literal", "gap"):
                attack = phantom_tasks(tables, seed % 3, 1, weighting)
                assert attack.deposits == 0
                gains.setdefault((weighting, shape), []).append(attack.profit)
    assert all(min(gains["literal", shape]) > 0 for shape in ("supermodular", "submodular"))
    assert max(gains["gap", "supermodular"]) <= 0
    assert 0 < max(gains["gap", "submodular"]) < Fraction(1, 10)


def test_copies_pay_their_fee_and_phantoms_do_not() -> None:
    table = single_task_counterexample()
    assert copy_single_task(table, 1, 2).deposits == 2
    assert copy_single_task(table, 0, 2).deposits == 0


def test_bad_attacks() -> None:
    table = random_table("monotone", 3, 0)
    with pytest.raises(InvalidInput, match="party is 3, but it must be at most 2"):
        with_copies(table, 3, 1)
    with pytest.raises(InvalidInput, match="copies is 22, but it must be at most 21"):
        with_copies(table, 0, 22)
    with pytest.raises(InvalidInput, match="copies is 0, but it must be at least 1"):
        index_of_copies(single_task(table).sums, 0)
    with pytest.raises(InvalidInput, match="shape is 'round'"):
        random_table("round", 3, 0)  # type: ignore[arg-type]


def test_the_same_seed_is_the_same_table() -> None:
    for shape in SHAPES:
        assert np.array_equal(random_table(shape, 4, 7).correct, random_table(shape, 4, 7).correct)
        assert not np.array_equal(random_table(shape, 4, 7).correct, random_table(shape, 4, 8).correct)
