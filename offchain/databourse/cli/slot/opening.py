"""Opening a round: its terms from what was wished for, and a warning when nothing could trade in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from databourse.chain import history
from databourse.chain.calls import call_of
from databourse.chain.records import SeriesInfo
from databourse.chain.refusals import clock
from databourse.cli import catalog, sending, tradable
from databourse.cli.session import Session
from databourse.cli.values import format_duration
from databourse.errors import Refused
from databourse.market.mechanism import by_name
from databourse.market.terms import Terms


@dataclass(frozen=True)
class Wish:
    """What a round should be like.

    Attributes:
        rule: name of the rule.
        options: of the rule, those that were given.
        close_in: seconds for which it takes entries.
        settle_within: seconds to settle it after that.
    """

    rule: str
    options: Mapping[str, Any]
    close_in: int
    settle_within: int


def open_round(session: Session, name: str, wish: Wish) -> None:
    """Opens the next round of the series of this name or number.

    Raises:
        InvalidInput: options that the rule does not have, or that do not fit together.
        Refused: the series does not use the rule, the round before is not over, or a contract says no.
    """
    exchange = session.exchange
    mechanism = by_name(wish.rule)
    params = mechanism.encode_params(wish.options)
    series = history.find_series(exchange, name)
    require_offered(session, series, wish.rule)
    require_free(session, series)
    terms = terms_at(session, series, wish, session.connection.now())
    warn_if_nothing_can_trade(session, series, wish)
    title = f"{session.sender_name} opens a round of {series.name} ({mechanism.describe(params)}):"
    told = [
        ("closes", f"{clock(terms.close_at)}, in {format_duration(wish.close_in)}"),
        ("settled by", f"{clock(terms.settle_by)}, or everything comes back"),
        ("entry fee", session.tokens(series.config.fee)),
    ]
    receipt = sending.carry_out(
        session, sending.Plan(title, call_of(exchange.market.functions.open(terms.struct())), told)
    )
    number = history.opened_in(exchange, receipt)
    view = exchange.round_view(series.number)
    session.output.say(
        f"{history.slot_name(series, number)} is open for up to {view.max_entries} entries, "
        f"{view.max_per_account} from one account."
    )
    session.output.result(
        {
            "series": series.number,
            "name": series.name,
            "round": number,
            "rule": wish.rule,
            "options": dict(mechanism.decode_params(params)),
            "close_at": terms.close_at,
            "settle_by": terms.settle_by,
            "max_entries": view.max_entries,
            "max_per_account": view.max_per_account,
            "terms_hash": "0x" + terms.hash(series.config.hash()).hex(),
            "transaction": sending.receipt_json(receipt),
        }
    )


def terms_at(session: Session, series: SeriesInfo, wish: Wish, now: int) -> Terms:
    """The terms of a round that opens now (seconds since 1970).

    Raises:
        InvalidInput: options that the rule does not have, or that do not fit together.
    """
    params = by_name(wish.rule).encode_params(wish.options)
    close_at = now + wish.close_in
    checker = session.exchange.checker(wish.rule)
    return Terms.one_shot(series.number, checker, close_at, close_at + wish.settle_within, params)


def require_offered(
    session: Session, series: SeriesInfo, rule: str, hint: str = "choose one of them with --rule"
) -> None:
    """Refuses a rule that the series does not use; the hint says what to do about it.

    Raises:
        Refused: it does not.
    """
    checkers = series.config.checkers
    if session.exchange.checker(rule) not in checkers:
        offered = [session.exchange.rule(checker) or f"that of the checker {checker}" for checker in checkers]
        raise Refused(f"series {series.number} does not use the rule {rule}; it uses {', '.join(offered)}", hint)


def require_free(session: Session, series: SeriesInfo) -> None:
    """Refuses a series whose latest round is not over.

    Raises:
        Refused: it is not.
    """
    view = session.exchange.round_view(series.number)
    if view.round and not view.status.is_final:
        slot = history.slot_name(series, view.round)
        raise Refused(
            f"{slot} is not over yet, and a series has one round at a time",
            f"settle it with `bourse slot settle {slot}`, or wait until {clock(view.settle_by)}",
        )


def warn_if_nothing_can_trade(session: Session, series: SeriesInfo, wish: Wish) -> None:
    """Warns when kth-price could not trade with the datasets that there are."""
    if wish.rule != "kth-price":
        return
    k = wish.options.get("k")
    needed = tradable.asks_needed(int(k) if k else None)
    exchange = session.exchange
    if series.config.gate != exchange.deployment.registry:
        session.output.say(f"Note: nothing trades with fewer than {needed} asks.")
        return
    policy = exchange.policy(series.number)
    registered = [listed.dataset for listed in catalog.datasets(exchange)]
    offered = sum(
        one.kind == policy.kind and (one.attested is not None or not policy.attested_only) for one in registered
    )
    if offered < needed:
        session.output.warn(
            f"kth-price needs {needed} asks to trade here, each of another dataset, and only {offered} could ask: "
            "nothing will trade unless more are registered"
        )
