"""The published models under RAW and AVE: the figures of the paper's Table 1, and of shorter and longer chains."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.resale import Equilibrium, Instance, Reallocation, average, published, raw, solve, tbds
from databourse.mechanisms.resale.numbers import Arithmetic

#: By trades and model: welfare and volume of RAW, then of AVE, as docs/resale.md prints them.
FIGURES = {
    (3, "1'"): "3.3080 .624 4.2387 1.104",
    (3, "2"): ".164 .728 .164 .728",
    (3, "3"): "1.9098 .624 2.2610 1.104",
    (3, "4"): ".164 .728 .164 .728",
    (5, "1"): "4.3926 .65984 6.9494 1.35744",
    (5, "1'"): "4.4043 .65984 6.9683 1.35744",
    (5, "2"): ".24368 .89216 .478176 3.0672",
    (5, "3"): "2.01411 .65984 2.56805 1.35744",
    (5, "4"): ".24368 .89216 .270336 1.00704",
    (8, "1'"): "5.5847 .6662 16.0424 2.2883",
    (8, "2"): ".3350 1.036 .9735 5.0119",
    (8, "3"): "2.0463 .6662 2.7255 1.4692",
    (8, "4"): ".3358 1.036 .4392 1.3620",
    (10, "1'"): "6.1454 .6666 31.3718 3.9492",
    (10, "2"): ".3807 1.0961 1.4889 6.8224",
    (10, "3"): "2.0500 .6666 2.7586 1.4889",
    (10, "4"): ".3837 1.0961 .5717 1.6466",
}


def solved(name: str, trades: int, family: str, arithmetic: Arithmetic) -> Equilibrium:
    matrix = {"raw": raw, "average": average}[family](trades)
    return solve(Instance(published(name, trades, arithmetic), matrix, arithmetic))


@pytest.mark.parametrize(("trades", "name"), FIGURES, ids=str)
def test_figures_to_the_printed_digits(trades: int, name: str) -> None:
    printed = FIGURES[trades, name].split()
    choices: tuple[Arithmetic, ...] = ("float",) if name == "1" else ("exact", "float")
    for arithmetic in choices:
        found = []
        for family in ("raw", "average"):
            equilibrium = solved(name, trades, family, arithmetic)
            found += [equilibrium.welfare, equilibrium.volume]
        digits = [len(figure.split(".")[1]) for figure in printed]
        rounded = [f"{float(number):.{places}f}" for number, places in zip(found, digits, strict=True)]
        assert [figure.removeprefix("0") for figure in rounded] == printed


@pytest.mark.parametrize("name", ["1'", "3"])
def test_one_step_shares_make_the_price_a_multiple_of_the_valuation(name: str) -> None:
    """Lemma C.2: where only the own price counts, and every success rate is some of five equally likely steps."""
    trades = 5
    model = published(name, trades, "exact")
    played = solved(name, trades, "raw", "exact")
    for player in range(trades):
        for sign in (1, -1):  # model 3 is homogeneous for positive factors
            ratios = {
                price / valuation
                for price, valuation in zip(played.prices[player], model.valuations[player], strict=True)
                if valuation * sign > 0
            }
            assert len(ratios) <= 1
    for before, after in pairwise(played.trade_rates):
        if name == "1'":
            assert (5 * Fraction(after) / Fraction(before)).denominator == 1


@pytest.mark.parametrize(
    "family", [raw, average, lambda trades: tbds(trades, Fraction(1, 3))], ids=["raw", "ave", "tbds"]
)
def test_a_multiple_of_all_valuations_multiplies_thresholds_and_prices(family: Callable[[int], Reallocation]) -> None:
    """Lemma C.2 along the walk: states with the same successors, relative to themselves."""
    model = published("1'", 4, "exact")
    played = solve(Instance(model, family(4), "exact"))
    for player in range(4):
        for column in (played.thresholds, played.prices):
            ratios = {
                number / valuation for number, valuation in zip(column[player], model.valuations[player], strict=True)
            }
            assert len(ratios) == 1


def test_states_are_those_that_can_be_reached() -> None:
    assert published("4", 2, "exact").valuations[2] == tuple(Fraction(k, 10) for k in range(-4, 5))
    clipped = published("2", 7, "exact")
    assert list(map(len, clipped.valuations)) == [1, 3, 5, 7, 9, 11, 11, 11]
    assert clipped.transitions[0] == ((Fraction(3, 5), Fraction(1, 5), Fraction(1, 5)),)
    assert clipped.transitions[5][10][-1] == Fraction(3, 5)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("5", 5), "model is '5', but it must be one of 1, 1', 2, 3, 4"),
        (("2", 0), "trades is 0"),
        (("2", True), "trades is True"),
        (("2", 5, "decimal"), "arithmetic is 'decimal'"),
        (("1", 5, "exact"), "which is not rational"),
    ],
)
def test_refused(arguments: tuple[str, int], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        published(*arguments)
