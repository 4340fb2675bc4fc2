from __future__ import annotations

from collections.abc import Callable

import pytest

from databourse.chain.records import RoundView, SeriesInfo
from databourse.errors import (
    BourseError,
    ContractRefused,
    NetworkError,
    NoOutcome,
    NotFound,
    Refused,
    RpcError,
    Unconfirmed,
)
from databourse.market.terms import Status
from databourse.services.acting import Settlement
from databourse.services.solver import Solver
from tests.services.fakes import (
    AWAY,
    CLOSE_AT,
    FEE,
    ME,
    OTHER,
    SETTLE_BY,
    Chain,
    Clock,
    Recorder,
    info,
    round_view,
    service,
)

NO_STATEMENT = NoOutcome("the round cannot be settled: no statement about it was posted", "everybody gets it back")
NO_GAS = Refused("solver has 0 ether, but gas may cost up to 1", "send it some ether")
UNKNOWN = NotFound("no rule is known for the checker 0xabc", "name it in the deployment's `checkers`")
TORN = NetworkError("the 2 entries that the node's log has of round 1/1 are not the 3 that the market recorded")


class Play:
    """A solver on a fake chain; what happens there between its looks is given step by step."""

    def __init__(self, chain: Chain, standby: int = 0, withdraw_above: int | None = None) -> None:
        self.chain, self.clock, self.report = chain, Clock(), Recorder()
        self.solver = Solver(chain, self.clock, self.report, str, standby, withdraw_above)
        self.heartbeat = 1e9

    def run(self, *steps: Callable[[], object]) -> list[str]:
        """Plays the steps and one more turn, and returns what was reported, without the beginning."""
        self.clock.script = list(steps)
        service(self.chain, self.solver, self.clock, self.report, self.heartbeat).run()
        return [event for event in self.report.events if event != "watching"]


def nothing() -> None:
    """A step in which nothing happens."""


@pytest.fixture
def chain() -> Chain:
    chain = Chain()
    chain.open_round()
    return chain


def test_a_round_is_settled_when_it_has_closed(chain: Chain) -> None:
    play = Play(chain)
    assert play.run(nothing, lambda: chain.at(CLOSE_AT), nothing) == ["closed", "settled"]
    assert chain.times("settle") == 1
    about = {"level": "info", "series": 1, "name": "series1", "round": 1}
    assert play.report.of("closed") == [about | {"entries": 3, "settle_by": SETTLE_BY}]
    receipt = {"transaction": "0xtx", "block": 12, "gas": 100_000, "gas_cost": "42"}
    assert play.report.of("settled") == [
        about | {"rule": "kth-price", "entries": 3, "fees": str(3 * FEE), "surplus": "2"} | receipt
    ]


def test_idle_it_only_looks(chain: Chain) -> None:
    Play(chain).run(*[nothing] * 20)
    assert {name for name, _ in chain.calls} == {"look"}


def test_several_series_go_on_side_by_side() -> None:
    chain = Chain(info(1), info(2), info(3))
    for number in (1, 3):
        chain.open_round(number)
    play = Play(chain)
    play.run(lambda: chain.at(CLOSE_AT))
    assert [fields["series"] for fields in play.report.of("watching")] == [1, 2, 3]
    assert [fields["series"] for fields in play.report.of("settled")] == [1, 3]


def test_a_round_is_not_settled_before_it_is_final(chain: Chain) -> None:
    chain.not_final = {1}
    play = Play(chain)
    events = play.run(lambda: chain.at(CLOSE_AT), nothing, nothing, lambda: chain.not_final.clear())
    assert events == ["closed", "waiting", "settled"]
    assert play.report.of("waiting")[0]["reason"] == "finality"


def test_the_named_solver_goes_first() -> None:
    chain = Chain(info(solver=OTHER, solver_seconds=60))
    chain.open_round()
    play = Play(chain)
    steps = [lambda: chain.at(CLOSE_AT), lambda: chain.at(CLOSE_AT + 59), lambda: chain.at(CLOSE_AT + 60)]
    assert play.run(*steps) == ["closed", "waiting", "settled"]
    assert play.report.of("waiting")[0] | {"reason": "turn", "until": CLOSE_AT + 60} == play.report.of("waiting")[0]


def test_the_named_solver_does_not_wait_for_itself() -> None:
    chain = Chain(info(solver=ME, solver_seconds=60))
    chain.open_round()
    assert Play(chain).run(lambda: chain.at(CLOSE_AT)) == ["closed", "settled"]


def test_a_standby_lets_others_go_first(chain: Chain) -> None:
    play = Play(chain, standby=30)
    steps = [lambda: chain.at(CLOSE_AT + 29), lambda: chain.settled_by(OTHER)]
    assert play.run(*steps) == ["closed", "waiting", "settled-by-other"]
    assert chain.times("settle") == 0


def test_somebody_else_is_faster(chain: Chain) -> None:
    def race() -> None:
        chain.at(CLOSE_AT)
        chain.fail("settle", ContractRefused("the round is settled already", name="AlreadySettled"))

    play = Play(chain)
    assert play.run(race, lambda: chain.settled_by(OTHER), nothing) == ["closed", "settled-by-other"]
    assert play.report.of("settled-by-other")[0]["settler"] == OTHER
    assert play.solver.failure is None


def test_the_next_round_is_open_before_the_end_of_the_last_was_noticed(chain: Chain) -> None:
    def settled_and_opened() -> None:
        chain.settled_by(OTHER)
        chain.open_round()

    chain.not_final = {1}
    assert Play(chain).run(lambda: chain.at(CLOSE_AT), settled_and_opened) == ["closed", "waiting", "settled-by-other"]


def test_a_round_that_nobody_can_settle_is_told_once_and_left_alone(chain: Chain) -> None:
    chain.fail("settle", *[NO_STATEMENT] * 99)
    play = Play(chain)
    steps = [lambda: chain.at(CLOSE_AT), *[nothing] * 5, lambda: chain.at(SETTLE_BY - 1), lambda: chain.at(SETTLE_BY)]
    assert play.run(*steps) == ["closed", "no-outcome", "aborted"]
    assert chain.times("settle") == 1
    (told,) = play.report.of("no-outcome")
    assert (told["level"], told["reason"]) == ("warning", NO_STATEMENT.message)
    assert told["seconds_left"] == SETTLE_BY - CLOSE_AT
    assert [one["level"] for one in play.report.of("aborted")] == ["info"]


def test_what_the_chain_undid_is_looked_at_again(chain: Chain) -> None:
    chain.fail("settle", NO_STATEMENT)

    def replaced() -> None:
        chain.replaced = 7

    events = Play(chain).run(lambda: chain.at(CLOSE_AT), nothing, replaced, nothing)
    assert events == ["closed", "no-outcome", "chain-went-back", "closed", "settled"]


@pytest.mark.parametrize("error", [UNKNOWN, TORN, NO_GAS, RpcError("the node answers: busy"), ValueError("odd bytes")])
def test_a_round_that_cannot_be_settled_is_tried_again_and_keeps_no_other_waiting(error: Exception) -> None:
    chain = Chain(info(1), info(2))
    chain.open_round(1)
    chain.open_round(2)
    chain.fail("settle", error)
    play = Play(chain)
    events = play.run(lambda: chain.at(CLOSE_AT), nothing)
    assert events == ["closed", "postponed", "closed", "settled", "settled"]
    told = play.report.of("postponed")[0]
    assert (told["level"], told["round"], told["attempts"], told["retry_in"]) == ("warning", 1, 1, 1)
    if isinstance(error, BourseError):
        assert (told["kind"], told["reason"], told["hint"]) == (type(error).__name__, error.message, error.hint)
    else:
        assert told["reason"] == "unexpected ValueError: odd bytes"


def test_attempts_become_rarer(chain: Chain) -> None:
    chain.fail("settle", *[UNKNOWN] * 99)
    play = Play(chain)
    play.run(lambda: chain.at(CLOSE_AT), *[nothing] * 60)
    assert [fields["retry_in"] for fields in play.report.of("postponed")] == [1, 2, 4, 8, 16, 32, 60]


def test_near_the_deadline_attempts_are_more_frequent_and_a_person_is_called(chain: Chain) -> None:
    chain.fail("settle", *[NO_GAS] * 99)
    play = Play(chain)
    play.run(lambda: chain.at(SETTLE_BY - 20), *[nothing] * 20, lambda: chain.at(SETTLE_BY), nothing)
    assert max(fields["retry_in"] for fields in play.report.of("postponed")) == 5
    assert [(one["level"], one["seconds_left"]) for one in play.report.of("deadline-near")] == [("error", 20)]
    assert [(one["level"], one["round"]) for one in play.report.of("aborted")] == [("error", 1)]
    assert play.report.events[-1] == "aborted"


def test_a_settlement_of_unknown_fate_that_happened(chain: Chain) -> None:
    chain.fail("settle", Unconfirmed("transaction 0xtx is not final after 120 s", tx="0xtx"))
    play = Play(chain, withdraw_above=0)
    assert play.run(lambda: chain.at(CLOSE_AT), lambda: chain.settled_by(ME)) == ["closed", "postponed", "settled"]
    assert play.report.of("settled")[0]["fees"] == str(3 * FEE)
    assert chain.times("free") == 2  # at the start, and after the settlement


def test_a_node_that_goes_away_while_settling(chain: Chain) -> None:
    chain.fail("settle", AWAY)
    events = Play(chain).run(lambda: chain.at(CLOSE_AT), nothing, nothing)
    assert events == ["closed", "postponed", "node-lost", "node-back", "settled"]


def test_a_round_that_makes_the_node_fail_keeps_no_other_waiting() -> None:
    chain = Chain(info(1), info(2))
    chain.open_round(1)
    chain.open_round(2)
    settle = chain.settle

    def too_much(about: SeriesInfo, view: RoundView, since: int) -> Settlement:
        if about.number == 1:
            raise AWAY
        return settle(about, view, since)

    chain.settle = too_much  # type: ignore[method-assign]
    play = Play(chain)
    play.run(lambda: chain.at(CLOSE_AT), *[nothing] * 9)
    assert [one["series"] for one in play.report.of("settled")] == [2]
    assert [one["retry_in"] for one in play.report.of("postponed")] == [1, 2, 4, 8]


@pytest.mark.parametrize("error", [AWAY, RpcError("the node answers: busy")])
def test_a_node_that_does_not_tell_who_settled(chain: Chain, error: NetworkError) -> None:
    def settled() -> None:
        chain.settled_by(OTHER)
        chain.fail("settled", error, error)

    chain.not_final = {1}
    events = Play(chain).run(lambda: chain.at(CLOSE_AT), settled, *[nothing] * 5)
    assert events == ["closed", "waiting", "settled-by-other"]
    assert chain.times("settled") == 3


def test_a_settlement_that_a_chain_lost_is_made_again(chain: Chain) -> None:
    def go_back() -> None:
        chain.replaced = 3
        chain.views[1] = round_view(1, 1, Status.SETTLEABLE, CLOSE_AT, SETTLE_BY, 3, b"t", b"log")

    events = Play(chain).run(lambda: chain.at(CLOSE_AT), go_back)
    assert events == ["closed", "settled", "chain-went-back", "closed", "settled"]
    assert chain.times("settle") == 2


def test_a_series_that_a_chain_lost_is_no_failure(chain: Chain) -> None:
    def go_back() -> None:
        chain.replaced = 3
        chain.series, chain.views = {}, {}

    chain.not_final = {1}
    play = Play(chain)
    assert play.run(lambda: chain.at(CLOSE_AT), go_back, nothing) == ["closed", "waiting", "chain-went-back"]
    assert play.solver.figures(chain.look())[1]["to_settle"] == 0


def test_asked_to_end_it_begins_nothing_new() -> None:
    chain = Chain(info(1), info(2))
    chain.open_round(1)
    chain.open_round(2)
    chain.at(CLOSE_AT)
    play = Play(chain)
    settle = chain.settle

    def stopped_meanwhile(about: SeriesInfo, view: RoundView, since: int) -> Settlement:
        play.clock.stopped = True
        return settle(about, view, since)

    chain.settle = stopped_meanwhile  # type: ignore[method-assign]
    assert play.run() == ["closed", "settled"]


def test_the_failure_of_a_turn_is_kept_for_who_asks_once(chain: Chain) -> None:
    chain.at(CLOSE_AT)
    chain.fail("settle", NO_GAS)
    play = Play(chain)
    once = service(chain, play.solver, play.clock, play.report)
    once.once()
    assert play.solver.failure is NO_GAS
    play.clock.wait(5)
    once.once()
    assert play.solver.failure is None


def test_fees_are_collected_when_enough_has_come_together(chain: Chain) -> None:
    play = Play(chain, withdraw_above=2 * 3 * FEE - 1)

    def again() -> None:
        chain.open_round()
        chain.at(CLOSE_AT)

    assert play.run(lambda: chain.at(CLOSE_AT), again, nothing) == [
        "closed",
        "settled",
        "closed",
        "settled",
        "collected",
    ]
    assert [call for call in chain.calls if call[0] == "withdraw"] == [("withdraw", (1, 2 * 3 * FEE))]
    assert play.report.of("collected")[0]["amount"] == str(2 * 3 * FEE)


def test_without_being_told_so_nothing_is_withdrawn(chain: Chain) -> None:
    Play(chain).run(lambda: chain.at(CLOSE_AT), nothing)
    assert chain.times("free") == chain.times("withdraw") == 0


def test_fees_that_cannot_be_collected_wait(chain: Chain) -> None:
    chain.account = {1: 100}
    chain.fail("withdraw", NO_GAS)
    play = Play(chain, withdraw_above=0)
    play.heartbeat = 5
    events = play.run(*[nothing] * 4)
    assert events == ["not-collected", "heartbeat", "collected"]
    assert chain.account == {1: 0}


def test_the_heartbeat_tells_how_it_goes(chain: Chain) -> None:
    play = Play(chain)
    play.heartbeat = 4
    play.run(lambda: chain.at(CLOSE_AT), nothing)
    told = play.report.of("heartbeat")[0]
    expected = {"watched": 1, "open": 0, "to_settle": 0, "settled": 1, "earned": str(3 * FEE), "ether": "7"}
    assert told == {"level": "info", "head": chain.head, "now": CLOSE_AT} | expected


def test_a_node_that_goes_away_while_fees_are_collected(chain: Chain) -> None:
    chain.account = {1: 100}
    chain.fail("withdraw", AWAY)
    play = Play(chain, withdraw_above=0)
    play.heartbeat = 5
    assert play.run(*[nothing] * 5) == ["node-lost", "node-back", "heartbeat", "collected"]
