from __future__ import annotations

import random
from itertools import combinations, permutations, product

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.sharing import SizeGame, TableGame, blocking, check_hypotheses, ordered_match
from databourse.mechanisms.sharing.bilateral import stable_graphs
from databourse.mechanisms.sharing.bilateral.ordered_match import strictly
from tests.mechanisms.sharing.bilateral.games import COMPLEMENTS, NOT_INCREASING, TIE, example_3_5, random_game
from tests.mechanisms.sharing.golden import FACTS


def holds_by_definition(game: TableGame, order: list[int]) -> tuple[bool, bool, bool]:
    """Definitions 3.3 to 3.5 and strictness, every set with every other."""
    ranking = limited = strict = True
    for agent in range(game.agents):
        others = [other for other in order if other != agent]
        sets = [frozenset(chosen) for size in range(len(others) + 1) for chosen in combinations(others, size)]
        worth = {chosen: game.utility(agent, chosen) for chosen in sets}
        strict &= len(set(worth.values())) == len(sets)
        for better, worse in combinations(others, 2):
            ranking &= all(worth[s | {better}] > worth[s | {worse}] for s in sets if not s & {better, worse})
        for start, other in product(sets, others):
            if worth[start] > worth[start | {other}]:
                lower = set(others[others.index(other) :])
                limited &= all(worth[start] > worth[start | s] for s in sets if s <= lower and s - start)
    return ranking, limited, strict


def test_checks_are_the_definitions() -> None:
    chance = random.Random(3)
    seen = set()
    for trial in range(600):
        agents = chance.randint(1, 4)
        game = random_game(chance, agents, most=chance.choice([1, 3, 50]))
        if trial % 2:  # with a ranking and limited complementarity, more or less
            sizes, noise = sorted((chance.randint(1, 9) for _ in range(agents)), reverse=True), chance.choice([0, 1, 9])
            game = TableGame.of(
                [
                    [
                        round(100 * sum(size for bit, size in enumerate(others) if row >> bit & 1) ** 0.5)
                        - cost * row.bit_count()
                        + chance.randint(0, noise)
                        for row in range(1 << agents - 1)
                    ]
                    for others, cost in ((sizes[:k] + sizes[k + 1 :], chance.randint(0, 200)) for k in range(agents))
                ]
            )
        order = list(range(agents)) if trial % 2 else chance.sample(range(agents), agents)
        found = check_hypotheses(game, order)
        told = (found.common_ranking, found.limited_complementarity, found.strict_preferences)
        expected = holds_by_definition(game, order)
        assert tuple(failure is None for failure in told) == expected
        assert found.hold is all(expected)
        seen.add(expected)
    assert seen >= {(True, True, True), (True, False, True), (False, True, True), (True, True, False)}


def test_every_strict_profile_of_three_agents() -> None:
    """Ranked 0, 1, 2: of 24^3 profiles of strict preferences, what holds, and whether the match is stable."""
    fact = FACTS["exhaustive_N3"]
    orders = list(permutations(range(4)))
    # H1 and H2 concern each agent's own preferences
    kinds: list[list[tuple[bool, bool]]] = []
    for agent in range(3):
        kinds.append([])
        for order in orders:
            profile: list[tuple[int, ...]] = [(0, 2, 1, 3)] * 3  # both hypotheses hold for the others
            profile[agent] = order
            found = check_hypotheses(TableGame.of(profile), [0, 1, 2])
            kinds[agent].append((found.common_ranking is None, found.limited_complementarity is None))
    both = unstable = top_only = top_only_unstable = top_only_none = 0
    for choice in product(range(24), repeat=3):
        chosen = [kinds[agent][place] for agent, place in enumerate(choice)]
        if not all(top for top, _ in chosen):
            continue
        game = TableGame.of([orders[place] for place in choice])
        blocked = blocking(game, ordered_match(strictly(game), [0, 1, 2])) is not None
        if all(limited for _, limited in chosen):
            both += 1
            unstable += blocked
        else:
            top_only += 1
            top_only_unstable += blocked
            top_only_none += not stable_graphs(game)
    assert (both, unstable) == (fact["both_conditions"], fact["match_unstable_given_conditions"])
    assert top_only == fact["top_only"]
    assert top_only_unstable == fact["top_only_match_unstable"]
    assert top_only_none == fact["top_only_no_stable"]


def test_witnesses() -> None:
    assert check_hypotheses(TIE, [0, 1]).strict_preferences == "agent 0 is indifferent between {1} and {}"
    found = check_hypotheses(COMPLEMENTS, [0, 1, 2])
    assert found.common_ranking is None and found.strict_preferences is None and not found.hold
    assert found.limited_complementarity == "agent 1 does not want {0} beside {}, but likes {0, 2} no less"
    found = check_hypotheses(NOT_INCREASING, [0, 1, 2])
    assert found.common_ranking == "agent 0 does not like {1} strictly better than {2}"
    assert FACTS["cor_3_1_1_nonmonotone"]["top_agent"] is False
    assert check_hypotheses(example_3_5(4), [0, 1, 2]).common_ranking is not None


def test_the_ranking_is_the_one_that_is_given() -> None:
    game = SizeGame.of([1, 5, 2], [1, 1, 1], [0.1, 0.1, 0.1])
    assert check_hypotheses(game, game.ranking).hold
    assert check_hypotheses(game, [0, 1, 2]).common_ranking is not None
    same = SizeGame.of([2, 2, 5], [1, 1, 1], [0.1, 0.1, 0.1])
    found = check_hypotheses(same, same.ranking)
    assert found.common_ranking == "agent 2 does not like {0} strictly better than {1}" and found.strict_preferences


def test_concave_sizes_have_all_and_a_stable_match() -> None:
    chance = random.Random(5)
    for _ in range(40):
        agents = chance.randint(2, 5)
        sizes = chance.sample(range(1, 40), agents)
        game = SizeGame.of(sizes, [chance.uniform(0.5, 2) for _ in sizes], [chance.uniform(0, 1) for _ in sizes])
        found = check_hypotheses(game, game.ranking)
        assert found.common_ranking is None and found.limited_complementarity is None
        assert blocking(game, ordered_match(strictly(game), game.ranking)) is None


def test_refusals() -> None:
    many = SizeGame.of([1] * 13, [1] * 13, [0] * 13)
    with pytest.raises(InvalidInput, match="13 agents"):
        check_hypotheses(many, many.ranking)
    with pytest.raises(InvalidInput, match="order is"):
        check_hypotheses(TIE, [0, 2])
