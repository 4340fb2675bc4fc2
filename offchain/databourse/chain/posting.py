"""Statements about a round: posted between its close and its settlement, by those whom its series trusts with that."""

from __future__ import annotations

from databourse.chain import history
from databourse.chain.calls import Call, call_of
from databourse.chain.exchange import Exchange
from databourse.chain.records import SeriesInfo
from databourse.chain.refusals import clock
from databourse.errors import InvalidInput, Refused
from databourse.market.posts import LONGEST_STATEMENT
from databourse.market.rounds import Round
from databourse.market.standing import takes_posts
from databourse.market.terms import Status


def post(exchange: Exchange, info: SeriesInfo, one: Round, statement: bytes, sender: str, now: int) -> Call:
    """The call that posts a statement, if the market would take it.

    Args:
        exchange: the contracts that it is for.
        info: series of the round.
        one: the round.
        statement: what its rule reads; the market does not.
        sender: checksummed address of who will send the call.
        now: seconds since 1970.

    Raises:
        InvalidInput: the statement is too long.
        Refused: the rule has no use for statements, the sender may not post any, or it is too early or too late.
    """
    name = history.slot_name(info, one.number)
    if not takes_posts(one.terms, history.rules_by_checker(exchange)):
        raise Refused(f"the rule of {name} has no use for posted statements", f"see `bourse slot show {name}`")
    if sender not in info.config.posters:
        raise Refused(
            f"{sender} may not post statements about rounds of this series",
            "its operator, its solver or its arbiter does; use --from",
        )
    if len(statement) > LONGEST_STATEMENT:
        rule = f"may have {LONGEST_STATEMENT} bytes at most"
        raise InvalidInput.of("statement", f"{len(statement)} bytes", rule)
    status = one.status(now)
    if status is Status.OPEN:
        raise Refused(f"too early: {name} takes entries until {clock(one.terms.close_at)}", "post it after that")
    if status is not Status.REVEALING:
        raise Refused(
            f"too late: statements about {name} could be posted until {clock(one.terms.reveal_by)}",
            f"see with `bourse slot show {name}` what became of the round",
        )
    return call_of(exchange.market.functions.post(one.series, one.terms_hash, statement))
