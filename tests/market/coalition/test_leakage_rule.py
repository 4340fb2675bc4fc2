"""The leakage game of a round: money by hand, partitions that others propose, and what is told of them."""

from __future__ import annotations

from random import Random

import pytest

from databourse.errors import InvalidInput
from databourse.market import mechanism
from databourse.market.challenging import Challengeable
from databourse.market.coalition import CONTRACT_GAME, LEAKAGE_GAME
from databourse.market.coalition.leakage.playing import Played
from databourse.market.mechanism import Explanation, Solution
from databourse.market.phases import Phases
from databourse.mechanisms.coalition import is_individually_stable
from databourse.mechanisms.coalition.leakage_game.whole import ONE
from tests.market.coalition.games import random_round
from tests.market.coalition.rounds import BOND, Coalitions


def params(influence: list[list[int]], cost: int) -> bytes:
    return LEAKAGE_GAME.encode_params({"entry_bond": BOND, "bond": 500, "cost": cost, "influence": influence})


def solve(script: Coalitions, params: bytes, *, independent: bool = False) -> Solution[Played]:
    return LEAKAGE_GAME.solve(script.entries, params, {}, posts=script.posts, independent=independent)


def two_devices(first: int, second: int) -> Coalitions:
    """A device of type 0 and one of type 1, with prices of their own."""
    script = Coalitions()
    script.buyer((0, first), (1, second))
    script.device(dataset=1, samples=3, kind=0)
    script.device(dataset=2, samples=4, kind=1)
    return script


FULL = params([[0], [ONE, 0]], cost=1)


def test_it_is_registered_under_its_name_and_can_be_challenged() -> None:
    assert mechanism.by_name("leakage-game") is LEAKAGE_GAME
    assert isinstance(LEAKAGE_GAME, Challengeable)
    assert not isinstance(CONTRACT_GAME, Challengeable)
    assert LEAKAGE_GAME.phases(FULL) == Phases(reveals=True, bond=500)
    options = {"entry_bond": BOND, "bond": 500, "cost": 1, "most_contracts": 10, "influence": [[0], [ONE, 0]]}
    assert LEAKAGE_GAME.decode_params(FULL) == options
    assert LEAKAGE_GAME.encode_params(options) == FULL
    assert LEAKAGE_GAME.describe(FULL) == (
        "leakage-game (2 types of data; company costs 1 base units a member; a device stakes 50 base units until it "
        "opens its entry, a proposer 500)"
    )


@pytest.mark.parametrize("independent", [False, True])
def test_the_first_would_join_the_second_but_is_not_welcome(independent: bool) -> None:
    # alone 10/2 = 5 and 1/2; together 10 − 1 and 1 − 1
    solution = solve(two_devices(10, 1), FULL, independent=independent)
    assert solution.alloc.hex() == "00000001"
    assert solution.debits == ((0, 5),)
    assert solution.credits == ((1, 5),)
    assert solution.hints.hex() == "ffffffff"


@pytest.mark.parametrize("independent", [False, True])
def test_two_that_both_gain_are_together_and_the_cost_is_the_surplus(independent: bool) -> None:
    solution = solve(two_devices(10, 4), FULL, independent=independent)
    assert solution.alloc.hex() == "00000000"
    assert solution.debits == ((0, 14),)
    assert solution.credits == ((1, 9), (2, 3))
    assert solution.surplus == 2


@pytest.mark.parametrize("independent", [False, True])
def test_a_budget_is_split_by_samples_and_hints_name_the_last_that_is_rounded_up(independent: bool) -> None:
    script = Coalitions()
    script.buyer((0, 11))
    for dataset, samples in enumerate((1, 1, 1, 1), start=1):
        script.device(dataset, samples)
    solution = solve(script, params([[0], [0, 0]], cost=0), independent=independent)
    assert solution.detail.setting.game.prices == (3, 3, 3, 2)
    assert solution.credits == ((1, 3), (2, 3), (3, 3), (4, 2))
    assert solution.hints.hex() == "0003" + "ffff"


@pytest.mark.parametrize("independent", [False, True])
def test_what_takes_no_part(independent: bool) -> None:
    """The second contract of a type, a type beyond those of the round, one without a contract, and what is sealed."""
    script = Coalitions()
    script.buyer((0, 8), (7, 100))
    script.buyer((0, 90))
    script.device(dataset=1, samples=5)
    script.device(dataset=2, samples=5, kind=1)
    script.device(dataset=3, samples=5, kind=7)
    script.device(dataset=4, samples=5, opened=False)
    solution = solve(script, FULL, independent=independent)
    assert solution.detail.setting.players == (0,)
    assert solution.debits == ((0, 8), (5, BOND))
    assert solution.credits == ((2, 8),)
    assert solution.surplus == BOND
    groups = LEAKAGE_GAME.groups(script.entries, solution)
    assert [(group.number, [member.entry for member in group.members]) for group in groups] == [
        (0, [2]),
        (None, [3, 4]),
    ]
    assert LEAKAGE_GAME.places(solution, 1) == ()
    assert [place.group for place in LEAKAGE_GAME.places(solution, 0)] == [0]


def test_an_empty_round_has_an_empty_outcome_that_stands() -> None:
    solution = solve(Coalitions(), FULL)
    assert (solution.debits, solution.credits, solution.alloc, solution.hints.hex()) == ((), (), b"", "ffffffff")
    assert list(LEAKAGE_GAME.objections([], FULL, [], b"")) == []


@pytest.mark.parametrize("seed", range(60))
def test_what_is_solved_is_stable_and_its_money_adds_up(seed: int) -> None:
    rng = Random(seed)
    script, packed = random_round(rng, rng.choice([0, 1, 2, 5, 20]))
    cost = LEAKAGE_GAME.decode_params(packed)["cost"]
    for independent in (False, True):
        solution = solve(script, packed, independent=independent)
        played = solution.detail
        resolved = LEAKAGE_GAME.resolve(
            script.entries, packed, script.posts, solution.alloc, independent=not independent
        )
        assert (resolved.debits, resolved.credits, resolved.hints) == (
            solution.debits,
            solution.credits,
            solution.hints,
        )
        company = sum(len(group) * (len(group) - 1) for group in played.coalitions)
        assert solution.surplus == BOND * len(played.reading.unopened) + cost * company
        assert all(amount <= script.entries[index].lock for index, amount in solution.debits)
        assert next(LEAKAGE_GAME.objections(script.entries, packed, script.posts, solution.alloc), None) is None
        if played.homes:
            assert is_individually_stable(played.setting.game.untyped(), played.coalitions)


@pytest.mark.parametrize(
    ("alloc", "message"),
    [
        ("", "alloc is '0 bytes', but must have 2 for each of 2 devices"),
        ("0000000000", "alloc is '5 bytes'"),
        ("00010000", "the coalition of device 0 is 1, but coalitions are numbered by first appearance: it must be 0"),
        ("00000002", "the coalition of device 1 is 2, .* it must be 1"),
    ],
)
def test_allocations_that_name_no_partition(alloc: str, message: str) -> None:
    script = two_devices(10, 4)
    for method in (LEAKAGE_GAME.resolve, LEAKAGE_GAME.commitment, LEAKAGE_GAME.objections):
        with pytest.raises(InvalidInput, match=message):
            method(script.entries, FULL, script.posts, bytes.fromhex(alloc))


def test_a_partition_in_which_somebody_pays_is_none() -> None:
    script = two_devices(10, 0 + 1)
    packed = params([[0], [ONE, 0]], cost=2)
    with pytest.raises(InvalidInput, match="the payment of entry 2 is -1, but nobody is paid less than nothing"):
        LEAKAGE_GAME.resolve(script.entries, packed, script.posts, bytes(4))


def explain(script: Coalitions, index: int, packed: bytes = FULL, alloc: bytes | None = None) -> Explanation:
    return LEAKAGE_GAME.explain(script.entries, packed, {}, index, str, posts=script.posts, alloc=alloc)


def test_a_device_is_told_where_it_is_not_welcome() -> None:
    told = explain(two_devices(10, 1), 1)
    assert (told.kind, told.verdict, told.decided_by) == ("device", "traded", "not welcome")
    assert told.sentences == (
        "It is in coalition 0, alone, and is paid 5.",
        "By its 3 samples its part of the 10 that contract 0 has for type 0 is 10. What the devices outside its "
        "coalition tell of its data lowers that to 5, and its company costs 0.",
        "Elsewhere, all others staying, it would get 9 in coalition 1.",
        "It is not welcome in coalition 1: by its coming entry 2 would lose.",
    )
    assert told.numbers == {
        "dataset": 1, "samples": 3, "type": 0, "coalition": 0, "members": 1,
        "price": 10, "worth": 5, "cost": 0, "paid": 5,
    }  # fmt: skip
    assert told.money == {"price", "worth", "cost", "paid"}
    assert "falls" not in " ".join(told.sentences)


def test_a_device_in_company_is_told_with_whom() -> None:
    told = explain(two_devices(10, 4), 2)
    assert told.decided_by == "best place"
    assert told.sentences[0] == "It is in coalition 0, together with 1 other device (entry 1), and is paid 3."
    assert told.sentences[2:] == (
        "Elsewhere, all others staying, it would get 2 alone.",
        "That is nowhere more than where it is.",
    )
    word = LEAKAGE_GAME.commitment(*_named(two_devices(10, 4)), bytes(4))
    assert "0x" + word.hex() in told.proof[3]


def test_an_outcome_that_does_not_stand_is_told_as_such() -> None:
    script = two_devices(10, 4)
    told = explain(script, 1, alloc=bytes.fromhex("00000001"))
    assert told.decided_by == "unstable"
    assert told.sentences[-1] == (
        "So it gains by going to coalition 1, where nobody loses by it: this outcome is not stable, and falls to an "
        "objection."
    )


def test_buyers_and_those_who_take_no_part_are_told_why() -> None:
    script = Coalitions()
    script.buyer((0, 8), (7, 100))
    script.buyer((0, 90), (1, 3))
    script.device(dataset=1, samples=5)
    script.device(dataset=3, samples=5, kind=7)
    script.buyer((0, 1), lock=0)
    assert explain(script, 0).sentences == (
        "Contract 0 (type 0, 8) is split over 1 device by samples; in their coalitions their data are worth 8 of it, "
        "which is what it pays.",
        "Contract 1 (type 7, 100) is for a type that the round does not have, so it pays nothing.",
    )
    assert explain(script, 1).sentences == (
        "Contract 2 (type 0, 90) does not count, as contract 0 came before it and is for the same type.",
        "Contract 3 (type 1, 3) has no device and pays nothing.",
    )
    assert [explain(script, index).verdict for index in range(5)] == ["traded", "lost", "traded", "lost", "no entry"]
    assert explain(script, 2).decided_by == "only device"
    assert "The round has the types 0 to 1, and its data are of type 7" in explain(script, 3).sentences[0]
    without = Coalitions()
    without.device(dataset=3, samples=5, kind=1)
    assert "No contract is for data of type 1" in explain(without, 0).sentences[0]


def _named(script: Coalitions) -> tuple[list, bytes, list]:  # type: ignore[type-arg]
    return script.entries, FULL, script.posts
