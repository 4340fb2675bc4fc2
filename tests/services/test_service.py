from __future__ import annotations

from typing import Any

import pytest

from databourse.errors import BourseError, NetworkError, NotFound, RpcError
from databourse.services.service import Attempts, Look
from tests.services.fakes import AWAY, Chain, Clock, Recorder, service


class Duty:
    """Counts its turns; fails and ends as it is told."""

    def __init__(self) -> None:
        self.looks: list[Look] = []
        self.failures: list[Exception] = []
        self.done_after = 10**9
        self.forgotten = 0

    def turn(self, look: Look) -> bool:
        self.looks.append(look)
        if self.failures:
            raise self.failures.pop(0)
        return len(self.looks) >= self.done_after

    def forget(self) -> None:
        self.forgotten += 1

    def figures(self, look: Look) -> tuple[str, dict[str, Any]]:
        return "goes on", {"turns": len(self.looks), "at": look.head}


def nothing() -> None:
    """A step of a script in which nothing happens."""


def run(chain: Chain, duty: Duty, steps: list[Any], heartbeat: float = 1e9) -> tuple[Clock, Recorder]:
    clock, report = Clock(), Recorder()
    clock.script = steps
    service(chain, duty, clock, report, heartbeat).run()
    return clock, report


def test_it_looks_and_waits_until_it_is_asked_to_end() -> None:
    duty = Duty()
    clock, report = run(Chain(), duty, [nothing] * 3)
    assert (len(duty.looks), clock.waits, report.events) == (4, [2, 2, 2, 2], [])


def test_it_ends_when_everything_is_done() -> None:
    duty, clock = Duty(), Clock()
    duty.done_after = 1
    assert service(Chain(), duty, clock, Recorder()).run()
    assert clock.waits == []


def test_a_node_that_is_away_is_asked_less_and_less_often() -> None:
    chain, duty = Chain(), Duty()
    chain.fail("look", *[AWAY] * 8)
    clock, report = run(chain, duty, [nothing] * 8)
    assert clock.waits == [1, 2, 4, 8, 16, 32, 60, 60, 2]
    assert report.events == ["node-lost"] * 8 + ["node-back"]
    assert report.of("node-lost")[1] == {
        "level": "warning",
        "kind": "NodeUnreachable",
        "failures": 2,
        "retry_in": 2,
    }
    assert len(duty.looks) == 1


@pytest.mark.parametrize("error", [AWAY, RpcError("overloaded"), NetworkError("strange"), NotFound("no series")])
def test_after_the_node_came_back_pauses_are_short_again(error: BourseError) -> None:
    chain, duty = Chain(), Duty()
    chain.fail("look", error, error)
    clock, _ = run(chain, duty, [nothing, nothing, lambda: chain.fail("look", error), nothing])
    assert clock.waits == [1, 2, 2, 1, 2]


def test_a_node_that_goes_away_in_the_middle_of_the_work() -> None:
    duty = Duty()
    duty.failures = [AWAY]
    _, report = run(Chain(), duty, [nothing, nothing])
    assert report.events == ["node-lost", "node-back"]
    assert len(duty.looks) == 3


def test_another_chain_under_the_same_address_is_the_end() -> None:
    chain, duty = Chain(), Duty()
    with pytest.raises(NetworkError, match="the node is on chain 1 now; it was on chain 31337") as error:
        run(chain, duty, [lambda: setattr(chain, "chain_id", 1), nothing])
    assert error.value.exit_code == 5
    assert len(duty.looks) == 1  # nothing was done there


def test_another_chain_is_noticed_after_an_outage_too() -> None:
    chain, duty = Chain(), Duty()
    chain.fail("look", AWAY)
    with pytest.raises(NetworkError, match="chain 1 now"):
        run(chain, duty, [lambda: setattr(chain, "chain_id", 1), nothing])


def test_what_a_chain_that_went_back_said_is_forgotten() -> None:
    chain, duty = Chain(), Duty()
    _, report = run(chain, duty, [lambda: setattr(chain, "replaced", 9), nothing])
    assert report.of("chain-went-back") == [{"level": "warning", "replaced": 9, "head": 10}]
    assert (chain.forgotten, duty.forgotten) == (1, 1)
    assert [look.replaced for look in duty.looks] == [None, None, None]


def test_signs_of_life() -> None:
    duty = Duty()
    _, report = run(Chain(), duty, [nothing] * 7, heartbeat=5)
    assert report.events == ["heartbeat"] * 2
    assert report.of("heartbeat")[0] == {"level": "info", "head": 10, "now": 1_000, "turns": 4, "at": 10}


def test_once_does_one_turn_and_tells_every_failure() -> None:
    chain, duty, clock = Chain(), Duty(), Clock()
    once = service(chain, duty, clock, Recorder())
    once.once()
    assert (len(duty.looks), clock.waits) == (1, [])
    chain.fail("look", AWAY)
    with pytest.raises(NetworkError, match="no node"):
        once.once()
    chain.chain_id = 1
    with pytest.raises(NetworkError, match="chain 1 now"):
        once.once()


def test_pauses_have_a_limit_of_the_callers_choice() -> None:
    attempts = Attempts()
    assert [attempts.fail(100, most=3) for _ in range(4)] == [1, 2, 3, 3]
    assert (attempts.failed, attempts.due) == (4, 103)
    assert Attempts(failed=10**6).fail(0) == 60
