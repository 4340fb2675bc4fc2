"""The contract game of a round: money by hand, the reference values, and the literal form."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from databourse.market import mechanism
from databourse.market.coalition import CONTRACT_GAME
from databourse.market.coalition.contract.playing import Played
from databourse.market.mechanism import Explanation, Solution
from databourse.market.phases import Phases
from tests.market.coalition.rounds import BOND, Coalitions
from tests.mechanisms.coalition.golden import INSTANCES

PARAMS = CONTRACT_GAME.encode_params({"entry_bond": BOND, "most_contracts": 255})


def solve(script: Coalitions, *, independent: bool = False) -> Solution[Played]:
    return CONTRACT_GAME.solve(script.entries, PARAMS, {}, posts=script.posts, independent=independent)


def explain(script: Coalitions, index: int) -> Explanation:
    return CONTRACT_GAME.explain(script.entries, PARAMS, {}, index, str, posts=script.posts)


def three_devices() -> Coalitions:
    """Two contracts of type 0 and one that nobody is for; 7, 3 and 4 samples, and one that is not opened."""
    script = Coalitions()
    script.buyer((0, 60), (0, 30))
    script.device(dataset=1, samples=7)
    script.buyer((5, 11))
    script.device(dataset=2, samples=3)
    script.device(dataset=3, samples=4)
    script.device(dataset=4, samples=9, opened=False)
    script.device(dataset=5, samples=2, kind=9)
    return script


def test_it_is_registered_under_its_name() -> None:
    assert mechanism.by_name("contract-game") is CONTRACT_GAME
    assert CONTRACT_GAME.phases(PARAMS) == Phases(reveals=True, bond=0)
    assert CONTRACT_GAME.decode_params(PARAMS) == {"entry_bond": BOND, "most_contracts": 255}
    assert CONTRACT_GAME.describe(PARAMS) == (
        "contract-game (at most 255 contracts; a device stakes 50 base units until it opens its entry)"
    )


@pytest.mark.parametrize("independent", [False, True])
def test_a_round_by_hand(independent: bool) -> None:
    # 7 goes where 60/7 > 30/7; 4 where 30/4 > 60/11; 3 where 60/10 > 30/7. Of 60, 7/10 and 3/10; all of 30.
    solution = solve(three_devices(), independent=independent)
    assert solution.debits == ((0, 90), (5, BOND))
    assert solution.credits == ((1, 42), (3, 18), (4, 30))
    assert solution.alloc.hex() == "000100" + "000401" + "000300" + "0006ff"
    assert solution.pointers == {}
    assert solution.surplus == BOND


@pytest.mark.parametrize("independent", [False, True])
def test_a_budget_that_does_not_divide_goes_to_the_largest_remainders(independent: bool) -> None:
    script = Coalitions()
    script.buyer((0, 10))
    for dataset, samples in enumerate((1, 1, 1, 3), start=1):
        script.device(dataset, samples)
    # 10/6 three times and 5: 1 1 1 5, and the two units left to the first of equal remainders
    solution = solve(script, independent=independent)
    assert solution.credits == ((1, 2), (2, 2), (3, 1), (4, 5))
    assert solution.hints.hex() == "0002"  # the last that is rounded up


def test_hints_name_nobody_where_a_budget_divides_or_nobody_came() -> None:
    script = Coalitions()
    script.buyer((0, 10), (1, 7))
    script.device(dataset=1, samples=3)
    assert solve(script).hints.hex() == "ffffffff"


def test_a_share_below_one_unit_can_be_nothing() -> None:
    script = Coalitions()
    script.buyer((0, 1))
    script.device(dataset=1, samples=1)
    script.device(dataset=2, samples=1)
    assert solve(script).credits == ((1, 1),)
    assert explain(script, 2).verdict == "lost"
    assert explain(script, 2).decided_by == "too small"


@pytest.mark.parametrize("case", INSTANCES, ids=lambda case: str(INSTANCES.index(case)))
def test_reference_values(case: dict[str, Any]) -> None:
    script = Coalitions()
    game = case["input"]
    if game["contracts"]:
        script.buyer(*((contract["type"], int(contract["budget"])) for contract in game["contracts"]))
    first = len(script.entries)
    for number, device in enumerate(game["devices"], start=1):
        script.device(number, device["samples"], device["type"])
    solution = solve(script)
    assert list(solution.detail.assignment) == case["output"]["assignment"]
    assert list(solution.detail.payments) == list(map(int, case["output"]["payments"]))
    paid = {index - first: amount for index, amount in solution.credits}
    assert [paid.get(device, 0) for device in range(len(game["devices"]))] == list(solution.detail.payments)


@pytest.mark.parametrize("seed", range(60))
def test_the_literal_form_agrees_and_money_adds_up(seed: int) -> None:
    rng = Random(seed)
    script = Coalitions()
    for _ in range(rng.randint(0, 3)):
        budgets = [rng.choice([1, 7, 1_000, 2**80]) + rng.randrange(10) for _ in range(rng.randint(1, 4))]
        script.buyer(*((rng.randrange(3), budget) for budget in budgets))
    for _ in range(rng.choice([0, 1, 5, 40])):
        samples = rng.randint(1, rng.choice([1, 3, 100, 2**32 - 1]))
        script.device(rng.randint(1, 60), samples, rng.randrange(4), opened=rng.random() < 0.9)
    fast, slow = solve(script), solve(script, independent=True)
    assert (fast.debits, fast.credits, fast.alloc, fast.hints) == (slow.debits, slow.credits, slow.alloc, slow.hints)
    assert fast.surplus == BOND * len(fast.detail.reading.unopened)
    assert all(amount <= script.entries[index].lock for index, amount in fast.debits)
    for device in range(len(fast.detail.assignment)):
        places = CONTRACT_GAME.places(fast, device)
        here = [place.earns for place in places if place.here]
        assert not places or max(place.earns for place in places) == here[0]
        assert all(abs(earns - fast.detail.payments[device]) < 1 for earns in here)


def test_an_empty_round_has_an_empty_outcome() -> None:
    solution = solve(Coalitions())
    assert (solution.debits, solution.credits, solution.alloc, solution.hints) == ((), (), b"", b"")


def test_devices_without_contracts_and_contracts_without_devices_cost_nothing() -> None:
    script = Coalitions()
    script.device(dataset=1, samples=7)
    assert (solve(script).debits, solve(script).alloc.hex()) == ((), "0000ff")
    script = Coalitions()
    script.buyer((0, 60))
    assert (solve(script).debits, solve(script).credits) == ((), ())


def test_a_single_device_gets_the_better_contract_and_its_whole_budget() -> None:
    script = Coalitions()
    script.buyer((0, 30), (0, 60), (0, 60))
    script.device(dataset=1, samples=7)
    assert solve(script).debits == ((0, 60),)
    assert solve(script).credits == ((1, 60),)
    assert solve(script).alloc.hex() == "000101"  # of equal ones the lowest


def test_the_largest_numbers_are_exact() -> None:
    script = Coalitions()
    script.buyer((0, 2**88 - 1))
    script.device(dataset=1, samples=2**32 - 1)
    script.device(dataset=2, samples=2**32 - 1)
    script.device(dataset=3, samples=1)
    third = (2**88 - 1) // (2**33 - 1)
    paid = dict(solve(script).credits)
    assert sum(paid.values()) == 2**88 - 1
    assert paid[3] - third in (0, 1)
    assert paid[1] - paid[2] in (0, 1)


def test_groups_are_contracts_with_members_and_who_has_none() -> None:
    script = three_devices()
    solution = solve(script)
    groups = CONTRACT_GAME.groups(script.entries, solution)
    assert [group.number for group in groups] == [0, 1, 2, None]
    assert [(group.type, group.budget, group.entry) for group in groups[:3]] == [(0, 60, 0), (0, 30, 0), (5, 11, 2)]
    assert [[member.entry for member in group.members] for group in groups] == [[1, 3], [4], [], [6]]
    assert [(group.samples, group.paid) for group in groups] == [(10, 60), (4, 30), (0, 0), (2, 0)]
    assert groups[0].members[1].who == script.entries[3].who
    assert [member.dataset for member in groups[0].members] == [1, 2]


def test_what_a_device_would_earn_elsewhere() -> None:
    solution = solve(three_devices())
    # device 2 has 4 samples in contract 1; with the 10 of contract 0 it would get 4/14 of 60
    here, there = sorted(CONTRACT_GAME.places(solution, 2), key=lambda place: not place.here)
    assert (here.group, here.earns, here.here) == (1, Fraction(30), True)
    assert (there.group, there.earns, there.here) == (0, Fraction(240, 14), False)
    assert CONTRACT_GAME.places(solution, 3) == ()


def test_why_a_device_is_where_it_is() -> None:
    told = explain(three_devices(), 4)
    assert (told.kind, told.verdict, told.decided_by) == ("device", "traded", "placement")
    assert told.numbers == {
        "dataset": 3, "samples": 4, "type": 0, "rank": 2, "contract": 1,
        "paid": 30, "budget": 30, "load": 4, "members": 1,
    }  # fmt: skip
    assert told.money == {"paid", "budget"}
    assert told.sentences == (
        "It is in contract 1 (type 0, 30 of entry 0) with 4 of the 4 samples there, and is paid 30: its part of the "
        "budget, rounded so that the whole budget is paid.",
        "Devices are placed by samples, the largest first, each where it earns most at that time. It was number 2 of "
        "4, and would then have been paid: contract 0 21, contract 1 30. Contract 1 offered the most.",
        "Where all others are now it would earn 17 in contract 0: nowhere more than where it is.",
    )
    assert "7 entries" in told.proof[0] and "1 sealed entry stayed sealed" in told.proof[0]
    assert "4 devices" in told.proof[1]
    assert told.proof[-1] == "For entry 4 it therefore accepts no debit and a credit of 30, and nothing else."


@pytest.mark.parametrize(
    ("index", "kind", "verdict", "decided_by"),
    [
        (0, "contracts", "traded", "placement"),
        (2, "contracts", "lost", "no devices"),
        (5, "device", "forfeited", "unopened"),
        (6, "device", "lost", "no contract"),
    ],
)
def test_why_others_fared_as_they_did(index: int, kind: str, verdict: str, decided_by: str) -> None:
    told = explain(three_devices(), index)
    assert (told.entry, told.kind, told.verdict, told.decided_by) == (index, kind, verdict, decided_by)


def test_a_tie_and_the_only_contract_are_told() -> None:
    script = Coalitions()
    script.buyer((0, 60), (0, 60), (1, 5))
    script.device(dataset=1, samples=7)
    script.device(dataset=2, samples=7, kind=1)
    assert explain(script, 1).decided_by == "tie"
    assert "has the lowest number of those" in explain(script, 1).sentences[1]
    assert explain(script, 2).decided_by == "only contract"


def test_the_buyer_is_told_of_each_contract() -> None:
    told = explain(three_devices(), 0)
    assert told.sentences == (
        "Contract 0 (type 0, 60) has 2 devices with 10 samples and pays its whole budget.",
        "Contract 1 (type 0, 30) has 1 device with 4 samples and pays its whole budget.",
    )
    assert told.numbers == {"contracts": 2, "lock": 90, "spent": 90}
    assert "debit of 90" in told.proof[-1] and "within its lock of 90" in told.proof[-1]
    assert "has no device and pays nothing" in explain(three_devices(), 2).sentences[0]


def test_why_an_entry_does_not_count() -> None:
    script = Coalitions()
    script.buyer((0, 10), lock=9)
    script.device(dataset=1, samples=7, lock=BOND - 1)
    script.device(dataset=1, samples=7)
    script.device(dataset=1, samples=8)
    script.data(bytes(32))
    script.sealed(b"what")
    script.device(dataset=9, samples=8, opened=False)
    told = [explain(script, index) for index in range(7)]
    assert [one.kind for one in told] == ["contracts", "device", "device", "device", "none", "none", "device"]
    assert [one.verdict for one in told] == ["no entry"] * 2 + ["lost"] + ["no entry"] * 3 + ["forfeited"]
    reasons = ["underfunded", "underfunded", "no contract", "repeated", "malformed", "malformed", "unopened"]
    assert [one.decided_by for one in told] == reasons
    assert told[0].sentences[0] == "Its contracts do not count: 9 stood behind it, and its budgets add up to 10."
    assert told[1].sentences[0] == "It is no device: 49 stood behind it, less than the bond of 50."
    assert told[3].sentences[0].startswith("Entry 2 is a device with the same dataset, 1")
    assert told[4].sentences[0] == "It takes no part: the tag is 0, but must be 4, a sealed entry."
    assert told[5].sentences[0] == "It takes no part: the statement's length is 4, but must be 15."
    assert "its bond of 50 is lost" in told[6].sentences[0]
    assert told[6].numbers["forfeited"] == 50
    assert told[6].as_dict()["numbers"]["forfeited"] == "50"
