"""Opening a bilateral round."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.chain import history
from databourse.chain.calls import call_of
from databourse.chain.refusals import clock
from databourse.cli import sending
from databourse.cli.session import Session
from databourse.cli.sharing.found import NO_GATE, described, options_json
from databourse.cli.slot import opening
from databourse.cli.values import format_duration
from databourse.errors import InvalidInput
from databourse.market.series_config import NOBODY
from databourse.market.sharing import ORDERED_MATCH
from databourse.market.sharing.match.params import MatchParams
from databourse.market.terms import SETTLEMENT_WINDOW


@dataclass(frozen=True)
class Wish:
    """What the command's options said: the table in the round's units, the lot in units of data, and seconds."""

    table: tuple[int, ...]
    lot: int
    close_in: int
    settle_within: int


def start_round(session: Session, name: str, wish: Wish) -> None:
    """Opens a bilateral round of the series of this name or number.

    Raises:
        InvalidInput: no round can have these values, or there would be too little time to settle it.
        Refused: the series does not use the rule, the round before is not over, or a contract says no.
    """
    rule = ORDERED_MATCH.name
    params = MatchParams(wish.lot, wish.table)
    exchange = session.exchange
    series = history.find_series(exchange, name)
    hint = f"create one that does with `bourse series create NAME --rule {rule}`"
    opening.require_offered(session, series, rule, hint)
    opening.require_free(session, series)
    least = series.config.solver_seconds + SETTLEMENT_WINDOW
    if wish.settle_within < least:
        shown, needed = format_duration(wish.settle_within), f"this series needs at least {format_duration(least)}"
        raise InvalidInput.of("settle within", shown, needed, "its solver goes first, and others need time after that")
    options = {"values": list(params.values), "lot": params.lot}
    round_wish = opening.Wish(rule, options, wish.close_in, wish.settle_within)
    terms = opening.terms_at(session, series, round_wish, session.connection.now())
    if not params.is_concave:
        session.output.warn(
            "the table rises more later than before: the match may not be stable, some agents may have agreed on better"
        )
    if series.config.gate == NOBODY:
        session.output.warn(NO_GATE.format(series.name))
    told = [
        ("closes", f"{clock(terms.close_at)}, in {format_duration(wish.close_in)}"),
        ("settled by", f"{clock(terms.settle_by)}, or nobody shares"),
        ("entry fee", session.tokens(series.config.fee)),
    ]
    title = f"{session.sender_name} opens a round of {series.name} ({described(session, params)}):"
    call = call_of(exchange.market.functions.open(terms.struct()))
    receipt = sending.carry_out(session, sending.Plan(title, call, told))
    number = history.opened_in(exchange, receipt)
    slot = history.slot_name(series, number)
    session.output.say(f"{slot} is open. Agents report with `bourse sharing report {slot} --dataset … --cost …`.")
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
