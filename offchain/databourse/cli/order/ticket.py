"""Writing a terms ticket for whoever signs orders without a node."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from databourse.chain.refusals import clock
from databourse.chain.ticket import Ticket
from databourse.cli import entering
from databourse.cli.session import Session
from databourse.files import write_whole


def write_ticket(session: Session, slot: str, names: Sequence[str], out: Path | None) -> None:
    """Writes the terms of an open round to a file, or tells them.

    Raises:
        Refused: the round takes no entries.
    """
    exchange = session.exchange
    target = entering.open_round(session, slot)
    addresses = [session.address(name) for name in names]
    accounts = exchange.read_many([exchange.market.functions.accountOf(target.series.number, who) for who in addresses])
    ticket = Ticket(
        chain_id=session.connection.chain_id,
        market=exchange.deployment.market,
        number=target.view.round,
        config=target.series.config,
        terms=target.round.terms,
        rule=exchange.rule(target.round.terms.checker),
        symbol=session.symbol,
        max_per_account=target.view.max_per_account,
        nonces={who: account["nonce"] for who, account in zip(addresses, accounts, strict=True)},
    )
    tell_ticket(session, ticket)
    if out is not None:
        write_whole(out, json.dumps(ticket.as_json(), indent=2) + "\n")
        session.output.say(f"The ticket is in {out}: with it, orders are signed without a node (`bourse order sign`).")
    else:
        session.output.say("Name a file with --out to sign with it.")
    session.output.result(ticket.as_json())


def tell_ticket(session: Session, ticket: Ticket) -> None:
    """The terms for people."""
    terms = ticket.terms
    session.output.say(f"{ticket.slot}: {ticket.describe_rule()}.")
    session.output.say(f"It closes at {clock(terms.close_at)}; after {clock(terms.settle_by)} everything comes back.")
    session.output.say(f"Terms 0x{ticket.terms_hash.hex()},")
    session.output.say(f"of the market {ticket.market} on chain {ticket.chain_id}.")
