"""No deviation pays in equilibrium, and the check would notice: whatever is not the equilibrium has one that pays."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from databourse.mechanisms.resale import Equilibrium, Instance, Model, average, raw, solve
from databourse.mechanisms.resale.analysis.beliefs import posteriors
from databourse.mechanisms.resale.analysis.deviations import gains, is_consistent, worth
from databourse.mechanisms.resale.analysis.random_chains import arbitrary, shares

HALF = Fraction(1, 2)


def cases() -> list[tuple[Instance, Equilibrium]]:
    found = []
    for trial in range(40):
        chance = random.Random(trial)
        sizes = [chance.randint(1, 3) for _ in range(chance.randint(2, 4))]
        model = arbitrary(chance, sizes, lowest=chance.choice((-12, -3, 1)))
        instance = Instance(model, shares(chance, model.trades), "exact")
        found.append((instance, solve(instance)))
    return found


def test_worth_by_hand() -> None:
    """A buyer worth 1 or 3 who sells on to one worth 4, and halves the price of that with the first seller."""
    model = Model([[0], [1, 3], [4]], [1], [[[HALF, HALF]], [[1], [1]]])
    instance = Instance(model, average(2), "exact")
    played = solve(instance)
    assert list(map(list, played.thresholds)) == [[5], [3, 5], [4]]
    assert worth(instance, played, 0, 0, Fraction(3)) == 3 + 2
    assert worth(instance, played, 0, 0, Fraction(5)) == (5 + 2) * HALF
    assert worth(instance, played, 1, 1, Fraction(4)) == 3 + 2
    assert max(gains(instance, played)) == 0
    assert is_consistent(instance, played)


def test_no_deviation_pays_in_equilibrium() -> None:
    for instance, played in cases():
        assert max(gains(instance, played)) <= 0
        assert is_consistent(instance, played)


def test_what_is_no_equilibrium_is_noticed() -> None:
    noticed = stayed = 0
    for instance, played in cases():
        other = solve(replace(instance, reallocation=raw(instance.model.trades)))
        if other.thresholds == played.thresholds:
            stayed += 1
            continue
        assert max(gains(instance, other)) > 0 or not is_consistent(instance, other)
        noticed += 1
    assert noticed > stayed
    # a threshold that is too high promises more than it brings, one that is too low hides a gain
    instance, played = cases()[0]
    for wrong in (-1, 1):
        first = tuple(threshold + wrong for threshold in played.thresholds[0])
        mutated = replace(played, thresholds=(first, *played.thresholds[1:]))
        assert not is_consistent(instance, mutated)
        assert (max(gains(instance, mutated)) > 0) == (wrong < 0)


def test_nothing_is_learnt_from_earlier_prices() -> None:
    several = 0
    for instance, played in cases():
        for player in range(instance.model.trades):
            found = posteriors(instance, played, player)
            for (state, _), row in found.items():
                assert tuple(row) == instance.model.transitions[player][state]
            several += len(found) > len({state for state, _ in found})
    assert several > 0  # states reached with different prices before them
