"""What is made sure of before a round is settled, proposed, finalised or challenged; the calls themselves are sent in
`tests/services/test_proposals_on_a_chain.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from databourse.chain.calls import Call
from databourse.chain.exchange import Exchange
from databourse.chain.records import RoundView
from databourse.chain.settling import Way, prepare, prepare_challenge
from databourse.errors import NetworkError, NotFound, Refused
from databourse.market.entries import log_word, pack_entries
from databourse.market.posts import posts_word
from databourse.market.rounds import Round
from databourse.market.series_config import NOBODY
from databourse.market.terms import Status, context
from tests.market.conftest import crown as crown
from tests.market.scripted import CHAIN_ID, CHECKER_OF, MARKET, Script, account, funded_script

pytestmark = pytest.mark.usefixtures("crown")


@dataclass
class Function:
    """A function of the market with its arguments, in place of web3's."""

    name: str
    arguments: tuple[Any, ...]


class Functions:
    """Every function there can be."""

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments: Function(name, arguments)


@pytest.fixture(autouse=True)
def calls_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call is the function that it calls."""
    monkeypatch.setattr("databourse.chain.settling.call_of", lambda function: function)


@pytest.fixture
def exchange() -> Exchange:
    """As much of one as settling looks at."""
    deployment = SimpleNamespace(market=MARKET, checkers=CHECKER_OF)
    fake = SimpleNamespace(
        connection=SimpleNamespace(chain_id=CHAIN_ID),
        deployment=deployment,
        market=SimpleNamespace(functions=Functions()),
    )
    return cast(Exchange, fake)


def sealed_round(rule: str) -> Script:
    script = funded_script()
    script.open(rule)
    for name, number in (("alice", b"\x09"), ("bob", b"\x05")):
        script.seal(name, number, 20)
    script.reveal("alice")
    script.reveal("bob")
    script.now = script.terms[1].reveal_by
    return script


def view_of(script: Script) -> RoundView:
    """The state of the market, which is what its log says."""
    one = script.history.round(1)
    start = context(CHAIN_ID, MARKET, 1, 1, one.terms_hash)
    until, proposer = (one.standing.until, one.standing.proposer) if one.standing else (0, NOBODY)
    return RoundView(
        series=1,
        round=1,
        status=one.status(script.now),
        close_at=one.terms.close_at,
        reveal_by=one.terms.reveal_by,
        settle_by=one.settle_by,
        challenge_until=until,
        proposer=proposer,
        count=len(one.entries),
        max_entries=9,
        max_per_account=9,
        terms_hash=one.terms_hash,
        log=log_word(start, one.entries),
        posts=posts_word(start, one.posts),
    )


def function(call: Call) -> Function:
    assert isinstance(call, Function)
    return call


def read(script: Script) -> tuple[Round, RoundView]:
    return script.history.round(1), view_of(script)


@pytest.mark.parametrize(("rule", "way", "bond"), [("open-crown", Way.SETTLE, 0), ("crown", Way.PROPOSE, 50)])
def test_the_rule_decides_how_a_round_is_settled(exchange: Exchange, rule: str, way: Way, bond: int) -> None:
    one, view = read(sealed_round(rule))
    prepared = prepare(exchange, one, view, {})
    assert (prepared.way, prepared.bond) == (way, bond)
    call = function(prepared.call)
    assert call.name == way
    terms, settlement = call.arguments
    assert terms == one.terms.struct()
    assert settlement[0] == pack_entries(one.entries)
    assert settlement[2] == b"".join(post.packed() for post in one.posts) != b""
    assert settlement[5] == b"\0"


def test_a_proposal_that_nobody_refuted_is_finalised_as_it_is(exchange: Exchange) -> None:
    script = sealed_round("crown")
    script.propose()
    one, view = read(script)
    assert prepare_challenge(exchange, one, view) is None
    script.now = view.challenge_until
    prepared = prepare(exchange, *read(script), {})
    call = function(prepared.call)
    assert (prepared.way, prepared.bond, call.name) == (Way.FINALISE, 0, "finalise")
    assert one.standing is not None
    assert call.arguments[1] == (pack_entries(one.entries), b"", b"", *one.standing.outcome, b"")


def test_a_false_proposal_is_challenged_and_never_finalised(exchange: Exchange) -> None:
    script = sealed_round("crown")
    script.propose("dave", alloc=b"\1")
    one, view = read(script)
    challenge = prepare_challenge(exchange, one, view)
    assert challenge is not None
    assert challenge.proposal.proposer == account("dave")
    assert challenge.objection.sentence == "Entry 0 sealed 9, more than 5."
    assert function(challenge.call) == Function("challenge", (one.terms.struct(), b"\0"))
    script.now = view.challenge_until
    with pytest.raises(Refused, match="is false: Entry 0 sealed 9, more than 5"):
        prepare(exchange, *read(script), {})


def test_entries_that_are_not_those_recorded(exchange: Exchange) -> None:
    one, view = read(sealed_round("crown"))
    one.entries.pop()
    with pytest.raises(NetworkError, match="the 1 entries that the node's log has of round 1/1 are not the 2 that"):
        prepare(exchange, one, view, {})


def test_openings_that_are_not_those_recorded(exchange: Exchange) -> None:
    one, view = read(sealed_round("open-crown"))
    one.posts.reverse()
    with pytest.raises(NetworkError, match="the 2 posts that the node's log has of round 1/1 are not the 2 that"):
        prepare(exchange, one, view, {})


def test_a_proposal_that_the_log_does_not_have(exchange: Exchange) -> None:
    one, view = read(sealed_round("crown"))
    with pytest.raises(NetworkError, match="the 0 proposals that the node's log has"):
        prepare(exchange, one, replace(view, status=Status.FINALISABLE), {})
    with pytest.raises(NetworkError, match="the 0 proposals that the node's log has"):
        prepare_challenge(exchange, one, replace(view, status=Status.PROPOSED))


def test_a_rule_that_is_not_known_here(exchange: Exchange) -> None:
    script = sealed_round("crown")
    script.propose()
    cast(Any, exchange).deployment = SimpleNamespace(market=MARKET, checkers={})
    with pytest.raises(NotFound, match="no rule is known"):
        prepare(exchange, *read(script), {})
    with pytest.raises(NotFound, match="no rule is known"):
        prepare_challenge(exchange, *read(script))
