"""`bourse why`: why an entry traded, or did not."""

from __future__ import annotations

import click

from databourse.cli.command import Command, reads
from databourse.cli.session import Session
from databourse.cli.values import NUMBER


@click.command(
    cls=Command,
    examples="""
    bourse why temperature 4
    bourse why temperature/7 4 --json
    """,
)
@click.argument("slot")
@click.argument("entry", type=NUMBER)
@reads
def why(session: Session, slot: str, entry: int) -> None:
    """Explain why ENTRY of SLOT traded, or did not: what decided, at what price it would have, what was checked.

    While the round is not settled, this is how the entry fares with the entries so far.
    """
    from databourse.chain import history
    from databourse.cli import tradable
    from databourse.market.terms import context
    from databourse.market.why import explain

    exchange = session.exchange
    found = history.read_slot(exchange, slot)
    one = found.round
    told = explain(
        one,
        entry,
        tradable.mechanism_of(exchange, one),
        found.pointers,
        context=context(
            session.connection.chain_id, exchange.deployment.market, one.series, one.number, one.terms_hash
        ),
        now=session.connection.now(),
        money=session.tokens,
    )
    kind = {"none": "entry that is no order", "cancel": "cancellation"}.get(told.kind, told.kind)
    session.output.say(f"Entry {entry} of {found.name}, {session.person(told.who)}'s {kind}: {told.verdict}.")
    for line in told.lines():
        session.output.say(line)
    session.output.result({"series": one.series, "round": one.number, **told.as_dict()})
