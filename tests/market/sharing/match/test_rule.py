"""The ordered match of a round: by hand, and against the solver for any preferences."""

from __future__ import annotations

from random import Random

import pytest

from databourse.errors import InvalidInput
from databourse.market import mechanism
from databourse.market.phases import ONE_SHOT
from databourse.market.sharing import ORDERED_MATCH
from databourse.market.sharing.match.inputs import Agent, read_agent
from databourse.market.sharing.match.params import MatchParams
from databourse.market.sharing.match.reading import Fate
from tests.market.sharing.match.rounds import CONCAVE, Sharing


def four() -> Sharing:
    """0 takes 1, 2 and 3; 1 has 3 units then and takes 2, since 24, 28; nobody else gains."""
    script = Sharing(CONCAVE)
    for size, cost in ((2, 1), (1, 3), (1, 3), (1, 5)):
        script.agent(size, cost=cost)
    return script


def test_it_is_registered_under_its_name() -> None:
    params = ORDERED_MATCH.encode_params({"values": CONCAVE})
    assert mechanism.by_name("ordered-match") is ORDERED_MATCH
    assert ORDERED_MATCH.phases(params) == ONE_SHOT
    assert ORDERED_MATCH.decode_params(params) == {"values": CONCAVE, "lot": 1}
    assert ORDERED_MATCH.describe(params) == (
        "ordered-match (data is worth from 0 to 30, over 5 lots of 1 unit, times what each agent sets)"
    )


@pytest.mark.parametrize("independent", [False, True])
def test_a_round_by_hand(independent: bool) -> None:
    solution = four().solve(independent=independent)
    assert (solution.debits, solution.credits, solution.pointers, solution.surplus) == ((), (), {}, 0)
    assert solution.alloc.hex() == "00000001" + "00000002" + "00000003" + "00010002"
    assert solution.hints.hex() == "0000000100020003"
    assert solution.detail.partners == ((1, 2, 3), (0, 2), (0, 1), (0,))
    assert [solution.detail.units(agent) for agent in range(4)] == [5, 4, 4, 3]
    assert [solution.detail.utility(agent) for agent in range(4)] == [30 - 3, 28 - 6, 28 - 6, 24 - 5]


@pytest.mark.parametrize("independent", [False, True])
def test_entries_by_size_and_by_index(independent: bool) -> None:
    script = Sharing([0, 0, 0, 5], lot=2)
    script.data(bytes(32))
    for size in (2, 3, 2):
        script.agent(size)
    # 3 + 2 are two whole lots, 3 + 2 + 2 three; 2 + 2 are two
    solution = script.solve(independent=independent)
    assert (solution.hints.hex(), solution.alloc.hex()) == ("000200010003", "")
    script = Sharing([0, 0, 5], lot=2)
    script.data(bytes(32))
    for size in (2, 3, 2):
        script.agent(size)
    solution = script.solve(independent=independent)
    assert (solution.hints.hex(), solution.alloc.hex()) == ("000200010003", "00020001")


def test_a_later_entry_for_a_dataset_replaces_an_earlier_one() -> None:
    script = Sharing(CONCAVE)
    script.agent(3, dataset=7)
    script.agent(1, dataset=8)
    script.agent(1, dataset=7)
    script.data(Agent(7, 1, 1, 0).encode()[:31] + b"\1")
    script.payload(b"what")
    solution = script.solve()
    assert (solution.hints.hex(), solution.alloc.hex()) == ("00010002", "00010002")
    statuses = solution.detail.reading.statuses
    assert [status.fate for status in statuses] == [
        Fate.SUPERSEDED, Fate.AGENT, Fate.AGENT, Fate.MALFORMED, Fate.MALFORMED,
    ]  # fmt: skip
    assert statuses[0].by == 2
    assert str(statuses[3].fault) == "the padding is 1, but must be 0"
    assert str(statuses[4].fault) == "the payload's length is 4, but an agent is entered without payload"


def test_an_empty_round_has_an_empty_outcome() -> None:
    solution = Sharing([7]).solve()
    assert (solution.debits, solution.credits, solution.alloc, solution.hints) == ((), (), b"", b"")


def test_a_gain_that_is_the_cost_is_none() -> None:
    script = Sharing(CONCAVE)
    script.agent(1, scale=3, cost=24)
    script.agent(1, scale=3, cost=23)
    script.agent(1, scale=3, cost=23)
    assert script.solve().alloc.hex() == "00010002"


@pytest.mark.parametrize("seed", range(40))
def test_the_solver_for_any_preferences_agrees(seed: int) -> None:
    rng = Random(seed)
    rises = [rng.randrange(rng.choice([1, 3, 20])) for _ in range(rng.randrange(12))]
    values = [sum(rises[:place]) for place in range(len(rises) + 1)]
    script = Sharing(values, lot=rng.choice([1, 2, 5]))
    for _ in range(rng.choice([2, 5, 12])):
        script.agent(rng.randint(1, 6), rng.randint(1, 3), rng.randrange(12), dataset=rng.randint(1, 20))
    fast, slow = script.solve(), script.solve(independent=True)
    assert (fast.alloc, fast.hints) == (slow.alloc, slow.hints)


def test_what_an_entry_says_is_read_back() -> None:
    for agent in (Agent(1, 1, 1, 0), Agent(2**64 - 1, 2**32 - 1, 2**32 - 1, 2**88 - 1), Agent(7, 50, 3, 10**18)):
        assert read_agent(agent.encode()) == agent
    assert Agent(7, 5, 3, 2).encode().hex() == (
        "07" + "0000000000000007" + "00000005" + "00000003" + "0000000000000000000002" + "00000000"
    )


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (Agent(0, 1, 1, 0), "dataset is 0, but it must be at least 1"),
        (Agent(1, 2**32, 1, 0), "size is 4294967296, but it must be at most 4294967295"),
        (Agent(1, 1, 0, 0), "scale is 0, but it must be at least 1"),
        (Agent(1, 1, 1, -1), "cost is -1, but it must be at least 0"),
    ],
)
def test_what_no_round_would_count_is_refused(agent: Agent, told: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        agent.encode()
    assert str(caught.value.message) == told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "ordered-match needs the option 'values'"),
        ({"values": [1], "k": 3}, "ordered-match has no option 'k'"),
        ({"values": []}, "values has 0 entries, but there must be 1 to 255"),
        ({"values": [0] * 256}, "values has 256 entries, but there must be 1 to 255"),
        ({"values": [3, 2]}, "values[1] is 2, but it must be at least the one before it, 3: values never fall"),
        ({"values": [0, 2**64]}, f"values[1] is {2**64}, but it must be at most {2**64 - 1}"),
        ({"values": [0], "lot": 0}, "lot is 0, but it must be at least 1"),
    ],
)
def test_options_that_no_round_can_have(options: dict[str, object], told: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        ORDERED_MATCH.encode_params(options)
    assert caught.value.message == told


@pytest.mark.parametrize("params", ["", "00000001", "0000000100", "0000000102" + "00" * 8, "0000000101" + "00" * 9])
def test_params_of_another_length(params: str) -> None:
    with pytest.raises(InvalidInput, match="must be 5 bytes long, and 8 for each of its values"):
        ORDERED_MATCH.decode_params(bytes.fromhex(params))


def test_concave_values_are_told_from_others() -> None:
    assert all(MatchParams(1, tuple(values)).is_concave for values in ([3], [3, 3], [0, 5, 9, 9], CONCAVE))
    assert not any(MatchParams(1, tuple(values)).is_concave for values in ([0, 1, 3], [2, 2, 3], [0, 5, 5, 6]))
