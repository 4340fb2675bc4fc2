"""Opening a sharing round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from databourse.chain import history
from databourse.chain.calls import call_of
from databourse.chain.refusals import clock
from databourse.cli import sending
from databourse.cli.session import Session
from databourse.cli.sharing.found import NO_GATE, decode, described, options_json
from databourse.cli.slot import opening, phased
from databourse.cli.slot.phased import Times
from databourse.cli.values import format_duration
from databourse.market.mechanism import by_name
from databourse.market.series_config import NOBODY
from databourse.market.sharing.match.params import MatchParams


@dataclass(frozen=True)
class Wish:
    """What a sharing round should be like: its rule with its options, and its times in seconds.

    Attributes:
        rule: its name.
        options: of the rule.
        close_in: for how long it takes reports.
        settle_within: to settle it after that.
        challenge_in: to refute a proposed outcome; 0 if it is settled at once.
    """

    rule: str
    options: Mapping[str, Any]
    close_in: int
    settle_within: int
    challenge_in: int


def start_round(session: Session, name: str, wish: Wish) -> None:
    """Opens a sharing round of the series of this name or number.

    Raises:
        InvalidInput: no round can have these values, or there would be too little time to settle it.
        Refused: the series does not use the rule, the round before is not over, or a contract says no.
    """
    rule = wish.rule
    params = decode(rule, by_name(rule).encode_params(wish.options))
    exchange = session.exchange
    series = history.find_series(exchange, name)
    hint = f"create one that does with `bourse series create NAME --rule {rule}`"
    opening.require_offered(session, series, rule, hint)
    opening.require_free(session, series)
    times = Times(wish.close_in, 0, wish.settle_within, wish.challenge_in, None, "--challenge-in")
    terms = phased.terms_now(session, series, rule, times, params.encode())
    if isinstance(params, MatchParams) and not params.is_concave:
        session.output.warn(
            "the table rises more later than before: the match may not be stable, some agents may have agreed on better"
        )
    if series.config.gate == NOBODY:
        session.output.warn(NO_GATE.format(series.name))
    told = [
        ("closes", f"{clock(terms.close_at)}, in {format_duration(wish.close_in)}"),
        ("settled by", f"{clock(terms.settle_by)}, or everything comes back"),
        ("entry fee", session.tokens(series.config.fee)),
    ]
    if wish.challenge_in:
        told.insert(2, ("challenged within", f"{format_duration(wish.challenge_in)} of a proposal"))
    title = f"{session.sender_name} opens a round of {series.name} ({described(session, rule, params)}):"
    call = call_of(exchange.market.functions.open(terms.struct()))
    receipt = sending.carry_out(session, sending.Plan(title, call, told))
    number = history.opened_in(exchange, receipt)
    slot = history.slot_name(series, number)
    most = exchange.round_view(series.number).max_entries
    session.output.say(
        f"{slot} is open for up to {most} entries. Agents report with `bourse sharing report {slot} --dataset …`."
    )
    session.output.result(
        {
            "series": series.number,
            "name": series.name,
            "round": number,
            "rule": rule,
            "options": options_json(rule, params),
            "close_at": terms.close_at,
            "settle_by": terms.settle_by,
            "challenge_window": terms.challenge_window,
            "max_entries": most,
            "terms_hash": "0x" + terms.hash(series.config.hash()).hex(),
            "transaction": sending.receipt_json(receipt),
        }
    )
