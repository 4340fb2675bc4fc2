"""Profiles of three agents as arrays, held against the solver one by one."""

from __future__ import annotations

import random

import numpy as np
import pytest

from databourse.experiments.sharing import patterns, profiles
from databourse.mechanisms.sharing import TableGame, check_hypotheses, ordered_match
from databourse.mechanisms.sharing.bilateral import Edge, stable_graphs
from databourse.mechanisms.sharing.bilateral.ordered_match import strictly, weakly
from tests.experiments.runs import Run
from tests.mechanisms.sharing.golden import FACTS


def edges(graph: int) -> tuple[Edge, ...]:
    return tuple(pair for place, pair in enumerate(profiles.PAIRS) if graph >> place & 1)


@pytest.mark.parametrize("orders", [list(patterns.strict(2)), list(patterns.weak(2))], ids=["strict", "weak"])
def test_arrays_say_what_the_solver_says(orders: list[patterns.Pattern]) -> None:
    chance = random.Random(3)
    chosen = chance.sample(orders, 4)
    sign = profiles.signs(chosen)
    good, matched, accepted = profiles.stable(sign), profiles.match(sign), profiles.match(sign, accept=0)
    for place in np.ndindex(*matched.shape):
        game = TableGame.of([chosen[at] for at in place])
        assert {edges(graph) for graph in profiles.GRAPHS if good[(*place, graph)]} == set(stable_graphs(game))
        assert list(edges(int(matched[place]))) == ordered_match(strictly(game), range(3))
        assert list(edges(int(accepted[place]))) == ordered_match(weakly(game), range(3))
        expected = check_hypotheses(game, range(3))
        each = [patterns.hypotheses(chosen[at]) for at in place]
        for name in ("common_ranking", "limited_complementarity", "strict_preferences"):
            assert (getattr(expected, name) is None) == all(getattr(one, name) is None for one in each)


def test_counts_are_those_of_another_program(tiny_review: Run) -> None:
    fact, found = FACTS["exhaustive_N3"], tiny_review.results["profiles"]["strict"]
    assert sum(one["profiles"] for one in found.values()) == fact["profiles"]
    assert found["H1 and H2"]["profiles"] == fact["both_conditions"]
    assert found["H1 and H2"]["match unstable"] == fact["match_unstable_given_conditions"]
    alone = found["H1 only"]
    assert [alone[name] for name in ("profiles", "match unstable", "none stable")] == [
        fact["top_only"],
        fact["top_only_match_unstable"],
        fact["top_only_no_stable"],
    ]


def test_orders() -> None:
    assert len(list(patterns.strict(2))) == 24
    assert len(list(patterns.weak(2))) == 75  # the ordered Bell number of four
    assert [patterns.ranked(one) for one in ((0, 2, 1, 3), (0, 1, 2, 3))] == [True, False]


def test_substitutes() -> None:
    # rows: nobody, the better one, the worse one, both
    assert patterns.substitutable((0, 2, 1, 3))
    assert not patterns.substitutable((2, 1, 0, 3))  # neither alone, but both together
    assert patterns.substitutable((1, 0, 3, 2))  # the worse one alone is best: no common ranking, and no H2
    assert patterns.hypotheses((1, 0, 3, 2)).limited_complementarity is not None


def test_refusals_that_last() -> None:
    assert patterns.refusal_is_lasting((3, 2, 1, 0))
    assert not patterns.refusal_is_lasting((1, 1, 0, 2))  # indifferent to the better one, and glad of both
    assert not patterns.refusal_is_lasting((2, 1, 0, 3))
