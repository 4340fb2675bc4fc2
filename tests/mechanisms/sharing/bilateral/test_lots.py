"""The size game of rounds on a chain: by whole lots, in integers."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing import WholeSizeGame, ordered_match
from databourse.mechanisms.sharing.bilateral import LotGame, match_lots, proposals
from databourse.mechanisms.sharing.bilateral.ordered_match import strictly


def test_only_whole_lots_count() -> None:
    game = LotGame.of([2, 2, 1], [3, 1, 1], [4, 1, 1], 3, [0, 10, 20])
    assert [game.value(total) for total in (0, 2, 3, 5, 6, 100)] == [0, 0, 10, 10, 20, 20]
    assert game.utility(0, {1}) == 3 * 10 - 4
    assert game.utility(0, {1, 2}) == 3 * 10 - 8
    assert game.gain(0, 2, 2) == 26
    assert match_lots(game) == [(0, 1)]


def test_proposals_are_told_as_they_are_made() -> None:
    game = LotGame.of([1, 3, 1], [1, 1, 1], [1, 2, 1], 1, [0, 4, 6, 7, 8, 9])
    told = [(made.proposer, made.other, made.proposer_gains, made.other_gains) for made in proposals(game)]
    # 1 has three units and would have four; then 0 has four, and 2 one
    assert told == [(1, 0, -1, 3), (1, 2, -1, 3), (0, 2, 1, 1)]
    assert match_lots(game) == [(0, 2)]


@pytest.mark.parametrize("seed", range(30))
def test_with_lots_of_a_unit_it_is_the_game_of_a_table_each(seed: int) -> None:
    rng = Random(seed)
    values = sorted(rng.randrange(50) for _ in range(rng.randint(1, 20)))
    sizes, scales, costs = ([rng.randint(low, 6) for _ in range(6)] for low in (1, 1, 0))
    lots = LotGame.of(sizes, scales, costs, 1, values)
    whole = WholeSizeGame.of(sizes, [[scale * value for value in values] for scale in scales], costs)
    assert lots.ranking == whole.ranking
    assert sorted(tuple(sorted(edge)) for edge in match_lots(lots)) == ordered_match(strictly(whole), whole.ranking)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (([1], [1], [0], 0, [0]), "lot is 0, but it must be at least 1"),
        (([1], [1], [0], 1, []), "values is empty, but there must be one for no lot at all"),
        (([1], [1], [0], 1, [2, 1]), r"values\[1\] is 1, but it must be at least 2"),
        (([0], [1], [0], 1, [0]), r"size\[0\] is 0, but it must be at least 1"),
        (([1], [0], [0], 1, [0]), r"scale\[0\] is 0, but it must be at least 1"),
        (([1], [1], [-1], 1, [0]), r"cost\[0\] is -1, but it must be at least 0"),
        (([1, 2], [1], [0, 0], 1, [0]), "scale has 1 entries, but there are 2 sizes"),
        (([1], [1], [], 1, [0]), "cost has 0 entries, but there are 1 sizes"),
    ],
)
def test_games_that_cannot_be(columns: tuple[Any, ...], told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        LotGame.of(*columns)
