from __future__ import annotations

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.leakage_game.exact import best_blocks
from databourse.mechanisms.coalition.literal import partitions
from databourse.mechanisms.coalition.value import (
    PUBLISHED,
    REPAIRED,
    Network,
    coalition_value,
    dissimilarity,
    gradient_distances,
    member_values,
    paid_fraction,
    prices,
)
from tests.mechanisms.coalition.leakage_game.games import influence

NOBODY = [[0.0] * 3] * 3


def test_d1_the_cost_is_charged_to_every_member() -> None:
    network = Network.of([1, 1, 1], NOBODY)
    assert coalition_value(network, [0, 1, 2], 3, 1, PUBLISHED) == 0
    assert coalition_value(network, [0, 1, 2], 3, 1, REPAIRED) == pytest.approx(2)


def test_d2_as_published_staying_apart_is_always_best() -> None:
    """f = 0, prices that everybody keeps: v({i}) + v({j}) − v({i, j}) = 2·p·g, and no coalition is worth forming."""
    for seed in range(60):
        chance = np.random.default_rng(seed)
        network = Network.of([1] * 5, influence(chance, 5))
        values = np.zeros(32)
        for mask in range(1, 32):
            members = [device for device in range(5) if mask >> device & 1]
            values[mask] = sum(member_values(network, members, [2.0] * len(members), 0, PUBLISHED))
        assert values[1] + values[2] - values[3] == pytest.approx(2 * 2.0 * network.influence[0, 1])
        assert best_blocks(values) == ((0,), (1,), (2,), (3,), (4,))


def test_d2_repaired_company_helps() -> None:
    for seed in range(20):
        network = Network.of([1] * 4, influence(np.random.default_rng(seed), 4))

        def worth(partition: tuple[tuple[int, ...], ...], network: Network = network) -> float:
            return sum(sum(member_values(network, block, [1.0] * len(block), 0, REPAIRED)) for block in partition)

        assert max(partitions(4), key=worth) == ((0, 1, 2, 3),)
        assert worth(((0, 1, 2, 3),)) == 4


def test_d3_the_union_pays_more_than_the_budget() -> None:
    network = Network.of([5, 2], [[0, 0], [0, 0]])
    assert sum(prices(network, [0, 1], 10, PUBLISHED, union=5)) == pytest.approx(14)
    assert sum(prices(network, [0, 1], 10, REPAIRED, union=5)) == pytest.approx(10)
    assert prices(network, [0, 1], 7, PUBLISHED) == [5, 2]  # nothing in common
    assert paid_fraction([{1, 2}, {3}]) == 1


def test_d4_opposite_gradients_look_alike() -> None:
    network = Network.of([1, 3], [[0, 0], [0, 0]], deviations=[1.0, 1.0])
    assert dissimilarity(network, [0, 1]) == 1
    assert gradient_distances([[1, 0], [-1, 0]], [1, 1]).tolist() == [1, 1]
    assert gradient_distances([[1, 0], [1, 0]], [1, 1]).tolist() == [0, 0]
    assert gradient_distances([[4, 0], [0, 0]], [1, 3]).tolist() == [3, 1]


def test_gains_participation_and_leakage_in_both_forms() -> None:
    network = Network.of(
        [1, 1, 2], [[0, 0.5, 0.4], [0.5, 0, 0.2], [0.4, 0.2, 0]], participation=[1, 1, 0], gains=[0.1, 0.2, 0.9]
    )
    # the third does not take part: it gets nothing, and nobody leaks to it
    assert member_values(network, [0, 1, 2], [4, 4, 8], 0.3, PUBLISHED) == pytest.approx([1.8, 1.9, 0])
    assert member_values(network, [0, 2], [4, 8], 0.3, REPAIRED) == pytest.approx([4 / 1.25 + 0.1 - 0.15, 0])


def test_dissimilarity_is_a_weighted_mean() -> None:
    network = Network.of([1, 3, 6], NOBODY, participation=[1, 1, 0], deviations=[2, 4, 9])
    assert dissimilarity(network, [0, 1]) == pytest.approx(14 / 4)
    assert dissimilarity(network, [0, 1, 2]) == pytest.approx(14 / 10)
    assert dissimilarity(network, [0, 1], union=3) == pytest.approx(14 / 3)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"samples": [1, 0]}, "samples[1] is 0, but it must be at least 1"),
        ({"samples": [1, 1.5]}, "samples[1] is 1.5"),
        ({"influence": [[0, 2], [2, 0]]}, "influence[0][1] is 2"),
        ({"participation": [1, 0.5]}, "participation[1] is 0.5, but it must be 0 or 1"),
        ({"deviations": [1]}, "deviations has 1 entries, but there are 2 devices"),
        ({"deviations": [1, -1]}, "deviations[1] is -1"),
        ({"gains": [0, 1.5]}, "gains[1] is 1.5"),
    ],
)
def test_bad_networks(changes: dict[str, object], message: str) -> None:
    right: dict[str, object] = {"samples": [1, 1], "influence": [[0, 0], [0, 0]]}
    with pytest.raises(InvalidInput) as error:
        Network.of(**{**right, **changes})
    assert message in error.value.message


def test_bad_coalitions() -> None:
    network = Network.of([5, 2, 1], NOBODY)
    with pytest.raises(InvalidInput, match="the coalition is empty"):
        coalition_value(network, [], 1)
    with pytest.raises(InvalidInput, match="nobody can be in it twice"):
        coalition_value(network, [1, 1], 1)
    with pytest.raises(InvalidInput, match="is 3, but it must be at most 2"):
        coalition_value(network, [3], 1)
    with pytest.raises(InvalidInput, match="budget is -1"):
        coalition_value(network, [0], -1)
    with pytest.raises(InvalidInput, match="cost is nan"):
        coalition_value(network, [0], 1, float("nan"))
    with pytest.raises(InvalidInput, match="these members have 5 to 7 different samples"):
        prices(network, [0, 1], 1, PUBLISHED, union=8)
    with pytest.raises(InvalidInput, match="these members have 5 to 7 different samples"):
        dissimilarity(network, [0, 1], union=4)
    with pytest.raises(InvalidInput, match="there are 1 prices, but 2 members"):
        member_values(network, [0, 1], [1])
    with pytest.raises(InvalidInput, match="samples must be 2 numbers"):
        gradient_distances([[1, 0], [0, 1]], [1, 0])
    with pytest.raises(InvalidInput, match="there are no samples"):
        paid_fraction([set(), set()])
