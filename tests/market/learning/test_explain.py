"""What entries of learning rounds are told."""

from __future__ import annotations

import json

from databourse.market.learning import LEARNING
from databourse.market.mechanism import Explanation
from databourse.mechanisms.learning.table import Table
from tests.market.learning.rounds import RUNNER, Learned, random_table
from tests.market.learning.test_proposal import Large

THREE = Table.of(3, [0, 60, 50, 80, 20, 70, 60, 90], 100)


def explain(made: Learned, index: int, alloc: bytes | None = None) -> Explanation:
    rule = made.rule if isinstance(made, Large) else LEARNING
    return rule.explain(
        made.entries,
        made.params.encode(),
        {},
        index,
        lambda amount: f"{amount} units",
        posts=made.posts,
        alloc=alloc,
    )


def said(told: Explanation) -> str:
    return " ".join(told.sentences)


def test_a_party_that_gains_more_than_it_gives() -> None:
    """By hand: gains of 30, 40 and 70 rows of 100, at 1000 units for all of them."""
    made = Learned(3)
    made.say(THREE)
    told = explain(made, 2)
    assert (told.kind, told.verdict, told.decided_by) == ("party", "traded", "gain")
    numbers = told.numbers
    assert [numbers[name] for name in ("party", "size", "alone", "together", "gain", "fee", "charge")] == [
        2,
        100,
        20,
        90,
        70,
        800,
        700,
    ]
    # v: 0, 60, 50, 130, 20, 130, 110, 230; Shapley's values in sixths are 550, 460 and 370: of 1400 units 557 and
    # 134/138 of one, 466 and 92/138, 375 and 50/138. Two units are left, which go to the others
    assert numbers["share_ppm"] == 268_115  # 37/138
    assert (numbers["payout"], numbers["net"]) == (375, -325)
    text = said(told)
    assert "It is party 2. A model of its own data gets 20 of 100 rows right, one of everybody's, with 2 other" in text
    assert "it gains 70.00%" in text
    assert "All gains together cost 1400 units, and its own 700 units; the most that it could have cost was 800" in text
    assert "and earn 375 units" in text
    assert "So it pays 325 units in all." in text
    assert "would not have paid (index" in text
    assert "a debit of 700 units and a credit of 375 units" in told.proof[-1]


def test_a_party_that_gives_more_than_it_gains() -> None:
    made = Learned(3)
    made.say(THREE)
    told = explain(made, 0)
    assert (told.verdict, told.decided_by) == ("traded", "data")
    assert "So it gets 258 units in all." in said(told)
    assert json.loads(json.dumps(told.as_dict()))["numbers"]["charge"] == "300"


def test_a_copy_that_would_have_paid() -> None:
    """The specification's counterexample: party 0 alone has everything, and so have the other two together."""
    made = Learned(3)
    made.say(Table.of(3, [0, 100, 0, 100, 0, 100, 100, 100], 100))
    assert "Entering again with a copy of its data would have paid (index 2, 2.0000: above 0)" in said(explain(made, 0))
    assert "by an accuracy of 1/9," in said(explain(made, 0))
    assert explain(made, 0).numbers["index_ppm"] == 2 * 10**6


def test_indices_are_rounded_up() -> None:
    """For two parties L_1 = 2·G_1 + 2·G_2 - 3·G(M): a row more or less of 32,767 is 30.5 parts of a million."""
    for counts, expected in (([0, 1, 1, 1], 31), ([0, 1, 0, 1], -30)):
        made = Learned(2)
        made.say(Table.of(2, counts, 32_767))
        assert explain(made, 0).numbers["index_ppm"] == expected


def test_even_and_nothing_to_share() -> None:
    made = Learned(2)
    made.say(Table.of(2, [0, 60, 60, 60], 100))
    told = explain(made, 0)
    assert told.decided_by == "even"
    assert "nobody pays and nobody earns" in said(told)


def test_an_absent_party() -> None:
    made = Learned(4)
    made.say(THREE, 0b1101)
    told = explain(made, 1)
    assert (told.kind, told.verdict, told.decided_by) == ("party", "absent", "no data")
    assert "It is party 1, and absent" in said(told)
    assert "no debit and no credit" in told.proof[-1]
    assert explain(made, 3).numbers["alone"] == 20


def test_an_entry_that_is_no_party() -> None:
    made = Learned(3)
    made.enter("poor", lock=1)
    made.say(THREE)
    told = explain(made, 3)
    assert (told.kind, told.verdict, told.decided_by) == ("none", "no entry", "lock")
    assert "It takes no part: lock is 1, but a party locks what an accuracy of 1 costs, 1000." in said(told)


def test_before_there_is_a_statement() -> None:
    made = Learned(3)
    told = explain(made, 0)
    assert (told.kind, told.verdict, told.decided_by) == ("party", "undecided", "no statement")
    assert "no statement about it was posted" in said(told)
    assert "everybody has everything back, fees included" in said(told)
    assert told.proof[-1] == "By these it accepts no outcome."
    assert RUNNER.address in told.proof[1]


def test_a_statement_that_nothing_follows_from() -> None:
    made = Learned(2)
    made.say(THREE)
    told = explain(made, 0)
    assert told.verdict == "undecided"
    assert "says that party 2 is present, and there are 2" in said(told)


def test_what_is_proposed_is_explained_with_and_without_its_table() -> None:
    table = random_table(13)
    known, made = Large(table), Large(table, known=False)
    told = explain(known, 4)
    assert explain(known, 4, known.alloc()) == told
    assert "with 500 units behind it" in " ".join(told.proof)
    assert explain(known, 19).verdict == "absent"
    assert explain(made, 4).verdict == "undecided"
    assert "is not here" in said(explain(made, 4))
    without = explain(made, 4, known.alloc())
    assert (without.verdict, without.numbers["charge"]) == (told.verdict, told.numbers["charge"])
    assert without.numbers["index_ppm"] is None
    assert "Whether a copy of its data would have paid follows from the table" in said(without)
