"""Prices, payments, weights, lies and rings: numbers that are known, and checks that notice what is wrong."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from databourse.experiments.sharing import lies, mixed, payments, prices, queries, rings, sizes
from databourse.experiments.sharing.markets import KINDS, random_market
from databourse.experiments.sharing.settings import Settings
from databourse.mechanisms.sharing import Additive, BySet, Market, competitive, vcg_payments
from databourse.mechanisms.sharing.unilateral import Competitive
from tests.experiments.runs import Run
from tests.mechanisms.sharing.golden import FACTS

SALE = Market.of([BySet.of(0, [0, 0]), BySet.of(1, [0, 10])], [[0, 1], [1, 0]])


@pytest.mark.parametrize("kind", KINDS)
def test_random_markets_are_of_their_kind(kind: str) -> None:
    chance = random.Random(kind)
    for _ in range(20):
        market = random_market(chance, kind, 4)
        for buyer, utility in enumerate(market.utilities):
            others = [seller for seller in range(4) if seller != buyer]
            assert utility.value(()) == 0
            gains = []
            for seller in others:
                rest = [other for other in others if other != seller]
                late, early = utility.value(others) - utility.value(rest), utility.value([seller])
                assert late >= 0
                gains.append((early, late))
            if kind in ("coverage", "concave in size"):
                assert all(early >= late for early, late in gains)
            if kind == "additive":
                assert all(early == late for early, late in gains)


def test_complements_cannot_both_ask_their_most() -> None:
    assert prices.complements() == {"highest": [9, 9], "value": 10, "breaks": True}
    values = Market.of([Additive.of(0, [0, 9, 7]), *[Additive.of(k, [0, 0, 0]) for k in (1, 2)]], [[0] * 3] * 3)
    outcome = competitive(values)
    assert not prices.breaks(values, 0, outcome.purchases[0], outcome.prices)


def test_checks_of_prices_notice_other_outcomes() -> None:
    right = competitive(SALE)
    assert prices._best_at_cost(SALE, right) and not prices._some_coalition_gains(SALE, right)
    nothing = Competitive(((), ()), (0, 0), {})
    assert not prices._best_at_cost(SALE, nothing) and prices._some_coalition_gains(SALE, nothing)

    def counted(outcome: Competitive) -> Counter[str]:
        counts: Counter[str] = Counter()
        prices._look_at_intervals(SALE, outcome, counts)
        prices._look_at_every_graph(SALE, outcome, counts)
        return counts

    assert counted(right) == {
        "intervals": 1,
        "still bought at the maximum": 1,
        "no longer bought above": 1,
        "graphs searched": 1,
        "welfare is the greatest": 1,
        "optimal graphs": 1,
        "optimal graphs supported": 1,
    }
    assert counted(nothing)["welfare is the greatest"] == counted(nothing)["optimal graphs supported"] == 0
    low = Competitive(right.purchases, right.surpluses, {(0, 1): (1, 9)})
    assert counted(low)["no longer bought above"] == 0
    high = Competitive(right.purchases, right.surpluses, {(0, 1): (1, 11)})
    assert counted(high)["still bought at the maximum"] == 0


def test_payoffs_and_what_is_unsold_by_hand() -> None:
    outcome = competitive(SALE)
    assert payments.payoffs(SALE, outcome, [-10, 1]) == [9, 9]
    assert payments.payoffs(SALE, outcome, [0, 1]) == [-1, 9]
    assert payments.unsold(SALE, outcome) == 0
    dear = Market.of(SALE.utilities, [[0, 12], [1, 0]])
    assert competitive(dear).purchases == ((), ()) and payments.unsold(dear, competitive(dear)) == 10


def test_the_smallest_payments() -> None:
    found = payments.examples()
    assert found["participation"] == [-10, 1] and found["as printed"] == [0, 1]
    assert found["payoffs as printed"] == [-1, 9]
    assert found["published"] == {"data": (1, -9), "money": (0, -1), "imbalance": -1}
    assert found["clamped"] == {"data": (0, -9), "money": (1, -1), "imbalance": 0}


def test_payments_of_both_readings_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    right = payments._check(1, "coverage", range(8))["counts"]
    for name in ("by definition", "the sum of intervals", "costs and what is unsold"):
        assert right[name] == 8
    assert right["participation, surplus"] == right["as printed, deficit"] == right["clamped does not balance"] == 0

    def one_more(outcome: Competitive) -> list[int]:
        first, *others = vcg_payments(outcome)
        return [first + 1, *others]

    monkeypatch.setattr(payments, "vcg_payments", one_more)
    wrong = payments._check(1, "coverage", range(8))["counts"]
    assert wrong["by definition"] == wrong["the sum of intervals"] == 0


def test_learners_by_hand() -> None:
    agents = mixed.learners(random.Random(1))
    for agent, utility in enumerate(agents.utilities):
        assert utility.concave and utility.at(0) == 0
        assert agents.value(agent, 7) == pytest.approx(utility.at(7), abs=1)
        assert agents.value(agent, 1e30) == pytest.approx(agents.stakes[agent] / agents.own[agent] ** 0.5)


def test_a_lifted_weight_pays_what_is_owed() -> None:
    served = 0
    for at in range(6):
        agents = mixed.learners(random.Random(at))
        play = mixed._play(agents.market, 1)
        for agent, payment in enumerate(play.data):
            weight = mixed._lift(agents, play, agent)
            bought = agents.utilities[agent].bought(play.purchases[agent])
            if weight is None:  # more than no error at all, or nothing to weigh
                most = agents.value(agent, 1e30) if bought else 0
                assert agents.value(agent, bought) - float(payment) > most * (1 - 1e-9)
            elif payment:
                gain = agents.value(agent, weight * bought) - agents.value(agent, bought)
                assert gain == pytest.approx(-float(payment))
                served += 1
    assert served > 3


def test_small_markets_with_payments_in_data() -> None:
    assert mixed.pure_seller() == {"data": [-9, 0], "value needed": 9, "weight": None}
    assert mixed.loser() == {"data": [-7, -9, 0], "payoffs": [1, -1, 8]}
    assert mixed.thinner_is_dearer() == {
        "whole": {"welfare": 9, "promised": 9},
        "half": {"welfare": 8, "promised": 16},
    }


def test_the_untruthful_example_is_that_of_another_program() -> None:
    told = {point["report"]: point for point in lies.path()}
    names = {8: "truth", 4: "lie_agent1_reports_4", 2: "lie_agent1_reports_2"}
    for report, name in names.items():
        expected = FACTS["mixed_vcg_not_truthful"][name]["agents"][0]
        point = told[report]
        assert point["mixed"] == pytest.approx(expected["payoff"]) and point["vcg"] == 15
        assert point["weight"] == pytest.approx(expected["w"]) and point["data payment"] == expected["td"]
    assert [told[report]["mixed"] for report in names] == [15, 23, 39]


def test_lies_pay_where_a_mechanism_lets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    right = lies._check(1, range(4))
    assert right["mixed, lies that pay"] > 0
    names = ("vcg, lies that pay", "participation, lies that pay", "as printed, lies that pay")
    assert all(right[name] == 0 for name in names)
    # prices at cost: a seller that reports a higher one has more
    monkeypatch.setattr(lies, "vcg_payments", Competitive.payments_at_cost)
    assert lies._check(1, range(4))["participation, lies that pay"] > 0


def test_a_lie_that_changes_no_trade_leaves_vcg_as_it_was() -> None:
    honest, lied = (
        lies.play([Fraction(report), Fraction(9)], Fraction(8), 0, [1, 1], [[0, 10**6], [10**6, 0]])
        for report in (8, 5)
    )
    assert honest["vcg"] == lied["vcg"] == honest["mixed"] == 15 < lied["mixed"]


def test_the_ring_by_hand() -> None:
    assert rings.RING.ranked()
    assert rings.ordered_match(rings.RING) == rings.NOTHING
    ring = ((1, 0), (0, 1), (1, 0))
    assert rings.blocking(rings.RING, rings.NOTHING) == ((0, 1, 2), ring)
    assert [rings.RING.utility(agent, ring) for agent in range(3)] == [1, 1, 2]
    # who is asked would rather not answer
    assert rings.blocking(rings.RING, ring) == ((0,), ((1, 0), (0, 0), (1, 0)))


def test_two_that_gain_both_ways_share() -> None:
    game = rings.QueryGame(values=[[0, 5, 4], [5, 0, 4], [5, 4, 0]], costs=[[0, 1, 2], [1, 0, 1], [2, 2, 0]])
    assert rings.ordered_match(game) == ((1, 1),) * 3
    assert rings.blocking(game, rings.ordered_match(game)) is None
    assert rings.blocking(game, rings.NOTHING) is not None
    alike = rings.QueryGame(values=[[0, 5, 5], [5, 0, 4], [5, 4, 0]], costs=[[0, 1, 1], [1, 0, 1], [2, 2, 0]])
    assert game.ranked() and not alike.ranked()


def test_marginal_values() -> None:
    found = queries._combine(Settings(), [{}])["marginal"]
    assert [round(found[curve]) for curve in ("sqrt", "log", "saturating")] == [2, 4, 8]


def test_examples_of_the_paper(tiny_review: Run) -> None:
    found: dict[str, Any] = sizes.examples()
    assert found["3.4"] == {"match": 1.0, "optimum": 10.0} and found["3.4, stable"]
    assert {name: graphs for name, graphs in found["3.5"].items() if graphs} == {"best": [[(0, 1)]]}
    assert found["tie"]["strict"] == {"edges": [], "blocked": True}
    assert found["tie"]["weak"] == {"edges": [(0, 1)], "blocked": False}
    assert found["peak"] == "agent 0 does not like {1} strictly better than {2}"
    assert [one["proposals"] for one in tiny_review.results["sizes"]["work"]] == [45, 190, 780, 3_160, 12_720]
