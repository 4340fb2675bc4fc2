"""What the audit of a market compares with: the contract's own word, all of it at one block."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.accounts.checking import known_accounts
from databourse.accounts.ledger import Balance
from databourse.chain import history
from databourse.chain.exchange import Exchange
from databourse.chain.logs import Event
from databourse.market.chain_view import ChainView
from databourse.market.history import History
from databourse.market.ledger import Ledger
from databourse.market.terms import Status


def view_market(exchange: Exchange, events: Sequence[Event], block: int, complete: bool) -> ChainView:
    """Asks the market for everything that its events are about.

    Args:
        exchange: whose market.
        events: of the market.
        block: at which all of it is read.
        complete: whether the events are all since the deployment.
    """
    market, token = exchange.market.functions, exchange.token.functions
    now = exchange.connection.time_of(block)
    histories = History(events)
    posted = {event.block for event in events if event.name == "Posted"}
    rounds = list(histories.rounds())
    latest = [series.rounds[-1] for series in histories.series.values() if series.rounds]
    keys = known_accounts(lambda: Ledger(events, histories, now)) if complete else []

    held, tokens = exchange.read_many([market.held(), token.balanceOf(exchange.deployment.market)], block)
    accounts = exchange.read_many([market.accountOf(series, who) for series, who in keys], block)
    views = exchange.read_many([market.roundOf(one.series) for one in latest], block)
    contexts = exchange.read_many([market.contextOf(one.series, one.number, one.terms_hash) for one in rounds], block)
    statuses = exchange.read_many([market.statusOf(one.series, one.number) for one in rounds], block)
    return ChainView(
        chain_id=exchange.connection.chain_id,
        market=exchange.deployment.market,
        now=now,
        rules=history.rules_by_checker(exchange),
        held=held,
        tokens=tokens,
        accounts={key: Balance(one["free"], one["locked"]) for key, one in zip(keys, accounts, strict=True)},
        logs={(one.series, view["round"]): view["log"] for one, view in zip(latest, views, strict=True)},
        posts={(one.series, view["round"]): view["posts"] for one, view in zip(latest, views, strict=True)},
        contexts={(one.series, one.number): found for one, found in zip(rounds, contexts, strict=True)},
        statuses={(one.series, one.number): Status(found) for one, found in zip(rounds, statuses, strict=True)},
        times=exchange.connection.times_of(posted),
        complete=complete,
    )
