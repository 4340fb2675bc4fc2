"""The solver and the keeper in rounds whose entries are opened, and whose outcomes are proposed."""

from __future__ import annotations

import pytest

from databourse.chain.records import RoundView, SeriesInfo
from databourse.errors import ContractRefused, NoOutcome, Refused
from databourse.market.terms import Status
from databourse.services.acting import Settlement
from databourse.services.keeper import Keeper
from tests.services.fakes import (
    AWAY,
    BOND,
    CLOSE_AT,
    FEE,
    OTHER,
    REVEAL_BY,
    SETTLE_BY,
    WINDOW,
    Chain,
    Clock,
    Recorder,
    info,
    service,
)
from tests.services.test_solver import NO_GAS, Play, nothing

END = SETTLE_BY + 2 * WINDOW
FEES = 3 * FEE


@pytest.fixture
def chain() -> Chain:
    """A round in which three people sealed their entries."""
    chain = Chain()
    chain.bond = BOND
    chain.open_round()
    return chain


def test_an_outcome_is_proposed_and_finalised(chain: Chain) -> None:
    play = Play(chain)
    steps = [lambda: chain.at(CLOSE_AT), lambda: chain.at(REVEAL_BY), nothing, lambda: chain.at(REVEAL_BY + WINDOW)]
    assert play.run(*steps, nothing) == ["closed", "proposed", "finalised"]
    assert (chain.times("settle"), chain.times("challenge")) == (2, 0)
    about = {"level": "info", "series": 1, "name": "series1", "round": 1, "rule": "crown", "entries": 3}
    receipt = {"transaction": "0xtx", "gas": 100_000, "gas_cost": "42"}
    proposed, finalised = play.report.of("proposed")[0], play.report.of("finalised")[0]
    assert proposed == about | receipt | {
        "fees": str(FEES),
        "surplus": "2",
        "bond": str(BOND),
        "block": proposed["block"],
    }
    assert finalised == about | receipt | {"fees": str(FEES), "surplus": "2", "block": finalised["block"]}
    assert play.solver.figures(chain.look())[1]["earned"] == str(FEES)


def test_nothing_is_proposed_while_entries_are_opened(chain: Chain) -> None:
    assert Play(chain).run(lambda: chain.at(CLOSE_AT), lambda: chain.at(REVEAL_BY - 1), nothing) == []


def test_the_named_solver_goes_first_from_the_end_of_opening() -> None:
    chain = Chain(info(solver=OTHER, solver_seconds=60))
    chain.bond = BOND
    chain.open_round()
    play = Play(chain)
    steps = [lambda: chain.at(REVEAL_BY), lambda: chain.at(REVEAL_BY + 59), lambda: chain.at(REVEAL_BY + 60)]
    assert play.run(*steps) == ["closed", "waiting", "proposed"]
    assert play.report.of("waiting")[0]["until"] == REVEAL_BY + 60


def proposed(chain: Chain, who: str = OTHER) -> None:
    """Somebody is faster than everybody else."""
    chain.at(REVEAL_BY)
    chain.proposed_by(who)


def test_a_right_proposal_of_somebody_else_is_left_to_them(chain: Chain) -> None:
    play = Play(chain)
    steps = [lambda: proposed(chain), nothing, lambda: chain.at(REVEAL_BY + WINDOW), lambda: chain.settled_by(OTHER)]
    assert play.run(*steps) == ["closed", "proposed-by-other", "waiting", "settled-by-other"]
    assert (chain.times("challenge"), chain.times("settle")) == (1, 0)
    assert play.report.of("proposed-by-other")[0]["until"] == REVEAL_BY + WINDOW


def test_a_right_proposal_that_is_not_finalised_is_finalised_for_them(chain: Chain) -> None:
    play = Play(chain)
    half = (REVEAL_BY + WINDOW + END) // 2
    steps = [lambda: proposed(chain), lambda: chain.at(half - 1), lambda: chain.at(half)]
    assert play.run(*steps) == ["closed", "proposed-by-other", "waiting", "finalised"]
    assert "for who proposed it" in play.report.texts[-1]
    assert play.solver.figures(chain.look())[1]["settled"] == 0


def test_a_false_proposal_is_voided_at_once_and_ours_takes_its_place(chain: Chain) -> None:
    chain.lies = {OTHER}
    chain.not_final = {1}
    play = Play(chain)
    steps = [lambda: proposed(chain), nothing, chain.not_final.clear, lambda: chain.at(REVEAL_BY + WINDOW + 99)]
    assert play.run(*steps) == ["closed", "challenged", "waiting", "proposed", "finalised"]
    told = play.report.of("challenged")[0]
    assert (told["level"], told["proposer"], told["bond"]) == ("warning", OTHER, str(BOND))
    assert told["reason"] == "Entry 3 would gain."
    assert any("FALSE PROPOSAL" in text and "Entry 3 would gain." in text for text in play.report.texts)


def test_every_new_proposal_is_looked_at(chain: Chain) -> None:
    chain.lies = {OTHER}

    def again() -> None:
        chain.at(REVEAL_BY + 10)
        chain.proposed_by("0xthird")

    chain.fail("settle", NO_GAS)
    assert Play(chain).run(lambda: proposed(chain), again, nothing) == ["closed", "challenged", "proposed-by-other"]
    assert [call for call in chain.calls if call[0] == "challenge"] == [
        ("challenge", (1, OTHER)),
        ("challenge", (1, "0xthird")),
    ]


@pytest.mark.parametrize("error", [NO_GAS, ValueError("odd bytes"), AWAY])
def test_a_challenge_that_fails_is_tried_again(chain: Chain, error: Exception) -> None:
    chain.lies = {OTHER}
    chain.fail("challenge", error)
    events = Play(chain).run(lambda: proposed(chain), nothing, nothing)
    assert [event for event in events if not event.startswith("node")] == [
        "closed",
        "postponed",
        "challenged",
        "proposed",
    ]


@pytest.mark.parametrize(("what", "name"), [("challenge", "NoProposal"), ("settle", "ProposalStands")])
def test_somebody_else_is_faster(chain: Chain, what: str, name: str) -> None:
    chain.lies = {OTHER}
    chain.fail(what, ContractRefused("too late", name=name))
    play = Play(chain)
    steps = [lambda: proposed(chain) if what == "challenge" else chain.at(REVEAL_BY), chain.voided]
    assert play.run(*steps) == ["closed", "proposed"]
    assert play.solver.failure is None


def test_a_false_proposal_that_stood_its_time_is_not_finalised(chain: Chain) -> None:
    settle = chain.settle

    def refuse(about: SeriesInfo, view: RoundView, since: int) -> Settlement:
        if view.status is Status.FINALISABLE:
            raise Refused("the outcome that was proposed is false", "everything comes back")
        return settle(about, view, since)

    chain.settle = refuse  # type: ignore[method-assign]
    play = Play(chain)
    steps = [lambda: proposed(chain), lambda: chain.at(END - 20), nothing, lambda: chain.at(END), nothing]
    events = play.run(*steps)
    assert events[:4] == ["closed", "proposed-by-other", "deadline-near", "postponed"]
    assert events[-1] == "aborted"


def test_a_false_proposal_of_a_round_without_an_outcome_is_voided_all_the_same(chain: Chain) -> None:
    chain.fail("settle", NoOutcome("the table is not its own closure"))
    chain.lies = {OTHER}
    steps = [lambda: chain.at(CLOSE_AT), lambda: chain.at(REVEAL_BY), lambda: chain.proposed_by(OTHER), nothing]
    assert Play(chain).run(*steps) == ["closed", "no-outcome", "challenged"]
    assert chain.times("settle") == 1


def test_a_false_proposal_that_nobody_looked_at_in_time_is_still_told(chain: Chain) -> None:
    """The process was down while it could be challenged."""
    chain.at(REVEAL_BY)
    chain.proposed_by(OTHER)
    chain.at(END - 1)
    chain.fail("settle", Refused("the outcome that was proposed is false", "everything comes back"))
    assert "postponed" in Play(chain).run(nothing)


def test_the_keeper_waits_for_every_phase(chain: Chain) -> None:
    clock, report = Clock(), Recorder()
    keeper = Keeper(chain, clock, report, info(), gap=0)
    clock.script = [
        lambda: chain.at(CLOSE_AT),
        lambda: proposed(chain),
        lambda: chain.at(REVEAL_BY + WINDOW),
        lambda: chain.at(END - 1),
        lambda: chain.settled_by(OTHER),
        nothing,
    ]
    service(chain, keeper, clock, report).run()
    assert report.events == ["nobody-settles", "opened"]
    assert report.of("nobody-settles")[0]["seconds_left"] == 1
