from __future__ import annotations

from collections.abc import Callable

import pytest

from databourse.errors import ContractRefused, Refused
from databourse.services.keeper import Keeper
from tests.services.fakes import AWAY, CLOSE_AT, OTHER, SETTLE_BY, START, Chain, Clock, Recorder, info, service


class Play:
    """A keeper on a fake chain; what happens there between its looks is given step by step."""

    def __init__(self, gap: int = 0, rounds: int | None = None) -> None:
        self.chain, self.clock, self.report = Chain(), Clock(), Recorder()
        self.keeper = Keeper(self.chain, self.clock, self.report, info(), gap, rounds)

    def run(self, *steps: Callable[[], object], heartbeat: float = 1e9) -> bool:
        """Plays the steps and one more turn; whether the keeper was done."""
        self.clock.script = list(steps)
        return service(self.chain, self.keeper, self.clock, self.report, heartbeat).run()

    def settle(self) -> None:
        """The round closes and somebody settles it."""
        self.chain.at(CLOSE_AT)
        self.chain.settled_by(OTHER)


def nothing() -> None:
    """A step in which nothing happens."""


def test_a_round_is_opened_whenever_the_one_before_is_over() -> None:
    play = Play()
    assert not play.run(nothing, play.settle, lambda: play.chain.at(SETTLE_BY), nothing)
    assert play.report.events == ["opened", "opened", "aborted", "opened"]
    assert play.report.of("opened")[0] == {
        "level": "info",
        "series": 1,
        "name": "series1",
        "round": 1,
        "close_at": CLOSE_AT,
        "settle_by": SETTLE_BY,
        "transaction": "0xopen",
    }
    assert play.report.of("aborted") == [{"level": "error", "series": 1, "name": "series1", "round": 2}]


def test_the_first_opening_is_not_delayed_and_later_ones_keep_the_rhythm() -> None:
    play = Play(gap=30)
    at = play.chain.at
    play.run(play.settle, lambda: at(CLOSE_AT + 29), lambda: at(CLOSE_AT + 30))
    assert [now for name, now in play.chain.calls if name == "open"] == [START, CLOSE_AT + 30]


def test_it_ends_when_so_many_rounds_are_over() -> None:
    play = Play(rounds=2)
    assert play.run(play.settle, nothing, play.settle, nothing)
    assert play.chain.times("open") == 2


def test_it_waits_until_the_end_of_the_last_round_is_final() -> None:
    play = Play(rounds=1)
    play.chain.not_final = {1}
    assert play.run(play.settle, nothing, nothing, lambda: play.chain.not_final.clear(), nothing)
    assert len(play.clock.waits) == 4


def test_a_round_that_was_open_already_is_not_counted() -> None:
    play = Play(rounds=1)
    play.chain.open_round()
    assert play.run(nothing, play.settle, nothing, play.settle)
    assert play.chain.views[1].round == 2


def test_a_round_that_a_chain_lost_is_opened_again_and_counted_once() -> None:
    play = Play(rounds=2)
    first = play.chain.views[1]

    def go_back() -> None:
        play.chain.replaced, play.chain.views[1] = 2, first

    assert play.run(go_back, play.settle, play.settle, nothing)
    assert (play.chain.times("open"), play.chain.views[1].round) == (3, 2)


@pytest.mark.parametrize(
    "error",
    [
        Refused("operator has 0 ether", "send it some ether"),
        ContractRefused("round 1 of this series is not settled yet", name="PreviousRoundUnfinished"),
    ],
)
def test_a_refusal_is_told_and_tried_again(error: Refused) -> None:
    play = Play(rounds=1)
    play.chain.fail("open", error, error, error)
    assert not play.run(*[nothing] * 5)
    assert play.report.events == ["postponed", "postponed", "postponed", "opened"]
    told = play.report.of("postponed")
    assert [one["retry_in"] for one in told] == [1, 2, 4]
    assert [name for name, _ in play.chain.calls] == ["look", "open"] * 3 + ["look"] + ["look", "open"] + ["look"]
    assert (told[0]["round"], told[0]["reason"], told[0]["hint"]) == (1, error.message, error.hint)


def test_a_node_that_goes_away() -> None:
    play = Play()
    play.chain.fail("open", AWAY)
    play.chain.fail("look", AWAY)
    play.run(nothing, nothing, nothing)
    assert play.report.events == ["node-lost", "node-back", "postponed", "opened"]


def test_a_round_that_nobody_settles_is_told_once() -> None:
    play = Play()
    at = play.chain.at
    half = (CLOSE_AT + SETTLE_BY) // 2
    play.run(lambda: at(half), lambda: at(half + 1), lambda: at(half + 2))
    assert [one["seconds_left"] for one in play.report.of("nobody-settles")] == [SETTLE_BY - half - 1]


def test_a_series_that_a_chain_lost() -> None:
    play = Play()

    def go_back() -> None:
        play.chain.replaced, play.chain.views = 2, {}

    play.run(go_back, nothing, nothing)
    assert play.report.events == ["opened", "chain-went-back", "series-gone"]


def test_the_heartbeat_tells_how_it_goes() -> None:
    play = Play()

    def go_back() -> None:
        play.chain.replaced, play.chain.views = 2, {}

    play.run(nothing, play.settle, go_back, heartbeat=1)
    told = play.report.of("heartbeat")
    assert [(one["round"], one["status"], one["opened"]) for one in told] == [
        (1, "open", 1),
        (1, "settled", 2),
        (0, "gone", 2),
    ]
