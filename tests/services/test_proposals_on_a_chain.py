"""Outcomes that are proposed, refuted and finalised on a devnet, by the solver and by `bourse slot settle`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet, history
from databourse.chain.audit import replay_log
from databourse.chain.exchange import Exchange
from databourse.cli import prompts
from databourse.errors import ContractRefused
from databourse.market.challenging import Challengeable
from databourse.market.mechanism import by_name
from databourse.market.posts import posts_word
from databourse.market.rounds import Round
from databourse.market.settlement import Settlement
from databourse.market.terms import Status, context
from tests.cli.conftest import act, new_series, ok, refused, run, tokens
from tests.integration import hostile
from tests.integration.play import url

pytestmark = pytest.mark.usefixtures("market")

RULE = by_name("leakage-game")
assert isinstance(RULE, Challengeable)
TOGETHER, APART = bytes(4), bytes.fromhex("00000001")
"""Allocations of two devices whose data reveal all of each other: only together they are worth something."""


@pytest.fixture
def undone(exchange: Exchange) -> Iterator[None]:
    """What the test leaves on the chain must not be there for others."""
    node = exchange.connection.network.rpc_url
    snapshot = devnet.ask(node, "evm_snapshot")
    yield
    assert devnet.ask(node, "evm_revert", snapshot)


def sealed_slot(name: str, offered: dict[str, int], tmp_path: Path) -> str:
    """A round with two devices of two types, both opened, and the time for that over."""
    matrix = tmp_path / "types.json"
    matrix.write_text("[[0, 1], [1, 0]]", encoding="utf-8")
    new_series(name, "--rule", "leakage-game", "--fee", 1)
    words = ("--game", "leakage", "--contract", "0:60", "--contract", "1:40", "--influence", matrix, "--cost", 1)
    opened = act("operator", "coalition", "open", name, *words, "--bond", 10, "--close-in", "10m")
    slot = f"{name}/{opened['round']}"
    for owner, kind in (("alice", 0), ("bob", 1)):
        act(owner, "coalition", "join", slot, "--dataset", offered[owner], "--type", kind)
    for owner in ("alice", "bob"):
        act(owner, "coalition", "reveal", slot, "--advance")
    devnet.advance(url(), 600)
    return slot


def current(exchange: Exchange, name: str) -> Round:
    view = exchange.round_view(exchange.series(name).number)
    return history.read_current(exchange, view)


def lie(exchange: Exchange, name: str, liar: str = "dave") -> None:
    """Proposes that both devices stay alone, with all the money that would be right then."""
    assert isinstance(RULE, Challengeable)
    act(liar, "wallet", "deposit", name, 10)
    one = current(exchange, name)
    solution = RULE.resolve(one.entries, one.terms.params, one.posts, APART)
    settlement = Settlement.of(one.entries, solution, one.posts)
    hostile.send(exchange, liar, exchange.market.functions.propose(one.terms.struct(), settlement.struct()))


def solver(name: str, *, code: int = 0) -> list[Any]:
    """What the solver says of one look at the series, without the beginning and the end."""
    answer = run("solver", "run", "--series", name, "--once", "--from", "solver", "--yes", "--json")
    assert answer.code == code, answer
    told = [json.loads(line) for line in answer.out.splitlines()]
    return [one for one in told if one["event"] not in ("started", "watching", "stopped", "closed")]


def test_a_false_proposal_is_voided_and_the_right_outcome_settled(
    exchange: Exchange, offered: dict[str, int], tmp_path: Path
) -> None:
    slot = sealed_slot("false", offered, tmp_path)
    lie(exchange, "false")
    assert exchange.round_view(exchange.series("false").number).status is Status.PROPOSED
    assert "can be challenged until" in refused(4, "slot", "settle", slot, "--from", "erin", "--yes")

    voided, proposed = solver("false") + solver("false")
    assert (voided["event"], voided["bond"]) == ("challenged", tokens(10))
    assert "FALSE PROPOSAL" in voided["message"]
    # the bond that was won is enough for a proposal
    assert (proposed["event"], proposed["bond"], proposed["fees"]) == ("proposed", tokens(10), tokens(3))
    assert solver("false") == []

    done = act("erin", "slot", "settle", slot, "--advance")
    assert (done["way"], done["surplus"]) == ("finalise", tokens(2))
    assert [one["received"] for one in done["entries"]] == ["0", tokens(59), tokens(39)]
    shown = ok("slot", "show", slot, "--json").json
    assert [one["voided"] is None for one in shown["proposals"]] == [False, True]
    assert shown["settled"]["fees"] == tokens(3)
    assert shown["settled"]["settler"] == shown["proposals"][1]["proposer"]
    report = replay_log(exchange, independent=True).market
    assert report.passed
    checked = next(one for one in report.rounds if one.series == exchange.series("false").number)
    assert (checked.posts, checked.proposals, checked.refuted) == (2, 2, None)
    for name, reasons in (("dave", ["bond", "bond lost"]), ("solver", ["bond won", "bond", "fees", "release"])):
        lines = ok("wallet", "history", name, "--slot", slot, "--json").json["lines"]
        assert [line["what"] for line in lines] == reasons


def test_what_is_proposed_is_finalised_by_its_proposer(
    exchange: Exchange, offered: dict[str, int], tmp_path: Path
) -> None:
    slot = sealed_slot("own", offered, tmp_path)
    assert "needed" in str(solver("own", code=4))
    assert exchange.round_view(exchange.series("own").number).status is Status.SETTLEABLE
    act("solver", "wallet", "deposit", "own", 10)
    assert [one["event"] for one in solver("own")] == ["proposed"]
    devnet.advance(url(), 600)
    assert [one["event"] for one in solver("own")] == ["finalised"]
    assert ok("slot", "show", slot, "--json").json["status"] == "settled"


def test_slot_settle_proposes_and_finalises(
    exchange: Exchange, offered: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = sealed_slot("by hand", offered, tmp_path)
    act("frank", "wallet", "deposit", "by hand", 10)
    monkeypatch.setattr(prompts, "someone_is_there", lambda: True)
    told = ok("slot", "settle", slot, "--from", "frank", input="y\n").out
    assert "lost if somebody refutes the outcome within 10 min" in told
    assert "An outcome of by hand/1 is proposed. It can be challenged until" in told
    assert [one["event"] for one in solver("by hand")] == ["proposed-by-other"]
    listed = ok("slot", "list", "by hand").out
    assert "proposed" in listed and "can be challenged for another" in listed
    assert "still be" not in ok("slot", "show", slot).out
    devnet.advance(url(), 600)
    assert "finalisable" in ok("slot", "list", "by hand").out
    done = act("frank", "slot", "settle", slot)
    assert (done["way"], done["bond"]) == ("finalise", "0")
    assert exchange.account(exchange.series("by hand").number, hostile.address("frank")).free == 13 * 10**18


@pytest.mark.usefixtures("undone")
def test_a_false_outcome_that_nobody_challenged_is_found_by_the_audit(
    exchange: Exchange, offered: dict[str, int], tmp_path: Path
) -> None:
    slot = sealed_slot("unwatched", offered, tmp_path)
    lie(exchange, "unwatched")
    assert "Proposed, and false: " in ok("audit", "replay").out
    devnet.advance(url(), 600)
    # neither the command nor the service lends a hand
    assert "is false" in refused(4, "slot", "settle", slot, "--from", "erin", "--yes")
    devnet.advance(url(), 3600)
    assert "is false" in str(solver("unwatched", code=4))
    one = current(exchange, "unwatched")
    assert one.standing is not None
    claimed = Settlement(b"".join(entry.packed() for entry in one.entries), b"", b"", *one.standing.outcome, b"")
    hostile.send(exchange, "dave", exchange.market.functions.finalise(one.terms.struct(), claimed.struct()))
    told = refused(7, "audit", "replay")
    assert "outcome: the replay finds that it can be refuted" in told


def test_a_right_proposal_cannot_be_challenged(exchange: Exchange, offered: dict[str, int], tmp_path: Path) -> None:
    sealed_slot("right", offered, tmp_path)
    act("frank", "wallet", "deposit", "right", 10)
    act("frank", "slot", "settle", "right")
    one = current(exchange, "right")
    assert isinstance(RULE, Challengeable)
    wrong = next(RULE.objections(one.entries, one.terms.params, one.posts, APART))
    challenge = exchange.market.functions.challenge(one.terms.struct(), wrong.packed)
    with pytest.raises(ContractRefused):
        hostile.send(exchange, "dave", challenge)
    start = context(devnet.CHAIN_ID, exchange.deployment.market, one.series, one.number, one.terms_hash)
    assert posts_word(start, one.posts) == exchange.round_view(one.series).posts
    assert one.alloc == TOGETHER
