"""Opening a coalition round: its terms from what was wished for, and the buyer's contracts in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from databourse.chain import coalition, history
from databourse.chain.accounts import accounts_of_series
from databourse.chain.calls import call_of
from databourse.chain.deposits import deposit_call
from databourse.chain.refusals import clock
from databourse.cli import funding, sending
from databourse.cli.coalition.found import NO_GATE, decode, describe, options_json
from databourse.cli.coalition.wishing import Wish, rule_options
from databourse.cli.session import Session
from databourse.cli.slot import opening, phased
from databourse.cli.values import format_duration
from databourse.errors import InvalidInput
from databourse.market.coalition.inputs import Contract
from databourse.market.mechanism import by_name
from databourse.market.series_config import NOBODY
from databourse.market.terms import Terms
from databourse.money import MOST, format_tokens

_OTHER_SERIES = "create one that does with `bourse series create NAME --rule {}`"


def start_round(session: Session, name: str, wish: Wish) -> None:
    """Opens a coalition round of the series of this name or number, and enters the contracts.

    Raises:
        UsageError: the leakage game without influence.
        InvalidInput: an option that the game does not have, or values that do not fit together.
        Refused: the series does not use the rule, the round before is not over, not enough money, or a contract says
            no.
    """
    params = by_name(wish.rule).encode_params(rule_options(wish))
    lock = require_contracts(wish.contracts)
    exchange = session.exchange
    series = history.find_series(exchange, name)
    opening.require_offered(session, series, wish.rule, _OTHER_SERIES.format(wish.rule))
    opening.require_free(session, series)
    terms = phased.terms_now(session, series, wish.rule, wish.times.phases(wish.rule), params)
    terms_hash = terms.hash(series.config.hash())
    accounts = accounts_of_series(exchange, series.number)
    slot = history.slot_name(series, exchange.round_view(series.number).round + 1)
    most, _ = coalition.limits(exchange, terms)
    entries = coalition.offer(exchange, series.number, terms_hash, wish.contracts, most)
    fees = series.config.fee * len(entries)
    lacking = funding.lacking(session, accounts, lock + fees, f"{slot} needs", wish.top_up)
    calls = [coalition.open_round(exchange, terms), *entries]
    if lacking:
        calls.insert(0, deposit_call(accounts, session.signer, lacking))
    told = [*_told(session, wish, terms), ("locked", session.tokens(lock)), ("entry fee", session.tokens(fees))]
    if lacking:
        told.append(("from the wallet", f"{session.tokens(lacking)}, deposited by permit"))
    if series.config.gate == NOBODY:
        session.output.warn(NO_GATE.format(series.name))
    count = len(wish.contracts)
    rule = describe(session, wish.rule, decode(wish.rule, params))
    contracts = f"{count} contract{'s' * (count > 1)}"
    title = f"{session.sender_name} opens a round of {series.name} ({rule}) with {contracts}:"
    call = call_of(coalition.all_or_none(exchange, calls))
    receipt = sending.carry_out(session, sending.Plan(title, call, told))
    number = history.opened_in(exchange, receipt)
    slot = history.slot_name(series, number)
    session.output.say(f"{slot} is open. Devices join with `bourse coalition join {slot} --dataset … --type …`.")
    session.output.result(
        {
            "series": series.number,
            "name": series.name,
            "round": number,
            "rule": wish.rule,
            "options": options_json(by_name(wish.rule), params),
            "contracts": contracts_json(wish.contracts),
            "lock": str(lock),
            "deposited": str(lacking),
            "close_at": terms.close_at,
            "reveal_by": terms.reveal_by,
            "settle_by": terms.settle_by,
            "challenge_window": terms.challenge_window,
            "terms_hash": "0x" + terms_hash.hex(),
            "transaction": sending.receipt_json(receipt),
        }
    )


def require_contracts(contracts: Sequence[Contract]) -> int:
    """What they lock, if one entry can hold that.

    Raises:
        InvalidInput: it cannot.
    """
    lock = coalition.together(contracts)
    if lock > MOST:
        shown, most = format_tokens(lock), format_tokens(MOST)
        raise InvalidInput.of("sum of the budgets", shown, f"must be at most {most} tokens", "lower the budgets")
    return lock


def contracts_json(contracts: Sequence[Contract]) -> list[dict[str, Any]]:
    """Contracts for programs."""
    return [{"type": contract.type, "budget": str(contract.budget)} for contract in contracts]


def _told(session: Session, wish: Wish, terms: Terms) -> list[tuple[str, str]]:
    times = wish.times
    told = [
        ("closes", f"{clock(terms.close_at)}, in {format_duration(times.close_in)}"),
        ("entries are opened by", f"{clock(terms.reveal_by)}; who does not, loses {session.tokens(wish.entry_bond)}"),
        ("settled by", f"{clock(terms.settle_by)}, or everything comes back"),
    ]
    if terms.challenge_window:
        told.append(("challenged within", f"{format_duration(terms.challenge_window)} of a proposal"))
    return told + [
        (f"contract {place}", f"type {contract.type}, {session.tokens(contract.budget)}")
        for place, contract in enumerate(wish.contracts)
    ]
