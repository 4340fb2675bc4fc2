"""Coalitions that block a match: found, packed, and held against the definition."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from databourse.errors import InvalidInput
from databourse.market.sharing.match.evidence import Evidence, Searched, find, refusal
from databourse.market.sharing.match.playing import Matched
from tests.market.sharing.match.rounds import CONCAVE, Sharing


def flat_and_steep() -> Matched:
    """Three units are worth 9, fewer nothing: 0 and 1 have them together, 2 and 3 cannot, nor does 0 want more."""
    script = Sharing([0, 0, 0, 9])
    for size, cost in ((2, 1), (1, 0), (1, 1), (1, 1)):
        script.agent(size, cost=cost)
    return script.solve().detail


def test_the_smallest_coalition_is_found() -> None:
    matched = flat_and_steep()
    assert matched.edges == ((0, 1),)
    # 0 is as well off with 2 as it is with 1
    assert find(matched) == Searched(Evidence((0, 2), ((0, 2),)), (0, 1, 2, 3), 4, complete=True)
    assert Evidence((0, 2), ((0, 2),)).encode() == (bytes.fromhex("00000002"), bytes.fromhex("00000002"))


def test_entries_are_named_and_not_agents() -> None:
    script = Sharing([0, 0, 0, 9])
    for _ in range(3):
        script.data(bytes(32))
        script.agent(1)
    assert find(script.solve().detail).evidence == Evidence((1, 3, 5), ((1, 3), (1, 5)))
    among = find(script.solve().detail, [5, 1])
    assert among == Searched(None, (1, 5), 2, complete=False)
    with pytest.raises(InvalidInput, match="agent is 0, but it must be the entry of one that takes part: 1, 3, 5"):
        find(script.solve().detail, [1, 0])


@pytest.mark.parametrize("seed", range(60))
def test_what_is_found_is_evidence_and_concave_matches_have_none(seed: int) -> None:
    rng = Random(seed)
    concave = seed % 2 == 0
    rises = sorted((rng.randint(1, 900) for _ in range(31)), reverse=True)
    if not concave:
        rng.shuffle(rises)
    script = Sharing([sum(rises[:place]) for place in range(32)])
    # sums of powers of 2 all differ, and no rise times 2 is an odd cost: nobody is indifferent
    for size in rng.sample([1, 2, 4, 8, 16], rng.randint(2, 5)) if concave else [2] * 5:
        script.agent(size, scale=2, cost=rng.choice([1, 1001, 3001, 7001]))
    matched = script.solve().detail
    found = find(matched).evidence
    if found is not None:
        assert refusal(matched, found) is None
        assert Evidence.decode(*found.encode()) == found
    if concave:
        assert found is None


def test_why_a_coalition_is_no_evidence() -> None:
    matched = flat_and_steep()
    told = {
        Evidence((1, 2, 3), ((0, 1), (1, 2), (1, 3), (2, 3))): None,
        Evidence((1, 2, 3), ((1, 2), (1, 3), (2, 3))): None,
        Evidence((0, 2), ((0, 1), (0, 2))): "WorseOff",
        Evidence((0, 1), ((0, 1),)): "NobodyGains",
        Evidence((), ()): "CoalitionMalformed",
        Evidence((2, 0), ((0, 2),)): "CoalitionMalformed",
        Evidence((2, 4), ()): "NotAnAgent",
        Evidence((0, 2), ((2, 0),)): "EdgesMalformed",
        Evidence((0, 2), ((0, 2), (0, 2))): "EdgesMalformed",
        Evidence((2, 3), ((0, 1),)): "EdgeOutsideCoalition",
        Evidence((2, 3), ((1, 2),)): "EdgeNotInMatch",
        Evidence((3,), ((3, 4),)): "EdgeNotInMatch",
    }
    assert {evidence: refusal(matched, evidence) for evidence in told} == told


def test_a_match_is_stable_iff_no_coalition_is_evidence() -> None:
    """All coalitions of four with all edges that they can have, against the search."""
    matched, pairs = flat_and_steep(), list(combinations(range(4), 2))
    graphs = [edges for size in range(7) for edges in combinations(pairs, size)]
    coalitions = [members for size in range(1, 5) for members in combinations(range(4), size)]
    blocking = [
        Evidence(members, edges)
        for members in coalitions
        for edges in graphs
        if refusal(matched, Evidence(members, edges)) is None
    ]
    assert blocking[0] == find(matched).evidence
    script = Sharing(CONCAVE)
    for size in (3, 2, 1, 1):
        script.agent(size, cost=1)
    stable = script.solve().detail
    assert find(stable).evidence is None
    assert all(refusal(stable, Evidence(members, edges)) for members in coalitions for edges in graphs)


def test_among_many_agents_smaller_coalitions_are_searched() -> None:
    script = Sharing([0, 0, 0, 9])
    for _ in range(20):
        script.agent(1, cost=1)
    matched = script.solve().detail
    found = find(matched)
    assert found.largest < 20 and not found.complete and len(found.among) == 20
    # two have not enough, three have
    assert found.evidence is not None and refusal(matched, found.evidence) is None
    assert found.evidence.coalition == (0, 1, 2)


@pytest.mark.parametrize(("coalition", "edges"), [(b"\0", b""), (b"", b"\0\0"), (b"\0\0", b"\0" * 6)])
def test_bytes_that_are_no_evidence(coalition: bytes, edges: bytes) -> None:
    with pytest.raises(InvalidInput, match="must be a multiple of"):
        Evidence.decode(coalition, edges)
