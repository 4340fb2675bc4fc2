"""Opening a sharing round."""

from __future__ import annotations

from databourse.chain import history
from databourse.chain.calls import call_of
from databourse.chain.refusals import clock
from databourse.cli import sending
from databourse.cli.session import Session
from databourse.cli.sharing.found import NO_GATE, decode, described, options_json
from databourse.cli.slot import opening
from databourse.cli.slot.opening import Wish as Wish
from databourse.cli.values import format_duration
from databourse.errors import InvalidInput
from databourse.market.mechanism import by_name
from databourse.market.series_config import NOBODY
from databourse.market.sharing.match.params import MatchParams
from databourse.market.terms import SETTLEMENT_WINDOW


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
    least = series.config.solver_seconds + SETTLEMENT_WINDOW
    if wish.settle_within < least:
        shown, needed = format_duration(wish.settle_within), f"this series needs at least {format_duration(least)}"
        raise InvalidInput.of("settle within", shown, needed, "its solver goes first, and others need time after that")
    terms = opening.terms_at(session, series, wish, session.connection.now())
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
    title = f"{session.sender_name} opens a round of {series.name} ({described(session, params)}):"
    call = call_of(exchange.market.functions.open(terms.struct()))
    receipt = sending.carry_out(session, sending.Plan(title, call, told))
    number = history.opened_in(exchange, receipt)
    slot = history.slot_name(series, number)
    session.output.say(f"{slot} is open. Agents report with `bourse sharing report {slot} --dataset …`.")
    session.output.result(
        {
            "series": series.number,
            "name": series.name,
            "round": number,
            "rule": rule,
            "options": options_json(params),
            "close_at": terms.close_at,
            "settle_by": terms.settle_by,
            "terms_hash": "0x" + terms.hash(series.config.hash()).hex(),
            "transaction": sending.receipt_json(receipt),
        }
    )
