"""Rounds of at most twelve parties: their outcome, against the specification's values and its definitions."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from databourse.errors import InvalidInput, NoOutcome
from databourse.market.challenging import Challengeable
from databourse.market.entries import MAX_LOCK
from databourse.market.learning import LEARNING
from databourse.market.learning.statement import Statement
from databourse.market.learning.words import pack_counts
from databourse.market.mechanism import by_name
from databourse.market.phases import Phases
from databourse.mechanisms.learning import Outcome as Solved
from databourse.mechanisms.learning import single_task
from databourse.mechanisms.learning.table import Table
from tests.market.learning.rounds import ARBITER, RUNNER, Learned, options, random_table
from tests.mechanisms.learning.golden import INSTANCES

PAIR = Table.of(2, [0, 60, 50, 90], 100)


def test_the_rule_is_known_and_says_what_it_needs() -> None:
    assert by_name("learning") is LEARNING
    assert isinstance(LEARNING, Challengeable)
    few, many = (LEARNING.encode_params(options(parties)) for parties in (5, 13))
    assert LEARNING.phases(few) == Phases(posts=True)
    assert LEARNING.phases(many) == Phases(bond=500, posts=True)
    assert LEARNING.decode_params(few)["model"] == "logistic"
    assert LEARNING.describe(few) == (
        "learning (logistic; up to 5 parties; an accuracy of 1 costs 1000 base units; settled at once)"
    )
    assert "a proposer stakes 500 base units" in LEARNING.describe(many)
    assert "a model that nobody can read" in LEARNING.describe(few + b"!")


@pytest.mark.parametrize("instance", INSTANCES)
@pytest.mark.parametrize("independent", [False, True])
def test_golden(instance: dict[str, Any], independent: bool) -> None:
    """Every published market, as a round whose runner stated the closure of what was measured."""
    given_, expected = instance["input"], instance["output"]
    table = Table.of(given_["parties"], given_["correct"], given_["validation_size"]).closure()
    made = Learned(table.parties, max_parties=table.parties, budget=given_["budget_per_unit"])
    made.say(table)
    solution = made.solve(independent)
    assert solution.debits == tuple((i, charge) for i, charge in enumerate(expected["charges"]) if charge)
    assert solution.credits == tuple((i, payout) for i, payout in enumerate(expected["payouts"]) if payout)
    assert (solution.alloc, solution.hints, solution.surplus, dict(solution.pointers)) == (b"", b"", 0, {})
    shares = solution.detail.shares
    assert [one.fee for one in shares] == expected["fees"]
    assert [one.net for one in shares] == expected["net"]
    assert [str(one.value) for one in shares] == expected["shapley"]
    assert [str(one.index) for one in shares] == expected["replication_index"]


@pytest.mark.parametrize("seed", range(60))
def test_payments_are_the_mechanisms_whoever_is_absent(seed: int) -> None:
    """To the unit, by entry; some entries are none, and only those in the mask have data."""
    chance = random.Random(seed)
    budget, size = chance.choice([1, 7, 10**6, 10**18, 2**88 - 1]), chance.choice([1, 7, 450, 32_767])
    mask = chance.randrange(1 << 8) & chance.randrange(1 << 8)
    used = random_table(mask.bit_count(), size, seed) if mask else None
    made = Learned(max_parties=12, budget=budget)
    entries = []
    for number in range(8):
        if chance.random() < 0.4:
            made.enter(f"nobody {number}", data=bytes(32))
        entries.append(made.enter(f"party {number}", lock=min(budget + chance.randrange(3), MAX_LOCK)))
    made.say(used, mask)
    expected = Solved.of(single_task(used), budget).payments if used else None
    charges, payouts = (expected.charges, expected.payouts) if expected else ((), ())
    whose = [entries[number] for number in range(8) if mask >> number & 1]
    fast, slow = made.solve(), made.solve(independent=True)
    for found in (fast, slow):
        assert found.debits == tuple((entry, paid) for entry, paid in zip(whose, charges, strict=True) if paid)
        assert found.credits == tuple((entry, got) for entry, got in zip(whose, payouts, strict=True) if got)
        assert found.surplus == 0
        assert all(amount <= budget for _, amount in found.debits)
    assert fast.detail.worth == slow.detail.worth


def test_twelve_parties() -> None:
    made = Learned(12, max_parties=12, budget=2**88 - 1)
    made.say(random_table(12, 32_767))
    fast, slow = made.solve(), made.solve(independent=True)
    assert (fast.debits, fast.credits) == (slow.debits, slow.credits)
    assert fast.detail.worth == slow.detail.worth


def test_entries_that_are_no_parties_have_no_number() -> None:
    """A wrong tag, too small a lock, a payload: the mask passes them over, and they pay nothing."""
    made = Learned()
    made.enter("other rule", data=b"\x04" + bytes(31))
    made.enter("first")
    made.enter("poor", lock=999)
    made.enter("payload", flags=1)
    made.enter("second", lock=5_000)
    made.say(PAIR)
    solution = made.solve()
    assert [one.party.entry.index for one in solution.detail.shares] == [1, 4]
    assert [index for index, _ in solution.debits] == [1, 4]
    reading = solution.detail.reading
    assert [str(reading.fault_of(entry) or "") for entry in reading.entries] == [
        "tag is 4, but the entry of a party begins with 10",
        "",
        "lock is 999, but a party locks what an accuracy of 1 costs, 1000",
        "payload is 0, but a party enters with a commitment, and without a payload",
        "",
    ]


def test_nobody_present() -> None:
    """Nothing moves, and the round is settled: fees go to whoever does."""
    made = Learned(3)
    made.say(None)
    assert (made.solve().debits, made.solve().credits, made.solve().detail.shares) == ((), (), ())
    assert made.solve(independent=True).debits == ()


def test_one_party_gains_nothing_by_its_own_model() -> None:
    made = Learned(1)
    made.say(Table.of(1, [0, 70], 100))
    (share,) = made.solve().detail.shares
    assert (share.gain, share.fee, share.charge, share.payout) == (0, 300, 0, 0)


def test_no_round_is_settled_without_a_statement() -> None:
    made = Learned(2)
    with pytest.raises(NoOutcome) as error:
        made.solve()
    assert error.value.message == "the round cannot be settled: no statement about it was posted"
    assert error.value.hint is not None
    assert "everybody has everything back, fees included" in error.value.hint
    assert f"its arbiter, {ARBITER.address}, can decide" in error.value.hint
    made.raw(b"\1")
    made.raw(b"")
    with pytest.raises(
        NoOutcome, match=r"no statement counts of those that were posted \(1: it is not well formed.*2: "
    ):
        made.solve()
    without = Learned(2, arbiter=False)
    with pytest.raises(NoOutcome) as error:
        without.solve()
    assert error.value.hint is not None and "arbiter" not in error.value.hint


TABLE = Statement.of(PAIR, 0b11, 5)


def counts(*cells: int) -> Statement:
    return replace(TABLE, body=pack_counts(cells))


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (replace(TABLE, present=0b1001), "says that party 3 is present, and there are 3"),
        (replace(TABLE, size=32_768), "a validation set of 32768 rows, and there can be 32767"),
        (replace(TABLE, size=0), "a validation set without rows"),
        (replace(TABLE, size=89), "has a count of 90, and there are 89 validation rows"),
        (counts(1, 60, 50, 90), "gives the model of nobody's data 1 rows"),
        (counts(0, 60, 50, 55), "with the data of 0 a model gets 60 rows right, and with those of party 2 as well 55"),
        (counts(0, 40, 50, 45), "with the data of 2 a model gets 50 rows right, and with those of party 0 as well 45"),
        (counts(0, 60, 50, 90, 0, 1), "something else than zeros stands behind the table"),
    ],
)
def test_statements_that_no_outcome_follows_from(statement: Statement, told: str) -> None:
    """The first that the runner signed counts, so only the arbiter can help."""
    made = Learned(3)
    said = replace(statement, present=0b101) if statement.present == 0b11 else statement
    made.post(said)
    made.say(PAIR, 0b11)
    with pytest.raises(NoOutcome, match="the round cannot be settled: ") as error:
        made.solve()
    assert told in error.value.message
    made.say(PAIR, 0b11, by=ARBITER)
    assert len(made.solve().detail.shares) == 2


def test_without_a_bond_alloc_names_nothing() -> None:
    made = Learned(2)
    made.say(PAIR)
    assert made.resolve(b"").debits == made.solve().debits
    assert list(LEARNING.objections(made.entries, made.params.encode(), made.posts, b"")) == []


def test_parameters_that_no_round_has_are_told() -> None:
    with pytest.raises(InvalidInput, match="127 bytes"):
        LEARNING.solve([], b"", {})


def test_a_copy_changes_nothing_for_whom_it_does_not_pay() -> None:
    """Two parties with the same data: the second brings nothing more, and both are told."""
    table = Table.of(2, [0, 60, 60, 60], 100)
    made = Learned(2)
    made.say(table)
    outcome = made.solve().detail
    assert [outcome.copying(share) for share in outcome.shares] == [0, 0]
    lonely = Table.of(3, [0, 100, 0, 100, 0, 100, 100, 100], 100)  # the specification's counterexample
    made = Learned(3)
    made.say(lonely)
    outcome = made.solve().detail
    first = outcome.copying(outcome.shares[0])
    assert first is not None and first > 0
    assert outcome.shares[0].index == 2


def test_counts_of_all_sizes_are_exact() -> None:
    """The widest numbers that there can be: sums of 2^12 counts of 15 bits, weighed by 12!, times 88 bits."""
    made = Learned(12, max_parties=12, budget=2**88 - 1)
    made.say(Table.of(12, np.minimum(np.arange(1 << 12), 1) * 32_767, 32_767))
    solution = made.solve()
    assert solution.debits == solution.credits == ()
    made = Learned(12, max_parties=12, budget=2**88 - 1)
    made.say(Table.of(12, (np.arange(1 << 12) == 4095) * 32_767, 32_767))
    each = 2**88 - 1
    assert made.solve().debits == made.solve().credits == tuple((i, each) for i in range(12))
    assert RUNNER.address == made.params.runner
