"""Rounds of sharing-costs that were worked out by hand.

- Alice sells 1 lot at a cost of 1, to Carol at 4; Bob sells 1 lot at a cost of 1; Dave sells 2 lots at a cost of 7.
- Carol values 1, 2, … lots at 0, 10: two lots are complements. She can have Alice and Bob for 5, Dave for 7.
- Erin's values add up: 3 for Alice, 1 for Bob (no more than it costs), 9 for Dave.

Carol buys from Alice and Bob (10 - 5 = 5); without either she buys from Dave (10 - 7 = 3): margins of 2. Erin buys from
Alice (margin 2) and Dave (margin 2).
"""

from __future__ import annotations

from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.market import mechanism
from databourse.market.challenging import Challengeable
from databourse.market.mechanism import Solution
from databourse.market.phases import ONE_SHOT, Phases
from databourse.market.sharing import SHARING_COSTS
from databourse.market.sharing.money.outcome import Outcome
from tests.market.scripted import account
from tests.market.sharing.money.rounds import LOT, Reports

ALICE, BOB, CAROL, DAVE, ERIN = range(5)


def _named(**amounts: int) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((account(who), amount) for who, amount in amounts.items()), key=lambda one: int(one[0], 16)))


def _script() -> Reports:
    script = Reports()
    script.agent(1, who="alice", cost=1, exceptions=_named(carol=4))
    script.agent(1, who="bob", cost=1)
    script.agent(0, 0, 10, who="carol")
    script.agent(2, who="dave", cost=7)
    script.agent(0, who="erin", additive=_named(alice=3, bob=1, dave=9, nobody=50))
    return script


def _params(mode: str, bond: int, share: int = 0) -> bytes:
    return SHARING_COSTS.encode_params({"mode": mode, "share": share, "lot": LOT, "bond": bond})


def _solve(mode: str, bond: int, share: int = 0) -> Solution[Outcome]:
    entries, params = _script().entries, _params(mode, bond, share)
    solution = SHARING_COSTS.solve(entries, params, {})
    assert SHARING_COSTS.solve(entries, params, {}, independent=True) == solution
    return solution


def test_what_is_bought_at_competitive_prices() -> None:
    solution = _solve("competitive", 0, 500_000_000)
    # by rank Dave comes first
    assert solution.alloc == bytes([0, 0, 2, ALICE, BOB, 0, 2, DAVE, ALICE])
    assert solution.hints == bytes([DAVE, ALICE, BOB])
    assert solution.debits == ((CAROL, 5 + 2), (ERIN, 8 + 2))
    assert solution.credits == ((ALICE, 5 + 2), (BOB, 2), (DAVE, 8))


def test_a_proposal_says_margins_and_has_witnesses() -> None:
    solution = _solve("mixed-vcg", 500)
    margin = (2).to_bytes(11)
    purchases = [[], [], [ALICE, BOB], [], [DAVE, ALICE]]
    # Alice is to get 4 + 2 + 1 + 2, Dave 7 + 2, Bob 1 + 2; the deficit is 8
    data = [0, 0, 0, 8, 0]
    rows = [
        bytes([len(sellers)]) + b"".join(bytes([seller]) + margin for seller in sellers) + part.to_bytes(12)
        for sellers, part in zip(purchases, data, strict=True)
    ]
    assert solution.alloc == b"\1" + b"".join(rows)
    # without Alice, Bob is taken out and Dave put in; without Bob, Alice and Dave
    assert solution.hints == bytes([DAVE, ALICE, BOB, 2, BOB, DAVE, 2, ALICE, DAVE])
    assert solution.credits == ((ALICE, 9), (BOB, 3), (DAVE, 1))
    assert solution.debits == ((CAROL, 5), (ERIN, 8))


def test_without_sponsors_a_proposal_says_what_would_be_bought() -> None:
    solution = _solve("vcg", 500)
    assert (solution.debits, solution.credits) == ((), ())
    assert solution.alloc[0] == 0
    assert solution.alloc[1:] == _solve("competitive", 500).alloc[1:]
    assert SHARING_COSTS.trades(solution) == ()


def test_what_is_proposed_is_read_again_and_stands() -> None:
    for mode in ("competitive", "vcg", "mixed-vcg"):
        entries, params, solution = _script().entries, _params(mode, 500), _solve(mode, 500)
        for independent in (False, True):
            named = SHARING_COSTS.resolve(entries, params, (), solution.alloc, independent=independent)
            assert (named.debits, named.credits, named.hints) == (solution.debits, solution.credits, solution.hints)
        assert list(SHARING_COSTS.objections(entries, params, (), solution.alloc)) == []


def test_a_worse_set_and_too_large_margins_are_refuted() -> None:
    entries, params = _script().entries, _params("competitive", 500)
    erin = bytes([2, DAVE]) + (2).to_bytes(11) + bytes([ALICE]) + (2).to_bytes(11)
    # Carol would buy from Dave, with a surplus of 3 that is all margin
    alloc = b"\1\0\0" + bytes([1, DAVE]) + (3).to_bytes(11) + b"\0" + erin
    better, without = SHARING_COSTS.objections(entries, params, (), alloc)
    assert better.packed.endswith(bytes([255, ALICE, BOB]))
    rather = (
        "entry 2 would rather buy from entries 0, 1: that leaves it a surplus of 5 base units, and not 3 base units"
    )
    assert better.sentence == rather
    assert without.packed.endswith(bytes([DAVE, ALICE, BOB]))
    assert without.sentence.startswith("without entry 3, entry 2 could have a surplus of 5 base units, and not 0")
    # or from both, with a margin of all five for Alice
    alloc = b"\1\0\0" + bytes([2, ALICE]) + (5).to_bytes(11) + bytes([BOB]) + (2).to_bytes(11) + b"\0" + erin
    (margin,) = SHARING_COSTS.objections(entries, params, (), alloc)
    assert margin.packed.endswith(bytes([ALICE, DAVE]))
    assert SHARING_COSTS.commitment(entries, params, (), alloc) != SHARING_COSTS.commitment(
        entries, params, (), _solve("competitive", 500).alloc
    )


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda alloc: alloc[:-1], "ends within the purchases of agent 4"),
        (lambda alloc: alloc + b"\0", "must be"),
        (lambda alloc: alloc[:0], "ends within the purchases of agent 0"),
        (lambda alloc: b"\0" + alloc[1:], "alloc is"),
        (lambda alloc: alloc[:4] + bytes([CAROL]) + alloc[5:], "the purchases of agent 2"),
        (lambda alloc: alloc[:3] + b"\2" + alloc[16:28] + alloc[4:16] + alloc[28:], "the purchases of agent 2"),
        (lambda alloc: alloc[:15] + b"\x09" + alloc[16:], "a margin of agent 2 is 9"),
        (lambda alloc: alloc[:-1] + b"\1", "its values are additive"),
    ],
)
def test_what_names_no_outcome_is_refused(change: Any, named: str) -> None:
    alloc = change(_solve("competitive", 500).alloc)
    with pytest.raises(InvalidInput, match=named):
        SHARING_COSTS.resolve(_script().entries, _params("competitive", 500), (), alloc)


def test_without_a_bond_it_is_settled_at_once() -> None:
    assert SHARING_COSTS.phases(_params("vcg", 0)) == ONE_SHOT
    assert SHARING_COSTS.phases(_params("vcg", 7)) == Phases(bond=7)
    assert isinstance(SHARING_COSTS, Challengeable)
    assert mechanism.by_name("sharing-costs") is SHARING_COSTS
    assert SHARING_COSTS.decode_params(_params("vcg", 7))["bond"] == 7
    assert "a proposer stakes 7" in SHARING_COSTS.describe(_params("vcg", 7))
    solution = _solve("competitive", 0)
    assert SHARING_COSTS.resolve(_script().entries, _params("competitive", 0), (), solution.alloc) == solution


@pytest.mark.parametrize("bond", [0, 500])
def test_every_entry_is_explained(bond: int) -> None:
    entries, params, solution = _script().entries, _params("competitive", bond), _solve("competitive", bond)
    for alloc in (None, solution.alloc):
        told = [SHARING_COSTS.explain(entries, params, {}, index, str, alloc=alloc) for index in range(5)]
        assert [each.verdict for each in told] == ["traded"] * 5
        assert told[CAROL].sentences[0].startswith("It buys 2 lots, worth 10 to it, from entries 0 for 4, 1 for 1")
        assert ("was proposed" in told[CAROL].proof[2]) is (bond > 0)


def test_what_is_false_is_told_to_whom_it_concerns() -> None:
    entries, params = _script().entries, _params("competitive", 500)
    erin = bytes([2, DAVE]) + (2).to_bytes(11) + bytes([ALICE]) + (2).to_bytes(11)
    alloc = b"\1\0\0" + bytes([1, DAVE]) + (3).to_bytes(11) + b"\0" + erin
    told = [SHARING_COSTS.explain(entries, params, {}, index, str, alloc=alloc).sentences for index in range(5)]
    assert told[CAROL][:2] == (
        "It buys 2 lots, worth 10 to it, from entry 3 for 7.",
        "That is false: entry 2 would rather buy from entries 0, 1: that leaves it a surplus of 5, and not 3.",
    )
    assert "nothing else leaves it better off" in told[ERIN][0]
    nothing = b"\1\0\0\0\0" + erin
    bought = SHARING_COSTS.explain(entries, params, {}, CAROL, str, alloc=nothing).sentences
    assert bought[0] == "It buys nothing." and "entries 0, 1" in bought[1]
    assert not any("false" in sentence for index in (ALICE, BOB, DAVE, ERIN) for sentence in told[index])


def test_of_sets_with_the_same_surplus_the_first_is_bought() -> None:
    script = Reports()
    for who in ("alice", "bob"):
        script.agent(1, who=who, cost=1)
    script.agent(0, 5, who="carol")
    params = _params("competitive", 500)
    alloc = b"\1\0\0" + bytes([1, BOB]) + bytes(11)
    (other,) = SHARING_COSTS.objections(script.entries, params, (), alloc)
    assert other.packed.endswith(bytes([255, ALICE]))
    assert other.sentence == "entry 2 buys from entry 0 for the same surplus, 4 base units: these come first"
