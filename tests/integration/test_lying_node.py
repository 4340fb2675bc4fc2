"""A node that does not tell the truth: the audit finds it out, and nothing is sent on its word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from databourse.chain import devnet
from tests.cli.conftest import act, ok, refused, run
from tests.integration.lying_node import WORD, Alter, Lie, alter_logs, in_word, leave_out, lying_node
from tests.integration.play import (
    create_series,
    everything,
    exchange,
    fill,
    nothing_happens,
    open_slot,
    settle,
    show,
    url,
)

pytestmark = pytest.mark.usefixtures("market")


@pytest.fixture(scope="module", autouse=True)
def slots(datasets: dict[str, int]) -> None:
    """A settled round in one series, and an open one in another."""
    create_series("settled")
    slot = open_slot("settled")
    fill(slot, datasets)
    settle(slot)
    create_series("open")
    fill(open_slot("open"), datasets)


def in_logs(event: str, alter: Alter) -> Lie:
    """Alters the data of the market's first event of this name."""
    return alter_logs(exchange().market, event, alter)


def without(event: str, position: int) -> Lie:
    """Leaves an event of the market out."""
    return leave_out(exchange().market, event, position)


def last_credit(data: str) -> str:
    """Raises the last credit of a settlement: the credits are two words long here, and the last in front of `alloc`."""
    return in_word(len(data) // WORD - 2)(data)


# data of Settled: fees, surplus, three offsets, then length and content of debits, credits and alloc
LIES: dict[str, tuple[Callable[[], Lie], str]] = {
    "a debit": (lambda: in_logs("Settled", in_word(6, offset=16)), "series 1 round 1: debit 0, entry 3"),
    "a credit": (lambda: in_logs("Settled", last_credit), "series 1 round 1: credit 1, entry 1"),
    "the surplus": (lambda: in_logs("Settled", in_word(1)), "series 1 round 1: surplus"),
    "the fees": (lambda: in_logs("Settled", in_word(0)), "series 1 round 1: fees"),
    "an order's price": (
        lambda: in_logs("Entered", in_word(1, offset=20)),
        "series 1 round 1: log word over 6 entries",
    ),
    "who made an entry": (lambda: in_logs("Entered", in_word(0, offset=12)), "series 1 round 1: log word over 6"),
    "an entry that is hidden": (lambda: without("Entered", 0), "series 1 round 1: log word over 5 entries"),
    "a deposit that is hidden": (lambda: without("Deposited", 0), "finds at most what the account has"),
    "the opening of a round": (lambda: without("RoundOpened", 0), "event Entered"),
    "a settlement that is hidden": (lambda: without("Settled", 0), "series 1 round 1: status"),
    "terms": (lambda: in_logs("RoundOpened", in_word(4)), "series 1 round 1: terms hash"),
}


@pytest.mark.parametrize("what", LIES)
def test_the_audit_finds(what: str) -> None:
    lie, place = LIES[what]
    with lying_node(url(), lie()) as node, nothing_happens():
        told = run("audit", "replay", "--rpc-url", node)
        assert told.code == 7
        assert "the first: " in told.err
        assert "do not trust this node" in told.err
        assert place in told.out + told.err
        answer = run("audit", "replay", "--independent", "--rpc-url", node, "--json")
    assert (answer.code, answer.json["passed"], answer.error["exit_code"]) == (7, False, 7)
    assert answer.error["kind"] == "AuditDifference"
    assert ok("audit", "replay").code == 0


def test_no_bid_is_sent_under_false_terms() -> None:
    with lying_node(url(), in_logs("RoundOpened", in_word(4))) as node, nothing_happens():
        told = refused(5, "bid", "open", "--price", 1, "--quantity", 1, "--from", "grace", "--yes", "--rpc-url", node)
    assert "what the node's log tells of round 2/1 does not agree with its state" in told
    assert "try again" in told


@pytest.mark.parametrize("what", ["an entry that is hidden", "an order's price"])
def test_no_settlement_is_sent_on_a_false_log(what: str) -> None:
    devnet.advance(url(), 600)
    with lying_node(url(), LIES[what][0]()) as node, nothing_happens():
        told = refused(5, "slot", "settle", "open", "--from", "solver", "--yes", "--rpc-url", node)
    assert "entries that the node's log has of round 2/1 are not the 6 that the market recorded" in told
    assert "ask another node" in told


def test_an_entry_that_is_not_there_any_more_is_pointed_out() -> None:
    act("operator", "series", "create", "short", "--no-gate")
    act("operator", "slot", "open", "short", "--close-in", "10m")
    before = everything()
    with lying_node(url(), without("Entered", 0)) as node:
        told = run("bid", "short", "--price", 1, "--quantity", 1, "--from", "grace", "--yes", "--rpc-url", node)
    assert told.code == 5
    assert "and its entry is not in the log any more" in told.err
    assert "look at the round with `bourse slot show` before you repeat" in told.err
    assert everything().nonces["grace"] == before.nonces["grace"] + 1
    assert [one["name"] for one in show("short")["entries"]] == ["grace"]
