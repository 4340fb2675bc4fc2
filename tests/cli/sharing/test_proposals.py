"""Proposals of rounds for money at any costs: right ones stand, false ones fall."""

from __future__ import annotations

import pytest

from databourse.chain import devnet, devnet_accounts
from tests.cli.conftest import TOKEN, act, ok, refused, tokens
from tests.cli.sharing import rounds
from tests.cli.sharing.proposing import propose

pytestmark = pytest.mark.usefixtures("market")

WORSE = {2: [(3, 3 * TOKEN)]}
"""dev26 buys from dev27, with a surplus of 3, all of it margin; from dev24 and dev25 it would have 5."""
TOO_MUCH = {2: [(0, 5 * TOKEN), (1, 2 * TOKEN)]}
"""It buys from these two, but dev24 gets a margin of 5: without it there would still be 3, from dev27."""


@pytest.fixture
def closed(request: pytest.FixtureRequest, datasets: dict[str, int]) -> str:
    """A round of five that is closed, with a bond of 10."""
    options = ("--bond", 10, "--challenge-in", "5m")
    slot = rounds.open_costs(rounds.new_series(request.param, "--fee", "0.5"), "competitive", *options)
    rounds.report_costs(slot, datasets)
    running = devnet.recorded()
    assert running
    devnet.advance(running.rpc_url, 601)
    return slot


@pytest.mark.parametrize("closed", ["sc-right"], indirect=True)
def test_a_right_outcome_stands_and_becomes_final(closed: str) -> None:
    preview = rounds.show(closed)
    assert preview["options"]["bond"] == tokens(10) and preview["challenge_window"] == 300
    poor = refused(4, "sharing", "settle", closed, "--no-top-up", "--from", "solver", "--yes")
    assert f"a proposal for {closed} needs 10 DBT" in poor
    proposed = rounds.settle(closed)
    assert (proposed["way"], proposed["bond"], proposed["deposited"]) == ("propose", tokens(10), tokens(10))
    shown = rounds.show(closed)
    assert shown["status"] == "proposed" and shown["agents"] == preview["agents"] == proposed["agents"]
    (standing,) = shown["proposals"]
    assert standing["until"] == proposed["challenge_until"] and 0 < standing["seconds_left"] <= 300
    assert standing["voided"] is None
    told = ok("sharing", "show", closed).out
    assert "solver proposed this outcome, with a bond of 10 DBT: challenges until" in told
    assert f"What comes next: `bourse sharing challenge {closed}`" in told and "If it were settled" not in told

    assert act("alice", "sharing", "challenge", closed)["objection"] is None
    nothing = ok("sharing", "challenge", closed, "--from", "alice", "--yes").out
    assert (
        "nobody of 5 agents has a better set of sellers, and of 4 margins none is too large. Nothing was sent"
        in nothing
    )
    for noun in ("sharing", "slot"):
        early = refused(4, noun, "settle", closed, "--from", "solver", "--yes")
        assert "too early: what solver proposed" in early and f"`bourse sharing challenge {closed}`" in early

    final = act("erin", "sharing", "settle", closed, "--advance")
    assert (final["way"], final["bond"], final["fees"]) == ("finalise", "0", tokens(2.5))
    shown = rounds.show(closed)
    assert shown["status"] == "settled" and shown["agents"] == preview["agents"]
    late = refused(4, "sharing", "challenge", closed, "--from", "alice", "--yes")
    assert f"no outcome of {closed} stands proposed: it is settled" in late


@pytest.mark.parametrize("closed", ["sc-false"], indirect=True)
def test_a_false_outcome_falls_and_its_bond_is_the_challengers(closed: str) -> None:
    nothing = refused(4, "sharing", "challenge", closed, "--from", "carol", "--yes")
    assert f"no outcome of {closed} stands proposed: it is settleable" in nothing
    propose("dave", closed, WORSE)
    shown = rounds.show(closed)
    assert shown["agents"][2]["buys_from"] == [3] and shown["agents"][3]["gets"] == tokens(8.5 + 8)
    told = ok("sharing", "show", closed).out
    false = (
        "That is false: entry 2 would rather buy from entries 0, 1: that leaves it a surplus of 5 DBT, and not 3 DBT"
    )
    assert false in told and "from entry 3 for 8.5 DBT. That" in told and told.count("That is false") == 1
    why = ok("why", closed, 2).out
    assert false in why and "with a bond of 10 DBT" in why
    assert "That is false" not in ok("why", closed, 4).out

    before = free("carol", "sc-false")
    sent = act("carol", "sharing", "challenge", closed)
    objection = sent["objection"]
    assert (objection["buyer"], objection["without"], objection["sellers"]) == (2, None, [0, 1])
    assert (objection["surplus"], objection["claimed"]) == (tokens(5), tokens(3))
    assert free("carol", "sc-false") - before == 10 * TOKEN == int(sent["bond"])
    shown = rounds.show(closed)
    (fallen,) = shown["proposals"]
    assert fallen["voided"]["challenger"] == devnet_accounts.account("carol").address
    assert shown["status"] == "settleable" and shown["agents"][2]["buys_from"] == [0, 1]
    assert "dave proposed an outcome; carol refuted it and has the bond of 10 DBT." in ok("sharing", "show", closed).out

    propose("dave", closed, TOO_MUCH)
    words = ("sharing", "challenge", closed, "--from", "carol", "--yes")
    told = ok(*words).out
    assert "without entry 0 (dev24)  is said to have a surplus of 0 DBT" in told
    assert "3 DBT, from entry 3 (dev27)" in told
    assert f"The outcome is void. Propose another with `bourse sharing settle {closed}`." in told
    act("solver", "wallet", "deposit", "sc-false", 10)
    assert act("solver", "slot", "settle", closed)["way"] == "propose"
    assert act("erin", "slot", "settle", closed, "--advance")["way"] == "finalise"
    assert [bool(one["voided"]) for one in rounds.show(closed)["proposals"]] == [True, True, False]


@pytest.mark.parametrize("closed", ["sc-late"], indirect=True)
def test_what_is_false_and_was_not_refuted_in_time_is_not_finalised_here(closed: str) -> None:
    propose("dave", closed, WORSE)
    running = devnet.recorded()
    assert running
    devnet.advance(running.rpc_url, 301)
    late = refused(4, "sharing", "challenge", closed, "--from", "alice", "--yes")
    assert "too late: it could be challenged until" in late
    told = refused(4, "sharing", "settle", closed, "--from", "solver", "--yes")
    assert "is false: entry 2 would rather buy from entries 0, 1" in told and "base units" in told
    assert "nobody refuted it in time" in ok("sharing", "show", closed).out


def free(name: str, series: str) -> int:
    """What somebody has free in a series, base units."""
    places = ok("wallet", "balance", name, "--json").json["accounts"]
    return int(next((one["free"] for one in places if one["name"] == series), "0"))
