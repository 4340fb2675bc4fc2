"""What an audit compares with: the chain's own word, all of it at one block."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from databourse.chain.logs import Event
from databourse.cli import history
from databourse.cli.session import Session
from databourse.errors import BourseError
from databourse.market.ledger import Balance, Ledger
from databourse.market.replay import ChainView, replay
from databourse.market.report import Report
from databourse.market.rounds import History


def replay_log(session: Session, independent: bool, from_block: int | None) -> Report:
    """Replays the market's log up to the last final block.

    Args:
        session: whose exchange.
        independent: also with the slow literal solvers.
        from_block: where to start; None: at the deployment.
    """
    exchange = session.exchange
    block = session.connection.final_block()
    start = exchange.deployment.block if from_block is None else from_block
    events = [
        event
        for event in exchange.events(from_block=start, to_block=block)
        if event.address == exchange.deployment.market
    ]
    return replay(events, _view(session, events, block, start <= exchange.deployment.block), independent=independent)


def _view(session: Session, events: Sequence[Event], block: int, complete: bool) -> ChainView:
    exchange = session.exchange
    market, token = exchange.market.functions, exchange.token.functions
    stamp = session.connection.request("eth_getBlockByNumber", hex(block), False)["timestamp"]
    now = int(stamp, 16)
    histories = History(events)
    rounds = list(histories.rounds())
    latest = [series.rounds[-1] for series in histories.series.values() if series.rounds]
    keys = _accounts(events, histories, now) if complete else []

    held, tokens = exchange.read_many([market.held(), token.balanceOf(exchange.deployment.market)], block)
    accounts = exchange.read_many([market.accountOf(series, who) for series, who in keys], block)
    views = exchange.read_many([market.roundOf(one.series) for one in latest], block)
    contexts = exchange.read_many([market.contextOf(one.series, one.number, one.terms_hash) for one in rounds], block)
    return ChainView(
        chain_id=session.connection.chain_id,
        market=exchange.deployment.market,
        now=now,
        rules=history.rules_by_checker(exchange),
        held=held,
        tokens=tokens,
        accounts={key: Balance(one["free"], one["locked"]) for key, one in zip(keys, accounts, strict=True)},
        logs={(one.series, view["round"]): view["log"] for one, view in zip(latest, views, strict=True)},
        contexts={(one.series, one.number): found for one, found in zip(rounds, contexts, strict=True)},
        complete=complete,
    )


def _accounts(events: Sequence[Event], histories: History, now: int) -> list[tuple[int, str]]:
    """All accounts that ever had anything. A log too damaged to tell them is reported by the replay itself."""
    with suppress(BourseError, KeyError, IndexError, ValueError):
        return list(Ledger(events, histories, now).balances())
    return []
