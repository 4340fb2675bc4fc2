"""Numbers that are known, and checks that notice what is wrong."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from databourse.experiments.learning import (
    assumptions,
    copies,
    estimators,
    examples,
    identities,
    properties,
    shares,
    tasks,
    theorem,
)
from databourse.experiments.learning.pictures import Source
from databourse.mechanisms.learning import Market, Payments, Table, single_task
from databourse.mechanisms.learning.attacks import (
    copy_single_task,
    random_table,
    shared_label,
    single_task_counterexample,
    with_copies,
)
from databourse.mechanisms.learning.literal import v_by_definition
from tests.experiments.runs import Run
from tests.mechanisms.learning.golden import FACTS

SOURCE = Source("digits", 240, 3)


def test_examples_are_those_of_another_program() -> None:
    found = examples.examples()
    single = FACTS["counterexample_single_task_not_supermodular"]
    assert found["single"]["nets"] == list(single["net0_by_copies"].values())
    assert found["single"]["index"][0] == single["L0"] and found["single"]["shares"] == single["psi"]
    for rule, called in (("all tasks", "all submitted tasks"), ("original tasks", "original tasks only")):
        expected = [row["net_replicator"] for row in FACTS["counterexample_multi_task"][called]]
        assert found["several"][rule] == expected
    assert found["several"]["deposits"] == "0"
    assert found["figure 3c"] == [row["net_rep"] for row in FACTS["ideal_fig3c"]]
    assert found["chance"]["published"] == FACTS["chance_level_empty_coalition"]["sum_psi"]
    assert found["chance"]["ours"] == "1"


def test_shares_of_the_idealised_figure() -> None:
    for row in FACTS["ideal_fig3c"]:
        found = shares.told(with_copies(shared_label(), 1, row["k"] - 1))
        assert found["v"] == pytest.approx(float(Fraction(row["psi1"])))
        assert found["net"] == pytest.approx(float(Fraction(row["net_rep"])))
        assert found["deposits"] == pytest.approx(row["k"] / 3)
    # by u, with two identities of three: φ of the honest one is 1/3·2/3 + 1/3·1/3 + 1/3·1/3 = 4/9
    assert shares.told(with_copies(shared_label(), 1, 1))["u"] == pytest.approx(5 / 9)


def test_the_check_of_theorem_1_notices_copies_that_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, largest = theorem.look(single_task_counterexample())
    assert counts["1 copies pay"] == counts["2 copies pay"] == counts["3 copies pay"] == 1
    assert counts["index above 0"] == 1 and counts["pays though the index is at most 0"] == 0
    assert largest == pytest.approx(4 / 5 - 2 / 3)
    monkeypatch.setattr(theorem, "index_of_copies", lambda sums, _: [Fraction(-1)] * len(sums))
    assert theorem.look(single_task_counterexample())[0]["pays though the index is at most 0"] == 3


def test_what_a_copy_adds_by_hand() -> None:
    # G is 2/3 alone and 1 together: to {1, 2} a copy of 1 adds G − G_1 = 1/3, to {1} nothing
    assert theorem.later_copy_adds(shared_label(), 0) == Fraction(1, 3)
    falling = Table.of(2, [0, 2, 3, 1], 3)  # not monotone: the copy is better off with the other party alone
    assert theorem.later_copy_adds(falling, 0) == 0


def test_tables_of_parties_that_are_alike() -> None:
    for at in range(10):
        table = theorem.table_of(5, theorem.ALIKE, at)
        sizes = [mask.bit_count() for mask in range(len(table.correct))]
        assert len(set(zip(sizes, table.correct.tolist(), strict=True))) == table.parties + 1
        assert table.is_closed() and len(set(single_task(table).net)) == 1


def test_a_copy_as_an_element_breaks_supermodularity() -> None:
    adds = theorem.look(Table.of(2, [0, 1, 1, 2], 2))[0]
    assert adds["supermodular"] == 1 and adds["supermodular, a copy being an element"] == 0
    # with what is never worth anything the copy may be what it likes, but the party does not count
    idle = theorem.look(Table.of(2, [0, 0, 1, 1], 2))[0]
    assert idle["supermodular"] == 1 and idle["supermodular, a copy being an element"] == 0


def test_steps_by_hand() -> None:
    #      {}  0  1  01  2  02  12  012
    table = Table.of(3, [0, 4, 5, 6, 3, 2, 9, 10], 10)
    found = assumptions.steps(table)
    assert found["steps"] == 9 and found["steps down"] == 2  # from {2} and from {0} to {0, 2}
    # without the empty set there is one pair each for the sets {0}, {1}, {2}
    assert found["pairs"] == 3
    # {0}: 1 adds 2, 2 takes 2, together 6; {1}: 0 adds 1, 2 adds 4, together 5; {2}: −1, 6, 7
    assert found["pairs supermodular"] == 3 and found["pairs submodular"] == 1


def test_answers_that_copies_change(tiny_review: Run) -> None:
    found = tiny_review.results["assumptions"]
    assert found["nearest neighbour"]["all twice"] == found["nearest neighbour"]["one twice"] == 0
    assert found["ridge regression"]["all twice"] > 0


def test_identities_made_of_pieces() -> None:
    table = random_table("monotone", 3, 4)
    assert (identities.regrouped(table, [1, 2, 4]).correct == table.correct).all()
    assert (identities.regrouped(table, [1, 2, 4, 2]).correct == with_copies(table, 1, 1).correct).all()
    merged = identities.regrouped(table, [3, 4])
    assert merged.correct.tolist() == [table.correct[mask] for mask in (0, 3, 4, 7)]


def test_mergers_of_data_that_add_up() -> None:
    found = identities.profits(random_table("modular", 2 * identities.PARTIES, 1))
    assert max(found["split"]) <= 0 and max(found["withhold"]) <= 0 and min(found["merge"]) > 0
    assert [len(found[way]) for way in identities.WAYS] == [3, 6, 3]


def test_profits_by_hand() -> None:
    # every party and every half of one is as good as all: nobody gains or pays anything
    alike = Table(6, np.minimum(np.arange(64), 1), 1)
    assert {profit for found in identities.profits(alike).values() for profit in found} == {0}
    both = identities.complementary_halves()
    found = identities.profits(both)
    # as one, party 0 has its full accuracy alone and gains nothing; v is 1, 2 or 3 with it, so it earns
    # 1/3·(1 + 2 + 3) = 2 of 3, and the others 1/2 each of the pot of 2
    honest = single_task(identities.regrouped(both, [3, 12, 48])).net[0]
    assert honest == Fraction(2, 3) * 2
    # in halves each is charged for the other, but they also earn on what they are charged
    assert found["split"][0] == Fraction(22, 15) - honest > 0
    # with one half nobody's model is any good, but the party still has its own
    assert found["withhold"][:2] == [-honest, -honest]


@pytest.mark.parametrize("shape", ["supermodular", "monotone"])
def test_properties_are_noticed_when_they_fail(monkeypatch: pytest.MonkeyPatch, shape: str) -> None:
    table = theorem.table_of(2, shape, 3)
    right = properties.look(table, 0)
    names = ("balanced", "balanced to the unit", "same data, same return", "newcomers not worse off")
    assert all(right[name] == 1 for name in names)

    def favoured(found: Table) -> Market:
        market = single_task(found)
        first, *others = market.sums
        return replace(market, sums=[[3 * value + 1 for value in first], *others])

    monkeypatch.setattr(properties, "single_task", favoured)
    assert properties.look(table, 0)["same data, same return"] == 0
    monkeypatch.undo()

    def generous(market: Market, budget: int) -> Payments:
        paid = Market.pay(market, budget)
        return replace(paid, net=(paid.net[0] + 1, *paid.net[1:]))

    class Outcome:
        def __init__(self, market: Market, budget: int) -> None:
            self.payments = generous(market, budget)

        of = classmethod(lambda cls, market, budget: cls(market, budget))

    monkeypatch.setattr(properties, "Outcome", Outcome)
    assert properties.look(table, 0)["balanced to the unit"] == 0


def test_copies_that_add_nothing_are_those_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    found = copies._enter(SOURCE, "nearest neighbour", 1)
    assert found["counts"]["cases"] == 4
    assert found["counts"]["table differs from that of copies that add nothing"] == 0
    assert found["counts"]["pays"] == found["counts"]["would pay if copies added nothing"]
    monkeypatch.setattr(
        copies, "copy_single_task", lambda *_: replace(copy_single_task(shared_label(), 0, 1), attacking=Fraction(9))
    )
    wrong: dict[str, Any] = copies._enter(SOURCE, "nearest neighbour", 1)["counts"]
    assert (
        wrong["would pay if copies added nothing"] == wrong["table differs from that of copies that add nothing"] == 4
    )


def test_attacks_on_markets_with_a_task_each() -> None:
    found = tasks._check(1, "supermodular", range(6))
    assert found["counts"]["phantom, all tasks"] == 6 and found["counts"]["phantom, gap-weighted"] == 0
    assert found["largest"]["phantom, all tasks"] > 0.05 > found["largest"]["phantom, gap-weighted"]


def test_the_column_that_is_sampled() -> None:
    table = random_table("monotone", 4, 2)
    v = v_by_definition([table.accuracy(mask) for mask in range(16)])
    assert estimators.column(table) == pytest.approx([float(v(mask)) for mask in range(16)])


def test_errors_of_estimates(tiny_review: Run) -> None:
    ways = tiny_review.results["estimators"]["ways"]
    for points in ways.values():
        errors = [point["rmse"] for point in points]
        assert errors == sorted(errors, reverse=True) and points[-1]["models"] <= 4_095
        # four times the orders halve the error
        assert errors[0] / errors[-1] == pytest.approx(4, rel=0.5)
    assert ways["antithetic pairs"][-1]["rmse"] < ways["independent orders"][-1]["rmse"]


def test_values_of_rows_add_up_to_the_accuracy_of_all(tiny_review: Run) -> None:
    found = tiny_review.results["values"]
    assert found["largest error of a sum"] < 1e-6
    for way in ("rows", "party"):
        assert sum(one["mean"] for one in found[way]) == pytest.approx(found["everybody"]["mean"], abs=1e-6)
    assert sum(found["sizes"]) == 180
